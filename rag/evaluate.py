"""Measures answers against questions whose evidence is known."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Protocol

from index.errors import InputError, QuestionError, UnknownSourceError
from rag.answer import Answer, Citation
from rag.cases import NONE, Case, read_case
from rag.question import Message


class Texts(Protocol):
    """What is needed of the index."""

    def text(self, source: str) -> str:
        """The text of a source; UnknownSourceError."""


class Asker(Protocol):
    """What is needed of the pipeline to evaluate its answers."""

    @property
    def index(self) -> Texts:
        """The index it answers from."""

    def ask(self, question: str, history: Sequence[Message] = ()) -> Answer:
        """The answer to a question; QuestionError."""


@dataclass(slots=True)
class Figures:
    """Counts over a group of questions, and the shares the contract names."""

    questions: int = 0
    answerable: int = 0
    answered: int = 0
    cited1: int = 0
    cited3: int = 0
    absent: int = 0
    refused: int = 0
    citations: int = 0
    exact: int = 0

    def add(self, counted: "Figures") -> None:
        """Count those of other questions too."""
        for name in (one.name for one in fields(Figures)):
            setattr(self, name, getattr(self, name) + int(getattr(counted, name)))

    def to_dict(self) -> dict[str, Any]:
        """Counts and shares; a share of nothing is None."""
        return {
            "questions": self.questions,
            "answerable": self.answerable,
            "absent": self.absent,
            "citations": self.citations,
            "cited@1": share(self.cited1, self.answerable),
            "cited@3": share(self.cited3, self.answerable),
            "answered": share(self.answered, self.answerable),
            "refused": share(self.refused, self.absent),
            "exact": share(self.exact, self.citations),
        }


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that went wrong: what was expected and what came."""

    id: str
    question: str
    reason: str
    source: str = ""
    quote: str = ""


@dataclass(slots=True)
class QuestionReport:
    """Figures over all questions, by language, by kind and by both, with the failures."""

    overall: Figures = field(default_factory=Figures)
    groups: dict[str, Figures] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain dicts, ready for JSON."""
        return {
            **self.overall.to_dict(),
            "groups": {name: figures.to_dict() for name, figures in self.groups.items()},
            "failures": [asdict(failure) for failure in self.failures],
        }


def share(part: int, whole: int) -> float | None:
    """A share from 0 to 1, rounded so that it reads; None of nothing: (1, 3) -> 0.3333."""
    return round(part / whole, 4) if whole else None


def evaluate_questions(
    pipeline: Asker, lines: Iterable[str], watch: Callable[[], None] = lambda: None
) -> QuestionReport:
    """Ask every question of a question file, and measure the answers.

    Args:
        pipeline: answers, over the index the questions were written for.
        lines: one JSON object each: id, lang, kind, question, gold, and history.
        watch: called after each question.

    Raises:
        InputError: a line is malformed; the message gives its number.
    """
    report = QuestionReport()
    for case in [read_case(line, n) for n, line in enumerate(lines, 1) if line.strip()]:
        figures = Figures(questions=1)
        failure = _measure(case, pipeline, figures)
        both = f"{case.language} {case.kind}"
        groups = [report.groups.setdefault(g, Figures()) for g in (case.language, case.kind, both)]
        for group in (report.overall, *groups):
            group.add(figures)
        report.failures += failure
        watch()
    report.groups = dict(sorted(report.groups.items(), key=lambda g: (" " in g[0], g[0])))
    if not report.overall.questions:
        raise InputError("no question in it")
    return report


def _measure(case: Case, pipeline: Asker, figures: Figures) -> list[Failure]:
    """Count one question into `figures`; what went wrong, if anything."""
    citations: tuple[Citation, ...] = ()
    answered = False
    try:
        answer = pipeline.ask(case.question, case.history)
        citations, answered = answer.citations, answer.answered
        why = "" if answered else "refused"
    except QuestionError as error:
        why = str(error)
    figures.citations = len(citations)
    figures.exact = sum(is_exact(citation, pipeline.index) for citation in citations)
    if figures.exact < figures.citations:
        why = "a citation that is not exact"
    if case.kind == NONE:
        figures.absent = 1
        figures.refused = not answered
        why = "answered, though it is not in the sources" if answered else ""
    else:
        figures.answerable = 1
        figures.answered = answered
        figures.cited1 = any(_holds(c, case) for c in citations[:1])
        figures.cited3 = any(_holds(c, case) for c in citations[:3])
        if answered and not figures.cited1:
            why = "cited only later" if figures.cited3 else "cited something else"
    if not why:
        return []
    first = citations[0] if citations else None
    cited = (first.source, first.quote) if first else ("", "")
    return [Failure(case.id, case.question, why, *cited)]


def _holds(citation: Citation, case: Case) -> bool:
    return any(s == citation.source and text in citation.quote for s, text in case.gold)


def is_exact(citation: Citation, texts: Texts) -> bool:
    """Whether a citation is, character for character, what its source says there."""
    try:
        return texts.text(citation.source)[citation.start : citation.end] == citation.quote
    except UnknownSourceError:
        return False
