"""The SQLite catalogue: documents, sentences, passages and counts, the one source of truth."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from weakref import WeakSet

from index import schema
from index.errors import StoreError, UnknownSourceError
from index.values import Document, Totals

T = TypeVar("T")
SentenceRow = tuple[int, int, str, str, int, int, int, int, int]
"""The fields of values.Sentence but its text."""

BUSY_MS = 10_000
"""Milliseconds a connection waits for another's commit; one batch takes well under a second."""
MANY = 500
"""Values put into one SQL statement; SQLite's own limit was 999 for long."""

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
        if self._is_ours() and schema.version(self.sql) >= schema.VERSION:
            return  # no lock is taken, so that reading always works
        self.sql.execute("PRAGMA journal_mode = WAL")  # stays with the file
        with self.writing() as sql:
            if not self._is_ours():
                schema.lay(sql)
            elif schema.version(sql) < schema.VERSION:
                schema.add(sql)

    def _is_ours(self) -> bool:
        """Whether the file is a catalogue; False if it is empty."""
        try:
            application = self.sql.execute("PRAGMA application_id").fetchone()[0]
            tables = self.sql.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise StoreError(f"the catalogue {self.path} can't be read: {error}") from error
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
        with transaction(self.sql):
            yield self.sql

    def _connect(self) -> sqlite3.Connection:
        try:
            sql = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            sql.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            sql.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as error:
            raise StoreError(f"the catalogue {self.path} can't be opened: {error}") from error
        return sql

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

    def place(self) -> tuple[str, int]:
        """The folder of the word index that goes with this view, and the view's generation."""
        folder, generation = self.sql.execute("SELECT words, generation FROM totals").fetchone()
        return str(folder), int(generation)

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


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), MANY):
        yield values[start : start + MANY]
