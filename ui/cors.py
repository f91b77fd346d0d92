"""What the pages of other sites may call, where the widget is allowed there (CORS)."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import Message, Scope, Send

EMBEDDED = frozenset({"/v1/ask", "/embed.js"})
"""What the widget calls; nothing else is open to the page of another site."""
MAX_AGE = 600
"""Seconds a browser need not ask again; ten minutes is the most that all of them honour."""


def admits(origins: frozenset[str], scope: Scope, headers: Headers) -> bool:
    """Whether a call comes from a page of those origins, and is one that the widget makes."""
    known = headers.get("origin") in origins
    return known and scope["type"] == "http" and scope["path"] in EMBEDDED


def is_preflight(scope: Scope, headers: Headers) -> bool:
    """Whether a browser asks if it may make a call; that carries no key yet."""
    return scope["method"] == "OPTIONS" and "access-control-request-method" in headers


def preflight() -> Response:
    """That it may: post JSON, and a key with it."""
    allowed = {
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Max-Age": str(MAX_AGE),
    }
    return Response(status_code=204, headers=allowed)


def shared(send: Send, origin: str) -> Send:
    """A `send` that lets the pages of that origin read what is answered, cookies left out."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = origin
            headers.add_vary_header("Origin")
        await send(message)

    return sending
