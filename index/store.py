"""The index of one data directory: takes files in, and gives out what a question needs."""

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import Literal, Self

from index import manifest
from index.analysis import Analysis, analyse, terms_of
from index.arabic import forms
from index.catalogue import Catalogue
from index.embedder import Embedder, HashingEmbedder
from index.errors import FileError, StoreError
from index.intake import clear, insert, remove
from index.lock import in_turn, writing
from index.shelf import Shelf
from index.values import Document, File, Passage, Sentence, Totals
from index.vectors import Vectors
from index.words import Clause, Field, Posting, Words

BATCH_CHARACTERS = 1_000_000
"""Text taken in by one commit: some 250 articles, so that memory stays flat and a crash costs
seconds of work."""
MODEL_CHARACTERS = 100_000
"""The same with a model, which embeds some 30 passages a second on a processor: the bar moves
and others get to write every ten seconds."""
MODEL_DOCUMENTS = 10
"""Documents whose passages go to a model together; the hashing embedder gets more."""
WORDS_BATCH = 500
"""Documents whose postings are committed at once."""
FAILED_CHARACTERS = 1_000
"""What a file that can't be read counts in a batch, so that these too end."""
UPLOADS = "upload"
"""The root of what was uploaded; an upload replaces a source of any root."""
LOCK_WAIT = 30.0
"""Seconds a write waits for another's; a batch takes one or two."""

Status = Literal["indexed", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: `reason` says why it failed."""

    source: str
    status: Status
    reason: str = ""
    sentences: int = 0


class Index:
    """Documents, sentences and passages, and the stores derived from them.

    The catalogue is the truth. A change is committed there with a note for each derived store,
    which is then brought up to date; a crash in between leaves the note, and `reconcile`
    finishes the work. What a derived store proposes is looked up in the catalogue before it
    counts. `embedded` is called with the number of passages each time some were. Safe to use
    from several threads and beside other processes.
    """

    def __init__(
        self, data: Path, embedder: Embedder, encoding: str, lock_wait: float, *, rebuild: bool
    ) -> None:
        self.data = data
        self.embedder = embedder
        self.encoding = encoding
        self.lock_wait = lock_wait
        found = manifest.read(data)
        self._check(found, rebuild)
        if found is not None and not (data / manifest.CATALOGUE).exists():
            raise StoreError(
                f"the catalogue is missing from {data}: restore it, or empty the folder"
            )
        try:
            data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"the data directory {data} can't be made: {error}") from error
        self.catalogue = Catalogue(data / manifest.CATALOGUE)
        self.catalogue.create()
        self._seen = self.catalogue.generation()  # before the stores, lest a commit be missed
        self._shelf = Shelf(data, self.catalogue, mend=rebuild)
        self.vectors = Vectors(data / "vectors")
        self.embedded: Callable[[int], None] = lambda _: None
        self._guard = threading.Lock()
        self._text = lru_cache(maxsize=256)(self._load_text)

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
        another embedder (unless it is to be rebuilt with this one).
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
        return self._shelf.words

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
        """The text of a source as it was read; UnknownSourceError."""
        with self.reading():
            return self._text(self.document(source).id)

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
        with self.catalogue.reading():
            self._shelf.enter()
            generation = self.catalogue.generation()
            if generation != self._seen:
                with self._guard:
                    self.vectors.reload()
                    self._seen = generation
            yield

    def propose(
        self,
        field: Field,
        clauses: Sequence[Clause],
        limit: int,
        documents: Sequence[int] | None = None,
    ) -> list[int]:
        """The ids of sentences or passages that tantivy thinks best."""
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
            Passage(id_, document, start, end, length, self._text(document)[start:end])
            for id_, document, start, end, length in self.catalogue.passages("id", ids)
        ]

    def passages_of(self, documents: Sequence[int]) -> list[int]:
        """The ids of all passages of these documents."""
        return [row[0] for row in self.catalogue.passages("document", documents)]

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
            if size >= (MODEL_CHARACTERS if self.embedder.weight else BATCH_CHARACTERS):
                yield from self._add(batch)
                batch, size = [], 0
        yield from self._add(batch)

    def remove(self, source: str) -> None:
        """Take a source out; UnknownSourceError if there is none of that name."""
        with writing(self.data, self.lock_wait):
            with self.catalogue.writing() as sql:
                self._remove(sql, self.catalogue.document(source))
            self._apply()

    def prune(self, root: str, present: Collection[str]) -> list[str]:
        """Remove the sources of a root that are no longer present, and name them."""
        gone = sorted(set(self.catalogue.names(root)) - set(present))
        for start in range(0, len(gone), 200):
            with writing(self.data, self.lock_wait):
                with self.catalogue.writing() as sql:
                    for source in gone[start : start + 200]:
                        self._remove(sql, self.catalogue.document(source))
                self._apply()
        return gone

    def reconcile(self) -> None:
        """Finish what a crash left half done, and refill a derived store that was lost."""
        with writing(self.data, self.lock_wait):
            self._apply()
            totals = self.catalogue.totals()
            if self.words.size() != totals.sentences + totals.passages:
                self._refill("words")
            if self.vectors.size() != totals.passages:
                self._refill("vectors")

    def rebuild(self) -> None:
        """Make everything anew from the texts, with this embedder, encoding and program.

        Readers see what was there before, until all is there at once. ModelError, before
        anything is undone, where the embedder can't be used; `embedded` is told of each batch.
        """
        self.embedder.embed(["ا"])
        with writing(self.data, self.lock_wait):
            self._announce()
            with self.catalogue.writing() as sql:
                clear(sql)
                for document in self.catalogue.documents():
                    text = self.catalogue.text(document.id) or ""
                    sql.execute("DELETE FROM documents WHERE id = ?", (document.id,))
                    file = File(document.source, document.root, document.sha256, text)
                    insert(sql, file, analyse(text, self.encoding), document.added)
                self._write_words_anew(sql)
            self._shelf.sweep()
            self._refill("vectors")
            self._finish()

    def finish(self) -> None:
        """Write the manifest: from now on the index is whole, also when it is empty."""
        with writing(self.data, self.lock_wait):
            self._finish()

    # How.

    def _finish(self) -> None:
        made = manifest.Manifest(self.embedder.fingerprint, self.encoding)
        manifest.write(self.data, made)

    def fits(self) -> bool:
        """Whether the vectors are of this embedder: another process may have made them anew."""
        found = manifest.read(self.data)
        return found is None or found.embedder == self.embedder.fingerprint

    def _announce(self) -> None:
        """Before vectors change hands: after a crash in between, neither embedder fits them."""
        found = manifest.read(self.data)
        if found is not None and found.embedder != self.embedder.fingerprint:
            manifest.write(self.data, manifest.Manifest(self._unfinished(), self.encoding))

    def _claim(self) -> None:
        """Before vectors are written: whose they are is known, and no other's are there."""
        found = manifest.read(self.data)
        if found is None:
            begun = manifest.Manifest(self.embedder.fingerprint, self.encoding, whole=False)
            manifest.write(self.data, begun)
        elif found.embedder not in (self.embedder.fingerprint, self._unfinished()):
            raise StoreError(
                manifest.mismatch(self.data, "embedder", found.embedder, self.embedder.fingerprint)
            )

    def _unfinished(self) -> str:
        return f"{self.embedder.fingerprint}, unfinished"

    def _check(self, found: manifest.Manifest | None, rebuild: bool) -> None:
        if found is None or rebuild:
            return
        for name, made, wanted in (
            ("embedder", found.embedder, self.embedder.fingerprint),
            ("encoding", found.encoding, self.encoding),
        ):
            if made != wanted:
                raise StoreError(manifest.mismatch(self.data, name, made, wanted))

    def _add(self, batch: list[File | FileError]) -> list[Outcome]:
        if not batch:
            return []
        # Reading the files is the processor's work too: one batch of a process at a time.
        with in_turn(self.data, self.lock_wait):
            return self._take_in(batch)

    def _take_in(self, batch: list[File | FileError]) -> list[Outcome]:
        known = {f.source: self.catalogue.find(f.source) for f in batch if isinstance(f, File)}
        analysed = {
            file.sha256: analyse(file.text, self.encoding)
            for file in batch
            if isinstance(file, File) and not _same(file, known[file.source])
        }
        if not analysed and not self.catalogue.pending("words", 1):
            # Nothing to write, so nobody is kept waiting: an untouched archive is only read.
            return [_left(file, known) for file in batch]
        self.embedder.embed([])  # what can't be embedded is not taken in
        with writing(self.data, self.lock_wait):
            self._check(manifest.read(self.data), rebuild=False)  # another may have rebuilt it
            with self.catalogue.writing() as sql:
                outcomes = [self._take(sql, file, analysed) for file in batch]
            self._apply()
        return outcomes

    def _take(
        self, sql: sqlite3.Connection, file: File | FileError, analysed: dict[str, Analysis]
    ) -> Outcome:
        if isinstance(file, FileError):
            return Outcome(file.source, "failed", file.reason)
        old = self.catalogue.find(file.source)
        if old is not None and old.root != file.root and file.root != UPLOADS:
            reason = f"a source of that name was indexed from {old.root}: remove it first"
            return Outcome(file.source, "failed", reason)
        if old is not None and _same(file, old):
            return Outcome(file.source, "unchanged", sentences=old.sentences)
        if old is not None:
            self._remove(sql, old)
        analysis = analysed.get(file.sha256) or analyse(file.text, self.encoding)
        insert(sql, file, analysis)
        return Outcome(file.source, "indexed", sentences=len(analysis.sentences))

    def _remove(self, sql: sqlite3.Connection, document: Document) -> None:
        text = self.catalogue.text(document.id) or ""
        remove(sql, document, analyse(text, self.encoding))

    def _apply(self) -> None:
        """Bring the derived stores up to date with the catalogue."""
        while pending := self.catalogue.pending("words", WORDS_BATCH):
            documents = [document for document, _, _ in pending]
            with self.words.writing() as change:
                for document in documents:
                    change.drop(document)
                change.add(self._postings(documents))
            self.catalogue.done("words", documents)
        together = MODEL_DOCUMENTS if self.embedder.weight else 100
        while pending := self.catalogue.pending("vectors", together):
            documents = [document for document, _, _ in pending]
            rows = self.catalogue.passages("document", documents)
            there = {row[1] for row in rows}
            gone = [range(a, z + 1) for document, a, z in pending if document not in there]
            self.vectors.drop([id_ for ids in gone for id_ in ids])
            texts = [self._text(document)[start:end] for _, document, start, end, _ in rows]
            if texts:
                made = self.embedder.embed(texts)
                self._claim()
                self.vectors.put([row[0] for row in rows], made)
                self.embedded(len(texts))
            self.catalogue.done("vectors", documents)
        self.words.reload()

    def _write_words_anew(self, sql: sqlite3.Connection) -> None:
        """A second word index, of what the transaction is about to make true, and named by it."""
        folder, words = self._shelf.fresh()
        documents = [document for document, _, _ in self.catalogue.pending("words")]
        for start in range(0, len(documents), WORDS_BATCH):
            with words.writing() as change:
                change.add(self._postings(documents[start : start + WORDS_BATCH]))
        sql.execute("UPDATE totals SET words = ?, generation = generation + 1", (folder,))
        sql.execute("DELETE FROM pending WHERE store = 'words'")

    def _refill(self, *stores: Literal["words", "vectors"]) -> None:
        """Empty stores, all of them before any is filled: new vectors may have another size."""
        for store in stores:
            if store == "words":
                self._shelf.empty()
            else:
                self.vectors.close()
                rmtree(self.data / "vectors", ignore_errors=True)
            self.catalogue.redo(store)
        self._apply()

    def _postings(self, documents: Sequence[int]) -> Iterator[Posting]:
        sentences = self._sentences("s.document", documents)
        for (document, passage), members in groupby(sentences, lambda s: (s.document, s.passage)):
            together: Counter[str] = Counter()
            for sentence in members:
                terms = terms_of(forms(sentence.text))
                together.update(terms)
                yield Posting(sentence.id, document, "sentence", terms)
            yield Posting(passage, document, "passage", list(together.elements()))

    def _sentences(self, where: str, values: Sequence[int]) -> list[Sentence]:
        return [
            Sentence(*row, self._text(row[1])[row[6] : row[7]])
            for row in self.catalogue.sentences(where, values)
        ]

    def _load_text(self, document: int) -> str:
        text = self.catalogue.text(document)
        return "" if text is None else text


def _left(file: File | FileError, known: dict[str, Document | None]) -> Outcome:
    """The outcome of a file that changes nothing."""
    if isinstance(file, FileError):
        return Outcome(file.source, "failed", file.reason)
    document = known[file.source]
    return Outcome(file.source, "unchanged", sentences=document.sentences if document else 0)


def _same(file: File, known: Document | None) -> bool:
    """Whether nothing is to be done; an upload of what is there takes no other root's place."""
    if known is None or known.sha256 != file.sha256:
        return False
    return file.root in (known.root, UPLOADS)
