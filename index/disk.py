"""What the disk under a data directory refuses: it is full, read-only, or gives back rubbish."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import DamagedError, FullError, StoreError

RESERVE = "reserve"
RESERVE_BYTES = 8 * 2**20
"""Kept from the rest of the disk, so that a deletion has room when it is full: taking out an
article of a few thousand words writes some 1,500 pages of 4 KB."""
COST, LEAST = 10, 2**20
"""Bytes of disk that a byte of text may take for a while (its tables, their log, the derived
stores: some 4 are left of them), and what any change takes."""
FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_WRITE})
BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
CLOSED = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
REMEDY = "`isnad check` says what is wrong, `isnad restore FILE` puts a backup back"


def writable(folder: Path) -> bool:
    """Whether anything can be written in a folder."""
    return os.access(folder, os.W_OK)


def remarks(data: Path) -> list[str]:
    """What keeps a data directory from being changed, while it can be read."""
    if not writable(data):
        return [f"{data} can't be written: nothing can be added or removed"]
    free = shutil.disk_usage(data).free
    if free < LEAST:
        return [f"the disk of {data} is full ({free // 1024:,} KB free): nothing can be added"]
    return []


def room(data: Path, size: int) -> None:
    """Raise FullError where texts of that many bytes would fill the disk."""
    needed = COST * size + LEAST
    free = shutil.disk_usage(data).free
    if free < needed:
        raise FullError(
            f"the disk of {data} is full: {free // 1024:,} KB are free and"
            f" {needed // 1024:,} KB are needed; nothing was changed: make room, and try again"
        )


def said(path: Path, error: sqlite3.Error | OSError) -> StoreError | None:
    """What the disk said of a file, with what to do; None where it is another matter."""
    if isinstance(error, OSError):
        full, closed = error.errno in NO_ROOM, error.errno in (errno.EROFS, errno.EACCES)
        broken = False
    else:
        code = getattr(error, "sqlite_errorcode", 0)
        full = code in FULL or code & 0xFF in FULL
        closed, broken = code & 0xFF in CLOSED, code & 0xFF in BROKEN
        broken = broken or "decode to UTF-8" in str(error)
    if full:
        return FullError(f"the disk of {path} is full; nothing was changed: make room, try again")
    if broken:
        return DamagedError(f"{path} is damaged ({error}): {REMEDY}")
    if closed:
        return StoreError(f"{path} can't be written or opened ({error}): is it read-only?")
    return None


@contextmanager
def minding(path: Path) -> Iterator[None]:
    """Raise what the disk refuses as a StoreError that names the file."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        refused = said(path, error)
        if refused is None:
            raise
        raise refused from error


def reserve(data: Path) -> None:
    """Lay a reserve by, where the disk has room for it."""
    if reserved(data):
        return
    path = data / RESERVE
    try:
        if shutil.disk_usage(data).free >= RESERVE_BYTES:
            with path.open("wb") as stream:
                os.posix_fallocate(stream.fileno(), 0, RESERVE_BYTES)
    except OSError:
        release(data)


def reserved(data: Path) -> bool:
    """Whether there is a reserve."""
    return (data / RESERVE).exists()


def release(data: Path) -> bool:
    """Give the reserve back to the disk; whether there was one."""
    try:
        (data / RESERVE).unlink()
    except OSError:
        return False
    return True
