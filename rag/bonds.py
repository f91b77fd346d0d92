"""Whether a statement's values stand beside what they stand beside in its sentences."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from index.arabic import fold
from rag import stopping
from rag.dates import Date
from rag.governors import governor
from rag.grounds import GAP, LEADS, Text, is_wall
from rag.light import light
from rag.skeleton import skeleton
from rag.units import Unit

RIVAL = 0.55
"""How much nearer to what a statement says of a value another value may stand in the sentences."""
RIVAL_LEAST = 0.9
COUNTED = 3
"""Words between a number and what it counts."""
DIRECT = frozenset(("", *map(fold, "من على ل ب".split())))
"""Before the doer and the object of what is said in other words: «المدعومة من إيران»."""
LANDS = 0.7
"""What a land counts beside a date."""
ATTRIBUTED = frozenset(map(fold, "بحسب حسب وفق وفقا according".split()))
NEAR = (1.0, 1.0, 0.7, 0.4, 0.2)
"""What a word counts at a distance of so many content words."""


def faults(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """Where a statement gives a value or a name to another thing than the sentences do."""
    yield from _rivals(statement, units, source)
    yield from _counted(units, source)
    yield from _mixed(units, source)


def _rivals(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """A value beside words that in the sentences stand by another: 900 in Iraq, 2500 in Syria."""
    words = skeleton(statement).words
    walls = {at for at, word in enumerate(words) if is_wall(word, *words[at + 1 :][:1])}
    for unit in units:
        stopping.check()
        if unit.kind in ("word", "proper") or not unit.found:
            continue
        around = list(_around(unit, units, walls))
        own = max(_score(p, around, source) for p in unit.found)
        beside = {p for o in units if 0 < abs(o.at - unit.at) <= 2 for p in o.found}
        others = set(_same_kind(unit, source)) - set(unit.found) - beside
        if unit.kind == "place" and ATTRIBUTED.intersection(words[max(unit.at - 2, 0) : unit.at]):
            continue
        case = ""
        if unit.kind == "place":
            case = governor(unit.at, dict(enumerate(words)))
            cases = {case} if case else DIRECT
            others = {p for p in others if governor(p, source.words) in cases}
        best, at = max(((_score(p, around, source), p) for p in others), default=(0.0, 0))
        held = next((o for o in units if o.kind == unit.kind and at in o.found), None)
        if held is not None and (case or unit.kind != "place"):  # it is named too: exchange them?
            theirs = list(_around(held, units, walls))
            own += max(_score(p, theirs, source) for p in held.found)
            best += max(_score(p, theirs, source) for p in unit.found)
        if unit.kind == "number" and _placed(unit, at, around, source):
            continue
        if best >= RIVAL_LEAST and best > own + RIVAL:
            yield f"the sentences say that of another than «{unit.text or unit.value}»"


def _placed(unit: Unit, rival: int, around: Sequence[tuple[Unit, float]], source: Text) -> bool:
    """Whether a number stands nearer the place named with it than another number does.

    In «2500 جندي أمريكي في العراق و900 في سوريا» the verb and «أمريكي» are of both.
    """
    places = [(other, weight) for other, weight in around if other.kind == "place"]
    own = max(_score(p, places, source) for p in unit.found)
    return own > _score(rival, places, source)


def _around(unit: Unit, units: Sequence[Unit], walls: set[int]) -> Iterator[tuple[Unit, float]]:
    """What stands near, one name of several words once."""
    seen: set[int] = set()
    for other in units:
        weight = 0.0 if other is unit else _nearness(unit, other, units, walls)
        if isinstance(unit.value, Date) and other.kind in ("place", "origin"):
            weight *= LANDS  # who did it says little of when
        if isinstance(unit.value, Date) and fold(other.text) in LEADS:
            continue
        if weight > 0 and other.found and seen.isdisjoint(other.found):
            seen.update(other.found)
            yield other, weight


def _nearness(unit: Unit, other: Unit, units: Sequence[Unit], walls: set[int]) -> float:
    low, high = sorted((unit.at, other.at))
    dated = isinstance(unit.value, Date)  # «انسحبت الولايات المتحدة من العراق سنة 2011»
    passed = ("place", "origin") if dated and other.kind == "word" else ()
    between = 0
    # In order, so that no more are counted than those that stand near.
    for each in islice(units, bisect_right(units, low, key=lambda u: u.at), None):
        if each.at >= high:
            break
        between += each.kind not in passed
        if between + 1 >= len(NEAR):
            return 0.0
    return 0.0 if any(low < wall <= high for wall in walls) else NEAR[between + 1]


def _same_kind(unit: Unit, source: Text) -> Iterable[int]:
    if unit.kind == "place":
        return source.places
    if unit.kind == "origin":
        return source.origins
    if unit.kind == "number":
        nouns = {noun for at, _, noun in source.numbers if at in unit.found}
        return [
            at
            for at, value, noun in source.numbers
            if value != unit.value and (noun in nouns or "" in (noun, *nouns))
        ]
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


def _counted(units: Sequence[Unit], source: Text) -> Iterator[str]:
    """A number of what in the sentences another number counts: 658 dead of 28."""
    for unit, noun in pairwise(units):
        if unit.kind != "number" or not unit.found or noun.kind != "word" or noun.at - unit.at > 2:
            continue
        counts = {
            value
            for at, value, _ in source.numbers
            if {at + 1, at + 2}.intersection(noun.found)
            and not any(at < other <= at + 2 for other, _, _ in source.numbers)
        }
        near = any(_closeness(p, at, source) for p in noun.found for at in unit.found)
        if counts and unit.value not in counts and not near:
            yield f"the sentences count another number of «{noun.text}» than {unit.value:g}"


def _mixed(units: Sequence[Unit], source: Text) -> Iterator[str]:
    """A value of one sentence with the deed of another that has its own."""
    for at, unit in enumerate(units):
        if not isinstance(unit.value, Date) or not unit.found:
            continue
        own = {p // GAP for p in unit.found}
        near = [other for other in units[:at] if _matter(other)][-2:]
        theirs = [{p // GAP for p in other.found} for other in near]
        if not theirs or own & theirs[-1] or (theirs[:-1] and not theirs[0] & theirs[-1]):
            continue
        if any(p // GAP in theirs[-1] for p, _ in source.dates):
            yield f"the sentences say that of another time than «{unit.text}»"


def _matter(unit: Unit) -> bool:
    named = unit.kind in ("word", "name", "proper")
    return bool(unit.found) and named and not light(unit.text)
