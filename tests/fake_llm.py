"""A language model's server for the tests, over real HTTP and as bad as told, in any dialect.

The variables ISNAD_TEST_LLM, ISNAD_TEST_LLM_BASE_URL, _API_KEY and _TIMEOUT name a real one.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from tests.dialects import DIALECTS, Dialect

REAL = {
    name: os.environ.get(f"ISNAD_TEST_LLM{name}", "")
    for name in ("", "_BASE_URL", "_API_KEY", "_TIMEOUT")
}
"""Read when the tests are collected: later they are cut off from the developer's settings."""


@dataclass(frozen=True)
class Reply:
    """One reply: its text, streamed in pieces, or what goes wrong."""

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stall_after: int | None = None
    """Pieces after which it says nothing more, until the test ends or the client goes."""
    break_after: int | None = None
    """Pieces after which the connection is cut."""
    piece: int = 12
    raw: bytes | None = None
    """Sent in place of the dialect's frames."""
    kind: str = ""
    """The content type, where it is not the dialect's."""

    def pieces(self) -> list[str]:
        """The text as it is streamed."""
        return [self.text[i : i + self.piece] for i in range(0, len(self.text), self.piece)]


def says(*statements: tuple[str, list[Any]]) -> Reply:
    """A reply in the JSON asked for."""
    listed = [{"text": text, "sentences": numbers} for text, numbers in statements]
    return Reply(json.dumps({"statements": listed}, ensure_ascii=False))


class FakeServer:
    """Gives the replies it is told in turn, the last again and again; `requests` are the bodies."""

    def __init__(self, dialect: Dialect = DIALECTS["openai"]) -> None:
        self.dialect = dialect
        self.replies: list[Reply | Callable[[dict[str, Any]], Reply]] = []
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.paths: list[str] = []
        self.gone = Event()
        self.over = Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}{dialect.base}"

    def start(self) -> None:
        Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        self.over.set()
        self._http.shutdown()
        self._http.server_close()

    def sentences(self, at: int = -1) -> dict[int, str]:
        """The numbered sentences that a request offered."""
        lines = self.requests[at]["messages"][1]["content"].splitlines()
        found = [json.loads(line) for line in lines if line.startswith('{"sentence"')]
        return {each["sentence"]: each["text"] for each in found}

    def _next(self, body: dict[str, Any]) -> Reply:
        body = {**body, "messages": self.dialect.messages(body)}
        self.requests.append(body)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return reply if isinstance(reply, Reply) else reply(body)

    def _handler(server) -> type[BaseHTTPRequestHandler]:  # noqa: C901, N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None: ...

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                server.paths.append(self.path)
                server.keys.append(self.headers.get(server.dialect.key, ""))
                with suppress(ConnectionError):
                    self._answer(server._next(body))

            def _answer(self, reply: Reply) -> None:
                self.close_connection = True
                if reply.status != 200:
                    error = server.dialect.error(reply.status, reply.text or "no")
                    data = json.dumps(error).encode()
                    self.send_response(reply.status)
                    for name, value in reply.headers.items():
                        self.send_header(name, value)
                    self.send_header("content-type", "application/json")
                    self.send_header("content-length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                    return
                self.send_response(200)
                self.send_header("content-type", reply.kind or server.dialect.kind)
                self.send_header("transfer-encoding", "chunked")
                self.end_headers()
                if reply.raw is not None:
                    self._send(reply.raw)
                    self._send(b"")
                    return
                for n, frame in enumerate(server.dialect.frames(reply.pieces())):
                    if n == reply.break_after:
                        return
                    if n == reply.stall_after:
                        self._stall()
                        return
                    self._send(frame)
                self._send(b"")

            def _send(self, data: bytes) -> None:
                """One chunk; a reply without the last, empty one was cut."""
                self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                self.wfile.flush()

            def _stall(self) -> None:
                """Send what is no reply, where the dialect has that, until the client goes."""
                self.connection.setblocking(False)
                while not server.over.wait(0.02):
                    try:
                        if server.dialect.stall:
                            self._send(server.dialect.stall)
                        if self.connection.recv(1) == b"":
                            raise ConnectionResetError
                    except BlockingIOError:
                        continue
                    except ConnectionError:
                        server.gone.set()
                        return

        return Handler


@contextmanager
def serving(
    *replies: Reply | Callable[[dict[str, Any]], Reply], dialect: Dialect = DIALECTS["openai"]
) -> Iterator[FakeServer]:
    """A server with these replies."""
    server = FakeServer(dialect)
    server.replies = list(replies)
    server.start()
    try:
        yield server
    finally:
        server.stop()
