"""Files of articles with questions and statements, read into what an evaluation asks of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import InputError
from rag.cases import NONE, items, parse_json, string

OPENING = re.compile(r"\s*\[\s*\{")
SEPARATOR = "\n"
"""Between the sentences of an article, so that each is one of the index whatever it ends in."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of an article; `gold` are the spans of its text that answer, none if it is absent.

    `answer` are the words that answer, `why` tells what makes an absent one a near miss, and `yes`
    which way a question of yes or no is answered, where that is labelled.
    """

    text: str
    language: str
    kind: str
    style: str = ""
    why: str = ""
    gold: tuple[tuple[int, int], ...] = ()
    answer: str = ""
    yes: bool | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of an article, the sentences it rests on, and whether they carry it."""

    text: str
    evidence: tuple[str, ...]
    true: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article with what is asked and stated of it."""

    id: str
    text: str
    questions: tuple[Question, ...]
    statements: tuple[Statement, ...]


def is_articles(text: str) -> bool:
    """Whether a file is a JSON list of objects, not lines of questions."""
    return OPENING.match(text) is not None


def read_articles(text: str) -> tuple[Article, ...]:
    """The articles of a file; InputError names the article and what is wrong in it."""
    value = parse_json(text, "it")
    if not isinstance(value, list):
        raise InputError("it is not a list of articles")
    return tuple(_article(each, f"article {at}") for at, each in enumerate(value, 1))


def _article(value: object, where: str) -> Article:
    name = string(value, "id", where)
    where = f"{where} ({name})"
    sentences = items(value, "sentences", where)
    if not all(isinstance(each, str) for each in sentences) or not "".join(sentences).strip():
        raise InputError(f"{where}: sentences is not a list of texts, or has no text")
    asked = enumerate(items(value, "questions", where), 1)
    said = enumerate(items(value, "statements", where), 1)
    return Article(
        name,
        SEPARATOR.join(sentences),
        tuple(_question(each, sentences, f"{where}, question {n}") for n, each in asked),
        tuple(_statement(each, sentences, f"{where}, statement {n}") for n, each in said),
    )


def _question(value: object, sentences: Sequence[str], where: str) -> Question:
    text, language, kind = (string(value, name, where) for name in ("q", "lang", "kind"))
    assert isinstance(value, dict)
    if kind == NONE:
        return Question(text, language, kind, why=string(value, "why", where))
    gold = list(_numbers(value, "gold", sentences, where))
    answer, yes = string(value, "answer", where), value.get("yes")
    if not answer.strip() or answer not in sentences[gold[0]]:
        raise InputError(f"{where}: answer is not in the first sentence of gold")
    if not isinstance(yes, bool | None):
        raise InputError(f"{where}: yes is neither true nor false")
    starts = [sum(map(len, sentences[:n])) + n * len(SEPARATOR) for n in gold]
    # What the index cuts into two sentences is answered by the one that has the answer.
    first = starts[0] + sentences[gold[0]].index(answer)
    spans = [(first, first + len(answer))]
    spans += [(at, at + len(sentences[n])) for n, at in zip(gold[1:], starts[1:], strict=True)]
    return Question(
        text, language, kind, string(value, "style", where), "", tuple(spans), answer, yes
    )


def _statement(value: object, sentences: Sequence[str], where: str) -> Statement:
    text = string(value, "s", where)
    assert isinstance(value, dict)
    true = value.get("true")
    if not isinstance(true, bool):
        raise InputError(f"{where}: true is missing, or neither true nor false")
    evidence = tuple(sentences[n] for n in _numbers(value, "evidence", sentences, where))
    return Statement(text, evidence, true, "" if true else string(value, "why", where))


def _numbers(
    value: dict[str, Any], name: str, sentences: Sequence[str], where: str
) -> Iterator[int]:
    """The numbers of sentences, from 0, of which there must be one at least."""
    found = items(value, name, where)
    for number in found:
        whole = isinstance(number, int) and not isinstance(number, bool)
        if not whole or not 0 <= number < len(sentences):
            raise InputError(f"{where}: {name} names no sentence by {number!r}")
        yield number
    if not found:
        raise InputError(f"{where}: {name} is empty")
