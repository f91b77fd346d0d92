"""Measures how well articles are read: what is cited, refused, answered in short and checked."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from index.arabic import tokens
from index.errors import FileError, InputError, QuestionError
from index.files import from_bytes
from index.store import Index
from index.values import File
from rag.answer import NO, YES, Answer, Citation
from rag.articles import Article, Question, Statement
from rag.cases import NONE
from rag.evaluate import Figures, is_exact, share
from rag.question import Message

Supports = Callable[[str, Sequence[str]], bool]
"""Says of a statement and its sentences whether they carry it."""

ROOT = "articles"
BINS = 10
CLOSE = 0.5
"""F1 from which a short answer says it, though in more or fewer words."""


class Asker(Protocol):
    """What is needed of the pipeline."""

    @property
    def index(self) -> Index:
        """The index it answers from."""

    def ask(
        self, question: str, history: Sequence[Message] = (), sources: Sequence[str] | None = None
    ) -> Answer:
        """The answer to a question, of these sources alone if any are named; QuestionError."""


@dataclass(slots=True)
class Shorts:
    """The short answers to answerable questions that were answered."""

    answered: int = 0
    given: int = 0
    unlabelled: int = 0
    scores: list[float] = field(default_factory=list)
    absent: int = 0

    def add(self, question: Question, answer: Answer) -> None:
        """Count the answer to a question."""
        if question.kind == NONE:
            self.absent += answer.short is not None
            return
        self.answered += 1
        if answer.short is None:
            return
        self.given += 1
        if answer.short.start is not None or question.kind != "yesno":
            self.scores.append(f1(answer.short.text, question.answer))
        elif question.yes is None:
            self.unlabelled += 1
        else:
            self.scores.append(float(answer.short.text in (YES if question.yes else NO)))

    def to_dict(self) -> dict[str, Any]:
        """Counts and shares; of the `unlabelled` yes and no nobody knows whether they are right."""
        judged, scores = len(self.scores), self.scores
        return {
            "answered": self.answered,
            "given": self.given,
            "unlabelled": self.unlabelled,
            "given to absent": self.absent,
            "share given": share(self.given, self.answered),
            "exact": share(sum(score == 1 for score in scores), judged),
            "close": share(sum(score >= CLOSE for score in scores), judged),
            "wrong": share(sum(score < CLOSE for score in scores), judged),
            "mean F1": round(sum(scores) / judged, 4) if scores else None,
        }


@dataclass(slots=True)
class Checked:
    """Statements, and how many of them the check took for what they are."""

    statements: int = 0
    right: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Their number and the share of it."""
        return {"statements": self.statements, "share": share(self.right, self.statements)}


@dataclass(slots=True)
class ReadingReport:
    """Figures over all questions and by group, of short answers, statements and confidence.

    `sureness` pairs the confidence of each answer with whether its first citation is gold.
    """

    articles: int = 0
    overall: Figures = field(default_factory=Figures)
    groups: dict[str, Figures] = field(default_factory=dict)
    short: Shorts = field(default_factory=Shorts)
    kept: Checked = field(default_factory=Checked)
    caught: Checked = field(default_factory=Checked)
    caught_by: dict[str, Checked] = field(default_factory=dict)
    sureness: list[tuple[float, bool]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain dicts, ready for JSON."""
        return {
            "articles": self.articles,
            **self.overall.to_dict(),
            "groups": {name: self.groups[name].to_dict() for name in sorted(self.groups)},
            "short": self.short.to_dict(),
            "statements": {
                "true kept": self.kept.to_dict(),
                "false caught": self.caught.to_dict(),
                "by why": {n: self.caught_by[n].to_dict() for n in sorted(self.caught_by)},
            },
            **reliability(self.sureness),
        }


def evaluate_articles(
    pipeline: Asker,
    articles: Sequence[Article],
    supports: Supports,
    *,
    whole: bool = False,
    watch: Callable[[], None] = lambda: None,
) -> ReadingReport:
    """Ask the questions of articles, check their statements, and measure both.

    Args:
        pipeline: answers, over an empty index; the articles are added to it, each a document.
        articles: with their questions and statements.
        supports: says of a statement and its sentences whether they carry it.
        whole: a question is asked over all articles, not within its own.
        watch: called after each question and each statement.

    Raises:
        InputError: no question or statement in them, or an article can't be indexed.
    """
    report = ReadingReport(articles=len(articles))
    if not any(article.questions or article.statements for article in articles):
        raise InputError("no question and no statement in it")
    ids = {article_name(at): article.id for at, article in enumerate(articles)}
    for outcome in pipeline.index.add(_files(articles)):
        if outcome.status == "failed":
            raise InputError(f"article {ids[outcome.source]}: {outcome.reason}")
    while pipeline.index.encode():
        pass
    for at, article in enumerate(articles):
        name = article_name(at)
        for question in article.questions:
            _ask(pipeline, question, name, report, whole=whole)
            watch()
        for statement in article.statements:
            _check(statement, supports, report)
            watch()
    return report


def article_name(at: int) -> str:
    """The source an article is indexed as: 7 -> "000007.txt"."""
    return f"{at:06}.txt"


def reliability(sureness: Sequence[tuple[float, bool]]) -> dict[str, Any]:
    """How far confidence is the share of right ones, in ten bins of equal width, and the ECE.

    The expected calibration error is the mean distance of the two over the bins, each weighing
    as much as it holds (Naeini, Cooper and Hauskrecht 2015).
    """
    bins = []
    error = 0.0
    for n in range(BINS):
        held = [each for each in sureness if min(int(each[0] * BINS), BINS - 1) == n]
        mean = sum(sure for sure, _ in held) / len(held) if held else None
        right = share(sum(right for _, right in held), len(held))
        if mean is not None and right is not None:
            error += len(held) * abs(mean - right)
        rounded = None if mean is None else round(mean, 4)
        bins.append({"from": n / BINS, "number": len(held), "confidence": rounded, "right": right})
    return {"reliability": bins, "ECE": round(error / len(sureness), 4) if sureness else None}


def f1(given: str, expected: str) -> float:
    """The harmonic mean of precision and recall in folded words, as SQuAD has it.

    `f1("في عام 2011", "عام ٢٠١١") == 0.8`; 0 where only one has a word.
    """
    one, other = (Counter(token.form for token in tokens(text)) for text in (given, expected))
    if not one or not other:
        return float(one == other)
    return 2 * (one & other).total() / (one.total() + other.total())


def _files(articles: Sequence[Article]) -> Iterator[File | FileError]:
    for at, article in enumerate(articles):
        try:
            data = article.text.encode("utf-8", "replace")  # half of a surrogate pair is no text
            yield from_bytes(article_name(at), data, ROOT)
        except FileError as error:
            yield error


def _ask(
    pipeline: Asker, question: Question, name: str, report: ReadingReport, *, whole: bool
) -> None:
    answer = None
    with suppress(QuestionError):  # it is as good as refused
        answer = pipeline.ask(question.text, sources=None if whole else [name])
    answered = answer is not None and answer.answered
    citations = answer.citations if answer else ()
    gold = [cited.source == name and _answers(cited, question) for cited in citations[:3]]
    counted = Figures(questions=1, citations=len(citations))
    counted.exact = sum(is_exact(cited, pipeline.index) for cited in citations)
    if question.kind == NONE:
        counted.absent, counted.refused = 1, not answered
    else:
        counted.answerable, counted.answered = 1, answered
        counted.cited1, counted.cited3 = any(gold[:1]), any(gold)
    if answer is not None and answer.answered:
        report.short.add(question, answer)
        report.sureness.append((answer.confidence, any(gold[:1])))
    names = {"why": question.why, "kind": question.kind, "style": question.style}
    named = [f"{key} {value}" for key, value in names.items() if value]
    for group in (*named, f"language {question.language}"):
        report.groups.setdefault(group, Figures()).add(counted)
    report.overall.add(counted)


def _answers(citation: Citation, question: Question) -> bool:
    return any(citation.start < end and start < citation.end for start, end in question.gold)


def _check(statement: Statement, supports: Supports, report: ReadingReport) -> None:
    right = supports(statement.text, statement.evidence) == statement.true
    counted = [report.kept]
    if not statement.true:
        counted = [report.caught, report.caught_by.setdefault(statement.why, Checked())]
    for one in counted:
        one.statements += 1
        one.right += right
