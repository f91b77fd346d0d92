"""Streams: an iterator's pieces sent as they come, its work stopped when the client leaves."""

import threading
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import asdict
from typing import Any

from anyio import create_task_group, from_thread, to_thread
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from rag.answer import Answer, Citation
from ui.problems import FAILURES, detail_of, log_failure, problem_object, status_of
from ui.replies import dumps
from ui.service import Event

SERVER_SENT = "text/event-stream"


class Stream(Response):
    """Makes, drives and closes an iterator in one thread and sends each piece as it comes.

    The index reads through a connection of its thread, inside one transaction, so an iterator
    over it must not wander. One of FAILURES before the first piece is raised, so that it gets a
    status of its own; the iterator itself has to put a later one into words.
    """

    def __init__(self, pieces: Callable[[], Generator[bytes, None, None]], media_type: str) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(headers=headers, media_type=media_type)
        del self.headers["content-length"]
        self.pieces = pieces

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """Send until the iterator ends or the client has gone."""
        gone = threading.Event()
        failures: list[Exception] = []

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            gone.set()

        async with create_task_group() as tasks:
            tasks.start_soon(watch)
            try:
                await to_thread.run_sync(self._run, send, gone, failures)
            finally:
                gone.set()
                tasks.cancel_scope.cancel()
        if failures:
            raise failures[0]

    def _run(self, send: Send, gone: threading.Event, failures: list[Exception]) -> None:
        """The work of the thread; a failure before the first piece is left in `failures`."""

        async def sending(message: Message) -> None:
            await send(message)

        def tell(message: Message) -> None:
            from_thread.run(sending, message)

        start = {
            "type": "http.response.start",
            "status": self.status_code,
            "headers": self.raw_headers,
        }
        with closing(self.pieces()) as pieces:
            try:
                first = next(pieces, b"")
            except FAILURES as error:
                failures.append(error)
                return
            tell(start)
            tell({"type": "http.response.body", "body": first, "more_body": True})
            for piece in pieces:
                if gone.is_set():
                    return
                tell({"type": "http.response.body", "body": piece, "more_body": True})
        tell({"type": "http.response.body", "body": b"", "more_body": False})


def server_sent(parts: Generator[Event, None, None]) -> Generator[bytes, None, None]:
    """The parts of an answer as server-sent events; an error after the first is one too."""
    with closing(parts):
        yield event(next(parts))
        try:
            for part in parts:
                yield event(part)
        except FAILURES as error:
            log_failure(error)
            yield _event("error", problem_object(status_of(error), detail_of(error)))


def event(part: Event) -> bytes:
    """A part of an answer as one server-sent event."""
    if isinstance(part, Answer):
        return _event("done", part.to_dict())
    return _event("citation" if isinstance(part, Citation) else "statement", asdict(part))


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {dumps(data)}\n\n".encode("utf-8", "replace")
