"""What the chat page's script asks of the server: answers as they form, articles, the list."""

from collections.abc import Generator
from contextlib import closing
from json import dumps
from pathlib import Path
from typing import Annotated, Final, Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from starlette.responses import FileResponse, Response

from index.errors import QuestionError, UnknownSourceError
from index.store import Index
from rag.answer import Citation, Statement
from rag.question import Message
from ui import chat_view as view
from ui.chat_pages import listing, titles_of, turns
from ui.chat_pieces import note
from ui.chat_sources import article as article_html
from ui.chat_strings import Language, say, script_strings
from ui.events import Stream
from ui.problems import FAILURES, log_failure
from ui.service import Service
from ui.sessions import session_of

STATIC: Final = Path(__file__).parent / "static"
FILES: Final = ("chat.css", "chat.js")
HISTORY_MAX = 20
"""Messages that go with a question, as the REST contract has it."""
MESSAGE_MAX = 8_000
"""Characters of a message in the history, which may be a long answer; questions have their own."""
CONVERSATION = r"^[0-9a-f]{32}$"
"""128 random bits from the browser, so that nobody can guess another's conversation."""


Name = Annotated[str, Field(min_length=1, max_length=1_000)]
"""A source's name; the limit also makes pydantic refuse half surrogate pairs."""


class Turn(BaseModel):
    """An earlier message."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=MESSAGE_MAX)


class Ask(BaseModel):
    """A question from the page."""

    question: str = Field(max_length=MESSAGE_MAX)
    conversation: str = Field(pattern=CONVERSATION)
    history: list[Turn] = Field(default=[], max_length=HISTORY_MAX)
    sources: list[Name] = Field(default=[], max_length=1_000)
    answerer: Name | None = None
    language: Language = "ar"


class Place(BaseModel):
    """A sentence of an article, and the others of it that are cited; `sentence` 0 is none."""

    source: Name
    sentence: int = 0
    sha: str = Field(default="", max_length=64)
    quote: str = Field(default="", max_length=MESSAGE_MAX)
    cited: list[int] = Field(default=[], max_length=1_000)
    language: Language = "ar"


def router(service: Service) -> APIRouter:
    """The routes under /chat, over one service; none is part of the public contract."""
    routes = APIRouter(prefix="/chat", include_in_schema=False)
    index = service.pipeline.index

    @routes.post("/ask")
    async def ask(asked: Ask) -> Response:
        seats = service.seats(asked.answerer)
        return Stream(lambda: events(service, asked), "application/x-ndjson", seats)

    @routes.get("/conversations/{name}")
    def conversation(name: str, language: Language = "ar") -> HTMLResponse:
        return HTMLResponse(turns(service.kept.conversation(name), index, language))

    @routes.post("/article")
    def article(wanted: Place) -> HTMLResponse:
        try:
            return HTMLResponse(opened(service.pipeline.index, wanted))
        except UnknownSourceError:
            return HTMLResponse(note(say("gone", wanted.language), "warning"), 404)

    @routes.get("/library")
    def library(language: Language = "ar", search: str = "") -> HTMLResponse:
        return HTMLResponse(listing(index, search, language))

    @routes.get("/strings.js")
    def strings(request: Request, language: Language = "ar") -> Response:
        words = f"window.isnadStrings = {dumps(script_strings(language))};"
        limit = f"window.isnadUploadLimit = {service.max_upload};"
        signed_in = f"window.isnadSignedIn = {dumps(bool(session_of(request.headers)))};"
        return Response(words + limit + signed_in, media_type="text/javascript")

    @routes.get("/{name}")
    def static(name: str) -> Response:
        if name not in FILES:
            raise HTTPException(404)
        return FileResponse(STATIC / name, headers={"Cache-Control": "no-cache"})

    return routes


def events(service: Service, asked: Ask) -> Generator[bytes, None, None]:
    """The answer as JSON lines: `html` the turn so far, `done` with the last, or an `error`."""
    language, index = asked.language, service.pipeline.index
    history = [Message(turn.role, turn.content) for turn in asked.history]
    said: list[Statement] = []
    citations: list[Citation] = []
    parts = service.stream(
        asked.question, history, asked.sources or None, asked.answerer, asked.conversation
    )
    try:
        with closing(parts):
            for part in parts:
                if isinstance(part, Citation):
                    citations.append(part)
                elif isinstance(part, Statement):
                    said.append(part)
                    titles = titles_of(index, citations)
                    forming = view.statements("forming", said, citations, (), titles, language)
                    yield line(
                        html=view.question(asked.question, asked.question, language) + forming
                    )
                else:
                    titles = titles_of(index, part.citations + part.nearest)
                    shared = service.kept.days != 0
                    turn = view.turn(part, titles, language, shared=shared, asked=asked.question)
                    yield line(html=turn, done=True)
    except UnknownSourceError as error:
        yield line(error=f"{say('gone', language)} {error.source}")
    except QuestionError:
        yield line(error=say("bad_question", language))
    except FAILURES as error:
        log_failure(error)
        yield line(error=say("failed_answer", language))


def opened(index: Index, wanted: Place) -> str:
    """The article at a sentence; where it has changed since, at the sentence that says the same."""
    with index.reading():
        document = index.document(wanted.source)
        text, sentences = index.text(wanted.source), index.sentences(wanted.source)
    target, cited = wanted.sentence, frozenset(wanted.cited)
    changed = bool(wanted.sha) and wanted.sha != document.sha256
    if changed:
        same = (one.ordinal for one in sentences if one.text == wanted.quote)
        target, cited = next(same, 0), frozenset()
    return article_html(
        document, text, sentences, wanted.language, target=target, cited=cited, changed=changed
    )


def line(**event: object) -> bytes:
    """An event of the stream; half a surrogate pair, which a question may hold, becomes a mark."""
    return (dumps(event, ensure_ascii=False) + "\n").encode("utf-8", "replace")
