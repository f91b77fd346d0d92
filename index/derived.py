"""The stores derived from the catalogue, kept up to it or made from it anew: words and vectors."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from secrets import token_hex

import numpy as np

from index import disk, stamps
from index.analysis import terms_of
from index.arabic import forms
from index.catalogue import Catalogue
from index.embedder import Vectors as Rows
from index.errors import DamagedError
from index.meanings import Meanings
from index.shelf import Shelf
from index.vectors import Vectors
from index.words import Posting, Words

WORDS_BATCH = 500
"""Documents whose postings are committed at once."""
VECTORS_BATCH = 50
"""Documents whose vectors Chroma takes in while others wait to write: half a second."""
VECTORS = "vectors"
OTHER = "of another state of the catalogue"

log = logging.getLogger("isnad")


class Derived:
    """The word index and the vectors of one data directory.

    Each bears a stamp that the catalogue knows it by, so that a store of another catalogue, an
    older or a newer one, is told from its own. Whoever changes one holds the write lock.
    """

    def __init__(self, data: Path, catalogue: Catalogue) -> None:
        self.data = data
        self.catalogue = catalogue
        self.meanings = Meanings(catalogue)
        self.shelf = Shelf(data, catalogue)
        self.vectors = Vectors(data / VECTORS)
        self._cleared = False

    def begin(self) -> None:
        """Give an index that never held anything its first, empty word index."""
        held, due = self.catalogue.stamps("words")
        if not held and not due and not self.catalogue.totals().passages:
            folder = self.shelf.folder
            if not folder.exists():
                Words(folder, create=True)

    def faults(self) -> dict[str, str]:
        """What is wrong with each store, as far as can be seen at once; empty if nothing is.

        Of the vectors it is seen whether they are there and whose they are, not whether all are.
        """
        while True:
            place = self.catalogue.place()
            found = self._faults()
            # Whoever changed words meanwhile has taken away what was looked at.
            if not found or place == self.catalogue.place():
                return found

    def _faults(self) -> dict[str, str]:
        with self.catalogue.reading():
            found = {}
            if reason := self._words_fault() or self._short():
                found["words"] = reason
            if reason := self.vectors_fault():
                found[VECTORS] = reason
            return found

    def _words_fault(self) -> str:
        held, due = self.catalogue.stamps("words")
        folder = self.shelf.folder
        if not folder.is_dir():
            return "missing" if held or self.catalogue.totals().passages else ""
        return "" if stamps.read(folder) in (held, due) else OTHER

    def vectors_fault(self) -> str:
        """What is wrong with Chroma's folder, as far as can be seen at once."""
        held, due = self.catalogue.stamps(VECTORS)
        if not self.vectors.path.is_dir():
            return "missing" if held else ""
        borne = stamps.read(self.vectors.path)
        return "" if borne and borne in (held, due) else OTHER

    def _short(self) -> str:
        """Whether the word index holds another number of postings than it should."""
        if self.catalogue.pending("words", 1):
            return ""  # somebody is at it, or was: whoever writes next goes on
        totals = self.catalogue.totals()
        expected = totals.sentences + totals.passages
        try:
            self.shelf.words.reload()
            found = self.shelf.words.size()
        except DamagedError as error:
            log.info("%s", error)
            return "broken"
        return "" if found == expected else f"of {found:,} entries instead of {expected:,}"

    def apply(self) -> None:
        """Bring the words up to date with the catalogue; a broken index is made anew.

        Raises FullError where the disk is full.
        """
        try:
            self._apply_words()
        except DamagedError as error:
            disk.room(self.data, 0)  # it may be whole, and only have no room to grow
            log.warning("%s; it is made anew from the catalogue", error)
            self.refill_words()

    def _apply_words(self) -> None:
        while pending := self.catalogue.pending("words", WORDS_BATCH):
            documents = [document for document, _, _ in pending]
            with self.shelf.words.writing() as change:
                for document in documents:
                    change.drop(document)
                change.add(self._postings(documents))
            self.catalogue.done("words", documents)
        folder, (_, due) = self.shelf.folder, self.catalogue.stamps("words")
        if due:  # a crash in between leaves both stamps good
            folder.mkdir(exist_ok=True)
            stamps.write(folder, due)
            self.catalogue.settle("words", due)
        self.shelf.words.reload()

    def behind(self) -> bool:
        """Whether Chroma is another's, or lacks what is in the catalogue."""
        return bool(self.catalogue.pending(VECTORS, 1) or self.vectors_fault())

    def follow(self) -> int:
        """Bring Chroma up to some documents of the catalogue; how many, 0 where none are left."""
        if reason := self.vectors_fault():
            log.info("the vectors in %s are %s", self.vectors.path, reason)
            self.clear_vectors()
        pending = self.catalogue.pending(VECTORS, VECTORS_BATCH)
        if not pending:
            return 0
        stamp = self.catalogue.expect(VECTORS)
        self.vectors.mark(stamp)
        try:
            self._take(pending)
        except DamagedError as error:
            disk.room(self.data, 0)
            if self._cleared:  # by which it was not mended
                raise
            log.warning("%s; they are taken from the catalogue anew", error)
            self.clear_vectors()
            self._cleared = True
            return len(pending)
        self._cleared = False
        self.vectors.mark(stamp)
        self.catalogue.took(VECTORS, [document for document, _, _ in pending], stamp)
        return len(pending)

    def _take(self, pending: Sequence[tuple[int, int, int]]) -> None:
        ids: list[int] = []
        rows: list[Rows] = []
        for document, first, last in pending:
            there, found = self.meanings.rows(document, first, last)
            ids += there
            rows += [found] if there else []
            if not there:
                self.vectors.drop(range(first, last + 1))
        if ids:
            self.vectors.put(ids, np.concatenate(rows))

    def clear_vectors(self) -> None:
        """Have Chroma take in the catalogue's vectors anew."""
        self.vectors.clear()
        self.catalogue.redo_vectors()

    def refill_words(self) -> None:
        """Make the word index anew beside the one there is, for all readers to change at once."""
        with self.catalogue.writing() as sql:
            every = [row[0] for row in sql.execute("SELECT id FROM documents ORDER BY id")]
            self.words_anew(sql, every)
        self.shelf.sweep()

    def words_anew(self, sql: sqlite3.Connection, documents: Sequence[int]) -> None:
        """A second word index, of what the transaction is about to make true, and named by it."""
        folder, words = self.shelf.fresh()
        for start in range(0, len(documents), WORDS_BATCH):
            with words.writing() as change:
                change.add(self._postings(documents[start : start + WORDS_BATCH]))
        stamp = token_hex(8)
        stamps.write(self.data / folder, stamp)
        sql.execute("UPDATE totals SET words = ?, generation = generation + 1", (folder,))
        sql.execute("UPDATE stamps SET held = ?, due = NULL WHERE store = 'words'", (stamp,))
        sql.execute("DELETE FROM pending WHERE store = 'words'")

    def _postings(self, documents: Sequence[int]) -> Iterator[Posting]:
        rows = self.catalogue.sentences("s.document", documents)
        for document, members in groupby(rows, lambda row: row[1]):
            text = self.catalogue.text(document)
            for passage, sentences in groupby(members, lambda row: row[4]):
                together: Counter[str] = Counter()
                for row in sentences:
                    terms = terms_of(forms(text[row[6] : row[7]]))
                    together.update(terms)
                    yield Posting(row[0], document, "sentence", terms)
                yield Posting(passage, document, "passage", list(together.elements()))
