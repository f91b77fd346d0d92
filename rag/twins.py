"""One text under several names: its copies are one source, and cited once."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256

from index.arabic import MARKS
from index.values import Sentence

UNSEEN = re.compile(f"[{MARKS}ـ\\ufeff\\u200e\\u200f]+")
"""What two copies of a text may differ by beside white space: marks, and what is not seen."""


def distinct(sentences: Sequence[Sentence], text: Callable[[str], str]) -> list[Sentence]:
    """The sentences, without those of documents whose whole text an earlier one's has too.

    Only documents that share a sentence are compared, so that a question reads no more texts
    than those, and each of them once. `text` gives a source's.
    """
    marks: dict[int, bytes] = {}

    def mark(of: Sentence) -> bytes:
        if of.document not in marks:
            whole = _plain(text(of.source)).encode("utf-8", "replace")
            marks[of.document] = sha256(whole).digest()
        return marks[of.document]

    holders: dict[str, dict[int, Sentence]] = {}
    told: dict[str, set[bytes]] = {}
    copies: set[int] = set()
    for sentence in sentences:
        key = plain(sentence.text)
        alike = holders.setdefault(key, {})
        if sentence.document in alike or sentence.document in copies:
            continue
        if len(alike) == 1:
            told[key] = {mark(next(iter(alike.values())))}
        if alike and mark(sentence) in told[key]:
            copies.add(sentence.document)
            continue
        if alike:
            told[key].add(mark(sentence))
        alike[sentence.document] = sentence
    return [sentence for sentence in sentences if sentence.document not in copies]


@lru_cache(maxsize=4_096)
def plain(text: str) -> str:
    r"""A text as a copy of it has it too.

    >>> plain("قالَ  الوزيرُ\n") == plain("قال الوزير")
    True
    """
    return _plain(text)


def _plain(text: str) -> str:
    """The same of a whole article, which is not worth remembering."""
    return " ".join(UNSEEN.sub("", text).casefold().split())
