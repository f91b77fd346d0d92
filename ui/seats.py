"""Places for work that waits for others, so that it keeps nobody else from a worker."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from index.errors import CrowdedError

WORKERS = 8
"""Threads for all other work, which is the processor's: more would not end sooner, and Python's
lock would let the event loop, and with it `/ready`, wait for each of them in turn."""
WRITERS = 32
"""Uploads and deletions that may wait for their turn at once."""
MODEL_CALLS = 16
"""Questions that a language model may be asked at once, unless told otherwise."""

T = TypeVar("T")


class Seats:
    """So many threads for one kind of work; who finds none is told so at once."""

    def __init__(self, number: int, full: str) -> None:
        self.number = number
        self._full = full
        self._taken = 0
        self._lock = threading.Lock()

    @property
    def taken(self) -> int:
        """How many are at work."""
        return self._taken

    async def run(self, work: Callable[..., T], *given: object) -> T:
        """What the work gives, done in a thread of its own; CrowdedError where no place is."""
        with self._seat():
            return await to_thread.run_sync(work, *given, limiter=CapacityLimiter(1))

    @contextmanager
    def _seat(self) -> Iterator[None]:
        with self._lock:
            if self._taken >= self.number:
                raise CrowdedError(self._full)
            self._taken += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken -= 1


def model_seats(number: int = MODEL_CALLS) -> Seats:
    """The places for calls to a language model."""
    return Seats(
        number,
        f"The language model is answering {number} questions already, the most it is asked at"
        " once: try again, or ask with the answerer `extractive`.",
    )


def writer_seats() -> Seats:
    """The places for uploads and deletions, which are served in the order they came."""
    return Seats(WRITERS, f"{WRITERS} changes wait for their turn already: try again.")
