"""The SQLite catalogue: documents, sentences, passages and counts, the one source of truth."""

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import TypeVar
from weakref import WeakSet

from index import schema
from index.connection import connect
from index.disk import REMEDY, minding, said
from index.errors import DamagedError, StoreError, UnknownSourceError
from index.values import Document, Totals

T = TypeVar("T")
SentenceRow = tuple[int, int, str, str, int, int, int, int, int]
"""The fields of values.Sentence but its text."""

PassageRow = tuple[int, int, int, int, int, str]
"""The fields of values.Passage but its text, and the sha256 of the document."""

MANY = 500
"""Values put into one SQL statement; SQLite's own limit was 999 for long."""

DOCUMENT = "id, source, root, sha256, title, added, characters, sentences"
SENTENCE = (
    "SELECT s.id, s.document, d.source, d.sha256, s.passage, s.ordinal, s.start, s.end, s.length"
    " FROM sentences s JOIN documents d ON d.id = s.document"
)


PASSAGE = (
    "SELECT p.id, p.document, p.start, p.end, p.length, d.sha256"
    " FROM passages p JOIN documents d ON d.id = p.document"
)


class _Own:
    """A thread's connection, closed when the thread is gone: a server's threads come and go."""

    def __init__(self, connection: sqlite3.Connection, epoch: int) -> None:
        self.connection = connection
        self.epoch = epoch

    def __del__(self) -> None:
        self.connection.close()


class Catalogue:
    """One SQLite file; a connection for each thread, and transactions that all hold or none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._open: WeakSet[_Own] = WeakSet()
        self._guard = threading.Lock()
        self._file: tuple[int, int] | None = None
        self._epoch = 0

    @property
    def sql(self) -> sqlite3.Connection:
        """This thread's connection."""
        own: _Own | None = getattr(self._local, "own", None)
        if own is None or (own.epoch != self._epoch and not own.connection.in_transaction):
            self._local.own = own = _Own(self._connect(), self._epoch)
            with self._guard:
                self._open.add(own)
        return own.connection

    def create(self) -> None:
        """Lay the tables, if they are not there yet; StoreError if others are."""
        self._file = self._identity()
        if self._is_ours() and schema.version(self.sql) >= schema.VERSION:
            self._file = self._identity()
            return  # no lock is taken, so that reading always works
        with minding(self.path):
            self.sql.execute("PRAGMA journal_mode = WAL")  # stays with the file
        with self.writing() as sql:
            if not self._is_ours():
                schema.lay(sql)
            elif schema.version(sql) < schema.VERSION:
                schema.add(sql)
        self._file = self._identity()

    def laid(self) -> bool:
        """Whether the tables are there; StoreError if the file can't be read or is not ours."""
        return self.path.exists() and self._is_ours()

    def turn(self) -> None:
        """Turn to the file that lies there now; threads in the middle of a view keep theirs."""
        self._epoch += 1
        if not self.laid():
            raise StoreError(f"the catalogue {self.path} is empty: {REMEDY}")
        self.create()

    def shrink(self) -> None:
        """Give the room of the log back to the disk, if nobody reads in it."""
        with suppress(sqlite3.Error):
            (wait,) = self.sql.execute("PRAGMA busy_timeout").fetchone()
            self.sql.execute("PRAGMA busy_timeout = 0")
            self.sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.sql.execute(f"PRAGMA busy_timeout = {wait}")

    def exchanged(self) -> bool:
        """Whether another file lies where the one that is open was; StoreError if none does."""
        try:
            found = self.path.stat()
        except OSError as error:
            raise StoreError(
                f"the catalogue is missing from {self.path.parent}: {REMEDY}"
            ) from error
        if not found.st_size:  # it never is, once laid
            raise DamagedError(f"the catalogue {self.path} is empty: {REMEDY}")
        return (found.st_dev, found.st_ino) != self._file

    def sound(self) -> None:
        """Raise StoreError where the file is no catalogue any more, whoever has it open.

        By a connection of its own, which reads the file anew. It is never opened by other means:
        closing it would take the locks of this process's other connections away.
        """
        self.exchanged()
        with minding(self.path), closing(connect(self.path)) as sql:
            if sql.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
                raise DamagedError(f"the catalogue {self.path} is damaged: {REMEDY}")

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _is_ours(self) -> bool:
        """Whether the file is a catalogue; False if it is empty."""
        try:
            application = self.sql.execute("PRAGMA application_id").fetchone()[0]
            tables = self.sql.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        except sqlite3.Error as error:
            known = said(self.path, error)
            raise known or StoreError(f"{self.path} can't be read: {error}") from error
        if application == schema.APPLICATION_ID:
            return True
        if tables:
            raise StoreError(f"{self.path} is not Isnad's: choose another data directory")
        return False

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._guard:
            for own in self._open:
                own.connection.close()
        self._local = threading.local()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view of the catalogue, whatever is written meanwhile."""
        sql = self.sql
        if sql.in_transaction:
            yield sql
            return
        sql.execute("BEGIN")
        try:
            yield sql
        finally:
            sql.execute("COMMIT")

    def look_again(self) -> None:
        """Begin this thread's view anew, if it has one: what it was to go with has gone."""
        if self.sql.in_transaction:
            self.sql.execute("COMMIT")
            self.sql.execute("BEGIN")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; an error inside undoes all of it."""
        with minding(self.path), transaction(self.sql):
            yield self.sql

    def _connect(self) -> sqlite3.Connection:
        try:
            return connect(self.path)
        except sqlite3.Error as error:
            known = said(self.path, error)
            raise known or StoreError(f"{self.path} can't be opened: {error}") from error

    # What stands in it.

    def documents(self, search: str = "", offset: int = 0, limit: int = -1) -> list[Document]:
        """The documents by source, `limit` of them (-1: all) after the first `offset`.

        `search` narrows them to those whose name or title holds each of its words, folded.
        """
        where, values = _named(search)
        # The names are found in an index; only the rows wanted, which hold whole texts, are read.
        query = (
            f"SELECT {DOCUMENT} FROM documents WHERE id IN"
            f" (SELECT id FROM documents{where} ORDER BY source LIMIT ? OFFSET ?) ORDER BY source"
        )
        return [Document(*row) for row in self.sql.execute(query, [*values, limit, offset])]

    def number(self, search: str = "") -> int:
        """How many documents `documents` would find."""
        where, values = _named(search)
        row = self.sql.execute(f"SELECT count(*) FROM documents{where}", values).fetchone()
        return int(row[0])

    def document(self, source: str) -> Document:
        """The document of that name; UnknownSourceError if there is none."""
        found = self.find(source)
        if found is None:
            raise UnknownSourceError(source)
        return found

    def find(self, source: str) -> Document | None:
        """The document of that name, if there is one."""
        query = f"SELECT {DOCUMENT} FROM documents WHERE source = ?"
        whole = source.encode("utf-8", "replace").decode("utf-8")  # no name holds half a pair
        row = self.sql.execute(query, (whole,)).fetchone() if whole == source else None
        return Document(*row) if row else None

    def names(self, root: str) -> list[str]:
        """The sources that were indexed from a root."""
        query = "SELECT source FROM documents WHERE root = ? ORDER BY source"
        return [row[0] for row in self.sql.execute(query, (root,))]

    def content(self, document: int) -> bytes | None:
        """The bytes of a document's text as they are stored, None if it is gone."""
        query = "SELECT CAST(text AS BLOB) FROM documents WHERE id = ?"
        row = self.sql.execute(query, (document,)).fetchone()
        return row[0] if row else None

    def text(self, document: int) -> str:
        """The text of a document, whether or not it is the one indexed; empty if it is gone."""
        return (self.content(document) or b"").decode("utf-8", "replace")

    def vouched(self, document: int, sha256: str) -> str | None:
        """The text of a document if it still has that sha256, else None."""
        content = self.content(document)
        if content is None or hashlib.sha256(content).hexdigest() != sha256:
            return None
        return content.decode("utf-8")

    def sentences(self, where: str, values: Sequence[int]) -> list[SentenceRow]:
        """Rows of sentences whose column `where` (s.id, s.document, s.passage) is among values."""
        rows: list[SentenceRow] = []
        for chunk in chunks(values):
            marks = ",".join("?" * len(chunk))
            rows += self.sql.execute(
                f"{SENTENCE} WHERE {where} IN ({marks}) ORDER BY s.document, s.ordinal", chunk
            )
        return rows

    def at(self, places: Sequence[tuple[int, int]]) -> list[int]:
        """The ids of the sentences at these places (document, ordinal) that there are."""
        found: list[int] = []
        for chunk in chunks(places):
            pairs = ",".join(["(?, ?)"] * len(chunk))
            query = f"SELECT id FROM sentences WHERE (document, ordinal) IN (VALUES {pairs})"
            found += (row[0] for row in self.sql.execute(query, list(chain.from_iterable(chunk))))
        return found

    def passages(self, where: str, values: Sequence[int]) -> list[PassageRow]:
        """Rows of passages whose column `where` (p.id, p.document) is among values."""
        rows: list[PassageRow] = []
        for chunk in chunks(values):
            marks = ",".join("?" * len(chunk))
            rows += self.sql.execute(f"{PASSAGE} WHERE {where} IN ({marks}) ORDER BY p.id", chunk)
        return rows

    def homes(self, passages: Sequence[int]) -> dict[int, int]:
        """The passage of each sentence of these passages."""
        found: dict[int, int] = {}
        for chunk in chunks(passages):
            marks = ",".join("?" * len(chunk))
            query = f"SELECT id, passage FROM sentences WHERE passage IN ({marks})"
            found.update(self.sql.execute(query, chunk))
        return found

    def counts(self, terms: Iterable[str]) -> dict[str, tuple[int, int]]:
        """For each index term that occurs: how many sentences and passages hold it."""
        found: dict[str, tuple[int, int]] = {}
        for chunk in chunks(list(terms)):
            marks = ",".join("?" * len(chunk))
            query = f"SELECT term, sentences, passages FROM terms WHERE term IN ({marks})"
            found.update((term, (s, p)) for term, s, p in self.sql.execute(query, chunk))
        return found

    def spellings(self, skeleton: str) -> list[str]:
        """The folded words of the texts that have this consonant skeleton, commonest first."""
        query = "SELECT form FROM words WHERE skeleton = ? ORDER BY sentences DESC, form"
        return [row[0] for row in self.sql.execute(query, (skeleton,))]

    def totals(self) -> Totals:
        """How many sentences and passages there are, and their terms together."""
        query = "SELECT sentences, sentence_terms, passages, passage_terms FROM totals"
        return Totals(*self.sql.execute(query).fetchone())

    def place(self) -> tuple[str, int]:
        """The folder of the word index that goes with this view, and the view's generation."""
        folder, generation = self.sql.execute("SELECT words, generation FROM totals").fetchone()
        return str(folder), int(generation)

    def generation(self) -> int:
        """A number that rises with every commit."""
        row = self.sql.execute("SELECT generation FROM totals").fetchone()
        return int(row[0])

    def pending(self, store: str, limit: int = -1) -> list[tuple[int, int, int]]:
        """(document, first sentence, last sentence) of what a derived store has yet to do."""
        query = (
            "SELECT document, first, last FROM pending WHERE store = ? ORDER BY document LIMIT ?"
        )
        return self.sql.execute(query, (store, limit)).fetchall()

    def done(self, store: str, documents: Sequence[int]) -> None:
        """A derived store has taken these documents in, or dropped them."""
        with self.writing() as sql:
            rows = [(store, document) for document in documents]
            sql.executemany("DELETE FROM pending WHERE store = ? AND document = ?", rows)
            sql.execute("UPDATE totals SET generation = generation + 1")

    def redo_vectors(self) -> None:
        """The vectors of Chroma are gone, and to be taken in anew."""
        with self.writing() as sql:
            sql.execute("DELETE FROM pending WHERE store = 'vectors'")
            sql.execute(
                "INSERT INTO pending SELECT 'vectors', document, min(sentence), max(sentence)"
                " FROM vectors GROUP BY document"
            )
            sql.execute("UPDATE stamps SET held = '', due = NULL WHERE store = 'vectors'")

    def stamps(self, store: str) -> tuple[str, str | None]:
        """What a derived store is to bear, and what once it has done all that is pending."""
        query = "SELECT held, due FROM stamps WHERE store = ?"
        held, due = self.sql.execute(query, (store,)).fetchone()
        return held, due

    def expect(self, store: str) -> str:
        """The stamp that a derived store is to bear while it changes, and then."""
        with self.writing() as sql:
            query = (
                "UPDATE stamps SET due = coalesce(due, lower(hex(randomblob(8)))) WHERE store = ?"
            )
            sql.execute(query, (store,))
        return self.stamps(store)[1] or ""

    def took(self, store: str, documents: Sequence[int], stamp: str) -> None:
        """A derived store has taken these documents in, or dropped them, and bears this stamp."""
        with self.writing() as sql:
            rows = [(store, document) for document in documents]
            sql.executemany("DELETE FROM pending WHERE store = ? AND document = ?", rows)
            sql.execute("UPDATE stamps SET held = ?, due = NULL WHERE store = ?", (stamp, store))

    def settle(self, store: str, stamp: str) -> None:
        """A derived store bears this stamp and has nothing to do."""
        with self.writing() as sql:
            sql.execute("UPDATE stamps SET held = ?, due = NULL WHERE store = ?", (stamp, store))


def count(
    sql: sqlite3.Connection,
    terms: Mapping[str, tuple[int, int]],
    words: Mapping[str, tuple[str, int]],
) -> None:
    """Add to (or with negative numbers, take from) the counts of terms and words."""
    sql.executemany(
        "INSERT INTO terms VALUES (?, ?, ?) ON CONFLICT(term) DO UPDATE SET"
        " sentences = sentences + excluded.sentences, passages = passages + excluded.passages",
        ((term, *both) for term, both in sorted(terms.items())),
    )
    sql.executemany(
        "INSERT INTO words VALUES (?, ?, ?) ON CONFLICT(form) DO UPDATE SET"
        " sentences = sentences + excluded.sentences",
        ((form, *both) for form, both in sorted(words.items())),
    )
    gone = [(term,) for term, (sentences, _) in terms.items() if sentences <= 0]
    sql.executemany("DELETE FROM terms WHERE term = ? AND sentences <= 0", gone)
    gone = [(form,) for form, (_, sentences) in words.items() if sentences <= 0]
    sql.executemany("DELETE FROM words WHERE form = ? AND sentences <= 0", gone)


@contextmanager
def transaction(sql: sqlite3.Connection) -> Iterator[None]:
    """A transaction that writes; an error inside undoes all of it."""
    sql.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        sql.execute("ROLLBACK")
        raise
    sql.execute("COMMIT")


def _named(search: str) -> tuple[str, list[str]]:
    """The condition that a document's name or title holds the words of a search, and its values."""
    words = schema.folded(search).split()
    held = " AND ".join(["instr(coalesce(folded, source), ?)"] * len(words))
    return (f" WHERE {held}" if words else ""), words


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Values in parts that fit into one statement."""
    for start in range(0, len(values), MANY):
        yield values[start : start + MANY]
