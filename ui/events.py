"""An answer as server-sent events, whose work stops when the client leaves."""

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
        """The work of the thread; a failure before the first event is left in `failures`."""

        async def sending(message: Message) -> None:
            await send(message)

        def tell(message: Message) -> None:
            from_thread.run(sending, message)

        started = False
        last = b""
        with closing(self.parts()) as parts:
            try:
                for part in parts:
                    if gone.is_set():
                        return
                    if not started:
                        tell(self._start())
                        started = True
                    tell({"type": "http.response.body", "body": event(part), "more_body": True})
            except FAILURES as error:
                if not started:
                    failures.append(error)
                    return
                log_failure(error)
                last = _event("error", problem_object(status_of(error), detail_of(error)))
        if not started:
            tell(self._start())
        tell({"type": "http.response.body", "body": last, "more_body": False})

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
