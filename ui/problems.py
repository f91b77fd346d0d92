"""Errors as application/problem+json (RFC 9457), for every way a request can go wrong."""

import json
import logging
import sqlite3
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from index.disk import said
from index.errors import (
    FileError,
    FileTooLargeError,
    FileTypeError,
    FullError,
    InputError,
    IsnadError,
    UnknownSourceError,
)
from ui.faults import place, sentence

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = {"Retry-After": "2"}
"""Seconds: what a write by another process may take, the usual reason for a 503."""
ALWAYS = (400, 401, 403, 413, 429, 503)
"""What any call may answer: a broken request or Host, no key, a foreign page, too much, too
fast, not ready."""

DETAILS = {
    401: "A key is missing or wrong: send `Authorization: Bearer <key>`, or sign in at /sign-in.",
    404: "Nothing is here.",
    405: "This address does not take that method.",
    500: "An error of ours; the server's log says more.",
}
FAULTS, SAID = 20, 3
"""Faults of a request that are listed, and that are said at once."""
UNUSABLE = "The index can't be read or written just now."
FAILURES = (IsnadError, sqlite3.Error)
"""What may go wrong while a question is answered, and has a status of its own."""
log = logging.getLogger("isnad")


def problem(
    status: int, detail: str = "", headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """A problem object as a response; `more` are its further members."""
    body = problem_object(status, detail, **more)
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return Response(content, status, headers, MEDIA_TYPE)


def problem_object(status: int, detail: str = "", **more: Any) -> dict[str, Any]:
    """The problem object itself, as the `error` event of a stream carries it."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or DETAILS.get(status, HTTPStatus(status).description),
        **more,
    }


def status_of(error: Exception) -> int:
    """The HTTP status that says what kind of error it is, of FAILURES."""
    if isinstance(error, FileTypeError):
        return 415
    if isinstance(error, FileTooLargeError):
        return 413
    if isinstance(error, FileError | InputError):
        return 422
    if isinstance(error, FullError):
        return 507
    return 404 if isinstance(error, UnknownSourceError) else 503


def of_error(error: Exception) -> Response:
    """The problem that one of FAILURES is."""
    status = status_of(error)
    return problem(status, detail_of(error), RETRY_AFTER if status == 503 else None)


def detail_of(error: Exception) -> str:
    """The error's own line, except where that speaks of the command line or of SQL."""
    if isinstance(error, UnknownSourceError):
        return f"No source is named {error.source!r}: GET /v1/sources lists them."
    if isinstance(error, sqlite3.Error):
        known = said(Path("the catalogue"), error)
        return str(known) if known is not None else UNUSABLE
    return str(error)


def log_failure(error: Exception) -> None:
    """Tell the log of one of FAILURES, unless only the client can mend it."""
    if isinstance(error, sqlite3.Error):
        log.error("a store failed: %s", error)
    elif status_of(error) >= 500:
        log.warning("%s", error)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: these statuses, and those every call may answer."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in sorted({*ALWAYS, *statuses})
    }


def install(app: FastAPI) -> None:
    """Answer every error of the app with a problem."""
    for failure in FAILURES:
        app.add_exception_handler(failure, _failed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _unexpected)


async def _failed(_: Request, error: Exception) -> Response:
    log_failure(error)
    return of_error(error)


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    detail = "" if error.detail == phrase else str(error.detail)
    return problem(error.status_code, detail, error.headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors: Sequence[Mapping[str, Any]] = error.errors()
    if any(one["type"] == "json_invalid" for one in errors):
        return problem(400, "The body is not JSON.")
    unread = (one for one in errors if one["type"] != "missing" and tuple(one["loc"]) == ("body",))
    if any(unread) and not _is_json(request):
        return problem(415, "Send the body as `Content-Type: application/json`.")
    places = [place(one["loc"][1:]) or f"the {one['loc'][0]}" for one in errors[:FAULTS]]
    said = [sentence(one, where) for one, where in zip(errors, places, strict=False)]
    faults = [{"where": where, "message": each} for where, each in zip(places, said, strict=True)]
    return problem(422, "; ".join(said[:SAID]), errors=faults)


async def _gone(_: Request, __: Exception) -> Response:
    return problem(400, "The client left before the request was whole.")


async def _unexpected(_: Request, __: Exception) -> Response:
    return problem(500)


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json")
