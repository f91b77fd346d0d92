"""What a question asks for: its terms, the ways each may be said, and the kind of answer."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["ar", "en"]
Kind = Literal[
    "number", "date", "person", "place", "cause", "manner", "definition", "polar", "saying", "thing"
]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way of saying a term: index terms that must all occur, and how far it counts (0 to 1)."""

    stems: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase of the question, as asked, and the ways the articles may say it.

    `alternatives[0]` is the word itself. All alternatives count as one term (Pirkola 1998).
    `trigrams` are index terms of the spelling (arabic.TRIGRAM before each), empty where
    spelling says nothing (a translated word).
    """

    text: str
    alternatives: tuple[Alternative, ...]
    trigrams: tuple[str, ...] = ()
    name: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question ready for retrieval."""

    text: str
    language: Language
    kind: Kind
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """An earlier turn of the conversation."""

    role: Literal["user", "assistant"]
    content: str
