"""Runs calls on an event loop of their own, heard from other threads, where they can be stopped."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Generator
from functools import cache
from math import inf
from queue import Empty, Queue
from threading import Lock, Thread
from time import monotonic

from index import wire
from rag import stopping

GLANCE_S = 0.2
"""How often a call that says nothing looks whether anybody still waits for it."""
AHEAD = 100
"""Pieces that a call may be ahead of its listener, who checks statements meanwhile."""
ROOM_S = 0.02
"""How often a call that is so far ahead looks whether there is room."""
AGAIN_S = 0.5
"""How long a call that was told to end may take before it is told again: on Python 3.11
`asyncio.wait_for`, which clients use too, loses a cancel that comes together with a result."""

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


class _Call:
    """One call on the loop; what it says is in `said`, None once it has ended, by `error`."""

    def __init__(self, said: AsyncGenerator[str, None]) -> None:
        self.said: Queue[str | None] = Queue()
        self.error: BaseException | None = None
        self.task: asyncio.Task[None] | None = None
        self._pieces = said
        self._replies: list[wire.Counted] = []

    def begin(self) -> None:
        """Start; on the loop."""
        self.task = asyncio.get_running_loop().create_task(self._run())
        self.task.add_done_callback(self._ended)

    def end(self) -> None:
        """Cancel it, again and again until it has ended; on the loop.

        A flood, in which every cancel may come together with a result, is cut off at its source.
        """
        if self.task is not None and not self.task.done():
            for reply in self._replies:
                reply.stop()
            self.task.cancel()
            asyncio.get_running_loop().call_later(AGAIN_S, self.end)

    async def _run(self) -> None:
        with wire.noting() as self._replies:
            async with contextlib.aclosing(self._pieces) as pieces_:
                async for piece in pieces_:
                    while self.said.qsize() >= AHEAD:  # noqa: ASYNC110 (a thread makes room)
                        await asyncio.sleep(ROOM_S)
                    self.said.put(piece)

    def _ended(self, task: asyncio.Task[None]) -> None:
        # Where two limits of time fall together, asyncio gives out the cancel of one.
        self.error = TimeoutError() if task.cancelled() else task.exception()
        self.said.put(None)
        # Clients leave a reply open that they did not read to its end, until it is collected.
        task.get_loop().create_task(_cut(self._replies))


async def _cut(replies: list[wire.Counted]) -> None:
    for reply in replies:
        with contextlib.suppress(Exception):  # it is of no use to anybody any more
            await reply.cut()


def pieces(
    said: AsyncGenerator[str, None], deadline: float = inf
) -> Generator[str, None, tuple[bool, BaseException | None]]:
    """What is said on the calls' loop, heard on this thread; closing this ends it there.

    `deadline`, by the clock of `time.monotonic`, holds whatever the call does. Returns whether
    anything was said, and the error that ended it. Raises StoppedError.
    """
    call, loop = _Call(said), _loop()
    loop.call_soon_threadsafe(call.begin)
    begun = False
    try:
        while (piece := _heard(call.said, deadline)) is not None:
            begun = True
            yield piece
    except TimeoutError as error:
        return begun, error
    finally:
        loop.call_soon_threadsafe(call.end)
    return begun, call.error


def _heard(queue: Queue[str | None], deadline: float) -> str | None:
    """The next piece, None after the last; StoppedError where nobody waits any more.

    TimeoutError after the deadline, and after a glance of grace in which a call ends by itself.
    """
    while True:
        stopping.check()
        if monotonic() > deadline + GLANCE_S:
            raise TimeoutError
        with contextlib.suppress(Empty):
            return queue.get(timeout=GLANCE_S)
