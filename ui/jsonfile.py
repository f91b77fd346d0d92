"""A small JSON file of the service's own: replaced whole, and read anew when it has changed."""

import json
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, TypeVar

from index.errors import BusyError, StoreError

T = TypeVar("T")

PRIVATE = 0o600
"""Nobody but the service's own account may read what it holds."""
LOCK_WAIT = 10.0
"""Seconds to wait for another process; a change takes some milliseconds."""

Stamp = tuple[int, ...]


class JsonFile(Generic[T]):
    """A value in a file that several processes read and change.

    `parse` makes the value of the file's JSON and raises LookupError, TypeError or ValueError where
    that is another; `plain` makes JSON of it again. Without a file the value is `parse([])`.
    """

    def __init__(self, path: Path, parse: Callable[[Any], T], plain: Callable[[T], Any]) -> None:
        self.path = path
        self.parse = parse
        self.plain = plain
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._value = parse([])

    def read(self) -> T:
        """The value as the file has it now; StoreError where it can't be read."""
        try:
            stamp = _stamp(self.path.stat())
        except (FileNotFoundError, NotADirectoryError):
            return self.parse([])
        except OSError as error:
            raise self._unreadable(error) from error
        with self._lock:
            if stamp != self._stamp:
                self._stamp, self._value = self._load()
            return self._value

    def change(self, change: Callable[[T], T]) -> None:
        """Put the value that `change` makes of the present one in its place, whole or not at all.

        Raises StoreError where it can't be written, and what `change` raises.
        """
        from filelock import FileLock, Timeout  # which only few commands need

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_name(f"{self.path.name}.lock"), timeout=LOCK_WAIT):
                self._write(change(self.read()))
        except Timeout as error:
            raise BusyError(
                f"{self.path} is being written by another process: try again"
            ) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError(f"{self.path} can't be written: {reason}") from error

    def _load(self) -> tuple[Stamp, T]:
        try:
            with self.path.open(encoding="utf-8") as stream:
                return _stamp(os.fstat(stream.fileno())), self.parse(json.load(stream))
        except (OSError, LookupError, TypeError, ValueError, RecursionError) as error:
            raise self._unreadable(error) from error

    def _write(self, value: T) -> None:
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
        with open(descriptor, "w", encoding="utf-8") as stream:  # noqa: PTH123 (a descriptor)
            json.dump(self.plain(value), stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(self.path)
        with suppress(OSError):  # a folder can't be opened on Windows, where this needs no doing
            _settle(self.path.parent)

    def _unreadable(self, error: Exception) -> StoreError:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return StoreError(f"{self.path} can't be read ({reason}): put it back, or remove it")


def _settle(folder: Path) -> None:
    """See that a name given in a folder is there after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _stamp(status: os.stat_result) -> Stamp:
    """What differs between any two files that were put in one place after another."""
    return (status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size)
