"""Connections to SQLite files: durable, and also where nothing can be written."""

import sqlite3
from pathlib import Path

from index.disk import writable

BUSY_MS = 10_000
"""Milliseconds a connection waits for another's commit; one batch takes well under a second."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection to a catalogue, also where nothing can be written; sqlite3.Error.

    What is committed outlives a loss of power.
    """
    try:
        return _tuned(sqlite3.connect(path, isolation_level=None, check_same_thread=False))
    except sqlite3.OperationalError:
        if writable(path.parent) or not path.exists():
            raise
    # Without a log beside it, the file is all there is, and needs no memory shared with writers.
    # With one, what is committed in it counts too, which SQLite reads if it finds its -shm.
    log = path.with_name(f"{path.name}-wal")
    manner = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    address = f"{path.absolute().as_uri()}?{manner}"
    return _tuned(sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False))


def _tuned(sql: sqlite3.Connection) -> sqlite3.Connection:
    try:
        sql.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        sql.execute("PRAGMA synchronous = FULL")
        sql.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error:
        sql.close()
        raise
    return sql
