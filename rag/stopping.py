"""Lets whoever waits for an answer give it up from another thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event

_gone: ContextVar[Event | None] = ContextVar("isnad_gone", default=None)


class StoppedError(Exception):
    """Nobody waits for the answer any more: no failure, and nobody is left to be told of it."""


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


def check() -> None:
    """Raise StoppedError where nobody waits any more."""
    gone = _gone.get()
    if gone is not None and gone.is_set():
        raise StoppedError("nobody waits for the answer any more")
