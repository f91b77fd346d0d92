"""Arabic words with one English translation: الاستغناء and التخلي are both "dispense with"."""

from collections.abc import Iterable
from functools import cache

from index.arabic import fold, stem
from rag.lexicon import SEPARATOR, vocabulary
from rag.light import light

USUAL = 4
"""Translations of an English head beyond these are mostly of its rarer meanings."""


@cache
def _heads() -> dict[str, frozenset[str]]:
    """Stems of one-word translations to the English heads that have them."""
    found: dict[str, set[str]] = {}
    for table in vocabulary().written[-1:]:
        for head, entry in table.items():
            if light(head):
                continue
            for text in entry.split(SEPARATOR)[:USUAL]:
                word = text.strip()
                if word and " " not in word:
                    found.setdefault(stem(fold(word)), set()).add(head)
    return {key: frozenset(heads) for key, heads in found.items()}


def heads_of(stems: Iterable[str]) -> frozenset[str]:
    """The English heads that have one of some stems among their usual translations."""
    known = _heads()
    return frozenset().union(*(known.get(each, frozenset()) for each in stems))
