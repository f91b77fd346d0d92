"""Calls run on one loop, are heard as they speak, and end when nobody listens."""

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from rag import calls
from rag.stopping import StoppedError, until


async def told(*pieces: str) -> AsyncGenerator[str, None]:
    for piece in pieces:
        yield piece


async def endless(ended: Event) -> AsyncGenerator[str, None]:
    try:
        yield "a"
        await asyncio.sleep(60)
    finally:
        ended.set()


def test_first_calls_that_come_together_share_one_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[asyncio.AbstractEventLoop] = []
    new = asyncio.new_event_loop

    def slow() -> asyncio.AbstractEventLoop:
        Event().wait(0.05)
        made.append(new())
        return made[-1]

    calls._begun.cache_clear()
    monkeypatch.setattr(asyncio, "new_event_loop", slow)
    together = Barrier(4)

    def first(_: int) -> asyncio.AbstractEventLoop:
        together.wait()
        return calls._loop()

    with ThreadPoolExecutor(4) as pool:
        loops = set(pool.map(first, range(4)))
    assert loops == set(made)
    assert len(made) == 1


def test_pieces_come_in_order() -> None:
    assert list(calls.pieces(told("a", "b"))) == ["a", "b"]


def test_an_error_is_returned_with_whether_anything_was_said() -> None:
    async def breaks() -> AsyncGenerator[str, None]:
        yield "a"
        raise ValueError("broken")

    heard = calls.pieces(breaks())
    assert next(heard) == "a"
    with pytest.raises(StopIteration) as end:
        next(heard)
    begun, error = end.value.value
    assert begun
    assert str(error) == "broken"


def test_closing_ends_the_call() -> None:
    ended = Event()
    heard = calls.pieces(endless(ended))
    assert next(heard) == "a"
    heard.close()
    assert ended.wait(5)


def test_a_call_nobody_waits_for_ends() -> None:
    ended, gone = Event(), Event()
    with until(gone):
        heard = calls.pieces(endless(ended))
        assert next(heard) == "a"
        gone.set()
        with pytest.raises(StoppedError):
            next(heard)
    assert ended.wait(5)
