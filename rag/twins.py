"""One text under several names: its copies are one source, and cited once."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from index.arabic import MARKS
from index.values import Sentence

UNSEEN = re.compile(f"[{MARKS}ـ\\ufeff\\u200e\\u200f]+")
"""What two copies of a text may differ by beside white space: marks, and what is not seen."""


def distinct(sentences: Sequence[Sentence], text: Callable[[str], str]) -> list[Sentence]:
    """The sentences, without those of documents whose whole text an earlier one's has too.

    Only documents that share a sentence are compared, so that a question reads no more texts
    than those. `text` gives a source's.
    """
    seen: dict[str, list[Sentence]] = {}
    copies: set[int] = set()
    for sentence in sentences:
        alike = seen.setdefault(plain(sentence.text), [])
        if any(_copied(other, sentence, text) for other in alike if other.document not in copies):
            copies.add(sentence.document)
        else:
            alike.append(sentence)
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


def _copied(one: Sentence, other: Sentence, text: Callable[[str], str]) -> bool:
    if one.document == other.document:
        return False
    return one.sha256 == other.sha256 or _plain(text(one.source)) == _plain(text(other.source))
