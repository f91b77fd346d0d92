"""The answer and its chain of sources: statements, citations and where the sources differ."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

EXTRACTIVE = "extractive"
"""The answerer that gives the articles' own sentences."""
BY_WORDS = "extractive:words"
"""The same where the reader that was asked for could not be used."""
Support = Literal["verbatim", "supported", "unsupported"]
DifferenceKind = Literal["number", "date", "name"]

YES = ("نعم", "Yes")
NO = ("لا", "No")
YES_OR_NO = YES + NO
"""All that a short answer may say that is not an article's words."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A whole sentence of a source: `source_text[start:end] == quote`, always.

    `start` and `end` are Unicode code points, `sentence` is the ordinal from 1,
    `url` the address of the sentence on the source's page.
    """

    id: int
    source: str
    sha256: str
    sentence: int
    start: int
    end: int
    quote: str
    url: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the answer says; `citations` are ids, `highlight` offsets within `text`."""

    text: str
    citations: tuple[int, ...]
    support: Support = "verbatim"
    highlight: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """What some of the citations say where others say something else."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A number, date or name on which the citations of a statement differ."""

    kind: DifferenceKind
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many distinct sources carry a statement (by its index), and where they differ."""

    statement: int
    sources: int
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Short:
    """The words that answer: `quote[start:end] == text` of the citation of that id.

    To a question of yes or no it is one of YES_OR_NO, and `start` and `end` are None.
    """

    text: str
    citation: int
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The Answer object that every face of Isnad shows.

    `note` says why the language model that was asked did not give all of it; mostly empty.
    `short` is None where what answers is not sure to the word.
    """

    id: str
    question: str
    language: Literal["ar", "en"]
    answered: bool
    confidence: float
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    agreement: tuple[Agreement, ...]
    nearest: tuple[Citation, ...]
    answerer: str
    note: str = ""
    short: Short | None = None

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain lists and dicts, ready for JSON; an empty note is left out."""
        body = asdict(self)
        return body if self.note else {k: v for k, v in body.items() if k != "note"}
