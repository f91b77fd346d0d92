"""SQuAD files: paragraphs, questions and answer spans, and how well search finds them."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from index.errors import FileError, InputError, QuestionError
from index.files import from_bytes
from index.store import Index
from index.values import File
from rag.cases import items, parse_json, string
from rag.evaluate import share
from rag.query import kind, language
from rag.retriever import Hit

DEPTH = 100
"""Sentences searched for a question, so that passage@5 sees five distinct paragraphs."""
ROOT = "squad"


class Searcher(Protocol):
    """What is needed of the pipeline to evaluate its search."""

    @property
    def index(self) -> Index:
        """The index it searches."""

    def search(self, query: str, k: int = 10) -> list[Hit]:
        """The best sentences; QuestionError."""


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question of a SQuAD file, its paragraph (from 0) and the spans that answer it."""

    id: str
    text: str
    paragraph: int
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Squad:
    """The paragraphs and questions of a SQuAD file, and the article each paragraph is of."""

    paragraphs: tuple[str, ...]
    articles: tuple[int, ...]
    questions: tuple[SquadQuestion, ...]


@dataclass(slots=True)
class Hits:
    """Counts over a group of questions: how early search found their answers."""

    questions: int = 0
    sentence1: int = 0
    sentence5: int = 0
    sentence10: int = 0
    passage1: int = 0
    passage5: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The number of questions, sentence@k and passage@k."""
        return {
            "questions": self.questions,
            "sentence@1": share(self.sentence1, self.questions),
            "sentence@5": share(self.sentence5, self.questions),
            "sentence@10": share(self.sentence10, self.questions),
            "passage@1": share(self.passage1, self.questions),
            "passage@5": share(self.passage5, self.questions),
        }

    def add(self, first: int, own: str, distinct: Sequence[str]) -> None:
        """Count a question: the place of the first hit, its paragraph, the paragraphs found."""
        self.questions += 1
        self.sentence1 += first < 1
        self.sentence5 += first < 5
        self.sentence10 += first < 10
        self.passage1 += own in distinct[:1]
        self.passage5 += own in distinct[:5]


@dataclass(slots=True)
class SquadReport:
    """sentence@k and passage@k of a SQuAD file: overall, by language and by kind."""

    paragraphs: int = 0
    sentences: int = 0
    skipped: int = 0
    overall: Hits = field(default_factory=Hits)
    groups: dict[str, Hits] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain dicts; `skipped` questions have no answer, or no paragraph."""
        figures = self.overall.to_dict()
        return {
            "questions": figures.pop("questions"),
            "paragraphs": self.paragraphs,
            "sentences": self.sentences,
            "skipped": self.skipped,
            **figures,
            "groups": {name: hits.to_dict() for name, hits in sorted(self.groups.items())},
        }


def is_squad(text: str) -> bool:
    """Whether a file is one SQuAD document, not lines of questions."""
    if '"data"' not in text:
        return False
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and "data" in value


def read_squad(text: str) -> Squad:
    """The paragraphs and questions of a SQuAD file (v1 or v2).

    Raises InputError: it is malformed; the message names the place.
    """
    value = parse_json(text, "it")
    paragraphs: list[str] = []
    articles: list[int] = []
    questions: list[SquadQuestion] = []
    for at, article in enumerate(items(value, "data", "it")):
        for n, paragraph in enumerate(items(article, "paragraphs", f"data[{at}]")):
            where = f"data[{at}].paragraphs[{n}]"
            paragraphs.append(string(paragraph, "context", where))
            articles.append(at)
            own = len(paragraphs) - 1
            questions += [_squad_question(q, own, where) for q in items(paragraph, "qas", where)]
    return Squad(tuple(paragraphs), tuple(articles), tuple(questions))


def evaluate_squad(
    pipeline: Searcher,
    squad: Squad,
    questions: Squad | None = None,
    watch: Callable[[], None] = lambda: None,
) -> SquadReport:
    """Search an index of a SQuAD file's paragraphs for each of its questions.

    Args:
        pipeline: searches, over an empty index; the paragraphs are added to it.
        squad: the file whose paragraphs and answer spans count.
        questions: another file, aligned by question id, whose wording is asked instead.
        watch: called after each question.

    Raises:
        InputError: no question can be asked.
        ModelError: the paragraphs can't be encoded.
    """
    report = SquadReport(paragraphs=len(squad.paragraphs))
    for outcome in pipeline.index.add(_files(squad)):
        report.sentences += outcome.sentences
    while pipeline.index.encode():
        pass
    wording = {q.id: q.text for q in questions.questions} if questions else None
    for question in squad.questions:
        text = question.text if wording is None else wording.get(question.id)
        if text is None or not question.answers:
            report.skipped += 1
            continue
        try:
            hits = pipeline.search(text, DEPTH)
        except QuestionError:
            hits = []
        _count(report, question, text, hits)
        watch()
    if not report.overall.questions:
        raise InputError("no question with an answer in it, or no id in common")
    return report


def _files(squad: Squad) -> Iterator[File | FileError]:
    for at, paragraph in enumerate(squad.paragraphs):
        try:
            data = paragraph.encode("utf-8", "replace")  # half of a surrogate pair is no text
            yield from_bytes(paragraph_name(at), data, ROOT)
        except FileError as error:
            yield error


def paragraph_name(at: int) -> str:
    """The source a paragraph is indexed as: 7 -> "000007.txt"."""
    return f"{at:06}.txt"


def _count(report: SquadReport, question: SquadQuestion, text: str, hits: Sequence[Hit]) -> None:
    own = paragraph_name(question.paragraph)
    places = [
        at
        for at, hit in enumerate(hits)
        if hit.sentence.source == own
        and any(
            hit.sentence.start < end and start < hit.sentence.end for start, end in question.answers
        )
    ]
    first = places[0] if places else DEPTH
    distinct = list(dict.fromkeys(hit.sentence.source for hit in hits))
    for name in (language(text), kind(text)):
        report.groups.setdefault(name, Hits()).add(first, own, distinct)
    report.overall.add(first, own, distinct)


def _squad_question(value: object, paragraph: int, where: str) -> SquadQuestion:
    if not isinstance(value, dict) or "id" not in value:
        raise InputError(f"{where}: a question is not an object with an id")
    where = f"question {value['id']}"
    spans = []
    for answer in items(value, "answers", where) if "answers" in value else []:
        text = string(answer, "text", where)
        start = answer.get("answer_start")
        if not isinstance(start, int) or isinstance(start, bool) or start < 0:
            raise InputError(f"{where}: answer_start is missing or not a whole number")
        if text:
            spans.append((start, start + len(text)))
    text = string(value, "question", where)
    return SquadQuestion(str(value["id"]), text, paragraph, tuple(spans))
