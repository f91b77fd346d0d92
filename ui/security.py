"""The guard before every route: host, origin, key, size and speed of a request."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import cors
from ui.problems import problem
from ui.sessions import Doorkeeper
from ui.settings import is_loopback
from ui.uploads import MEGABYTE

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
OPEN_PATHS = frozenset({"/health", "/ready", "/sign-in", "/favicon.ico", "/embed.js"})
"""What needs no key: whether we live, the way in, and the widget's script."""
OPEN_PREFIX = "/resources/"
FOR_PROGRAMS = ("/v1/", "/mcp", "/gradio_api/")
"""Where a missing key is a problem object, whatever the client would like to see."""
UPLOAD_PATH = "/v1/sources"
MAX_BODY = 4 * MEGABYTE
"""Of any request but an upload: twenty long messages in JSON stay below half of it."""
FRAMING = MEGABYTE
"""What multipart adds around files: some hundred bytes each, and their names."""
LIMITED = ("/v1/", "/chat/", "/sign-in", "/gradio_api/run/predict", "/mcp")
HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^:\[\]]+))(?::[0-9]+)?")
"""A whole Host header in small letters: an IPv6 address in brackets or a name, and a port."""
MANY_CLIENTS = 10_000
"""Buckets kept; beyond it those that are full again are dropped."""
HAIR = 1e-6
"""Seconds; what adding up fractions may be off by."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""`no-referrer` would make browsers send `Origin: null` with our own forms."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do how much.

    `hosts` are the names a request may call us by (None: any), which keeps a page whose name
    was made to point at this machine out. `origins` are those of other pages that may call us,
    `embedders` of those that may hold the widget.
    `per_minute` is the number of calls a client may make (0: any), `max_upload` in bytes.
    """

    doorkeeper: Doorkeeper = field(default_factory=Doorkeeper)
    hosts: frozenset[str] | None = None
    origins: frozenset[str] = frozenset()
    embedders: frozenset[str] = frozenset()
    max_upload: int = 32 * MEGABYTE
    per_minute: int = 0


def access(
    *,
    host: str,
    keys: tuple[str, ...],
    public_url: str,
    max_upload: int,
    per_minute: int = 0,
    allowed_origins: tuple[str, ...] = (),
) -> Access:
    """The access that settings mean; names are checked only where we serve this machine alone."""
    public = urlsplit(public_url)
    names = LOOPBACK_HOSTS | {host.strip("[]").lower(), (public.hostname or "").lower()}
    return Access(
        doorkeeper=Doorkeeper(keys),
        hosts=frozenset(names - {""}) if is_loopback(host) else None,
        origins=frozenset({f"{public.scheme}://{public.netloc}"} if public.netloc else ()),
        embedders=frozenset(allowed_origins),
        max_upload=max_upload,
        per_minute=per_minute,
    )


class Guard:
    """ASGI middleware: refuses what may not come in, before anything of it is read.

    `sign_in` makes the page that a browser without a key is shown, with status 401.
    """

    def __init__(
        self, app: ASGIApp, access: Access, sign_in: Callable[[Scope], Response] | None = None
    ) -> None:
        self.app = app
        self.access = access
        self.sign_in = sign_in
        self.pace = Pace(access.per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with the body counted and the headers added."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self._limit(scope["path"])
        if cors.admits(self.access.embedders, scope, headers):
            send = cors.shared(send, headers["origin"])
        refusal = self._refusal(scope, headers, limit)
        if refusal is not None and scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif refusal is not None:
            await refusal(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            await self.app(scope, _counted(receive, limit), _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers, limit: int) -> Response | None:
        if not self._host_known(headers.get("host", "")):
            return problem(400, "This server does not go by that name (the Host header).")
        if cors.admits(self.access.embedders, scope, headers):
            if cors.is_preflight(scope, headers):
                return cors.preflight()
        elif not self._origin_ours(headers):
            return problem(403, "Calls from the pages of another site are not taken.")
        wait = self.pace.wait(_client(scope)) if scope["path"].startswith(LIMITED) else 0
        if wait:
            return problem(429, f"Too fast: wait {wait} s.", {"Retry-After": str(wait)})
        if not self._open(scope["path"]) and not self.access.doorkeeper.admits(headers):
            if self.sign_in is not None and _wants_page(scope, headers):
                return self.sign_in(scope)
            return problem(401, headers={"WWW-Authenticate": "Bearer"})
        length = headers.get("content-length", "0")
        if length.isascii() and length.isdigit() and int(length[:19]) > limit:
            return problem(413, _too_large(limit))
        if scope["path"].endswith("\n"):  # which Starlette's routes would overlook
            return problem(404)
        return None

    def _host_known(self, host: str) -> bool:
        return self.access.hosts is None or _name(host) in self.access.hosts

    def _origin_ours(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None or origin in self.access.origins:
            return True
        scheme, _, place = origin.partition("://")
        return scheme in ("http", "https") and _plain(place) == _plain(headers.get("host", ""))

    def _open(self, path: str) -> bool:
        return path in OPEN_PATHS or path.startswith(OPEN_PREFIX)

    def _limit(self, path: str) -> int:
        upload = path.rstrip("/") == UPLOAD_PATH
        return self.access.max_upload + FRAMING if upload else MAX_BODY


class Pace:
    """A bucket of calls for each client, filled again at an even rate."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._lock = threading.Lock()
        self._full_at: dict[str, float] = {}

    def wait(self, client: str, now: float | None = None) -> int:
        """Count a call: 0 where it is in time, else the seconds to wait."""
        if self.per_minute <= 0:
            return 0
        now = time.monotonic() if now is None else now
        each = 60 / self.per_minute
        with self._lock:
            if len(self._full_at) > MANY_CLIENTS:
                self._full_at = {c: at for c, at in self._full_at.items() if at > now}
            full_at = max(self._full_at.get(client, now), now) + each
            if full_at - now > 60 + HAIR:
                return ceil(full_at - now - 60 - HAIR)
            self._full_at[client] = full_at
        return 0


def _too_large(limit: int) -> str:
    most = limit if limit == MAX_BODY else limit - FRAMING
    return f"Larger than {most / MEGABYTE:g} MB, the most that is taken here."


def _counted(receive: Receive, limit: int) -> Receive:
    """The same body, broken off with a 413 where it grows past the limit."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > limit:
                raise HTTPException(413, _too_large(limit))
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def _wants_page(scope: Scope, headers: Headers) -> bool:
    if scope["path"].startswith(FOR_PROGRAMS):
        return False
    return scope.get("method") in ("GET", "HEAD") and "text/html" in headers.get("accept", "")


def _client(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _name(host: str) -> str:
    """The name in a Host header, without its port: `[::1]:7860` is `::1`; "" where malformed."""
    found = HOST.fullmatch(host.lower())
    return (found[1] or found[2]) if found else ""


def _plain(place: str) -> str:
    """A host and port to compare; the port a scheme implies is left out."""
    return place.lower().removesuffix(":80").removesuffix(":443")
