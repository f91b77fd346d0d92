"""One writer at a time: a lock that lasts one write and knows who holds it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from index.disk import minding
from index.errors import BusyError


@contextmanager
def writing(data: Path, wait: float) -> Iterator[None]:
    """Hold the data directory for a write; BusyError after `wait` seconds says who has it.

    The lock is the operating system's, so it is gone with a process that was killed.
    """
    holder = data / "writer"
    try:
        with minding(data), FileLock(data / "write.lock", timeout=wait):
            with suppress(OSError):  # a full disk: it only names us to whoever waits
                holder.write_text(f"process {os.getpid()} ({Path(sys.argv[0]).name})", "utf-8")
            yield
    except Timeout as error:
        raise BusyError(
            f"{data} is being written to by {_name(holder)}; waited {wait:g} s for it: try again"
        ) from error


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
