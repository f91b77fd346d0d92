"""An answer as server-sent events, whose work stops when the client leaves."""

import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import asdict
from typing import Any, TypeVar

from anyio import create_task_group, from_thread, to_thread
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from rag.answer import Answer, Citation
from rag.stopping import StoppedError, until
from ui.problems import FAILURES, detail_of, log_failure, problem_object, status_of
from ui.replies import Reply, dumps
from ui.service import Event

T = TypeVar("T")


async def watched(receive: Receive, work: Callable[[threading.Event], T]) -> T:
    """What a piece of work gives that runs in a thread; its event is set when the client leaves."""
    gone = threading.Event()

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        gone.set()

    async with create_task_group() as tasks:
        tasks.start_soon(watch)
        try:
            made = await to_thread.run_sync(work, gone)
        finally:
            gone.set()
            tasks.cancel_scope.cancel()
    return made


class Whole(Response):
    """A JSON object whose making stops when the client leaves."""

    def __init__(self, make: Callable[[], Mapping[str, Any]]) -> None:
        super().__init__()
        self.make = make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it once it is made; what failed gets a status of its own."""
        made = await watched(receive, self._run)
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


class EventStream(Response):
    """Runs an iterator of events in one thread and sends each as it comes.

    An error before the first event is raised, so that it gets a status of its own; one after it
    is sent as an `error` event.
    """

    media_type = "text/event-stream"

    def __init__(self, parts: Callable[[], Generator[Event, None, None]]) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self.parts = parts

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """Send until the answer is whole or the client has gone."""
        failure = await watched(receive, lambda gone: self._run(send, gone))
        if failure is not None:
            raise failure

    def _run(self, send: Send, gone: threading.Event) -> Exception | None:
        """The work of the thread; returns what failed before the first event."""

        async def sending(message: Message) -> None:
            await send(message)

        def tell(message: Message) -> None:
            from_thread.run(sending, message)

        started = False
        last = b""
        with until(gone), closing(self.parts()) as parts:
            try:
                for part in parts:
                    if gone.is_set():
                        return None
                    if not started:
                        tell(self._start())
                        started = True
                    tell({"type": "http.response.body", "body": event(part), "more_body": True})
            except StoppedError:
                return None
            except FAILURES as error:
                if not started:
                    return error
                log_failure(error)
                last = _event("error", problem_object(status_of(error), detail_of(error)))
        if not started:
            tell(self._start())
        tell({"type": "http.response.body", "body": last, "more_body": False})
        return None

    def _start(self) -> Message:
        return {
            "type": "http.response.start",
            "status": self.status_code,
            "headers": self.raw_headers,
        }


def event(part: Event) -> bytes:
    """A part of an answer as one server-sent event."""
    if isinstance(part, Answer):
        return _event("done", part.to_dict())
    return _event("citation" if isinstance(part, Citation) else "statement", asdict(part))


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {dumps(data)}\n\n".encode("utf-8", "replace")
