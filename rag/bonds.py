"""Whether a statement's values stand beside what they stand beside in its sentences."""

from collections.abc import Iterable, Iterator, Sequence

from index.arabic import fold
from rag.dates import Date
from rag.grounds import GAP, Text, is_wall
from rag.query import language
from rag.skeleton import skeleton
from rag.units import Unit

RIVAL = 0.55
"""How much nearer to what a statement says of a value another value may stand in the sentences."""
RIVAL_LEAST = 0.9
NEAR = (1.0, 1.0, 0.7, 0.4, 0.2)
"""What a word counts at a distance of so many content words."""


def faults(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """Where a statement gives a value, a name or a deed to another than the sentences do."""
    yield from _rivals(statement, units, source)
    yield from _roles(statement, units, source)


def _rivals(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """A value beside words that in the sentences stand by another: 900 in Iraq, 2500 in Syria."""
    walls = {at for at, word in enumerate(skeleton(statement).words) if is_wall(word)}
    for unit in units:
        if unit.kind in ("word", "proper") or not unit.found:
            continue
        around = [
            (other, weight)
            for other in units
            if other is not unit and other.found
            and (weight := _nearness(unit, other, units, walls)) > 0
        ]  # fmt: skip
        own = max(_score(p, around, source) for p in unit.found)
        beside = {p for o in units if 0 < abs(o.at - unit.at) <= 2 for p in o.found}
        others = set(_same_kind(unit, source)) - set(unit.found) - beside
        best = max((_score(p, around, source) for p in others), default=0.0)
        if best >= RIVAL_LEAST and best > own + RIVAL:
            yield f"the sentences say that of another than «{unit.text or unit.value}»"


def _nearness(unit: Unit, other: Unit, units: Sequence[Unit], walls: set[int]) -> float:
    low, high = sorted((unit.at, other.at))
    if any(low < wall <= high for wall in walls):
        return 0.0
    between = sum(low < each.at < high for each in units)
    return NEAR[between + 1] if between + 1 < len(NEAR) else 0.0


def _same_kind(unit: Unit, source: Text) -> Iterable[int]:
    if unit.kind == "place":
        return source.places
    if unit.kind == "origin":
        return source.origins
    if unit.kind == "number":
        return [at for at, value, _ in source.numbers if value != unit.value]
    if isinstance(unit.value, Date):
        return [at for at, date in source.dates if date.year or date.month or date.weekday]
    return source.persons


def _score(at: int, around: Sequence[tuple[Unit, float]], source: Text) -> float:
    return sum(
        weight * max((_closeness(at, p, source) for p in unit.found), default=0.0)
        for unit, weight in around
        if at not in unit.found
    )


def _closeness(one: int, other: int, source: Text) -> float:
    if one // GAP != other // GAP:
        return 0.0
    low, high = sorted((one, other))
    if any(low < wall <= high for wall in source.walls):
        return 0.0
    apart = abs(source.content[high] - source.content[low])
    return NEAR[apart] if apart < len(NEAR) else 0.0


TO = frozenset(("to", fold("إلى")))


def _roles(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """Who did it, and to whom."""
    words = dict(enumerate(skeleton(statement).words))
    named = [unit for unit in units if unit.kind == "name" and unit.found]
    to = [unit for unit in named if _receives(unit.at, words, {u.at for u in named})]
    theirs = {p for p in source.persons if _receives(p, source.words, source.persons)}
    if to and theirs and not any(theirs.intersection(unit.found) for unit in to):
        yield f"in the sentences it is not «{to[0].text}» that receives"
    yield from _agents(units, words)


def _receives(at: int, words: dict[int, str], persons: Iterable[int]) -> bool:
    """Whether a preposition of direction stands before a name and the titles before it."""
    known = set(persons)
    while at - 1 in known:
        at -= 1
    for p in range(at - 1, at - 6, -1):
        word = words.get(p, "")
        if p in known or not word:
            return False
        if word in TO or (word[0] == "ل" and len(word) > 4 and word != "لكن"):
            return True
    return False


def _agents(units: Sequence[Unit], words: dict[int, str]) -> Iterator[str]:
    """A verb whose doer in the sentences is the one it is done to in the statement."""
    english = language(" ".join(words.values())) == "en"
    for before, verb, after in zip(units, units[1:], units[2:], strict=False):
        if not english or verb.kind != "word" or {before.kind, after.kind} - {"place", "name"}:
            continue
        between = {words.get(p, "") for p in range(before.at, after.at)}
        if between & {"was", "were", "been", "by", "is", "are"}:
            continue
        for at in verb.found:
            doers = [u for u in (before, after) if {at + 1, at + 2}.intersection(u.found)]
            if doers == [after]:
                yield f"in the sentences it is «{after.text}» that does it"
