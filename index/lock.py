"""One writer at a time: a lock that lasts one write and knows who holds it."""

import os
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Event, Lock, get_ident
from time import monotonic

from filelock import FileLock, Timeout

from index.disk import minding
from index.errors import BusyError


@contextmanager
def writing(data: Path, wait: float) -> Iterator[None]:
    """Hold the data directory for a write; BusyError after `wait` seconds says who has it.

    The lock is the operating system's, so it is gone with a process that was killed.
    """
    holder, end = data / "writer", monotonic() + wait
    try:
        with (
            in_turn(data, wait),
            minding(data),
            FileLock(data / "write.lock", timeout=max(end - monotonic(), 0.0)),
        ):
            with suppress(OSError):  # a full disk: it only names us to whoever waits
                holder.write_text(f"process {os.getpid()} ({Path(sys.argv[0]).name})", "utf-8")
            yield
    except Timeout as error:
        raise _busy(data, wait) from error


@contextmanager
def in_turn(data: Path, wait: float) -> Iterator[None]:
    """Come after the threads of this process that came before; BusyError after `wait` seconds.

    A thread that has its turn may take it again inside.
    """
    turns = _turns(data.absolute())
    if not turns.take(wait):
        raise _busy(data, wait)
    try:
        yield
    finally:
        turns.pass_on()


class Turns:
    """Threads, one after another, in the order they came."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[tuple[int, Event]] = deque()
        self._owner = 0
        self._depth = 0

    def take(self, wait: float) -> bool:
        """Wait for the turn, so many seconds at most; whether it came."""
        mine = get_ident(), Event()
        with self._lock:
            if self._owner in (0, mine[0]):
                self._owner = mine[0]
                self._depth += 1
                return True
            self._waiting.append(mine)
        if mine[1].wait(wait):
            return True
        with self._lock:
            if mine[1].is_set():  # it came in this moment
                return True
            self._waiting.remove(mine)
            return False

    def pass_on(self) -> None:
        """Give the turn to who has waited longest."""
        with self._lock:
            self._depth -= 1
            if self._depth:
                return
            self._owner = 0
            if self._waiting:
                self._owner, came = self._waiting.popleft()
                self._depth = 1
                came.set()


@cache
def _turns(_: Path) -> Turns:
    return Turns()


def _busy(data: Path, wait: float) -> BusyError:
    holder = _name(data / "writer")
    return BusyError(f"{data} is being written to by {holder}; waited {wait:g} s for it: try again")


@contextmanager
def encoding(data: Path, wait: float) -> Iterator[None]:
    """Be the only one that reads sentences for a while, so that nobody reads them twice; BusyError.

    Others write meanwhile.
    """
    try:
        with minding(data), FileLock(data / "encode.lock", timeout=wait):
            yield
    except Timeout as error:
        raise BusyError(f"another process is encoding {data}: the rest is left to it") from error


def _name(holder: Path) -> str:
    try:
        return holder.read_text("utf-8")
    except OSError:
        return "another process"
