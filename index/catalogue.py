"""The SQLite catalogue: documents, sentences, passages and counts, the one source of truth."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from weakref import WeakSet

from index.errors import StoreError, UnknownSourceError
from index.values import Document, Totals

T = TypeVar("T")
SentenceRow = tuple[int, int, str, str, int, int, int, int, int]
"""The fields of values.Sentence but its text."""

APPLICATION_ID = 0x49534E44  # "ISND": tells our catalogue from any other SQLite file
BUSY_MS = 10_000
"""Milliseconds a connection waits for another's commit; one batch takes well under a second."""
MANY = 500
"""Values put into one SQL statement; SQLite's own limit was 999 for long."""

SCHEMA = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL UNIQUE, root TEXT NOT NULL,
    sha256 TEXT NOT NULL, title TEXT NOT NULL, added TEXT NOT NULL, text TEXT NOT NULL,
    characters INTEGER NOT NULL, sentences INTEGER NOT NULL);
CREATE INDEX documents_root ON documents(root);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, length INTEGER NOT NULL);
CREATE INDEX passages_document ON passages(document);
CREATE TABLE sentences (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, passage INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    length INTEGER NOT NULL);
CREATE INDEX sentences_document ON sentences(document, ordinal);
CREATE INDEX sentences_passage ON sentences(passage);
CREATE TABLE terms (
    term TEXT PRIMARY KEY, sentences INTEGER NOT NULL, passages INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE words (
    form TEXT PRIMARY KEY, skeleton TEXT NOT NULL, sentences INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX words_skeleton ON words(skeleton);
CREATE TABLE totals (
    one INTEGER PRIMARY KEY CHECK (one = 1), generation INTEGER NOT NULL,
    sentences INTEGER NOT NULL, sentence_terms INTEGER NOT NULL,
    passages INTEGER NOT NULL, passage_terms INTEGER NOT NULL);
INSERT INTO totals VALUES (1, 0, 0, 0, 0, 0);
CREATE TABLE pending (
    store TEXT NOT NULL, document INTEGER NOT NULL, first_passage INTEGER NOT NULL,
    last_passage INTEGER NOT NULL, PRIMARY KEY (store, document)) WITHOUT ROWID;
"""
"""`AUTOINCREMENT` keeps an id from ever naming two things, so what a derived store or a cache
holds under a removed id finds nothing instead of something else. `pending` lists the documents
a derived store has yet to take in or drop."""

DOCUMENT = "id, source, root, sha256, title, added, characters, sentences"
SENTENCE = (
    "SELECT s.id, s.document, d.source, d.sha256, s.passage, s.ordinal, s.start, s.end, s.length"
    " FROM sentences s JOIN documents d ON d.id = s.document"
)


class _Own:
    """A thread's connection, closed when the thread is gone: a server's threads come and go."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Catalogue:
    """One SQLite file; a connection for each thread, and transactions that all hold or none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._open: WeakSet[_Own] = WeakSet()
        self._guard = threading.Lock()

    @property
    def sql(self) -> sqlite3.Connection:
        """This thread's connection."""
        own: _Own | None = getattr(self._local, "own", None)
        if own is None:
            self._local.own = own = _Own(self._connect())
            with self._guard:
                self._open.add(own)
        return own.connection

    def create(self) -> None:
        """Lay the tables, if they are not there yet; StoreError if others are."""
        if self._is_ours():
            return  # no lock is taken, so that reading always works
        self.sql.execute("PRAGMA journal_mode = WAL")  # stays with the file
        with self.writing() as sql:
            if self._is_ours():
                return
            for statement in SCHEMA.split(";\n"):
                sql.execute(statement)
            sql.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def _is_ours(self) -> bool:
        """Whether the file is a catalogue; False if it is empty."""
        try:
            application = self.sql.execute("PRAGMA application_id").fetchone()[0]
            tables = self.sql.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise StoreError(f"the catalogue {self.path} can't be read: {error}") from error
        if application == APPLICATION_ID:
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

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; an error inside undoes all of it."""
        sql = self.sql
        sql.execute("BEGIN IMMEDIATE")
        try:
            yield sql
        except BaseException:
            sql.execute("ROLLBACK")
            raise
        sql.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        try:
            sql = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            sql.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            sql.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as error:
            raise StoreError(f"the catalogue {self.path} can't be opened: {error}") from error
        return sql

    # What stands in it.

    def documents(self) -> list[Document]:
        """All documents, by source."""
        rows = self.sql.execute(f"SELECT {DOCUMENT} FROM documents ORDER BY source")
        return [Document(*row) for row in rows]

    def document(self, source: str) -> Document:
        """The document of that name; UnknownSourceError if there is none."""
        found = self.find(source)
        if found is None:
            raise UnknownSourceError(source)
        return found

    def find(self, source: str) -> Document | None:
        """The document of that name, if there is one."""
        query = f"SELECT {DOCUMENT} FROM documents WHERE source = ?"
        row = self.sql.execute(query, (source,)).fetchone()
        return Document(*row) if row else None

    def names(self, root: str) -> list[str]:
        """The sources that were indexed from a root."""
        query = "SELECT source FROM documents WHERE root = ? ORDER BY source"
        return [row[0] for row in self.sql.execute(query, (root,))]

    def text(self, document: int) -> str | None:
        """The text of a document, None if it is gone."""
        query = "SELECT text FROM documents WHERE id = ?"
        row = self.sql.execute(query, (document,)).fetchone()
        return row[0] if row else None

    def sentences(self, where: str, values: Sequence[int]) -> list[SentenceRow]:
        """Rows of sentences whose column `where` (s.id, s.document, s.passage) is among values."""
        rows: list[SentenceRow] = []
        for chunk in _chunks(values):
            marks = ",".join("?" * len(chunk))
            rows += self.sql.execute(
                f"{SENTENCE} WHERE {where} IN ({marks}) ORDER BY s.document, s.ordinal", chunk
            )
        return rows

    def passages(self, where: str, values: Sequence[int]) -> list[tuple[int, int, int, int, int]]:
        """Rows of passages whose column `where` (id, document) is among values."""
        rows: list[tuple[int, int, int, int, int]] = []
        for chunk in _chunks(values):
            marks = ",".join("?" * len(chunk))
            rows += self.sql.execute(
                "SELECT id, document, start, end, length FROM passages"
                f" WHERE {where} IN ({marks}) ORDER BY id",
                chunk,
            )
        return rows

    def counts(self, terms: Iterable[str]) -> dict[str, tuple[int, int]]:
        """For each index term that occurs: how many sentences and passages hold it."""
        found: dict[str, tuple[int, int]] = {}
        for chunk in _chunks(list(terms)):
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

    def generation(self) -> int:
        """A number that rises with every commit."""
        row = self.sql.execute("SELECT generation FROM totals").fetchone()
        return int(row[0])

    def pending(self, store: str, limit: int = -1) -> list[tuple[int, int, int]]:
        """(document, first passage, last passage) of what a derived store has yet to do."""
        query = (
            "SELECT document, first_passage, last_passage FROM pending"
            " WHERE store = ? ORDER BY document LIMIT ?"
        )
        return self.sql.execute(query, (store, limit)).fetchall()

    def done(self, store: str, documents: Sequence[int]) -> None:
        """A derived store has taken these documents in, or dropped them."""
        with self.writing() as sql:
            rows = [(store, document) for document in documents]
            sql.executemany("DELETE FROM pending WHERE store = ? AND document = ?", rows)
            sql.execute("UPDATE totals SET generation = generation + 1")

    def redo(self, store: str) -> None:
        """A derived store is to take in every document anew."""
        with self.writing() as sql:
            sql.execute(
                "INSERT OR REPLACE INTO pending SELECT ?, document, min(id), max(id)"
                " FROM passages GROUP BY document",
                (store,),
            )


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


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), MANY):
        yield values[start : start + MANY]
