"""One score and one sureness for a candidate, from its words, its meaning and its reading."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import exp, log
from typing import Protocol

from index.values import Sentence
from rag.question import Question
from rag.ranking import Scored
from rag.reader import UNREAD, Reader, Reading
from rag.windows import places, windows

READ = 8
"""Candidates that are read: on five collections the first eight hold the answer in 92 to 98 of 100
cases, ten in a point more, and each costs a question some 8 ms."""
THRESHOLD = 0.3
"""Sureness below which a question is refused (training/scorer.py prints the curve)."""
LEAST = 0.01
"""Sureness by words is taken for no less, and its contrary for no less: it has no such finesse."""
UNREAD_AT = -12.0
"""The logit of a sentence that could not be read."""

Around = Callable[[Sequence[tuple[int, int]]], list[Sentence]]
"""Gives the sentences at places (document, ordinal), in their order."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Candidates in the order of what was read in them, and how sure the first one answers.

    `readings` has what was read, by the sentence's id.
    """

    ranked: list[Scored]
    sure: float
    readings: Mapping[int, Reading]


class Scorer(Protocol):
    """Orders the candidates of a question, and says how sure the first one answers it."""

    @property
    def threshold(self) -> float:
        """Sureness below which a question is refused."""
        ...

    def score(
        self, question: Question, candidates: Sequence[Scored], around: Around, words: float
    ) -> Judged:
        """The candidates, best first; ModelError where that can't be had.

        `words` is how sure an answer is by words alone.
        """
        ...

    def prepare(self) -> None:
        """Load what it uses; ModelError."""
        ...


class ReadingScorer:
    """Reads the first candidates with their neighbours, and weighs that with their words."""

    threshold = THRESHOLD

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def prepare(self) -> None:
        """Load the reader, so that the first question need not wait; ModelError."""
        self.reader.read("ا", [["ا"]])

    def score(
        self, question: Question, candidates: Sequence[Scored], around: Around, words: float
    ) -> Judged:
        """The first READ candidates by what is read and their words together; then the others."""
        readings = self.read(question, candidates, around)
        return judged(question, candidates, readings, words, weights())

    def read(
        self, question: Question, candidates: Sequence[Scored], around: Around
    ) -> dict[int, Reading]:
        """What is read of the first candidates and of their neighbours, by the sentence's id."""
        groups = windows(around(places(each.candidate.sentence for each in candidates[:READ])))
        read = self.reader.read(question.text, [[s.text for s in group] for group in groups])
        return {
            sentence.id: reading
            for group, found in zip(groups, read, strict=True)
            for sentence, reading in zip(group, found, strict=True)
        }


def judged(
    question: Question,
    candidates: Sequence[Scored],
    readings: Mapping[int, Reading],
    words: float,
    known: Mapping[str, float],
) -> Judged:
    """The candidates by these readings and weights, and how sure the first answers."""
    if not candidates:
        return Judged([], 0.0, {})
    # The surer the words are of an answer, the more their order counts beside the reading's.
    ranked = _ordered(candidates, readings, known["order by words"] + words)
    values = signals(question, ranked, readings, words)
    logit = known["bias"] + sum(known[name] * value for name, value in values.items())
    return Judged(ranked, 1 / (1 + exp(-logit)), readings)


def signals(
    question: Question, ranked: Sequence[Scored], readings: Mapping[int, Reading], words: float
) -> dict[str, float]:
    """What the sureness goes by: how far the first answers, and how sure words alone would be."""
    chance = min(max(words, LEAST), 1 - LEAST)
    return {
        "answers": _answers(readings, ranked[0]),
        "words": log(chance / (1 - chance)),
        "english": float(question.language == "en"),
    }


def _ordered(
    candidates: Sequence[Scored], readings: Mapping[int, Reading], words: float
) -> list[Scored]:
    """The candidates that were read by both scores, and behind them the others as they were."""
    top = candidates[0].score
    read = [
        replace(each, score=_answers(readings, each) + words * (each.score - top))
        for each in candidates[:READ]
    ]
    read.sort(key=lambda each: -each.score)
    rest = candidates[len(read) :]
    if not rest:
        return read
    lowest = read[-1].score - 1.0 - rest[0].score
    return [*read, *(replace(each, score=each.score + lowest) for each in rest)]


def _answers(readings: Mapping[int, Reading], each: Scored) -> float:
    return max(readings.get(each.candidate.sentence.id, UNREAD).answers, UNREAD_AT)


@cache
def weights() -> Mapping[str, float]:
    """The weights that training/scorer.py learned (data/scorer.tsv), by name."""
    text = files("rag").joinpath("data/scorer.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(weight) for name, weight in rows}
