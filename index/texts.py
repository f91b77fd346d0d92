"""The texts of a catalogue and what stands in them: only such as are still the ones indexed."""

import logging
from collections.abc import Sequence
from functools import lru_cache

from index.catalogue import Catalogue
from index.errors import DamagedError
from index.values import Document, Passage, Sentence

CACHED = 256
"""Texts held in memory: some MB."""
DAMAGED = "the text of {} is not the one that was indexed: `isnad check` says more"

log = logging.getLogger("isnad")


class Texts:
    """Reads texts, each held against its sha256, and leaves out what is not as it was indexed."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._read = lru_cache(maxsize=CACHED)(self._load)

    def text(self, document: Document) -> str:
        """The text of a document; DamagedError where what is stored is not what was read."""
        try:
            return self._read(document.id, document.sha256)
        except DamagedError as error:
            raise DamagedError(DAMAGED.format(document.source)) from error

    def sentences(self, where: str, values: Sequence[int]) -> list[Sentence]:
        """The sentences whose column `where` is among values, in order within each document."""
        return [
            Sentence(*row, text[row[6] : row[7]])
            for row in self.catalogue.sentences(where, values)
            if (text := self._sound(row[1], row[3], row[2])) is not None
        ]

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids that still exist."""
        return [
            Passage(id_, document, start, end, length, text[start:end])
            for id_, document, start, end, length, sha256 in self.catalogue.passages("p.id", ids)
            if (text := self._sound(document, sha256, f"document {document}")) is not None
        ]

    def forget(self) -> None:
        """Read anew what is asked for next."""
        self._read.cache_clear()

    def _sound(self, document: int, sha256: str, source: str) -> str | None:
        try:
            return self._read(document, sha256)
        except DamagedError:
            log.warning("%s; it is left out", DAMAGED.format(source))
            return None

    def _load(self, document: int, sha256: str) -> str:
        text = self.catalogue.vouched(document, sha256)
        if text is None:
            raise DamagedError(DAMAGED.format(document))
        return text
