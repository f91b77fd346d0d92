"""Runs calls on an event loop of their own, heard from other threads, where they can be stopped."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Generator
from functools import cache
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from rag import stopping

GLANCE_S = 0.2
"""How often a call that says nothing looks whether anybody still waits for it."""

_beginning = Lock()


def _loop() -> asyncio.AbstractEventLoop:
    """The event loop that all calls run on.

    One for all, even where the first two come together: a client can't be used on two loops.
    """
    with _beginning:
        return _begun()


@cache
def _begun() -> asyncio.AbstractEventLoop:
    """A loop in a thread of its own: there calls can be stopped."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="isnad-llm", daemon=True).start()
    return loop


def pieces(
    said: AsyncGenerator[str, None],
) -> Generator[str, None, tuple[bool, BaseException | None]]:
    """What is said on the calls' loop, heard on this thread; closing this ends it there.

    Returns whether anything was said, and the error that ended it. Raises StoppedError.
    """
    queue: SimpleQueue[str | None] = SimpleQueue()

    async def pump() -> None:
        async with contextlib.aclosing(said):
            async for piece in said:
                queue.put(piece)

    future = asyncio.run_coroutine_threadsafe(pump(), _loop())
    future.add_done_callback(lambda _: queue.put(None))
    begun = False
    try:
        while (piece := _heard(queue)) is not None:
            begun = True
            yield piece
    finally:
        future.cancel()
    return begun, future.exception()


def _heard(queue: SimpleQueue[str | None]) -> str | None:
    """The next piece, None after the last; StoppedError where nobody waits any more."""
    while True:
        stopping.check()
        with contextlib.suppress(Empty):
            return queue.get(timeout=GLANCE_S)
