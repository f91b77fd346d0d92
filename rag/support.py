"""Whether sentences carry a statement: its numbers, dates, names, denials and its matter."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.arabic import fold, stem
from rag import bonds, denials, hedges, opposites, quantities, roles, stopping, when
from rag.compounds import ORDINALS
from rag.dates import Date
from rag.grounds import GAP, Text, text_of
from rag.light import light
from rag.query import language
from rag.skeleton import skeleton
from rag.units import Unit, units_of

Entails = Callable[[str, str], float]
"""How surely a text entails a statement, 0 to 1: a cross-encoder's judgement."""

LENIENT = 4
FEWEST = 2
"""Units below which nothing is stated."""
ENTAILED = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a statement is carried, why not, and its sentences' indexes, the best first."""

    supported: bool
    reason: str = ""
    best: tuple[int, ...] = ()


def verify(statement: str, sentences: Sequence[str], entails: Entails | None = None) -> Verdict:
    """Check a statement, Arabic or English, against the Arabic sentences it names.

    Every number, date, percentage and name of it must occur in them and stand beside the same
    words; denials, doubts, times and roles must agree, opposites must not meet, and its words of
    matter be said in some form.
    `verify("تنشر 3500 عسكري", ["تنشر 2500 عسكري في العراق"])` fails on the number. `entails`,
    where it is given, must agree, and judges the words in the dictionaries' place.
    """
    if not sentences:
        return Verdict(False, "it names no sentence")
    source = text_of(tuple(sentences))
    units = units_of(statement, language(statement), source)
    reason = next(_faults(statement, units, source, words=entails is None), "")
    if not reason and entails and entails(" ".join(sentences), statement) < ENTAILED:
        reason = "the cross-encoder finds no entailment"
    return Verdict(not reason, reason, _best(units, len(sentences)))


def best_first(statement: str, sentences: Sequence[str]) -> tuple[int, ...]:
    """The sentences' indexes, those first that have most words of a statement."""
    source = text_of(tuple(sentences))
    return _best(units_of(statement, language(statement), source), len(sentences))


def invented(text: str, spoken: Sequence[str]) -> bool:
    """Whether a text has a number, date or name that none of the others has."""
    source = text_of(tuple(spoken))
    units = units_of(text, language(text), source)
    same = {fold(word) for word in " ".join(spoken).split()}
    unknown = (unit for unit in units if unit.kind != "word" and not unit.found)
    return any(not {fold(word) for word in unit.text.split()} <= same for unit in unknown)


def _best(units: Sequence[Unit], number: int) -> tuple[int, ...]:
    """The sentences, those first that say most of it."""
    held = [sum(any(p // GAP == i for p in unit.found) for unit in units) for i in range(number)]
    return tuple(sorted(range(number), key=lambda i: (-held[i], i)))


def _faults(statement: str, units: Sequence[Unit], source: Text, *, words: bool) -> Iterator[str]:
    """What is wrong with a statement, the cheapest to see first."""
    if len(units) < FEWEST:
        yield "it says too little to be checked"
    yield from _values(statement, units, source)
    stopping.check()
    yield from _names(units)
    if words:
        yield from _covered(units)
    yield from quantities.faults(statement, source)
    yield from opposites.faults(units, source)
    yield from denials.faults(statement, units, source)
    yield from hedges.faults(statement, units, source)
    yield from when.faults(statement, units, source)
    yield from bonds.faults(statement, units, source)
    yield from roles.faults(statement, units, source)


def _covered(units: Sequence[Unit]) -> Iterator[str]:
    said = [unit for unit in units if unit.kind != "number" and not light(unit.text)]
    missing = [
        u.text for u in said if not u.found and not _within(u, units) and not _rules(u, units)
    ]
    if len(missing) == 1 and len(said) >= LENIENT and any(_opens(u, units) for u in said):
        return
    if missing:
        yield f"not in the sentences: {', '.join(missing)}"


def _values(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    there = {value for _, value, _ in source.numbers}
    there |= {float(d) for w in source.words.values() if (d := w).isdigit()}
    there |= {date.year for _, date in source.dates} | {date.day for _, date in source.dates}
    for unit in units:
        if unit.kind != "number" or unit.value is None or unit.value in there:
            continue
        if unit.value == 2 and _dual(unit, units, source):
            continue
        if unit.value == 1 and _conceded(source):
            continue
        # «مقتل شخص» has no numeral: one is wrong only where another small count is given.
        if unit.value != 1 or any(n in range(2, 11) for n in there if n):
            yield f"the number {unit.value:g} is not in the sentences"
    for date in (unit.value for unit in units if isinstance(unit.value, Date)):
        for part in ("year", "month", "day", "weekday"):
            own = getattr(date, part)
            theirs = {getattr(other, part) for _, other in source.dates}
            if own is not None and own not in theirs and not (part == "year" and own in there):
                yield f"the date «{date.text}» is not in the sentences"
    yield from _spans_of_time(statement, source)


AGAINST = fold("مقابل")


def _conceded(source: Text) -> bool:
    """Whether one of what is counted stands against more of it: «هدفين مقابل هدف»."""
    bare = [source.keys.get(at + 1, frozenset()) for at, w in source.words.items() if w == AGAINST]
    others = list(source.keys.values())
    return any(sum(bool(own & keys) for keys in others) > 1 for own in bare)


DUAL = re.compile(".{2,}[يا]ن")


def _dual(number: Unit, units: Sequence[Unit], source: Text) -> bool:
    """Whether what is counted as two stands in the dual, which needs no numeral: «سدين»."""
    noun = next((u for u in units if u.at > number.at and u.kind == "word"), None)
    return noun is not None and any(DUAL.fullmatch(source.words[p]) for p in noun.found)


SPANS = (
    "ثانية ثواني second seconds"
    "|دقيقة دقائق minute minutes"
    "|ساعة ساعات ساعتين hour hours"
    "|يوم أيام يومين يوما يوميا يومي day days daily"
    "|أسبوع أسابيع أسبوعين أسبوعا أسبوعيا week weeks weekly"
    "|شهر أشهر شهور شهرين شهرا شهريا month months monthly"
    "|عام سنة أعوام سنوات عامين سنتين عاما سنويا year years yearly annual annually"
    "|عقدين decade decades"
    "|قرن قرون century centuries"
)
WEEKDAY_LEADS = frozenset(map(fold, "يوم اليوم".split()))


def _spans_of_time(statement: str, source: Text) -> Iterator[str]:
    """Weeks for months, where the sentences speak of spans of time at all."""
    groups = [
        {form for word in group.split() for form in (fold(word), fold("ال" + word))}
        for group in SPANS.split("|")
    ]
    theirs = [group for group in groups if not group.isdisjoint(_bare(source.words.values()))]
    for word in _bare(skeleton(statement).words):
        if word in WEEKDAY_LEADS or word in ORDINALS:
            continue
        own = next((group for group in groups if word in group), None)
        if own is not None and theirs and own not in theirs:
            yield f"«{word}» is another span of time than the sentences'"


def _bare(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield word
        if word[0] in "وبلف" and len(word) > 3:
            yield word[1:]


def _names(units: Sequence[Unit]) -> Iterator[str]:
    for unit in units:
        named = unit.kind in ("proper", "place", "origin", "name")
        if named and not unit.found and not _within(unit, units):
            yield f"the name «{unit.text}» is not in the sentences"
    ahead = list(zip(units, units[1:], units[2:], strict=False))
    for unit, *after in ahead:  # «وزير الدفاع العراقي فؤاد حسين»
        named = any(o.kind == "name" and o.at - unit.at <= 3 for o in after)
        if unit.kind == "word" and not unit.found and named and not light(unit.text):
            yield f"«{unit.text}» is not said of that name"


def _opens(unit: Unit, units: Sequence[Unit]) -> bool:
    """Whether a word not found is the Arabic verb of its clause, and turns nothing round."""
    if unit.found or unit.kind != "word" or unit.text.isascii() or opposites.decisive(unit.text):
        return False
    return unit is units[0]


RULERS = frozenset(
    map(
        fold,
        "الحكومة حكومة الحكومتان حكومتا السلطات سلطات دولة government authorities state".split(),
    )
)


def _rules(unit: Unit, units: Sequence[Unit]) -> bool:
    """Whether a word is a government whose land is named beside it: بغداد, the Iraqi government."""
    lands = [o for o in units if o.kind in ("place", "origin") and o.found]
    known = fold(unit.text) in RULERS or stem(fold(unit.text)) in map(stem, RULERS)
    return known and any(abs(o.at - unit.at) <= 2 for o in lands)


def _within(unit: Unit, units: Sequence[Unit]) -> bool:
    """Whether a word is a part of a name whose other parts are there: "Mohammed Shia al-Sudani"."""
    kinds = ("name", "proper")
    beside = {
        o.at < unit.at for o in units if o.kind in kinds and o.found and abs(o.at - unit.at) <= 3
    }
    return unit.kind in ("word", "proper") and unit.text[0].isupper() and len(beside) == 2
