"""How well what is absent is refused: a SQuAD file's questions asked without their paragraph, and
without their whole article.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np

from index.errors import QuestionError
from rag.confidence import THRESHOLD
from rag.squad import ROOT, Squad, paragraph_name

MOST_QUESTIONS = 200
"""Questions asked for the curve, evenly spread over the file; three askings each."""
KEPT = 0.9
STEPS = tuple(step / 10 for step in range(1, 10))


class Names(Protocol):
    """What is needed of the index."""

    def names(self, root: str) -> list[str]:
        """The sources that were indexed from a root."""


class Judge(Protocol):
    """What is needed of the pipeline to draw the curve."""

    @property
    def index(self) -> Names:
        """The index it answers from."""

    def sureness(self, question: str, sources: Sequence[str] | None = None) -> float:
        """How sure it is of its answer from these sources, 0 to 1; QuestionError."""


@dataclass(frozen=True, slots=True)
class Point:
    """A threshold: the share of the questions kept, and of them refused without their article and
    without their paragraph.
    """

    threshold: float
    kept: float
    article: float
    paragraph: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The points at even thresholds, at the shipped one, and where 90% are kept."""

    questions: int
    points: tuple[Point, ...]

    def to_dict(self) -> dict[str, Any]:
        """The curve as plain dicts, ready for JSON."""
        return {"questions": self.questions, "points": [asdict(point) for point in self.points]}


def refusal(
    judge: Judge,
    squad: Squad,
    wording: Mapping[str, str] | None = None,
    watch: Callable[[], None] = lambda: None,
) -> Curve:
    """The curve of an index that holds a SQuAD file's paragraphs.

    Args:
        judge: answers from that index.
        squad: the file.
        wording: texts asked instead of the questions', by id.
        watch: called after each question.
    """
    asked = list(_chosen(squad, wording))
    held = set(judge.index.names(ROOT))  # a paragraph without text is no source
    names = {at: paragraph_name(at) for at in range(len(squad.paragraphs))}
    names = {at: name for at, name in names.items() if name in held}
    rows: list[tuple[float, float, float]] = []
    for text, paragraph in asked:
        article = squad.articles[paragraph]
        others = [name for at, name in names.items() if at != paragraph]
        apart = [name for at, name in names.items() if squad.articles[at] != article]
        rows.append(
            (_sure(judge, text, None), _sure(judge, text, apart), _sure(judge, text, others))
        )
        watch()
    if not rows:
        return Curve(0, ())
    sure = np.array(rows)
    own = float(np.quantile(sure[:, 0], 1 - KEPT))
    return Curve(len(rows), tuple(_point(sure, at) for at in sorted({*STEPS, THRESHOLD, own})))


def number_asked(squad: Squad) -> int:
    """How many questions the curve of a file asks, for a progress bar."""
    return min(len(squad.questions), MOST_QUESTIONS)


def _chosen(squad: Squad, wording: Mapping[str, str] | None) -> Iterator[tuple[str, int]]:
    """The questions that have an answer, evenly spread."""
    known = [
        (text, question.paragraph)
        for question in squad.questions
        if question.answers
        and (text := question.text if wording is None else wording.get(question.id, ""))
    ]
    step = max(len(known) / MOST_QUESTIONS, 1.0)
    yield from (known[int(at * step)] for at in range(min(len(known), MOST_QUESTIONS)))


def _sure(judge: Judge, text: str, sources: Sequence[str] | None) -> float:
    try:
        return judge.sureness(text, sources)
    except QuestionError:
        return 0.0


def _point(sure: np.ndarray, at: float) -> Point:
    kept = float((sure[:, 0] >= at).mean())
    article, paragraph = (float((sure[:, column] < at).mean()) for column in (1, 2))
    return Point(round(at, 3), round(kept, 4), round(article, 4), round(paragraph, 4))
