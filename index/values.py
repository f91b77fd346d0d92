"""The values of the index: documents, sentences, passages and where each stands."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text in Unicode code points, `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class File:
    """A file to index: its text, and the name it will be cited by."""

    source: str
    root: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """An indexed file; `source` is its path relative to `root`, `added` an ISO 8601 time."""

    id: int
    source: str
    root: str
    sha256: str
    title: str
    added: str
    characters: int
    sentences: int

    def to_dict(self) -> dict[str, Any]:
        """What every face shows of it, as plain JSON: neither `id` nor `root`."""
        return {
            "source": self.source,
            "sha256": self.sha256,
            "title": self.title,
            "sentences": self.sentences,
            "characters": self.characters,
            "added": self.added,
        }


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document: `document_text[start:end] == text`; `ordinal` counts from 1.

    `passage` is the id of the passage that holds it and `length` its number of index terms.
    """

    id: int
    document: int
    source: str
    sha256: str
    passage: int
    ordinal: int
    start: int
    end: int
    length: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of a document, with its number of index terms."""

    id: int
    document: int
    start: int
    end: int
    length: int
    text: str


@dataclass(frozen=True, slots=True)
class Totals:
    """What BM25 needs to know of the whole index: how many units, and their terms together."""

    sentences: int
    sentence_terms: int
    passages: int
    passage_terms: int
