r"""The server's log as lines of JSON, each with the id of the call that it belongs to."""

import json
import logging
import re
import secrets
import sys
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import click
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.config import LOGGING_CONFIG

from ui.metrics import method_of, route_of
from ui.parsers import Log
from ui.sessions import caller_of

HEADER = "X-Request-ID"
ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
"""What a proxy may name a call; anything else is somebody's text, and gets a name of ours."""
LONGEST = 2_000
"""Characters of a message; more is somebody else's text."""
OF_A_TRACE = 8_000
"""Characters of a traceback, of which the end tells most."""

QUIET = ("/health", "/ready", "/metrics")
"""Asked every few seconds by machines: told of only where it fails."""

request_id: ContextVar[str] = ContextVar("request_id", default="")
calls = logging.getLogger("isnad.calls")


class Lines(logging.Formatter):
    """One JSON object a line; nothing from outside can end the line, or be read as another."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as its line."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "when": when,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _cut(record.getMessage()),
        }
        if name := request_id.get():
            line["request"] = name
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)[-OF_A_TRACE:]
        return dumped(line)


class Named:
    """ASGI middleware: names every call, tells its client, and logs how it went."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on under a name."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        name = given if ID.fullmatch(given) else secrets.token_hex(8)
        # It stays until the task of this call ends, for what the server logs of it after us.
        request_id.set(name)
        status = 0
        begun = time.perf_counter()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            if scope["path"] not in QUIET or status >= 400:
                facts = {
                    "method": method_of(scope),
                    "route": route_of(scope),
                    "status": status,
                    "seconds": round(time.perf_counter() - begun, 4),
                    "who": caller_of(scope),
                }
                calls.info("call", extra={"facts": facts})


def begin(form: Log) -> Callable[[str], None]:
    """Have everything logged in a form; gives what to call with a line for the operator."""
    if form == "text":
        return plainly
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    calls.setLevel(logging.INFO)
    operator = logging.getLogger("isnad.serve")
    operator.setLevel(logging.INFO)
    return operator.info


def plainly(line: str) -> None:
    """Put a line on stderr."""
    click.echo(line, err=True)


def of_uvicorn(form: Log) -> dict[str, Any] | None:
    """The logging that uvicorn sets up; none where all goes through ours."""
    return LOGGING_CONFIG if form == "text" else None


def dumped(line: Mapping[str, Any]) -> str:
    r"""JSON in one line whose every character can be seen.

    >>> dumped({"a": "b\n\u202ec"})
    '{"a": "b\\n\\u202ec"}'
    """
    text = json.dumps(line, ensure_ascii=False, default=str)
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in text)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
