"""Kept answers, what people thought of them, and the conversations they belong to."""

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from index import manifest
from index.catalogue import transaction
from index.disk import writable
from index.errors import StoreError
from rag.answer import Answer

Thumb = Literal["up", "down"]

NAME = manifest.ANSWERS
FOREVER = -1
"""The retention that never forgets."""
DAY = 86_400.0
PURGE_EVERY = 3_600.0
"""Seconds between two looks for what is too old: retention is counted in days."""
BUSY_MS = 5_000
"""Milliseconds to wait for another process; a commit here takes well under one."""
APPLICATION_ID = 0x49534E41  # "ISNA": tells this file from any other SQLite file

log = logging.getLogger("isnad")

SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    id TEXT PRIMARY KEY, created REAL NOT NULL, body TEXT NOT NULL,
    thumb TEXT, comment TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answers_created ON answers(created);
CREATE TABLE IF NOT EXISTS turns (
    id INTEGER PRIMARY KEY, conversation TEXT NOT NULL, answer TEXT NOT NULL,
    created REAL NOT NULL);
CREATE INDEX IF NOT EXISTS turns_conversation ON turns(conversation);
CREATE INDEX IF NOT EXISTS turns_answer ON turns(answer);
"""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was given (the Answer object as dicts and lists), and its feedback."""

    id: str
    created: float
    body: dict[str, Any] = field(repr=False)
    thumb: Thumb | None = None
    comment: str = ""


class Kept:
    """The answers of one data directory, in SQLite; safe to use from several threads.

    `days` is how long an answer is kept: 0 keeps none, FOREVER keeps all. A conversation is the
    list of its answers, under a name that its owner makes up and nobody can guess.
    """

    def __init__(self, path: Path, days: int = FOREVER) -> None:
        self.path = path
        self.days = days
        self._lock = threading.RLock()
        self._purged = float("-inf")
        try:
            place = path if writable(path.parent) else ":memory:"
            if place != path:
                log.warning("%s can't be written: answers are kept until the end only", path)
            self._sql = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
            self._prepare()
        except sqlite3.Error as error:
            raise StoreError(f"the kept answers in {path} can't be opened: {error}") from error

    @classmethod
    def open(cls, data: Path, days: int = FOREVER) -> Self:
        """The kept answers of a data directory; StoreError where the file is not ours."""
        return cls(data / NAME, days)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._sql.close()

    def keep(self, answer: Answer, conversation: str = "") -> None:
        """Keep an answer, as the next turn of a conversation if one is named."""
        if self.days == 0:
            return
        now = time.time()
        body = json.dumps(answer.to_dict(), ensure_ascii=False)
        with self._writing() as sql:
            sql.execute(
                "INSERT INTO answers (id, created, body) VALUES (?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET created = excluded.created, body = excluded.body",
                (answer.id, now, body),
            )
            if conversation:
                sql.execute(
                    "INSERT INTO turns (conversation, answer, created) VALUES (?, ?, ?)",
                    (conversation, answer.id, now),
                )
        if now - self._purged > PURGE_EVERY:
            self.purge(now)

    def answer(self, id_: str) -> KeptAnswer | None:
        """The kept answer of that id, None where it was never kept or has been forgotten."""
        with self._reading() as sql:
            row = sql.execute(
                "SELECT id, created, body, thumb, comment FROM answers"
                " WHERE id = ? AND created > ?",
                (id_, self._oldest(time.time())),
            ).fetchone()
        return None if row is None else _kept(row)

    def conversation(self, name: str) -> list[KeptAnswer]:
        """The answers of a conversation, oldest first."""
        with self._reading() as sql:
            rows = sql.execute(
                "SELECT a.id, a.created, a.body, a.thumb, a.comment FROM turns t"
                " JOIN answers a ON a.id = t.answer WHERE t.conversation = ? AND a.created > ?"
                " ORDER BY t.id",
                (name, self._oldest(time.time())),
            ).fetchall()
        return [_kept(row) for row in rows]

    def forget(self, conversation: str) -> None:
        """End a conversation: its turns go, and the answers that no other holds."""
        with self._writing() as sql:
            sql.execute(
                "DELETE FROM answers WHERE id IN (SELECT answer FROM turns WHERE conversation = ?)"
                " AND id NOT IN (SELECT answer FROM turns WHERE conversation <> ?)",
                (conversation, conversation),
            )
            sql.execute("DELETE FROM turns WHERE conversation = ?", (conversation,))

    def rate(self, id_: str, thumb: Thumb | None, comment: str = "") -> bool:
        """Note thumbs (None takes them back); False where no such answer is kept."""
        with self._writing() as sql:
            changed = sql.execute(
                "UPDATE answers SET thumb = ?, comment = ? WHERE id = ?", (thumb, comment, id_)
            )
            return changed.rowcount > 0

    def purge(self, now: float | None = None) -> int:
        """Forget what is older than the retention; how many answers that were."""
        now = time.time() if now is None else now
        self._purged = now
        if self.days < 0:
            return 0
        with self._writing() as sql:
            gone = sql.execute("DELETE FROM answers WHERE created <= ?", (self._oldest(now),))
            sql.execute("DELETE FROM turns WHERE answer NOT IN (SELECT id FROM answers)")
            return gone.rowcount

    # How.

    def _oldest(self, now: float) -> float:
        """What was made then or before is forgotten, also where it still waits to be deleted."""
        return 0.0 if self.days < 0 else now - self.days * DAY

    def _prepare(self) -> None:
        made_by = self._sql.execute("PRAGMA application_id").fetchone()[0]
        tables = self._sql.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and made_by != APPLICATION_ID:
            raise StoreError(f"{self.path} is not Isnad's: choose another data directory")
        self._sql.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        self._sql.execute("PRAGMA journal_mode = WAL")
        self._sql.execute("PRAGMA synchronous = FULL")
        self._sql.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._sql.executescript(SCHEMA)
        self.purge()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._sql
            except sqlite3.Error as error:
                raise StoreError(f"the kept answers in {self.path} fail: {error}") from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as sql, transaction(sql):
            yield sql


def _kept(row: tuple[str, float, str, Thumb | None, str]) -> KeptAnswer:
    id_, created, body, thumb, comment = row
    full = {"short": None, **json.loads(body)}  # which older answers lack
    return KeptAnswer(id_, created, full, thumb, comment)
