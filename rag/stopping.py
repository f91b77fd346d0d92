"""Lets whoever waits for an answer give it up from another thread, and gives work a limit."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event
from time import thread_time

_gone: ContextVar[Event | None] = ContextVar("isnad_gone", default=None)
_end: ContextVar[float | None] = ContextVar("isnad_end", default=None)


class StoppedError(Exception):
    """Nobody waits for the answer any more: no failure, and nobody is left to be told of it."""


class OverdueError(Exception):
    """The work took more of the processor than it was given."""


@contextmanager
def until(gone: Event) -> Iterator[None]:
    """Work inside ends with StoppedError, where it waits for others, once the event is set.

    Like a cancel scope it holds for all that is called inside, by this thread.
    """
    token = _gone.set(gone)
    try:
        yield
    finally:
        _gone.reset(token)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Work inside ends with OverdueError after so many seconds of the processor.

    The time of this thread alone counts: a busy machine makes no work too long.
    """
    token = _end.set(thread_time() + seconds)
    try:
        yield
    finally:
        _end.reset(token)


def check() -> None:
    """Raise StoppedError where nobody waits any more, OverdueError where it took too long."""
    gone, end = _gone.get(), _end.get()
    if gone is not None and gone.is_set():
        raise StoppedError("nobody waits for the answer any more")
    if end is not None and thread_time() > end:
        raise OverdueError("it took too long")
