"""The index of one data directory: takes files in, and gives out what a question needs."""

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from index import disk, manifest, restore
from index.catalogue import Catalogue
from index.changes import UPLOADS, Changes, Outcome
from index.derived import Derived
from index.embedder import Embedder, HashingEmbedder
from index.embedder import Vectors as Rows
from index.errors import DamagedError, FileError, StoreError
from index.intake import reread
from index.lock import in_turn, writing
from index.semantic import Semantic
from index.texts import Texts
from index.values import Document, File, Passage, Sentence, Totals
from index.vectors import Vectors
from index.words import Clause, Field, Words

BATCH_CHARACTERS = 1_000_000
"""Text taken in by one commit: some 250 articles, so that memory stays flat and a crash costs
seconds of work."""
FAILED_CHARACTERS = 1_000
"""What a file that can't be read counts in a batch, so that these too end."""
LOCK_WAIT = 30.0
"""Seconds a write waits for another's; a batch takes one or two."""
REBUILT = "the {} are {}; they are made anew from the catalogue"

log = logging.getLogger("isnad")

__all__ = ["LOCK_WAIT", "UPLOADS", "Index", "Outcome"]


class Index:
    """Documents, sentences and passages, and the stores derived from them.

    The catalogue is the truth. A change is committed there with a note for each derived store;
    the word index is then brought up to date, and a crash in between leaves the note, by which
    `reconcile` finishes the work. What the sentences mean is read afterwards, in parts, by
    `encode`. What a derived store proposes is looked up in the catalogue before it counts, and a
    word index that is lost, broken or of another catalogue is made anew at once. A text that is
    not the one indexed is left out of what is read. Safe to use from several threads and beside
    other processes.
    """

    def __init__(
        self, data: Path, embedder: Embedder, encoding: str, lock_wait: float, *, rebuild: bool
    ) -> None:
        self.data = data
        self.embedder = embedder
        self.encoding = encoding
        self.lock_wait = lock_wait
        restore.finish(data, lock_wait)
        found = manifest.read(data)
        if not rebuild:
            manifest.check(data, found, encoding)
        if found is not None and not (data / manifest.CATALOGUE).exists():
            raise StoreError(f"the catalogue is missing from {data}: {restore.REMEDY}")
        try:
            data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"the data directory {data} can't be made: {error}") from error
        self.catalogue = Catalogue(data / manifest.CATALOGUE)
        self._guard = threading.RLock()
        self.texts = Texts(self.catalogue)
        self.derived = Derived(data, self.catalogue)
        self.changes = Changes(self.derived, encoding)
        self.semantic = Semantic(data, self.catalogue, self.derived, embedder, self._writing)
        try:
            if found is not None and found.format < manifest.FORMAT and disk.writable(data):
                manifest.write(data, replace(found, format=manifest.FORMAT))
            self._lay(begun=found is not None)
            self.derived.begin()
            if not rebuild:
                self.mend()
                self.derived.shelf.enter()
        except BaseException:
            self.close()
            raise

    def _lay(self, *, begun: bool) -> None:
        """Begin the catalogue, but never in the place of one that was lost."""
        if not self.catalogue.laid() and (begun or any(self.data.glob("words*"))):
            raise StoreError(f"the catalogue in {self.data} is empty: {restore.REMEDY}")
        self.catalogue.create()

    @classmethod
    def open(
        cls,
        data: Path,
        *,
        embedder: Embedder | None = None,
        encoding: str = "isnad",
        lock_wait: float = LOCK_WAIT,
        rebuild: bool = False,
    ) -> "Index":
        """Open or begin the index of a data directory.

        Raises StoreError where the directory is not ours, of a newer version, or made with
        another encoding (unless it is to be rebuilt with this one).
        """
        return cls(data, embedder or HashingEmbedder(), encoding, lock_wait, rebuild=rebuild)

    def close(self) -> None:
        """Let go of all files."""
        self.vectors.close()
        self.catalogue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def words(self) -> Words:
        """The word index of what this thread reads."""
        return self.derived.shelf.words

    @property
    def vectors(self) -> Vectors:
        """Chroma's copy of the vectors."""
        return self.derived.vectors

    # Reading.

    def documents(self, search: str = "", offset: int = 0, limit: int = -1) -> list[Document]:
        """The documents by source, `limit` of them (-1: all) after the first `offset`.

        `search` narrows them to those whose name or title holds each of its words, folded.
        """
        return self.catalogue.documents(search, offset, limit)

    def number(self, search: str = "") -> int:
        """How many documents `documents` would find."""
        return self.catalogue.number(search)

    def names(self, root: str) -> list[str]:
        """The sources that were indexed from a root."""
        return self.catalogue.names(root)

    def document(self, source: str) -> Document:
        """The document of that name; UnknownSourceError if there is none."""
        return self.catalogue.document(source)

    def find(self, source: str) -> Document | None:
        """The document of that name, if there is one."""
        return self.catalogue.find(source)

    def text(self, source: str) -> str:
        """The text of a source as it was read; UnknownSourceError.

        DamagedError where what is stored is not what was read: its sha256 is another.
        """
        with self.reading():
            return self.texts.text(self.document(source))

    def sentences(self, source: str) -> list[Sentence]:
        """All sentences of a source in order; UnknownSourceError."""
        with self.reading():
            return self.texts.sentences("s.document", [self.document(source).id])

    def generation(self) -> int:
        """A number that rises with every commit."""
        return self.catalogue.generation()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One consistent view: what is read inside the block belongs together."""
        if self.catalogue.sql.in_transaction:
            yield
            return
        self._look()
        with self.catalogue.reading():
            try:
                self.derived.shelf.enter()
            except DamagedError:
                self._aside(self.mend)
                self.catalogue.look_again()
                self.derived.shelf.enter()
            yield

    def propose(
        self,
        field: Field,
        clauses: Sequence[Clause],
        limit: int,
        documents: Sequence[int] | None = None,
    ) -> list[int]:
        """The ids of sentences or passages that tantivy thinks best."""
        try:
            return self.words.propose(field, clauses, limit, documents)
        except DamagedError as error:
            if not disk.writable(self.data):
                raise
            log.warning("%s; it is made anew from the catalogue", error)
            self._aside(lambda: self.refill(words=True, vectors=False))
            self.catalogue.look_again()  # the same texts, with other words
            return self.words.propose(field, clauses, limit, documents)

    def sentences_by_id(self, ids: Sequence[int]) -> list[Sentence]:
        """The sentences of these ids that still exist."""
        return self.texts.sentences("s.id", ids)

    def sentences_of(self, passages: Sequence[int]) -> list[Sentence]:
        """The sentences of these passages."""
        return self.texts.sentences("s.passage", passages)

    def at(self, places: Sequence[tuple[int, int]]) -> list[Sentence]:
        """The sentences at these places (document, ordinal), in order; what is beyond has none."""
        return self.sentences_by_id(self.catalogue.at(places))

    def passages_by_id(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids that still exist."""
        return self.texts.passages(ids)

    def homes(self, passages: Sequence[int]) -> dict[int, int]:
        """The passage of each sentence of these passages, by the sentence's id."""
        return self.catalogue.homes(passages)

    def encoded(self) -> bool:
        """Whether there are vectors that questions can be held against; ModelError."""
        return self.semantic.usable()

    def unencoded(self) -> int:
        """How many sentences `encode` has yet to read."""
        return self.semantic.left()

    def nearest(
        self, row: Rows, limit: int, documents: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The sentences nearest to a unit vector, of all or of these documents.

        Their ids and cosines, best first; call it where `encoded`.
        """
        return self.semantic.nearest(row, limit, documents)

    def cosines(self, row: Rows, ids: Sequence[int]) -> dict[int, float]:
        """How near a unit vector each of these sentences is that has a vector."""
        return self.semantic.meanings.cosines(row, ids)

    def totals(self) -> Totals:
        """How many sentences and passages there are, and their terms together."""
        return self.catalogue.totals()

    def counts(self, terms: Iterable[str]) -> dict[str, tuple[int, int]]:
        """For each index term that occurs: how many sentences and passages hold it."""
        return self.catalogue.counts(terms)

    def known(self, term: str) -> bool:
        """Whether any sentence holds this index term."""
        return bool(self.catalogue.counts([term]))

    def spellings(self, skeleton_: str) -> list[str]:
        """The folded words of the texts with this consonant skeleton."""
        return self.catalogue.spellings(skeleton_)

    # Writing.

    def add(self, files: Iterable[File | FileError]) -> Iterator[Outcome]:
        """Take files in, a batch at a time; what has not changed is left alone.

        A file replaces the source of its name if that came from the same root, or if the file
        is an upload; else it fails. An error among the files is passed on as a failure.
        """
        batch: list[File | FileError] = []
        size = 0
        for file in files:
            batch.append(file)
            size += len(file.text) if isinstance(file, File) else FAILED_CHARACTERS
            if size >= BATCH_CHARACTERS:
                yield from self._add(batch)
                batch, size = [], 0
        yield from self._add(batch)

    def remove(self, source: str) -> None:
        """Take a source out; UnknownSourceError if there is none of that name."""
        with self._writing():
            self.changes.drop([source])

    def prune(self, root: str, present: Collection[str]) -> list[str]:
        """Remove the sources of a root that are no longer present, and name them."""
        gone = sorted(set(self.catalogue.names(root)) - set(present))
        for start in range(0, len(gone), 200):
            with self._writing():
                self.changes.drop(gone[start : start + 200])
        return gone

    def reconcile(self) -> None:
        """Finish what a crash left half done, and refill a word index that was lost."""
        with self._writing():
            self.derived.apply()
            self._mend()

    def encode(self) -> int:
        """Read the next sentences that have no vector; how many, 0 where none are left.

        The vectors of another embedder give place to this one's. Broken off at any moment, it
        goes on where it was. Raises ModelError, and BusyError where another process is at it.
        """
        self._look()
        return self.semantic.encode(self.lock_wait)

    def follow(self) -> int:
        """Bring Chroma up to some more of what changed; how many documents, 0 if none are left."""
        return self.semantic.follow()

    def refill(self, *, words: bool = False, chroma: bool = False, vectors: bool = False) -> None:
        """Make derived stores anew from the catalogue; the vectors are dropped, to be made anew."""
        with self._writing():
            if words:
                self.derived.refill_words()
            if vectors:
                self.semantic.drop()
            if chroma:
                self.derived.clear_vectors()
            self.derived.apply()

    def put_text(self, document: Document, text: str) -> None:
        """Put the text of a document back in the place of a damaged one."""
        with self._writing(), self.catalogue.writing() as sql:
            sql.execute("UPDATE documents SET text = ? WHERE id = ?", (text, document.id))
            reread(sql, document.id)
            sql.execute("UPDATE totals SET generation = generation + 1")
        self.texts.forget()

    def rebuild(self) -> None:
        """Make everything anew from the texts, with this encoding and program.

        Readers see what was there before, until all is there at once; but the vectors, which are
        left to be made anew.
        """
        with self._writing():
            self.changes.rebuild()
            self._finish()

    def begin(self, given: Sequence[str], *, follow_links: bool) -> None:
        """Note what the first indexing is given, for it to go on with after a crash."""
        with self._writing():
            found = manifest.read(self.data)
            if found is None or not found.whole:
                made = manifest.Manifest(self.encoding, whole=False)
                noted = replace(made, given=tuple(given), follow_links=follow_links)
                manifest.write(self.data, noted)

    def finish(self) -> None:
        """Write the manifest: from now on the index is whole, also when it is empty."""
        with self._writing():
            self._finish()

    def finish_first(self) -> None:
        """End the first indexing; where nothing could be taken in, as if it had not been begun."""
        with self._writing():
            if self.catalogue.number():
                self._finish()
            else:
                (self.data / manifest.NAME).unlink(missing_ok=True)

    # The state of the stores.

    def faults(self) -> dict[str, str]:
        """What is wrong with the derived stores, as far as can be seen at once."""
        self._look()
        return self.derived.faults()

    def mend(self) -> None:
        """Make the word index anew where it is lost, broken or of another catalogue."""
        if "words" not in self.derived.faults():
            return
        if not disk.writable(self.data):
            reason = REBUILT.format("words", self.derived.faults().get("words"))
            raise StoreError(f"{reason}, once {self.data} can be written")
        with writing(self.data, self.lock_wait):
            self._mend()

    def _mend(self) -> None:
        if reason := self.derived.faults().get("words"):  # another may have mended it meanwhile
            log.warning(REBUILT.format("words", reason))
            self.derived.refill_words()

    def _look(self, *, locked: bool = False) -> None:
        """Open anew what another process has put in the place of what is open."""
        if not locked:
            restore.finish(self.data, self.lock_wait)
        if not self.catalogue.exchanged():
            return
        with self._guard:
            if not self.catalogue.exchanged():
                return
            log.warning("another catalogue was put in %s: it is opened", self.data)
            self.catalogue.turn()
            self.derived.shelf.forget()
            self.semantic.turn()
        if locked:
            self._mend()
        else:
            self.mend()  # which waits for whoever writes, and may wait for the guard

    # How.

    def _aside(self, change: Callable[[], None]) -> None:
        """Make a change while this thread has a view, which it can't make itself."""
        with ThreadPoolExecutor(1) as thread:
            thread.submit(change).result()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the data directory for a change of the catalogue that is there now."""
        with writing(self.data, self.lock_wait):
            restore.finish_locked(self.data)
            self._look(locked=True)
            yield

    def _finish(self) -> None:
        manifest.write(self.data, manifest.Manifest(self.encoding))

    def _add(self, batch: list[File | FileError]) -> list[Outcome]:
        if not batch:
            return []
        # Reading the files is the processor's work too: one batch of a process at a time.
        with in_turn(self.data, self.lock_wait):
            return self._take_in(batch)

    def _take_in(self, batch: list[File | FileError]) -> list[Outcome]:
        analysed = self.changes.changed(batch)
        if not analysed and not self.catalogue.pending("words", 1):
            # Nothing to write, so nobody is kept waiting: an untouched archive is only read.
            return [self.changes.left(file) for file in batch]
        with self._writing():
            found = manifest.read(self.data)  # another may have rebuilt it
            manifest.check(self.data, found, self.encoding)
            return self.changes.take(batch, analysed)
