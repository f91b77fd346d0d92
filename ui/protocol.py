"""HTTP/1.1 with limits: a head and a body must come in time, and what is sent must be taken.

uvicorn's h11 protocol bounds a head's size and refuses what two servers could read in two ways
(two Host headers, say); a request that is half sent it would hold for ever. Its httptools
protocol bounds neither.
"""

import asyncio
import json
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ui.problems import MEDIA_TYPE, problem_object

HEAD_S = 20.0
"""Seconds from the first byte of a head, or from connecting, to its last."""
STALL_S = 30.0
"""Seconds in which something more of a body must come."""
BODY_S = 300.0
"""Seconds for all of a body: the largest upload over a line of half a megabit a second."""
TAKING_S = 60.0
"""Seconds that a client may take nothing of what waits to be sent to it."""
LATE = "The request did not come whole in time."
BROKEN = "This is no HTTP request that can be taken: its head is malformed or too long."


class Protocol(H11Protocol):
    """One connection."""

    _awaited: Any = None
    """What is waited for: h11.IDLE for a head, h11.SEND_BODY for a body, None for nothing."""
    _until = 0.0
    _timer: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a head."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Take what came, and see what is waited for now."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Answer what was sent ahead; uvicorn's own timer then ends a connection that is idle."""
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._forget()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The client does not take what is sent: it has some time to."""
        super().pause_writing()
        if self._taking is None:
            self._taking = self.loop.call_later(TAKING_S, self.transport.abort)

    def resume_writing(self) -> None:
        """It goes on."""
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (uvicorn's words)
        """Refuse what h11 can't take, in the form of all our errors."""
        self._refuse(400, BROKEN)

    def _unsupported_upgrade_warning(self) -> None:
        """A page that asks for a websocket is answered by HTTP, and none of the log's business."""

    def _watch(self) -> None:
        state = self.conn.their_state
        # After an answer a connection may be idle for a while, for which uvicorn has a timer.
        resting = state is h11.IDLE and self.timeout_keep_alive_task is not None
        awaited = state if state in (h11.IDLE, h11.SEND_BODY) and not resting else None
        if self.transport.is_closing() or awaited is None:
            self._forget()
            return
        now = self.loop.time()
        if awaited is not self._awaited:
            self._until = now + (HEAD_S if awaited is h11.IDLE else BODY_S)
        elif awaited is h11.IDLE:
            return
        self._forget()
        self._awaited = awaited
        wait = self._until - now
        self._timer = self.loop.call_later(
            wait if awaited is h11.IDLE else min(wait, STALL_S), self._late
        )

    def _forget(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._awaited = None

    def _late(self) -> None:
        if self.flow.read_paused:  # it is we who take our time
            self._awaited = None
            self._watch()
            return
        if self._awaited is h11.SEND_BODY:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self._forget()
        self._refuse(408, LATE)

    def _refuse(self, status: int, detail: str) -> None:
        """Say what is wrong, where nothing was said yet, and end the connection."""
        body = json.dumps(problem_object(status, detail)).encode()
        head = [
            ("content-type", MEDIA_TYPE),
            ("content-length", str(len(body))),
            ("connection", "close"),
        ]
        said: list[h11.Event] = [
            h11.Response(status_code=status, headers=head),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ]
        try:
            for event in said:
                self.transport.write(self.conn.send(event) or b"")
        except h11.LocalProtocolError:
            self.transport.abort()  # an answer is under way
        else:
            self.transport.close()
