"""The words inside a sentence that answer a question, or none where that is unsure."""

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from math import exp
from pathlib import Path

from index.arabic import stem, tokens
from rag.dates import dates
from rag.focus import counted
from rag.numerals import numbers
from rag.places import names_asked
from rag.question import Question
from rag.spans import Scene, evidence, scene, stretches

DATA = Path(__file__).parent / "data" / "highlight.json"
SURE = 0.52
"""Expected token F1 from which a stretch is marked; on articles of XQuAD-ar not learned from, it
marks half of the gold sentences."""
DEED_REACH = 8
"""Words between a deed and its date."""
LEADING = 24
"""Stretches compared with one another; the chance of those beyond is small."""
UNMARKED = frozenset({"polar", "cause", "manner", "saying"})
"""Kinds of question that the whole sentence answers, or nothing short in it."""


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(DATA.read_text("utf-8"))["weights"]
    return weights


@lru_cache(maxsize=256)
def highlight(question: Question, sentence: str) -> tuple[tuple[int, int], ...]:
    """Where in a sentence the answer stands, as offsets in it; () where unsure.

    "متى انسحبت؟" marks 2011 in "انسحبت في 2011". Never words of the question itself. Expected
    token F1 of each stretch is a sum of weights learned by `scripts/train_highlight.py`.
    """
    if question.kind in UNMARKED or not question.terms:
        return ()
    if question.kind == "date" and len({d.year for d in dates(sentence)} - {None}) > 1:
        return _dated(question, sentence)
    if (number := _counted(question, sentence)) is not None:
        return (number,)
    seen = scene(question, sentence)
    best = choose(seen, _weights())
    if best is None or best[0] < SURE:
        return ()
    return (seen.bones.span(*best[1]),)


def _dated(question: Question, sentence: str) -> tuple[tuple[int, int], ...]:
    """Of several dates the first behind the deed asked for, where that is near.

    «غزت العراق عام 2003 … قبل أن تنسحب في 2011» has one for each deed.
    """
    deed = next((term for term in question.terms if not term.name), None)
    if deed is None:
        return ()
    ways = {way.stems[0] for way in deed.alternatives if len(way.stems) == 1}
    words = list(tokens(sentence))
    behind = [at for at, word in enumerate(words) if stem(word.form) in ways]
    if len(behind) != 1:
        return ()
    near = words[behind[0] + 1 : behind[0] + 1 + DEED_REACH]
    found = [d for d in dates(sentence) if any(d.start <= w.start < d.end for w in near)]
    return ((found[0].start, found[0].end),) if found else ()


def _counted(question: Question, sentence: str) -> tuple[int, int] | None:
    """The one number that counts what was asked, or of several the one with the place asked for.

    «2500 جندي في العراق و900 جندي في سوريا» has one for each land.
    """
    wanted = counted(question)
    found = [n for n in numbers(sentence) if n.value is not None and n.noun in wanted]
    if len(found) > 1:
        ends = [n.start for n in numbers(sentence)] + [len(sentence)]
        after = [sentence[n.end : min(end for end in ends if end >= n.end)] for n in found]
        found = [n for n, text in zip(found, after, strict=True) if names_asked(question, text)]
    known = {n.value for n in numbers(question.text)}
    if len(found) != 1 or found[0].value in known:
        return None
    return found[0].start, found[0].end


def choose(seen: Scene, weights: dict[str, float]) -> tuple[float, tuple[int, int]] | None:
    """The best stretch with its expected F1; None in a sentence without words.

    Best is the stretch that shares most with all that are likely, each by its likelihood.
    """
    scored = sorted(_scored(seen, weights), key=lambda each: (-each[0], each[1]))
    if not scored:
        return None
    top = scored[0][0]
    likely = [(exp(score - top), place) for score, place in scored]
    total = sum(chance for chance, _ in likely)
    leading = likely[:LEADING]
    return max(
        (sum(chance * _shared(place, other) for chance, other in leading) / total, place)
        for _, place in leading
    )


def _scored(seen: Scene, weights: dict[str, float]) -> Iterator[tuple[float, tuple[int, int]]]:
    for place in stretches(seen):
        if place not in seen.asked:
            names = evidence(seen, *place)
            yield (
                sum(weights.get(n, 0.0) + weights.get(f"{seen.kind}: {n}", 0.0) for n in names),
                place,
            )


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    """The F1 of the words of two stretches."""
    both = min(one[1], other[1]) - max(one[0], other[0]) + 1
    return max(both, 0) * 2 / (one[1] - one[0] + other[1] - other[0] + 2)
