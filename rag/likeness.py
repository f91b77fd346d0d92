"""How much two sentences say the same, word by word, whatever the spelling."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.arabic import forms, stem, trigrams
from rag import thesaurus

Idf = Callable[[str], float]
Synonyms = Callable[[str], frozenset[str]]

SYNONYM = 0.8
"""What a synonym is worth beside the word itself."""
FUZZY = 0.5
"""Dice of the trigrams from which two spellings are one word: رومانوسكي and رومانوفسكي."""
GLUED_REST = 3
"""Letters more than a word that one with it inside has: الولاياتالمتحدة holds المتحدة."""
GLUED_STEM = 4


@lru_cache(maxsize=50_000)
def group_of(form: str) -> frozenset[str]:
    """The stems of one-word synonyms of a folded word."""
    found = thesaurus.synonyms([form])
    return (
        frozenset(other[0] for other in found.others if len(other) == 1) if found else frozenset()
    )


@lru_cache(maxsize=4_096)
def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text that carry meaning, kept for the next comparison."""
    return tuple(forms(text))


def similarity(
    a_forms: Sequence[str],
    b_forms: Sequence[str],
    idf: Idf,
    synonyms: Synonyms = group_of,
) -> float:
    """How much two sentences, as folded words, say the same: 0 to 1.

    The harmonic mean of the shares of each one's idf that the other holds, where a synonym, a
    near spelling or a word glued to another counts in part.
    """
    there = covered(a_forms, b_forms, idf, synonyms)
    back = covered(b_forms, a_forms, idf, synonyms)
    return 2 * there * back / (there + back) if there and back else 0.0


@dataclass(frozen=True, slots=True)
class _Bag:
    """The words of a sentence, and what a word of another is matched by."""

    forms: tuple[str, ...]
    stems: frozenset[str]
    long_stems: tuple[str, ...]
    joined: str
    by_gram: dict[str, tuple[str, ...]]


@lru_cache(maxsize=4_096)
def _bag(words: tuple[str, ...]) -> _Bag:
    unique = tuple(dict.fromkeys(words))
    stems = tuple(dict.fromkeys(map(stem, unique)))
    by_gram: dict[str, tuple[str, ...]] = {}
    for form in unique:
        if not form[0].isdigit():
            for gram in set(trigrams(form)):
                by_gram[gram] = (*by_gram.get(gram, ()), form)
    long_stems = tuple(key for key in stems if len(key) >= GLUED_STEM)
    return _Bag(unique, frozenset(stems), long_stems, " ".join(unique), by_gram)


def covered(a_forms: Sequence[str], b_forms: Sequence[str], idf: Idf, synonyms: Synonyms) -> float:
    """The share of the idf of one sentence's words that the other's match."""
    own, theirs = _bag(tuple(a_forms)), _bag(tuple(b_forms))
    total = held = 0.0
    for form in own.forms:
        weight = idf(stem(form))
        total += weight
        held += weight * (1.0 if stem(form) in theirs.stems else _match(form, theirs, synonyms))
    return held / total if total else 0.0


def _match(form: str, others: _Bag, synonyms: Synonyms) -> float:
    """How far any word of another sentence is a folded word by another stem."""
    if form[0].isdigit():
        return 0.0
    if not others.stems.isdisjoint(synonyms(form)):
        return SYNONYM
    key = stem(form)
    if len(key) >= GLUED_STEM and key in others.joined and _holds(others.forms, key):
        return SYNONYM
    if any(len(form) >= len(k) + GLUED_REST and k in form for k in others.long_stems):
        return SYNONYM
    grams = set(trigrams(form))
    shared = Counter(other for gram in grams for other in others.by_gram.get(gram, ()))
    best = max((2 * n / (len(grams) + len(set(trigrams(w)))) for w, n in shared.items()), default=0)
    return best if best >= FUZZY else 0.0


def _holds(words: tuple[str, ...], key: str) -> bool:
    return any(key in word and len(word) >= len(key) + GLUED_REST for word in words)
