"""Runs the service: opens the index, listens, says where, and ends without losing anything."""

import logging
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from threading import Thread
from types import FrameType
from typing import NoReturn

import click
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from index.errors import SettingError
from rag.pipeline import Pipeline
from ui import logs
from ui.app import build
from ui.audit import Audit
from ui.encoding import Encoding
from ui.kept import Kept
from ui.parsers import Log
from ui.protocol import Protocol
from ui.seats import model_seats
from ui.security import access
from ui.service import Service
from ui.settings import Settings, check_exposure, traced_process
from ui.uploads import MEGABYTE
from ui.workspace import open_workspace

GRACE = 5
"""Seconds that calls at work get to finish when the server is told to end."""
BACKLOG = 2_048
ANY_4 = "0.0.0.0"  # noqa: S104 (compared with, never a default)


def serve(settings: Settings) -> None:
    """Serve until told to end (SIGINT, SIGTERM).

    Raises SettingError: the address can't be listened on, or would let everybody in;
    StoreError: the data directory can't be used.
    """
    check_exposure(settings)
    say = logs.begin(settings.log)
    with closing(listen(settings.host, settings.port)) as socket_, running(settings, say) as app:
        port = socket_.getsockname()[1]
        server = Server(
            config(app, settings.trusted_proxies, settings.log),
            lambda: click.echo(f"Isnad is ready at {address(settings.host, port)}"),
        )
        # It warns of every malformed upload, which is the client's business.
        logging.getLogger("python_multipart").setLevel(logging.ERROR)
        signal.signal(signal.SIGTERM, _end)
        try:
            server.run(sockets=[socket_])
        except KeyboardInterrupt:
            say("Isnad has ended")


def config(app: FastAPI, trusted_proxies: Sequence[str] = (), log: Log = "text") -> uvicorn.Config:
    """How an app is served: by our protocol, and without websockets, which nothing here speaks.

    Of who a caller is only `trusted_proxies` are believed.
    """
    return uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        log_config=logs.of_uvicorn(log),
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        lifespan="on",
        # Its default believes anybody on this machine about who they are.
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=[*trusted_proxies],
    )


class Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then say so."""
        await super().startup(sockets)
        if self.started:
            self.ready()


@contextmanager
def running(settings: Settings, say: Callable[[str], None] = logs.plainly) -> Iterator[FastAPI]:
    """The app over the data directory of the settings; closes what it opened.

    `say` is told what an operator should know.
    """
    # The addresses stay relative in what is kept, so that they follow a change of the setting.
    pipeline = open_workspace(replace(settings, public_url=""), say)
    pipeline.warm()
    with (
        closing(pipeline),
        closing(Kept.open(settings.data, settings.keep_days)) as kept,
        _tracing(pipeline) as outermost,
    ):
        max_upload = settings.max_upload_mb * MEGABYTE
        calls = model_seats(settings.llm_calls)
        public_url, audit = settings.public_url.rstrip("/"), Audit(settings.data)
        service = Service(pipeline, kept, public_url, max_upload, audit, model_calls=calls)
        app = build(
            service,
            access(
                host=settings.host,
                keys=settings.api_keys,
                public_url=settings.public_url,
                max_upload=max_upload,
                per_minute=settings.rate_limit,
                allowed_origins=settings.allowed_origins,
                data=settings.data,
            ),
        )
        for middleware in outermost:
            app.add_middleware(middleware)
        # After the imports above, and beside the first questions, which wait for it.
        Thread(target=pipeline.retriever.prepare, name="prepare", daemon=True).start()
        encoding = Encoding(pipeline.index)
        encoding.start()
        try:
            yield app
        finally:
            encoding.end()


@contextmanager
def _tracing(pipeline: Pipeline) -> Iterator[list[Callable[[ASGIApp], ASGIApp]]]:
    """Send spans where OpenTelemetry's variables say so; gives the middleware that takes it."""
    if not (endpoint := traced_process()):
        yield []
        return
    from ui.tracing import Tracing

    with closing(Tracing(endpoint)) as tracing:
        pipeline.watched(tracing.step)
        yield [tracing.middleware]


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; SettingError says why there can be none."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, place = found[0]
        made = socket.socket(family, kind, protocol)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(place)
            made.listen(BACKLOG)
        except OSError:
            made.close()
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingError(f"can't listen on {address(host, port)}: {reason}") from error
    return made


def address(host: str, port: int) -> str:
    """The address to type into a browser."""
    name = host.strip("[]")
    name = {ANY_4: "127.0.0.1", "::": "::1"}.get(name, name)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _end(_: int, __: FrameType | None) -> NoReturn:
    """uvicorn ends on SIGTERM by itself, then raises it anew: what is open must be closed first."""
    raise KeyboardInterrupt
