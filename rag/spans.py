"""Stretches of a sentence that may answer a question, and what speaks for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.arabic import STOP_WORDS, TRIGRAM, stem, trigrams
from rag.counted import singular
from rag.dates import dates
from rag.names import names
from rag.numerals import numbers
from rag.question import Question, Term
from rag.skeleton import Skeleton, skeleton

LONGEST = 9
"""Words of an answer; XQuAD's are longer in one of twelve."""
SPELT_ALIKE = 0.6
"""Dice of the trigrams from which a word of the sentence is a word of the question."""
TITLE_WORDS = 4
TITLE_MATCHES = 2
"""Words of a question before a name, among the last few, from which they are its title."""
NEAR = 3
"""Words looked at on each side of a stretch."""
WIDTHS = ((1, "1"), (2, "2"), (3, "3"), (4, "4"), (6, "6"), (LONGEST, "9"))
QUOTES = frozenset('«»“”"()[]')
INNER = QUOTES | frozenset("-/.'&–")
"""Marks an answer may hold inside."""
FACTS = {
    "number": frozenset({"number", "counted", "number+noun", "counted+noun"}),
    "date": frozenset({"date", "relative"}),
}
"""Kinds of question that only such facts answer, where the sentence has any."""
PREPOSITIONS = frozenset("في من الي علي عن مع منذ حتي بين خلال قبل بعد ضد عند لدي حول".split())
COPULAS = frozenset("هو هي هم كان كانت يكون تكون يسمي تسمي اسم باسم مثل بواسطه قبل".split())


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence beside a question: which words match it, and the facts by their words.

    `matched` is 1 for a word of the question, less for a synonym, 0 for others; `focus` marks
    the words that match the question's first term; `typed` are facts as (first, last) words.
    """

    bones: Skeleton
    kind: str
    matched: tuple[float, ...]
    focus: frozenset[int]
    typed: dict[tuple[int, int], str]
    asked: frozenset[tuple[int, int]]


def scene(question: Question, sentence: str) -> Scene:
    """Look at a sentence with a question in mind."""
    bones = skeleton(sentence)
    matched = [0.0] * len(bones.words)
    stems = [stem(word) for word in bones.words]
    focus: set[int] = set()
    for place, term in enumerate(question.terms):
        for at, weight in _matches(term, bones, stems):
            matched[at] = max(matched[at], weight)
            if place == 0:
                focus.add(at)
    typed, asked = _typed(question, bones, matched)
    return Scene(bones, question.kind, tuple(matched), frozenset(focus), typed, asked)


def _matches(term: Term, bones: Skeleton, stems: list[str]) -> Iterator[tuple[int, float]]:
    present = set(stems)
    for alternative in term.alternatives:
        if present.issuperset(alternative.stems):
            for at, key in enumerate(stems):
                if key in alternative.stems:
                    yield at, alternative.weight
    grams = set(term.trigrams)
    if grams:
        for at, word in enumerate(bones.words):
            own = {TRIGRAM + gram for gram in trigrams(word)}
            if 2 * len(own & grams) >= SPELT_ALIKE * (len(own) + len(grams)):
                yield at, 1.0


def _typed(
    question: Question, bones: Skeleton, matched: list[float]
) -> tuple[dict[tuple[int, int], str], frozenset[tuple[int, int]]]:
    """The facts of the sentence by their words, and those of them the question itself names."""
    typed: dict[tuple[int, int], str] = {}
    asked: set[tuple[int, int]] = set()
    for name in names(bones.text):
        if place := _words(bones, name.start, name.end):
            typed[place] = name.kind
    _add_numbers(question, bones, typed, asked)
    years = {date.year for date in dates(question.text) if date.year}
    for date in dates(bones.text):
        if place := _words(bones, date.start, date.end):
            vague = date.relative and not (date.month or date.weekday)
            typed[place] = "relative" if vague else "date"
            if date.year in years and not date.month:
                asked.add(place)
    for place, kind in typed.items():
        words = range(place[0], place[1] + 1)
        named = all(matched[at] == 1.0 for at in words if bones.words[at].isalnum())
        if kind not in FACTS["number"] and named:
            asked.add(place)
    return typed, frozenset(asked)


def _add_numbers(
    question: Question,
    bones: Skeleton,
    typed: dict[tuple[int, int], str],
    asked: set[tuple[int, int]],
) -> None:
    """The numbers, each alone and with its noun; an indefinite one means nothing alone."""
    known = {number.value for number in numbers(question.text)}
    ways = (alternative for term in question.terms for alternative in term.alternatives)
    wanted = {singular(way.stems[0]) for way in ways if way.stems}
    for number in numbers(bones.text):
        place = _words(bones, number.start, number.end)
        if place is None:
            continue
        kind = "counted" if number.noun and number.noun in wanted else "number"
        own = {place: kind} if number.value is not None else {}
        unit = (place[0], place[1] + 1)
        if unit[1] < len(bones.words) and singular(bones.words[unit[1]]) == number.noun:
            own[unit] = f"{kind}+noun"
        typed.update(own)
        if number.value in known:
            asked.update(own)


def _words(bones: Skeleton, start: int, end: int) -> tuple[int, int] | None:
    inside = [i for i, (first, last) in enumerate(bones.spans) if first < end and start < last]
    return (inside[0], inside[-1]) if inside else None


def stretches(seen: Scene) -> list[tuple[int, int]]:
    """What may answer: the numbers or dates where one is asked for, else any run of words."""
    wanted = FACTS.get(seen.kind, frozenset())
    facts = [place for place, kind in seen.typed.items() if kind in wanted]
    if seen.kind == "person":
        facts = _apposed(seen)
    if facts:
        return [place for place in facts if place not in seen.asked]
    return list(dict.fromkeys(_runs(seen)))


def _apposed(seen: Scene) -> list[tuple[int, int]]:
    """The persons whose title is what was asked for: «وزير الخارجية العراقي فؤاد حسين»."""
    titled = []
    for place, kind in seen.typed.items():
        if kind == "person" and place not in seen.asked:
            before = _hits(seen, range(place[0] - 1, place[0] - 1 - TITLE_WORDS, -1))
            behind = _hits(seen, range(place[1] + 1, place[1] + 1 + TITLE_WORDS))
            titled.append((max(before, behind), place))
    most = max((hits for hits, _ in titled), default=0)
    return [place for hits, place in titled if hits == most >= TITLE_MATCHES]


def _hits(seen: Scene, places: range) -> int:
    """Matched words up to the first mark; behind a name only where they open with «الـ»."""
    hits = 0
    for at in places:
        if not 0 <= at < len(seen.matched) or not seen.bones.words[at].isalnum():
            break
        opens = seen.matched[at] and seen.bones.surface(at).startswith("ال")
        if at == places[0] and places.step > 0 and not opens:
            break
        hits += seen.matched[at] > 0
    return hits


def _runs(seen: Scene) -> Iterator[tuple[int, int]]:
    """Runs of words within one clause that neither begin nor end with an empty word."""
    words = seen.bones.words
    for first, word in enumerate(words):
        if not _solid(word):
            continue
        for last in range(first, min(first + LONGEST, len(words))):
            if not (words[last].isalnum() or words[last] in INNER or (first, last) in seen.typed):
                break
            if _solid(words[last]) and _balanced(words[first : last + 1]):
                yield first, last
    yield from (place for place in seen.typed if place[1] - place[0] >= LONGEST)


def _balanced(words: Sequence[str]) -> bool:
    """Whether every quotation mark and bracket has its partner."""
    marks = [word for word in words if word in QUOTES]
    pairs = all(marks.count(a) == marks.count(b) for a, b in ("«»", "“”", "()", "[]"))
    return not marks or (pairs and marks.count('"') % 2 == 0)


def _solid(word: str) -> bool:
    return (word[0].isalnum() and word not in STOP_WORDS) or word.replace(".", "").isdigit()


def evidence(seen: Scene, first: int, last: int) -> list[str]:
    """What may be said for or against a stretch, as names of weights."""
    words, matched = seen.bones.words, seen.matched
    inside = matched[first : last + 1]
    content = [w for at, w in enumerate(inside, first) if _solid(words[at])]
    hit = sum(w > 0 for w in content)
    found = [
        "length " + next(name for most, name in WIDTHS if last - first < most or most == LONGEST),
        "matched "
        + (
            "all"
            if hit == len(content)
            else "none"
            if not hit
            else "some"
            if 2 * hit <= len(content)
            else "most"
        ),
        "before " + _edge(seen, first - 1),
        "after " + _edge(seen, last + 1),
        "first " + _shape(seen, first),
        "last " + _shape(seen, last),
        "left " + _around(matched, range(max(first - NEAR, 0), first)),
        "right " + _around(matched, range(last + 1, min(last + 1 + NEAR, len(matched)))),
        "near " + _distance(matched, first, last),
    ]
    kind = seen.typed.get((first, last))
    if kind:
        found.append("is " + kind)
        if (first, last) in seen.asked:
            found.append("is asked")
    else:
        found += sorted(
            {"holds " + t for (a, b), t in seen.typed.items() if first <= a and b <= last}
        )
        if any(a < first <= b or a <= last < b for a, b in seen.typed):
            found.append("cuts")
    if first in seen.focus:
        found.append("focus first")
    elif any(at in seen.focus for at in range(first, last + 1)):
        found.append("focus inside")
    if first - 1 in seen.focus:
        found.append("focus before")
    if last + 1 in seen.focus:
        found.append("focus after")
    if any(words[at] in QUOTES for at in range(first, last + 1)):
        found.append("quotes inside")
    if any(words[at] in STOP_WORDS for at in range(first, last + 1)):
        found.append("stops inside")
    return found


def _edge(seen: Scene, at: int) -> str:
    words = seen.bones.words
    if at < 0 or at >= len(words):
        return "end"
    word = words[at]
    if word in QUOTES:
        return "quote"
    if not word[0].isalnum():
        return "mark"
    if seen.matched[at]:
        return "matched"
    if word in PREPOSITIONS:
        return "preposition"
    if word in COPULAS:
        return "copula"
    if word in STOP_WORDS:
        return "stop"
    return "joined" if word[0] == "و" else "definite" if word.startswith("ال") else "word"


def _shape(seen: Scene, at: int) -> str:
    word = seen.bones.words[at]
    if word[0].isdigit():
        return "digit"
    if word.isascii():
        return "latin"
    shape = "matched" if seen.matched[at] else "definite" if word.startswith("ال") else ""
    if not shape:
        shape = (
            "joined"
            if word[0] in "وف"
            else "clitic"
            if word[0] in "بلك"
            else "verb"
            if word[0] in "يت"
            else "word"
        )
    return shape


def _around(matched: tuple[float, ...], places: range) -> str:
    return str(sum(matched[at] > 0 for at in places))


def _distance(matched: tuple[float, ...], first: int, last: int) -> str:
    """Words to the nearest match outside, in steps."""
    away = [
        first - at if at < first else at - last
        for at, w in enumerate(matched)
        if w and not first <= at <= last
    ]
    nearest = min(away, default=99)
    return str(nearest) if nearest < 4 else "7" if nearest < 8 else "far"
