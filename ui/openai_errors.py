"""Errors of the OpenAI-compatible routes in OpenAI's own form, whoever raised them."""

import json
from typing import Any

from fastapi import FastAPI, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.problems import MEDIA_TYPE
from ui.replies import Reply, dumps

PATHS = ("/v1/chat/", "/v1/models")
CODES = {401: "invalid_api_key", 429: "rate_limit_exceeded"}
"""Codes that clients know; OpenAI gives most errors none."""


class Refused(Exception):
    """A request that can't be answered as it is asked; `param` names what is wrong in it."""

    def __init__(self, status: int, message: str, param: str | None, code: str | None) -> None:
        super().__init__(message)
        self.status = status
        self.param = param
        self.code = code


def error_object(
    status: int, message: str, param: str | None = None, code: str | None = None
) -> dict[str, Any]:
    """The body of an error."""
    kind = "server_error" if status >= 500 else "invalid_request_error"
    kind = "rate_limit_error" if status == 429 else kind
    code = code or CODES.get(status)
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def install(app: FastAPI) -> None:
    """Answer every error of these routes so; to be called after the guard was added."""
    app.add_exception_handler(Refused, _refused)
    app.add_middleware(Translator)


class Translator:
    """ASGI middleware: on these routes a problem object becomes OpenAI's error object.

    The guard, FastAPI and the handlers of errors all speak in problem objects; translating what
    they say keeps each rule in one place.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with problems held back until they are whole."""
        if scope["type"] != "http" or not scope["path"].startswith(PATHS):
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def sending(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_problem(message):
                start = message
            elif start is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    for translated in _translated(start, body):
                        await send(translated)

        await self.app(scope, receive, sending)


def _is_problem(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type") == MEDIA_TYPE


def _translated(start: Message, body: bytes) -> tuple[Message, Message]:
    """The two messages of the response; where others say 422, OpenAI says 400."""
    problem = json.loads(body)
    faults = problem.get("errors") or [{}]
    error = error_object(problem["status"], problem["detail"], faults[0].get("where"))
    content = dumps(error).encode("utf-8", "replace")
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["content-type"] = "application/json"
    headers["content-length"] = str(len(content))
    status = 400 if start["status"] == 422 else start["status"]
    return (
        {**start, "status": status, "headers": headers.raw},
        {"type": "http.response.body", "body": content},
    )


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return Reply(error_object(error.status, str(error), error.param, error.code), error.status)
