"""Puts what was restored in the place of what was there: wholly, whenever it is broken off.

A backup is unpacked, checked and completed in a folder of its own within the data directory.
Renaming that folder is what restores it: from then on whoever opens the data directory, or
writes to it, finishes moving it into place, as often as that is broken off.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from shutil import rmtree

from index import manifest
from index.disk import minding
from index.errors import StoreError
from index.lock import writing

REMEDY = "`isnad restore FILE` puts a backup back; else empty the folder"
READY = "restored"
"""The folder that is to be moved into place."""
BEGUN = "restoring"
"""The beginning of the names of folders that are not to be, yet or any more."""
BUSY_S = 30.0
"""Seconds to wait for a commit of a kept answer, which takes no lock of ours."""


def commit(data: Path, staged: Path, wait: float) -> None:
    """Have a complete folder of restored stores take the place of what is there."""
    with minding(data), writing(data, wait):
        finish_locked(data)  # an earlier one that was broken off
        staged.rename(data / READY)
        manifest.settle(data)
        finish_locked(data)


def finish(data: Path, wait: float) -> None:
    """Finish a restoring that was broken off, if one was."""
    if (data / READY).is_dir():
        with writing(data, wait):
            finish_locked(data)


def finish_locked(data: Path) -> None:
    """The same for whoever holds the write lock already."""
    ready = data / READY
    if not ready.is_dir():
        return
    for folder in ready.glob("words*"):
        if not (data / folder.name).exists():
            folder.rename(data / folder.name)
    for name in manifest.DATABASES:
        if (ready / name).exists():
            _put(ready / name, data / name)
    if (ready / manifest.NAME).exists():
        (ready / manifest.NAME).replace(data / manifest.NAME)
    manifest.settle(data)
    done = data / f"{BEGUN}.{token_hex(4)}"
    ready.rename(done)
    with closing(sqlite3.connect(data / manifest.CATALOGUE)) as sql:
        (used,) = sql.execute("SELECT words FROM totals").fetchone()
    unused = [folder for folder in data.glob("words*") if folder.name != used]
    for left in (done, *unused):
        rmtree(left, ignore_errors=True)


def _put(restored: Path, place: Path) -> None:
    """Put a database in another's place, in one transaction of that other where it is sound.

    So whoever has it open sees the old or the new one, and its log stays its own.
    """
    try:
        with (
            closing(sqlite3.connect(restored)) as source,
            closing(sqlite3.connect(place, timeout=BUSY_S)) as target,
        ):
            if place.name == manifest.CATALOGUE:
                _outnumber(source, target)
            target.execute("PRAGMA synchronous = FULL")
            source.backup(target)
        return
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError(f"{place} is in use: end what uses it, and try again") from error
        with minding(place):
            raise
    except sqlite3.DatabaseError:
        pass  # what is there is no database any more: nobody can be reading it
    for tail in ("-wal", "-shm"):
        place.with_name(place.name + tail).unlink(missing_ok=True)
    with restored.open("rb") as stream:
        os.fsync(stream.fileno())
    restored.replace(place)


def _outnumber(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Give a restored catalogue a generation that nobody has seen."""
    query = "SELECT generation FROM totals"
    try:
        seen = target.execute(query).fetchone()[0]
    except sqlite3.OperationalError:  # an empty place
        return
    with source:
        source.execute("UPDATE totals SET generation = max(generation, ?) + 1", (seen,))
