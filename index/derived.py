"""The stores derived from the catalogue, kept up to it or made from it anew: words and vectors."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from secrets import token_hex
from shutil import rmtree

from index import disk, manifest, stamps
from index.analysis import terms_of
from index.arabic import forms
from index.catalogue import Catalogue
from index.embedder import Embedder
from index.errors import DamagedError
from index.shelf import PREFIX, Shelf
from index.vectors import Vectors
from index.words import Posting, Words

MODEL_DOCUMENTS = 10
"""Documents whose passages go to a model together; the hashing embedder gets more."""
HASHED_DOCUMENTS = 100
log = logging.getLogger("isnad")
WORDS_BATCH = 500
"""Documents whose postings are committed at once."""
VECTORS = "vectors"


class Derived:
    """The word index and the vectors of one data directory.

    Each bears a stamp that the catalogue knows it by, so that a store of another catalogue, an
    older or a newer one, is told from its own. Whoever changes one holds the write lock.
    `embedded` is called with the number of passages each time some were.
    """

    def __init__(self, data: Path, catalogue: Catalogue, embedder: Embedder, encoding: str) -> None:
        self.data = data
        self.catalogue = catalogue
        self.embedder = embedder
        self.encoding = encoding
        self.shelf = Shelf(data, catalogue)
        self.vectors = Vectors(data / VECTORS)
        self.embedded: Callable[[int], None] = lambda _: None

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
            if reason := self._fault(PREFIX, self.shelf.folder) or self._short():
                found["words"] = reason
            if reason := self._fault(VECTORS, self.vectors.path):
                found[VECTORS] = reason
            return found

    def _fault(self, store: str, folder: Path) -> str:
        held, due = self.catalogue.stamps(store)
        if not folder.is_dir():
            return "missing" if held or self.catalogue.totals().passages else ""
        borne = stamps.read(folder)
        return "" if borne in (held, due) else "of another state of the catalogue"

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
        """Bring the stores up to date with the catalogue; a broken one is made anew.

        Raises FullError where the disk is full, and ModelError.
        """
        ways = ((self._apply_words, self.refill_words), (self._apply_vectors, self.refill_vectors))
        for bring_up, make_anew in ways:
            try:
                bring_up()
            except DamagedError as error:
                disk.room(self.data, 0)  # it may be whole, and only have no room to grow
                log.warning("%s; it is made anew from the catalogue", error)
                make_anew()

    def _apply_words(self) -> None:
        while pending := self.catalogue.pending("words", WORDS_BATCH):
            documents = [document for document, _, _ in pending]
            with self.shelf.words.writing() as change:
                for document in documents:
                    change.drop(document)
                change.add(self._postings(documents))
            self.catalogue.done("words", documents)
        self._settle("words", self.shelf.folder)
        self.shelf.words.reload()

    def _apply_vectors(self) -> None:
        together = MODEL_DOCUMENTS if self.embedder.weight else HASHED_DOCUMENTS
        while pending := self.catalogue.pending(VECTORS, together):
            documents = [document for document, _, _ in pending]
            rows = self.catalogue.passages("p.document", documents)
            there = {row[1] for row in rows}
            gone = [range(a, z + 1) for document, a, z in pending if document not in there]
            self.vectors.drop([id_ for ids in gone for id_ in ids])
            texts = list(self.passage_texts(rows))
            if texts:
                made = self.embedder.embed(texts)
                manifest.claim(self.data, self.embedder.fingerprint, self.encoding)
                self.vectors.put([row[0] for row in rows], made)
                self.embedded(len(texts))
            self.catalogue.done(VECTORS, documents)
        self._settle(VECTORS, self.vectors.path)

    def _settle(self, store: str, folder: Path) -> None:
        """Stamp a store that has nothing left to do; a crash in between leaves both stamps good."""
        _, due = self.catalogue.stamps(store)
        if due:
            folder.mkdir(exist_ok=True)
            stamps.write(folder, due)
            self.catalogue.settle(store, due)

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

    def refill_vectors(self) -> None:
        """Make the vectors anew: emptied first, since new ones may have another size."""
        self.vectors.close()
        rmtree(self.vectors.path, ignore_errors=True)
        self.catalogue.redo(VECTORS)
        self._apply_vectors()

    def passage_texts(self, rows: Sequence[tuple[int, int, int, int, int, str]]) -> Iterator[str]:
        """The text of each of these rows of passages."""
        for document, members in groupby(rows, lambda row: row[1]):
            text = self.catalogue.text(document)
            for row in members:
                yield text[row[2] : row[3]]

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
