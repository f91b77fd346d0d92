"""The index of one data directory: takes files in, and gives out what a question needs."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from index import disk, manifest, restore
from index.analysis import Analysis, analyse
from index.catalogue import Catalogue
from index.derived import Derived
from index.embedder import Embedder, HashingEmbedder
from index.embedder import Vectors as Rows
from index.errors import DamagedError, FileError, FullError, StoreError
from index.intake import clear, insert, remove, reread
from index.lock import writing
from index.semantic import Semantic
from index.values import Document, File, Passage, Sentence, Totals
from index.vectors import Vectors
from index.words import Clause, Field, Words

BATCH_CHARACTERS = 1_000_000
"""Text taken in by one commit: some 250 articles, so that memory stays flat and a crash costs
seconds of work."""
FAILED_CHARACTERS = 1_000
"""What a file that can't be read counts in a batch, so that these too end."""
UPLOADS = "upload"
"""The root of what was uploaded; an upload replaces a source of any root."""
LOCK_WAIT = 30.0
"""Seconds a write waits for another's; a batch takes one or two."""
DAMAGED = "the text of {} is not the one that was indexed: `isnad check` says more"
REBUILT = "the {} are {}; they are made anew from the catalogue"

Status = Literal["indexed", "unchanged", "failed"]

log = logging.getLogger("isnad")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: `reason` says why it failed."""

    source: str
    status: Status
    reason: str = ""
    sentences: int = 0


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
        self._text = lru_cache(maxsize=256)(self._load_text)
        self.derived = Derived(data, self.catalogue)
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
            document = self.document(source)
            text = self._text(document.id, document.sha256, source)
        if text is None:
            raise DamagedError(DAMAGED.format(source))
        return text

    def sentences(self, source: str) -> list[Sentence]:
        """All sentences of a source in order; UnknownSourceError."""
        with self.reading():
            return self._sentences("s.document", [self.document(source).id])

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
            self._aside(lambda: self.refill(words=True))
            self.catalogue.look_again()  # the same texts, with other words
            return self.words.propose(field, clauses, limit, documents)

    def sentences_by_id(self, ids: Sequence[int]) -> list[Sentence]:
        """The sentences of these ids that still exist."""
        return self._sentences("s.id", ids)

    def sentences_of(self, passages: Sequence[int]) -> list[Sentence]:
        """The sentences of these passages."""
        return self._sentences("s.passage", passages)

    def passages_by_id(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids that still exist."""
        return [
            Passage(id_, document, start, end, length, text[start:end])
            for id_, document, start, end, length, sha256 in self.catalogue.passages("p.id", ids)
            if (text := self._text(document, sha256)) is not None
        ]

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
            self._drop([source])

    def prune(self, root: str, present: Collection[str]) -> list[str]:
        """Remove the sources of a root that are no longer present, and name them."""
        gone = sorted(set(self.catalogue.names(root)) - set(present))
        for start in range(0, len(gone), 200):
            with self._writing():
                self._drop(gone[start : start + 200])
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
        self._text.cache_clear()

    def rebuild(self) -> None:
        """Make everything anew from the texts, with this encoding and program.

        Readers see what was there before, until all is there at once; but the vectors, which are
        left to be made anew.
        """
        with self._writing():
            with self.catalogue.writing() as sql:
                clear(sql)
                for document in self.catalogue.documents():
                    text = self.catalogue.text(document.id)
                    sql.execute("DELETE FROM documents WHERE id = ?", (document.id,))
                    file = File(document.source, document.root, document.sha256, text)
                    insert(sql, file, analyse(text, self.encoding), document.added)
                every = sql.execute("SELECT document FROM pending WHERE store = 'words'")
                self.derived.words_anew(sql, sorted(row[0] for row in every))
            self.derived.shelf.sweep()
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
                self.mend()

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

    def _drop(self, sources: Sequence[str]) -> None:
        """Take sources out; on a full disk with the room that was laid by for it."""
        try:
            self._drop_rows(sources)
        except FullError:
            if not disk.release(self.data):
                raise
            self._drop_rows(sources)
        try:
            self.derived.apply()
        except StoreError as error:
            # They are out: what the word index still proposes is looked up, and not found.
            log.warning("%s; the words follow with the next change", error)
        self.catalogue.shrink()
        disk.reserve(self.data)

    def _drop_rows(self, sources: Sequence[str]) -> None:
        with self.catalogue.writing() as sql:
            for source in sources:
                self._remove(sql, self.catalogue.document(source))

    def _add(self, batch: list[File | FileError]) -> list[Outcome]:
        if not batch:
            return []
        known = {f.source: self.catalogue.find(f.source) for f in batch if isinstance(f, File)}
        analysed = {
            file.sha256: analyse(file.text, self.encoding)
            for file in batch
            if isinstance(file, File) and not self._same(file, known[file.source])
        }
        if not analysed and not self.catalogue.pending("words", 1):
            # Nothing to write, so nobody is kept waiting: an untouched archive is only read.
            return [_left(file, known) for file in batch]
        with self._writing():
            found = manifest.read(self.data)  # another may have rebuilt it
            manifest.check(self.data, found, self.encoding)
            disk.reserve(self.data)
            disk.room(self.data, sum(len(f.text) * 2 for f in batch if isinstance(f, File)))
            before = [self._whole(document) for document in known.values() if document]
            with self.catalogue.writing() as sql:
                outcomes = [self._take(sql, file, analysed) for file in batch]
            try:
                self.derived.apply()
            except StoreError as error:
                if self._undone([o.source for o in outcomes if o.status == "indexed"], before):
                    raise
                log.warning("%s; what was taken in is found with the next change", error)
        return outcomes

    def _whole(self, document: Document) -> tuple[Document, File]:
        """A document with all that makes it."""
        text = self.catalogue.text(document.id)
        return document, File(document.source, document.root, document.sha256, text)

    def _undone(self, taken: Sequence[str], before: Sequence[tuple[Document, File]]) -> bool:
        """Put back what was there before files came for which there was no room, if that can be."""
        disk.release(self.data)
        try:
            with self.catalogue.writing() as sql:
                for source in set(taken):
                    self._remove(sql, self.catalogue.document(source))
                for document, file in before:
                    if document.source in taken:
                        insert(sql, file, analyse(file.text, self.encoding), document.added)
        except FullError:
            return False
        try:
            self.derived.apply()
        except StoreError as error:
            log.warning("%s; the words follow with the next change", error)
        self.catalogue.shrink()
        disk.reserve(self.data)
        return True

    def _take(
        self, sql: sqlite3.Connection, file: File | FileError, analysed: dict[str, Analysis]
    ) -> Outcome:
        if isinstance(file, FileError):
            return Outcome(file.source, "failed", file.reason)
        old = self.catalogue.find(file.source)
        if old is not None and old.root != file.root and file.root != UPLOADS:
            reason = f"a source of that name was indexed from {old.root}: remove it first"
            return Outcome(file.source, "failed", reason)
        if old is not None and self._same(file, old):
            return Outcome(file.source, "unchanged", sentences=old.sentences)
        if old is not None:
            self._remove(sql, old)
        analysis = analysed.get(file.sha256) or analyse(file.text, self.encoding)
        insert(sql, file, analysis)
        return Outcome(file.source, "indexed", sentences=len(analysis.sentences))

    def _remove(self, sql: sqlite3.Connection, document: Document) -> None:
        remove(sql, document, analyse(self.catalogue.text(document.id), self.encoding))

    def _sentences(self, where: str, values: Sequence[int]) -> list[Sentence]:
        return [
            Sentence(*row, text[row[6] : row[7]])
            for row in self.catalogue.sentences(where, values)
            if (text := self._text(row[1], row[3], row[2])) is not None
        ]

    def _load_text(self, document: int, sha256: str, source: str = "") -> str | None:
        """The text that was indexed; None, said in the log, where another is stored."""
        text = self.catalogue.vouched(document, sha256)
        if text is None and self.catalogue.content(document) is not None:
            log.error("%s; it is left out", DAMAGED.format(source or f"document {document}"))
        return text

    def _same(self, file: File, known: Document | None) -> bool:
        """Whether nothing is to be done; an upload of what is there takes no other root's place."""
        if known is None or known.sha256 != file.sha256:
            return False
        if file.root == UPLOADS and self.catalogue.vouched(known.id, known.sha256) is None:
            return False  # the text that is there is damaged, and here is a good one
        return file.root in (known.root, UPLOADS)


def _left(file: File | FileError, known: dict[str, Document | None]) -> Outcome:
    """The outcome of a file that changes nothing."""
    if isinstance(file, FileError):
        return Outcome(file.source, "failed", file.reason)
    document = known[file.source]
    return Outcome(file.source, "unchanged", sentences=document.sentences if document else 0)
