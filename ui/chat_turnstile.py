"""Lets through to Gradio what the chat page asks of it, and no file, path or address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.bodies import replayed
from ui.faults import place, sentence
from ui.problems import problem

PREDICT = "/gradio_api/run/predict"
"""Where the page's script calls our functions."""
PAGES = ("/", "/config", "/theme.css", "/favicon.ico", "/robots.txt")
FOLDERS = ("/assets/", "/static/")
"""Gradio's own scripts and styles. All its other addresses are closed: they take uploads, read
files, fetch from other hosts, or change the app."""
MAX_VALUES = 1_000
MAX_TEXT = 8_000
"""Characters of a value: a question, a source's name."""
FAULTS = 3
"""Faults of a call that are said at once."""

Text = Annotated[str, Field(max_length=MAX_TEXT)]


class Typed(BaseModel):
    """A key pressed in a list: which one, and what stands in the list's field."""

    key: Text
    input_value: Text


class Call(BaseModel):
    """A call of one of the page's functions: texts and lists of texts, and never an object.

    Gradio takes an object with a `path` for a file, wherever it stands, and copies that file of
    the server, or what is at that address, to where it can be had.
    """

    data: list[Text | Annotated[list[Text], Field(max_length=MAX_VALUES)] | None] = Field(
        max_length=MAX_VALUES
    )
    event_data: Typed | None = None
    fn_index: Annotated[int, Field(ge=0, le=1_000_000)]
    session_hash: Text | None = None


@dataclass(frozen=True, slots=True)
class Takes:
    """What a function of the page takes: so many values, and maybe a key pressed."""

    values: int
    typed: bool


class Turnstile:
    """An ASGI application around Gradio's that passes on only what the page needs.

    `functions` are those that can be called, by Gradio's number of them.
    """

    def __init__(self, app: ASGIApp, functions: Mapping[int, Takes]) -> None:
        self.app = app
        self.functions = functions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on as it was understood, so that no second reading can find more in it."""
        path = scope.get("path", "") or "/"
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] != "http":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif path == PREDICT and scope["method"] == "POST":
            await self._call(scope, receive, send)
        elif scope["method"] in ("GET", "HEAD") and (path in PAGES or path.startswith(FOLDERS)):
            await self.app(scope, receive, send)
        else:
            await problem(405 if path in (PREDICT, *PAGES) else 404)(scope, receive, send)

    async def _call(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            call = Call.model_validate_json(await Request(scope, receive).body(), strict=True)
        except ValidationError as error:
            await _refusal(error)(scope, receive, send)
            return
        takes = self.functions.get(call.fn_index)
        if takes is None:
            await problem(404, f"No function has the number {call.fn_index}.")(scope, receive, send)
            return
        if len(call.data) != takes.values or (takes.typed and call.event_data is None):
            await problem(422, "The function takes other values.")(scope, receive, send)
            return
        body = call.model_dump_json().encode()
        kept = [h for h in scope["headers"] if h[0] not in (b"content-length", b"content-type")]
        size = (b"content-length", str(len(body)).encode())
        headers = [*kept, (b"content-type", b"application/json"), size]
        await self.app({**scope, "headers": headers}, replayed(body, receive), send)


def _refusal(error: ValidationError) -> Response:
    faults = error.errors(include_url=False)[:FAULTS]
    if faults[0]["type"] == "json_invalid":
        return problem(400, "The body is not JSON.")
    return problem(422, "; ".join(sentence(each, place(each["loc"])) for each in faults))
