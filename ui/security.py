"""The guard before every route: host, origin, key, size and speed of a request."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from pathlib import Path
from urllib.parse import urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import StoreError
from ui import cors
from ui.problems import log_failure, problem
from ui.sessions import Caller, Doorkeeper, bearer
from ui.settings import is_loopback
from ui.uploads import MEGABYTE

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
OPEN_PATHS = frozenset({"/health", "/ready", "/sign-in", "/favicon.ico", "/embed.js"})
"""What needs no key: whether we live, the way in, and the widget's script."""
OPEN_PREFIX = "/resources/"
FOR_PROGRAMS = ("/v1/", "/mcp", "/gradio_api/")
"""Where a missing key is a problem object, whatever the client would like to see."""
SOURCES = "/v1/sources"
READING = ("GET", "HEAD", "OPTIONS")
ASKING = ("/v1/ask", "/v1/search", "/v1/chat/", "/v1/answers/", "/v1/conversations")
"""What of /v1 a key that may only ask may post to; all else there changes the sources."""
MAX_BODY = 4 * MEGABYTE
"""Of any request but an upload: twenty long messages in JSON stay below half of it."""
FRAMING = MEGABYTE
"""What multipart adds around files: some hundred bytes each, and their names."""
LIMITED = ("/v1/", "/chat/", "/sign-in", "/gradio_api/run/predict", "/mcp")
HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^:\[\]]+))(?::[0-9]+)?")
"""A whole Host header in small letters: an IPv6 address in brackets or a name, and a port."""
WRONG_KEYS = 30
"""Keys a minute that one address may have looked into; a program tries the one it has."""
WRONG_SIGN_INS = 10
"""The same of the sign-in form, where people type."""
HASHING = 2
"""Slow hashes at once: 16 MB each, and the other cores are for questions."""
IPV6_SITE = 64
"""Bits of an IPv6 address that are one client's: what a household or host is given at least."""
HSTS = "max-age=31536000"
"""Browsers then keep to https for a year, of this name alone."""
NO_STORE = ("/v1/", "/mcp", "/chat/")
"""What no cache may keep, unless the answer says otherwise: articles, questions, answers."""
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
MAY_ASK = "The key {name!r} may ask, not change the sources: make one with `--scope manage`."


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do how much.

    `hosts` are the names a request may call us by (None: any), which keeps a page whose name
    was made to point at this machine out; with `addresses` any IP address is fine besides, for
    no name can be made to be one. `origins` are those of other pages that may call us,
    `embedders` of those that may hold the widget. `per_minute` is the number of calls a client
    may make (0: any), `max_upload` in bytes; `secure` is whether we are reached by https.
    """

    doorkeeper: Doorkeeper = field(default_factory=Doorkeeper)
    hosts: frozenset[str] | None = None
    addresses: bool = False
    origins: frozenset[str] = frozenset()
    embedders: frozenset[str] = frozenset()
    max_upload: int = 32 * MEGABYTE
    per_minute: int = 0
    secure: bool = False


def access(
    *,
    host: str,
    keys: tuple[str, ...],
    public_url: str,
    max_upload: int,
    per_minute: int = 0,
    allowed_origins: tuple[str, ...] = (),
    data: Path | None = None,
) -> Access:
    """The access that settings mean; `data` is the directory of the keys that are stored.

    Names are checked where we serve this machine alone, or others without a key: there the page
    of another site could else call us by a name of its own.
    """
    public = urlsplit(public_url)
    names = LOOPBACK_HOSTS | {host.strip("[]").lower(), (public.hostname or "").lower()}
    doorkeeper = Doorkeeper(keys, data)
    return Access(
        doorkeeper=doorkeeper,
        hosts=None if doorkeeper.locked and not is_loopback(host) else frozenset(names - {""}),
        addresses=not is_loopback(host),
        origins=frozenset({f"{public.scheme}://{public.netloc}"} if public.netloc else ()),
        embedders=frozenset(allowed_origins),
        max_upload=max_upload,
        per_minute=per_minute,
        secure=public.scheme == "https",
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
        self.attempts = Pace(WRONG_KEYS)
        self.hashing = CapacityLimiter(HASHING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with the body counted and the headers added."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self._limit(scope["path"])
        if cors.admits(self.access.embedders, scope, headers):
            send = cors.shared(send, headers["origin"])
        refusal = self._foreign(scope, headers)
        refusal = refusal or await self._keyless(scope, headers)
        refusal = refusal or self._oversized(scope, headers, limit)
        if refusal is not None and scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif refusal is not None:
            await refusal(scope, receive, self._with_headers(scope, send))
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            await self.app(scope, _counted(receive, limit), self._with_headers(scope, send))

    def _foreign(self, scope: Scope, headers: Headers) -> Response | None:
        """What refuses a call by another name, from another site's page, or too soon."""
        if not self._host_known(headers.get("host", "")):
            reason = "This server does not go by that name (the Host header)."
            named = " ISNAD_PUBLIC_URL names it." if self.access.addresses else ""
            return problem(400, reason + named)
        if cors.admits(self.access.embedders, scope, headers):
            if cors.is_preflight(scope, headers):
                return cors.preflight()
        elif not self._origin_ours(headers):
            return problem(403, "Calls from the pages of another site are not taken.")
        wait = self.pace.wait(client_of(scope)) if scope["path"].startswith(LIMITED) else 0
        return too_fast(wait) if wait else None

    async def _keyless(self, scope: Scope, headers: Headers) -> Response | None:
        """What refuses a call without a key, or with one that is not good for it."""
        if self._open(scope["path"]):
            return None
        doorkeeper = self.access.doorkeeper
        try:
            caller, key = doorkeeper.caller(headers), bearer(headers)
            if caller is None and key:
                wait = self.attempts.wait(client_of(scope))
                if wait:
                    return too_fast(wait)
                verify = doorkeeper.verified
                caller = await to_thread.run_sync(verify, key, limiter=self.hashing)
        except StoreError as error:
            log_failure(error)
            return problem(503, "The keys can't be read just now.")
        if caller is None:
            if self.sign_in is not None and _wants_page(scope, headers):
                return self.sign_in(scope)
            return problem(401, headers={"WWW-Authenticate": "Bearer"})
        scope.setdefault("state", {})["caller"] = caller
        return _scope_refusal(scope, caller)

    def _oversized(self, scope: Scope, headers: Headers, limit: int) -> Response | None:
        length = headers.get("content-length", "0")
        if length.isascii() and length.isdigit() and int(length[:19]) > limit:
            return problem(413, _too_large(limit))
        if scope["path"].endswith("\n"):  # which Starlette's routes would overlook
            return problem(404)
        return None

    def _host_known(self, host: str) -> bool:
        name = _name(host)
        known = self.access.hosts is None or name in self.access.hosts
        return known or (self.access.addresses and _is_address(name))

    def _origin_ours(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None or origin in self.access.origins:
            return True
        scheme, _, place = origin.partition("://")
        return scheme in ("http", "https") and _plain(place) == _plain(headers.get("host", ""))

    def _open(self, path: str) -> bool:
        return path in OPEN_PATHS or path.startswith(OPEN_PREFIX)

    def _limit(self, path: str) -> int:
        upload = path.rstrip("/") == SOURCES
        return self.access.max_upload + FRAMING if upload else MAX_BODY

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        added = dict(HEADERS)
        if self.access.secure or scope.get("scheme") == "https":
            added["Strict-Transport-Security"] = HSTS
        if scope["path"].startswith(NO_STORE):
            added["Cache-Control"] = "no-store"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers.setdefault(name, value)
            await send(message)

        return sending


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


def _wants_page(scope: Scope, headers: Headers) -> bool:
    if scope["path"].startswith(FOR_PROGRAMS):
        return False
    return scope.get("method") in ("GET", "HEAD") and "text/html" in headers.get("accept", "")


def client_of(scope: Scope) -> str:
    """Who is counted as one client: an IPv4 address, or the site of an IPv6 address."""
    name = str((scope.get("client") or ("",))[0])
    try:
        address = ip_address(name)
    except ValueError:
        return name
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, IPV6_SITE), strict=False))
    return name


def too_fast(wait: int) -> Response:
    """That a client has to wait so many seconds."""
    return problem(429, f"Too fast: wait {wait} s.", {"Retry-After": str(wait)})


def _scope_refusal(scope: Scope, caller: Caller) -> Response | None:
    """What refuses a change of the sources by a key that may only ask."""
    path, reading = scope["path"], scope.get("method", "GET") in READING
    if caller.scope == "manage" or reading or not path.startswith("/v1/"):
        return None
    if path.startswith(ASKING):
        return None
    headers = {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}
    return problem(403, MAY_ASK.format(name=caller.name), headers)


def _name(host: str) -> str:
    """The name in a Host header, without its port: `[::1]:7860` is `::1`; "" where malformed."""
    found = HOST.fullmatch(host.lower())
    return (found[1] or found[2]) if found else ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _plain(place: str) -> str:
    """A host and port to compare; the port a scheme implies is left out."""
    return place.lower().removesuffix(":80").removesuffix(":443")
