"""Streams: an iterator's pieces sent as they come, its work stopped when the client leaves."""

import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, suppress
from dataclasses import asdict
from typing import Any, TypeVar

from anyio import create_task_group, from_thread, to_thread
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from index.errors import CrowdedError
from rag.answer import Answer, Citation
from rag.stopping import StoppedError, until
from ui.problems import FAILURES, detail_of, log_failure, problem_object, status_of
from ui.replies import Reply, dumps
from ui.seats import Seats
from ui.service import Event

SERVER_SENT = "text/event-stream"
T = TypeVar("T")


async def watched(
    receive: Receive, work: Callable[[threading.Event], T], seats: Seats | None = None
) -> T:
    """What a piece of work gives that runs in a thread; its event is set when the client leaves.

    With `seats` the thread is one of those: CrowdedError where all are taken.
    """
    gone = threading.Event()
    run = to_thread.run_sync if seats is None else seats.run
    made: list[T] = []
    full: CrowdedError | None = None

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        gone.set()

    async with create_task_group() as tasks:
        tasks.start_soon(watch)
        try:
            made.append(await run(work, gone))
        except CrowdedError as error:  # as it is, and not as the group's
            full = error
        finally:
            gone.set()
            tasks.cancel_scope.cancel()
    if full is not None:
        raise full
    return made[0]


class Whole(Response):
    """A JSON object whose making stops when the client leaves."""

    def __init__(self, make: Callable[[], Mapping[str, Any]], seats: Seats | None = None) -> None:
        super().__init__()
        self.make = make
        self.seats = seats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it once it is made; what failed gets a status of its own."""
        made = await watched(receive, self._run, self.seats)
        if isinstance(made, Exception):
            raise made
        if made is not None:
            await made(scope, receive, send)

    def _run(self, gone: threading.Event) -> Response | Exception | None:
        with until(gone):
            try:
                return Reply(self.make())
            except StoppedError:
                return None
            except FAILURES as error:
                return error


class Stream(Response):
    """Makes, drives and closes an iterator in one thread and sends each piece as it comes.

    The index reads through a connection of its thread, inside one transaction, so an iterator
    over it must not wander. One of FAILURES before the first piece is raised, so that it gets a
    status of its own; the iterator itself has to put a later one into words.
    """

    def __init__(
        self,
        pieces: Callable[[], Generator[bytes, None, None]],
        media_type: str,
        seats: Seats | None = None,
    ) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(headers=headers, media_type=media_type)
        del self.headers["content-length"]
        self.pieces = pieces
        self.seats = seats

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """Send until the iterator ends or the client has gone."""
        failure = await watched(receive, lambda gone: self._run(send, gone), self.seats)
        if failure is not None:
            raise failure

    def _run(self, send: Send, gone: threading.Event) -> Exception | None:
        """The work of the thread; returns what failed before the first piece."""

        async def sending(message: Message) -> None:
            await send(message)

        def tell(body: bytes, *, more: bool = True) -> None:
            message = {"type": "http.response.body", "body": body, "more_body": more}
            from_thread.run(sending, message)

        start = {
            "type": "http.response.start",
            "status": self.status_code,
            "headers": self.raw_headers,
        }
        with suppress(StoppedError), until(gone), closing(self.pieces()) as pieces:
            try:
                first = next(pieces, b"")
            except FAILURES as error:
                return error
            from_thread.run(sending, start)
            tell(first)
            for piece in pieces:
                if gone.is_set():
                    return None
                tell(piece)
            tell(b"", more=False)
        return None


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
