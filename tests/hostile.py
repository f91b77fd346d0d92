"""Servers for the tests that do what no honest model's server does, over real sockets, bounded."""

import contextlib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

Misdeed = Callable[["Hostile", socket.socket], None]


class Hostile:
    """Takes a request, then does its misdeed; notes what it sent, and whether the client left."""

    def __init__(self, misdeed: Misdeed) -> None:
        self.misdeed = misdeed
        self.sent = 0
        self.taken = 0
        self.gone = Event()
        self.over = Event()
        self.bodies: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        Thread(target=self._serve, daemon=True).start()

    def send(self, data: bytes) -> None:
        """Send, and count what was taken."""
        for start in range(0, len(data), 65_536):
            piece = data[start : start + 65_536]
            self._connection.sendall(piece)
            self.sent += len(piece)

    def stop(self) -> None:
        self.over.set()
        self._socket.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while not self.over.is_set():
                connection, _ = self._socket.accept()
                self._connection = connection
                connection.settimeout(20)
                with connection:
                    self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            got = connection.recv(65_536)
            if not got:
                return
            data += got
        head, _, body = data.partition(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.split(b"\r\n")
             if line.lower().startswith(b"content-length:")), 0)  # fmt: skip
        while len(body) < length:
            body += connection.recv(65_536)
        self.taken += 1
        self.bodies.append(body)
        try:
            self.misdeed(self, connection)
            while connection.recv(65_536):
                continue
            self.gone.set()
        except TimeoutError:
            return
        except OSError:
            self.gone.set()


@contextmanager
def hostile(misdeed: Misdeed) -> Iterator[Hostile]:
    """A server that does this to everybody who calls."""
    server = Hostile(misdeed)
    try:
        yield server
    finally:
        server.stop()


def head(kind: str = "text/event-stream", status: int = 200, **more: str) -> bytes:
    """The head of a reply that ends with its connection."""
    lines = [f"HTTP/1.1 {status} X", f"content-type: {kind}", "connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
