"""Words of a question that no article has, as the articles may spell them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index.arabic import stem, trigrams
from index.transliteration import skeleton
from rag.question import Alternative, Term

Known = Callable[[str], bool]
Spellings = Callable[[str], Iterable[str]]

WEIGHT = 0.5
"""How far another spelling counts beside the word as asked."""
MOST = 4
"""Spellings taken, those most alike first; 1 to 4 measure alike."""
LEAST_LETTERS = 4
"""Shorter stems have the consonants of too many words."""
LEAST_CONSONANTS = 2
LEAST_ALIKE = 0.15
"""Share of letter trigrams in common (Jaccard) below which it is another word or name."""


def respelt(terms: Sequence[Term], known: Known, spellings: Spellings) -> tuple[Term, ...]:
    """The terms, with other spellings for those that occur nowhere in any of their ways.

    Another spelling has the same consonants: «رومانسكى» finds «رومانوسكي», «الفصايل» «الفصائل».
    `known` says whether a stem is in the index, `spellings` gives the index's words of a consonant
    skeleton. Splitting a glued word in two, and words one letter away, were measured too: the
    first helped one set as much as it hurt the other, the second no more than this and needs a
    table of its own; trigrams do the rest.
    """
    return tuple(
        term
        if not term.trigrams or any(all(map(known, way.stems)) for way in term.alternatives)
        else replace(term, alternatives=(*term.alternatives, *_others(term, spellings)))
        for term in terms
    )


def _others(term: Term, spellings: Spellings) -> Iterable[Alternative]:
    (own,) = term.alternatives[0].stems
    consonants = skeleton(own)
    if own.isascii() or len(own) < LEAST_LETTERS or len(consonants) < LEAST_CONSONANTS:
        return ()
    alike = {form: _likeness(own, stem(form)) for form in spellings(consonants)}
    near = sorted((form for form in alike if alike[form] >= LEAST_ALIKE), key=lambda f: -alike[f])
    stems = [found for found in dict.fromkeys(map(stem, near)) if found != own]
    return (Alternative((found,), WEIGHT) for found in stems[:MOST])


def _likeness(one: str, other: str) -> float:
    mine, its = set(trigrams(one)), set(trigrams(other))
    return len(mine & its) / len(mine | its)
