"""Whether sentences carry a statement: its numbers, dates, names, denials and its matter."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.arabic import STOP_WORDS, fold
from rag.claims import IDIOM_BEFORE, NEGATORS, NOT_NEGATED, antonyms
from rag.dates import Date
from rag.grounds import GAP, Text, Unit, is_wall, keys_of, text_of, units_of
from rag.query import language
from rag.skeleton import skeleton

Entails = Callable[[str, str], float]
"""How surely a text entails a statement, 0 to 1: a cross-encoder's judgement."""

COVERED = {"ar": 0.78, "en": 0.7}
"""Share of a statement's units that the sentences must say in some form, by its language: a
dictionary misses more than a stemmer."""
FEWEST = 2
"""Units below which nothing is stated."""
ENTAILED = 0.5
RIVAL = 0.55
"""How much nearer to what a statement says of a value another value may stand in the sentences."""
RIVAL_LEAST = 0.9
NEAR = (1.0, 1.0, 0.7, 0.4, 0.2)
"""What a word counts at a distance of so many content words."""
REACH = 5
"""Content words around a denial that it may be meant for."""
BEHIND = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a statement is carried, why not, and its sentences' indexes, the best first."""

    supported: bool
    reason: str = ""
    best: tuple[int, ...] = ()


def verify(statement: str, sentences: Sequence[str], entails: Entails | None = None) -> Verdict:
    """Check a statement, Arabic or English, against the Arabic sentences it names.

    Every number, date, percentage and name of it must occur in them and stand beside the same
    words; denials must agree, opposites must not meet, and most of its words be said in some form.
    `verify("تنشر 3500 عسكري", ["تنشر 2500 عسكري في العراق"])` fails on the number. `entails`
    must agree where it is given.
    """
    if not sentences:
        return Verdict(False, "it names no sentence")
    source = text_of(tuple(sentences))
    units = units_of(statement, language(statement), source)
    reason = next(_faults(statement, units, source), "")
    if not reason and entails and entails(" ".join(sentences), statement) < ENTAILED:
        reason = "the cross-encoder finds no entailment"
    return Verdict(not reason, reason, _best(units, len(sentences)))


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


def _faults(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """What is wrong with a statement, the cheapest to see first."""
    if len(units) < FEWEST:
        yield "it says too little to be checked"
    yield from _values(statement, units, source)
    yield from _names(units, source)
    yield from _covered(units, COVERED[language(statement)])
    yield from _qualified(statement, source)
    yield from _opposites(units, source)
    yield from _denials(statement, units, source)
    yield from _rivals(statement, units, source)
    yield from _roles(statement, units, source)


LIGHT = frozenset(
    """say says said tell told according since under times time came come face faced add added also
    call called still ago""".split()
) | frozenset(
    fold(word)
    for word in """قال قالت وقال وقالت يقول تقول ذكر ذكرت أضاف أضافت أفاد أفادت وصف وصفت بأن بأنها
    بأنه بحسب حسب وفق وفقا ضمن تم تمت جرى يبدو تبدو ألا بلاده بلادها كونه كونها وكأنه عبر بعض
    بشأن حول تجاه إزاء يرى ترى""".split()
)
"""Words that frame what is said; a statement may have them where its sentences don't."""


def light(text: str) -> bool:
    """Whether a unit only frames what is said: "according to"."""
    return all(fold(word) in LIGHT or fold(word) in STOP_WORDS for word in text.split())


def _covered(units: Sequence[Unit], share: float) -> Iterator[str]:
    said = [unit for unit in units if unit.kind != "number" and not light(unit.text)]
    missing = [unit.text for unit in said if not unit.found]
    if len(said) - len(missing) < share * len(said):
        yield f"not in the sentences: {', '.join(missing)}"


def _values(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    there = {value for _, value, _ in source.numbers}
    there |= {float(d) for w in source.words.values() if (d := w).isdigit()}
    there |= {date.year for _, date in source.dates} | {date.day for _, date in source.dates}
    for unit in units:
        if unit.kind == "number" and unit.value is not None and unit.value not in there:
            if unit.value != 1 or any(n in range(2, 11) for n in there if n):
                yield f"the number {unit.value:g} is not in the sentences"
    for date in (unit.value for unit in units if isinstance(unit.value, Date)):
        for part in ("year", "month", "day", "weekday"):
            own = getattr(date, part)
            theirs = {getattr(other, part) for _, other in source.dates}
            if own is not None and own not in theirs and not (part == "year" and own in there):
                yield f"the date «{date.text}» is not in the sentences"
    yield from _spans_of_time(statement, source)


SPANS = (
    "ثانية ثواني second seconds|دقيقة دقائق minute minutes|ساعة ساعات ساعتين hour hours"
    "|يوم أيام يومين يوما day days|أسبوع أسابيع أسبوعين أسبوعا week weeks"
    "|شهر أشهر شهور شهرين شهرا month months|عام سنة أعوام سنوات عامين سنتين عاما year years"
    "|عقد عقود عقدين decade decades|قرن قرون century centuries"
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
        if word in WEEKDAY_LEADS:
            continue
        own = next((group for group in groups if word in group), None)
        if own is not None and theirs and own not in theirs:
            yield f"«{word}» is another span of time than the sentences'"


def _bare(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield word
        if word[0] in "وبلف" and len(word) > 3:
            yield word[1:]


def _names(units: Sequence[Unit], source: Text) -> Iterator[str]:
    for unit in units:
        if unit.kind in ("proper", "place", "origin", "name") and not unit.found:
            if not _within(unit, units):
                yield f"the name «{unit.text}» is not in the sentences"
    ahead = list(zip(units, units[1:], units[2:], strict=False))
    for unit, *after in ahead:  # «وزير الدفاع العراقي فؤاد حسين»
        named = any(o.kind == "name" and o.at - unit.at <= 3 for o in after)
        if unit.kind == "word" and not unit.found and named:
            yield f"«{unit.text}» is not said of that name"


def _within(unit: Unit, units: Sequence[Unit]) -> bool:
    """Whether a word is a part of a name whose other parts are there: "Mohammed Shia al-Sudani"."""
    kinds = ("name", "proper")
    beside = [o for o in units if o.kind in kinds and o.found and 0 < abs(o.at - unit.at) <= 3]
    return unit.kind == "proper" and len(beside) > 1


OVER = re.compile(
    r"(?:أكثر|اكثر|أزيد) من|ما يزيد (?:عن|على)|ما لا يقل عن|(?:more|greater) than|over(?= \d)|at least"
    r"|exceed\w*", re.IGNORECASE,
)  # fmt: skip
UNDER = re.compile(
    r"(?:أقل|اقل|أدنى) من|ما يقل عن|ما لا يزيد (?:عن|على)|(?:less|fewer) than|(?:under|below)(?= \d)|at most",
    re.IGNORECASE,
)


AMOUNTS = tuple(
    re.compile(rf"\b(?:{words})\b")
    for words in (
        "[وبلف]?(?:ال)?عشرات|dozens|scores|tens of",
        "[وبلف]?(?:ال)?ميات|hundreds",
        "[وبلف]?(?:ال)?الاف|thousands",
        "[وبلف]?(?:ال)?ملايين|millions",
    )
)


def _qualified(statement: str, source: Text) -> Iterator[str]:
    """More than, less than: as the sentences have it."""
    said = " ".join(source.words.values())
    over, under = (re.compile(fold_pattern(p.pattern), re.IGNORECASE) for p in (OVER, UNDER))
    folded = " ".join(skeleton(statement).words)
    for own, other in ((over, under), (under, over)):
        if own.search(folded) and not own.search(said) and (other.search(said) or _counts(source)):
            yield "more or less than what the sentences say"
    for amount in AMOUNTS:
        if (
            amount.search(folded)
            and not amount.search(said)
            and any(other.search(said) for other in AMOUNTS if other is not amount)
        ):
            yield "another order of magnitude than the sentences'"
    every = re.search(r"\b(?:all|every)\b|\b(?:جميع|كافه|كل)\b(?! من)", folded)
    some = re.search(r"(?:معظم|اغلب|بعض|most)", said)
    if every and some and not re.search(r"\b(?:جميع|كافه|كل)\b(?! من)", said):
        yield "all, where the sentences say some"


def fold_pattern(pattern: str) -> str:
    """A pattern with its Arabic words folded."""
    return re.sub("[\u0621-\u064a]+", lambda word: fold(word[0]), pattern)


def _counts(source: Text) -> bool:
    return any(value is not None for _, value, _ in source.numbers)


OPPOSITES = (
    "بقاء خروج|بقاء انسحاب|بقاء رحيل|مستمر متوقف|استمر توقف|سابق حالي|يساعد يعرقل|مؤقت دائم"
    "|أعلن نفى|أعلنت نفت|وافق رفض|قبل رفض|شرق غرب|شمال جنوب|بدأ أنهى|بدء إنهاء|زيادة تقليل|تخفيف تشديد"
    "|علني سري|معتدل متشدد|فوري تدريجي|رسمي غير|معارض موالي|طالب رفض|طالب عارض|تشكيل إلغاء|إنشاء إلغاء|تأسيس حل|دعا رفض|دعم معارضة|يدعم يعارض|حليف خصم|أول أخير|كامل جزئي"
)


def _opposites(units: Sequence[Unit], source: Text) -> Iterator[str]:
    pairs = [tuple(keys_of(fold(word)) for word in pair.split()) for pair in OPPOSITES.split("|")]
    pairs += [(keys_of(a), keys_of(b)) for a, b in antonyms()]
    theirs = {key for keys in source.keys.values() for key in keys if key[0] != "√"}
    for unit in units:
        if unit.kind not in ("word", "proper") or unit.found:
            continue
        own = {way[0] for way in unit.ways if len(way) == 1 and way[0][0] != "√"}
        for one, other in (*pairs, *((b, a) for a, b in pairs)):
            if own & one and theirs & other and not own & other:
                yield f"«{unit.text}» is the opposite of what the sentences say"
                return


ENGLISH_NEGATORS = frozenset(
    """not no never neither nor without cannot isn aren wasn weren don doesn didn won wouldn
    couldn shouldn hasn haven hadn can't""".split()
)
RAISING = frozenset(
    fold(person + verb)
    for verb in "عتقد رى ظن بدو توقع ريد رغب".split()
    for person in "ي ت ن أ".split()
) | frozenset(
    "believe believes think thinks expect expects seem seems appear appears any want wants".split()
)
"""Verbs whose denial is meant for what follows: «لا يعتقد أن الأمريكيين يريدون»."""
MAYBE = frozenset(map(fold, "ألا وألا".split()))
"""«ألا», that not, is written like «إلا», except."""
DENIERS = frozenset(NEGATORS) | MAYBE
NEGATIVE = re.compile("(?:un|in|im|ir|il|non|dis)(?=...)")
"""An English word that denies by itself: irresponsible, «غير مسؤول»."""
EMPTY = RAISING | frozenset(
    map(fold, "وجود أي يكون تكون يكن تكن نكن كان كانت يتم تتم هناك يعد تعد".split())
)
IDIOMS = frozenset("if only just".split()) | IDIOM_BEFORE


def _denials(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """What one denies and the other says: «وشيك» and «ليس وشيكا»."""
    named = {unit.at for unit in units if unit.kind not in ("word", "number", "date")}
    sure, wide = _denied(dict(enumerate(skeleton(statement).words)), named)
    their_sure, their_wide = _denied(source.words, source.places | source.origins | source.persons)
    for unit in units:
        if unit.kind in ("number", "date") or not unit.found:
            continue
        if unit.at in sure and their_wide.isdisjoint(unit.found):
            yield f"it denies «{unit.text}», the sentences don't"
        if (
            unit.at not in wide
            and NEGATIVE.match(unit.text) is None
            and their_wide.issuperset(unit.found)
            and (not their_sure.isdisjoint(unit.found))
        ):
            yield f"the sentences deny «{unit.text}»"


def _denied(words: dict[int, str], names: Collection[int]) -> tuple[set[int], set[int]]:
    """The positions surely denied, and those that a denial may be meant for."""
    sure: set[int] = set()
    wide: set[int] = set()
    for at, word in words.items():
        after = words.get(at + 1, "")
        bare = word[1:] if word[0] in "وف" and word[1:] in DENIERS else word
        if bare not in DENIERS and word not in ENGLISH_NEGATORS:
            continue
        if after in NOT_NEGATED or words.get(at - 1, "") in IDIOMS or after in ("only", "just"):
            continue
        left, named = REACH, False
        for p in range(at + 1, at + 16):
            other = words.get(p, "")
            if not other or left == 0 or other in ".،,;؛":
                break
            if other in STOP_WORDS or not other.isalnum():
                continue
            wide.add(p)
            left -= 1
            if bare not in MAYBE and not named and p not in names and other not in EMPTY:
                sure.add(p)
                named = True
        wide.update(_before(words, at))
    return sure, wide


def _before(words: dict[int, str], at: int) -> Iterator[int]:
    """The words before a denial that it may be meant for, up to where its clause begins."""
    left = BEHIND
    for p in range(at - 1, at - 10, -1):
        word = words.get(p, "")
        if not word or left == 0 or word in ".،,;؛":
            return
        if word not in STOP_WORDS and word.isalnum():
            yield p
            left -= 1
        if is_wall(word):
            return


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
    yield from _agents(units, words, source)


def _receives(at: int, words: dict[int, str], persons: Iterable[int]) -> bool:
    """Whether a preposition of direction stands before a name and the titles before it."""
    known = set(persons)
    while at - 1 in known:
        at -= 1
    for p in range(at - 1, at - 6, -1):
        word = words.get(p, "")
        if p in known or not word:
            return False
        if word in TO or (word[0] == "ل" and len(word) > 4 and word not in ("لكن",)):
            return True
    return False


def _agents(units: Sequence[Unit], words: dict[int, str], source: Text) -> Iterator[str]:
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
