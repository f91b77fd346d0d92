"""The places a question names, and whether a sentence speaks of others."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from index.arabic import fold, forms, stem
from rag.names import names
from rag.question import Question, Term
from rag.thesaurus import synonyms

DATA = Path(__file__).parent / "data" / "places.txt"
ENGLISH_WAYS = 4
"""First ways of an English name looked at for a place; later ones are likenesses of spelling."""

Stems = frozenset[str]


def elsewhere(question: Question, text: str, around: Sequence[str]) -> bool:
    """Whether a text names places, but not one the question names, nor does what surrounds it.

    «كم قتيلا في عُمان؟» is not answered by «قتل ثلاثة في اليمن». `around` is the folded words of
    the text's passage. A land only rules out another land, a town another town, since a land's
    towns stand for it; and a question for a place is not judged: a part of a land is seldom told
    with the land's name.
    """
    wanted = _asked(question) if question.kind != "place" else ()
    if not wanted:
        return False
    own = {stem(form) for form in around}
    missing = {land for ways, land in wanted if own.isdisjoint(ways)}
    everything = frozenset().union(*(ways for ways, _ in wanted))
    return any(place.isdisjoint(everything) and land in missing for place, land in _named(text))


def names_asked(question: Question, text: str) -> bool:
    """Whether a text names a place that the question names."""
    own = {stem(form) for form in forms(text)}
    return any(not own.isdisjoint(ways) for ways, _ in _asked(question))


def spans(question: Question) -> list[tuple[int, int]]:
    """Where a question names places: "How many are in Syria?" gives the span of Syria."""
    if question.language == "ar":
        return [(name.start, name.end) for name in names(question.text) if name.kind == "place"]
    found = []
    for term in question.terms:
        if term.name and any(way.stems in _known() for way in term.alternatives[1:ENGLISH_WAYS]):
            place = re.search(rf"\b{re.escape(term.text)}\b", question.text)
            found += [place.span()] if place else []
    return found


@lru_cache(maxsize=1_024)
def _asked(question: Question) -> tuple[tuple[Stems, bool], ...]:
    """The places a question names, as the stems of all their names, and whether each is a land."""
    found = []
    if question.language == "ar":
        for own, land in _named(question.text):
            ways = [_stems(term) for term in question.terms if not own.isdisjoint(_stems(term))]
            found.append((own.union(*ways), land))
    else:
        for term in question.terms:
            for way in term.alternatives[1:ENGLISH_WAYS] if term.name else ():
                if way.stems in _known():
                    found.append((_stems(term) | _other_names(way.stems), _known()[way.stems]))
                    break
    return tuple(found)


def _stems(term: Term) -> Stems:
    return frozenset(part for way in term.alternatives for part in way.stems)


def _other_names(place: tuple[str, ...]) -> Stems:
    """The stems of a place's other names; of a land, its capital's."""
    known = synonyms(_spelt()[place])
    return frozenset(part for unit in known.others for part in unit) if known else frozenset()


@lru_cache(maxsize=20_000)
def _named(text: str) -> tuple[tuple[Stems, bool], ...]:
    """The places of a text with their stems, the larger regions left out."""
    found = []
    for name in names(text):
        unit = tuple(map(stem, forms(name.text))) if name.kind == "place" else ()
        if unit and unit not in _regions():
            found.append((frozenset(unit), _known().get(unit, False)))
    return tuple(found)


@cache
def _lines() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The places of the shipped list as folded words, each with its heading."""
    heading, found = "", []
    for line in DATA.read_text("utf-8").splitlines():
        if line.startswith("#"):
            heading = line.removeprefix("# ")
        else:
            found += [(heading, tuple(map(fold, place.split()))) for place in line.split("،")]
    return tuple(found)


@cache
def _known() -> dict[tuple[str, ...], bool]:
    """Lands and towns by their stems, and whether each is a land."""
    found: dict[tuple[str, ...], bool] = {}
    for heading, words in _lines():
        unit = tuple(map(stem, words))
        if heading != "regions":
            found[unit] = heading == "lands" or found.get(unit, False)  # عمان is both
    return found


@cache
def _spelt() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {tuple(map(stem, words)): words for _, words in _lines()}


@cache
def _regions() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(map(stem, words)) for head, words in _lines() if head == "regions")
