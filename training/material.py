"""The reading material: invented articles with their questions and statements, and its parts."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent
ARTICLES = HERE / "articles"
Part = Literal["train", "decide", "test"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question: `gold` are the sentences that answer, none where the article does not."""

    text: str
    language: str
    kind: str
    gold: tuple[int, ...]
    answer: str
    style: str
    nearest: int
    yes: bool | None
    """Which way a yes/no question is answered; None for others."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, the sentences to judge it by, and whether it follows from them."""

    text: str
    language: str
    evidence: tuple[int, ...]
    true: bool
    why: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as sentences, the headline first, with what is asked and said of it."""

    id: str
    topic: str
    part: Part
    sentences: tuple[str, ...]
    questions: tuple[Question, ...]
    statements: tuple[Statement, ...]


def load(folder: Path = ARTICLES) -> list[Article]:
    """All articles of a folder's files, in order."""
    return [article for path in sorted(folder.glob("*.json")) for article in read(path)]


def read(path: Path) -> Iterator[Article]:
    """The articles of one file."""
    for raw in json.loads(path.read_text(encoding="utf-8")):
        yield Article(
            id=raw["id"],
            topic=raw["topic"],
            part=part(raw["id"]),
            sentences=tuple(raw["sentences"]),
            questions=tuple(
                Question(
                    text=each["q"],
                    language=each["lang"],
                    kind=each["kind"],
                    gold=tuple(each.get("gold", ())),
                    answer=each.get("answer", ""),
                    style=each.get("style", "") or each.get("why", ""),
                    nearest=each.get("nearest", -1),
                    yes=each.get("yes"),
                )
                for each in raw["questions"]
            ),
            statements=tuple(
                Statement(
                    text=each["s"],
                    language=each["lang"],
                    evidence=tuple(each["evidence"]),
                    true=each["true"],
                    why=each.get("why", ""),
                )
                for each in raw["statements"]
            ),
        )


def part(article: str) -> Part:
    """Which part an article belongs to, drawn by its id: a tenth tests, a tenth decides."""
    lot = int.from_bytes(sha256(article.encode()).digest()[:4]) % 10
    return "test" if lot == 0 else "decide" if lot == 1 else "train"


def of(articles: Sequence[Article], wanted: Part) -> list[Article]:
    """The articles of one part."""
    return [article for article in articles if article.part == wanted]
