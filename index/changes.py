"""What files change in the catalogue and the derived stores: wholly, or not at all."""

import logging
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from index import disk
from index.analysis import Analysis, analyse
from index.derived import Derived
from index.errors import FileError, FullError, StoreError
from index.intake import clear, insert, remove
from index.values import Document, File

UPLOADS = "upload"
"""The root of what was uploaded; an upload replaces a source of any root."""

Status = Literal["indexed", "unchanged", "failed"]

log = logging.getLogger("isnad")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: `reason` says why it failed."""

    source: str
    status: Status
    reason: str = ""
    sentences: int = 0


class Changes:
    """Changes the stores of one data directory; whoever calls holds the write lock."""

    def __init__(self, derived: Derived, encoding: str) -> None:
        self.derived = derived
        self.data = derived.data
        self.catalogue = derived.catalogue
        self.encoding = encoding

    def changed(self, batch: Sequence[File | FileError]) -> dict[str, Analysis]:
        """The analyses, by sha256, of those files that are not there already; needs no lock."""
        return {
            file.sha256: analyse(file.text, self.encoding)
            for file in batch
            if isinstance(file, File) and not self.same(file, self.catalogue.find(file.source))
        }

    def same(self, file: File, known: Document | None) -> bool:
        """Whether nothing is to be done; an upload of what is there takes no other root's place."""
        if known is None or known.sha256 != file.sha256:
            return False
        if file.root == UPLOADS and self.catalogue.vouched(known.id, known.sha256) is None:
            return False  # the text that is there is damaged, and here is a good one
        return file.root in (known.root, UPLOADS)

    def left(self, file: File | FileError) -> Outcome:
        """The outcome of a file that changes nothing."""
        if isinstance(file, FileError):
            return Outcome(file.source, "failed", file.reason)
        known = self.catalogue.find(file.source)
        return Outcome(file.source, "unchanged", sentences=known.sentences if known else 0)

    def take(
        self, batch: Sequence[File | FileError], analysed: Mapping[str, Analysis]
    ) -> list[Outcome]:
        """Take files in; FullError, with nothing changed, where there is no room for them."""
        disk.reserve(self.data)
        files = [file for file in batch if isinstance(file, File) and file.sha256 in analysed]
        disk.room(self.data, sum(len(file.text) * 2 for file in files))
        before = [self._whole(file.source) for file in files]
        with self.catalogue.writing() as sql:
            outcomes = [self._take(sql, file, analysed) for file in batch]
        try:
            self.derived.apply()
        except StoreError as error:
            taken = {outcome.source for outcome in outcomes if outcome.status == "indexed"}
            if self._undone(taken, {d.source: (d, f) for d, f in filter(None, before)}):
                raise
            log.warning("%s; what was taken in is found with the next change", error)
        return outcomes

    def drop(self, sources: Sequence[str]) -> None:
        """Take sources out; on a full disk with the room that was laid by for it."""
        try:
            self._drop(sources)
        except FullError:
            if not disk.release(self.data):
                raise
            self._drop(sources)
        self._follow()

    def rebuild(self) -> None:
        """Make everything anew from the texts; readers see it all at once."""
        derived = self.derived
        with self.catalogue.writing() as sql:
            clear(sql)
            for document in self.catalogue.documents():
                text = self.catalogue.text(document.id)
                sql.execute("DELETE FROM documents WHERE id = ?", (document.id,))
                file = File(document.source, document.root, document.sha256, text)
                insert(sql, file, analyse(text, self.encoding), document.added)
            every = sql.execute("SELECT document FROM pending WHERE store = 'words'")
            derived.words_anew(sql, sorted(row[0] for row in every))
        derived.shelf.sweep()

    def _take(
        self, sql: sqlite3.Connection, file: File | FileError, analysed: Mapping[str, Analysis]
    ) -> Outcome:
        if isinstance(file, FileError):
            return Outcome(file.source, "failed", file.reason)
        old = self.catalogue.find(file.source)
        if old is not None and old.root != file.root and file.root != UPLOADS:
            reason = f"a source of that name was indexed from {old.root}: remove it first"
            return Outcome(file.source, "failed", reason)
        if old is not None and self.same(file, old):
            return Outcome(file.source, "unchanged", sentences=old.sentences)
        if old is not None:
            self._remove(sql, old)
        analysis = analysed.get(file.sha256) or analyse(file.text, self.encoding)
        insert(sql, file, analysis)
        return Outcome(file.source, "indexed", sentences=len(analysis.sentences))

    def _drop(self, sources: Sequence[str]) -> None:
        with self.catalogue.writing() as sql:
            for source in sources:
                self._remove(sql, self.catalogue.document(source))

    def _remove(self, sql: sqlite3.Connection, document: Document) -> None:
        remove(sql, document, analyse(self.catalogue.text(document.id), self.encoding))

    def _whole(self, source: str) -> tuple[Document, File] | None:
        """A document with all that makes it."""
        document = self.catalogue.find(source)
        if document is None:
            return None
        text = self.catalogue.text(document.id)
        return document, File(document.source, document.root, document.sha256, text)

    def _undone(self, taken: set[str], before: Mapping[str, tuple[Document, File]]) -> bool:
        """Put back what was there before files came for which there was no room, if that can be."""
        disk.release(self.data)
        try:
            with self.catalogue.writing() as sql:
                for source in taken:
                    self._remove(sql, self.catalogue.document(source))
                    if source in before:
                        document, file = before[source]
                        insert(sql, file, analyse(file.text, self.encoding), document.added)
        except FullError:
            return False
        self._follow()
        return True

    def _follow(self) -> None:
        """Bring the derived stores up to a change that stands, also where they can't follow yet.

        What they still propose of it is looked up in the catalogue and not found.
        """
        try:
            self.derived.apply()
        except StoreError as error:
            log.warning("%s; the words follow with the next change", error)
        if disk.remarks(self.data) or not disk.reserved(self.data):
            self.catalogue.shrink()
        disk.reserve(self.data)
