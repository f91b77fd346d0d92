"""The routes of the REST interface under /v1, and those that tell of the service itself."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from rag.question import Message
from ui import answers, schemas
from ui.events import SERVER_SENT, Stream, Whole, server_sent
from ui.intake import BODY, received, report
from ui.problems import documented
from ui.pulse import Pulse
from ui.replies import Reply
from ui.service import Service
from ui.sessions import caller_of
from ui.standing import Standing

SourceName = Annotated[
    str,
    Path(
        description="The source's name; slashes may stand as they are.",
        examples=["001_19a3caf8993365fc.txt"],
    ),
]

EVENTS = {"citation": "Citation", "statement": "Statement", "done": "Answer", "error": "Problem"}
STREAM = {
    "schema": {
        "title": "Event",
        "description": "One of the stream's events; `data` is JSON in one line.",
        "oneOf": [
            {
                "type": "object",
                "required": ["event", "data"],
                "properties": {
                    "event": {"const": name},
                    "data": {
                        "type": "string",
                        "contentMediaType": "application/json",
                        "contentSchema": {"$ref": f"#/components/schemas/{model}"},
                    },
                },
            }
            for name, model in EVENTS.items()
        ],
    },
}
"""As the JSON Schema of a single event."""


def routes(service: Service) -> APIRouter:
    """All of them, over one service."""
    router = APIRouter()
    _questions(router, service)
    _sources(router, service)
    router.include_router(answers.routes(service))
    _state(router, service)
    return router


def _questions(router: APIRouter, service: Service) -> None:
    @router.post(
        "/v1/ask",
        tags=["questions"],
        summary="Ask a question",
        response_model=schemas.Answer,
        responses={
            200: {"content": {"text/event-stream": STREAM}},
            **documented(404, 415, 422),
        },
    )
    async def ask(request: schemas.AskRequest) -> Response:
        """The answer in the articles' own words, every statement with its citations.

        With `stream`, server-sent events: `citation` (before the statement that names it),
        `statement`, `done` (the whole answer) and, where it breaks off, `error` (a problem).
        """
        history = [Message(turn.role, turn.content) for turn in request.history]
        asked = (request.question, history, request.sources, request.answerer)
        seats = service.seats(request.answerer)
        if request.stream:
            return Stream(lambda: server_sent(service.stream(*asked)), SERVER_SENT, seats)
        return Whole(lambda: service.ask(*asked).to_dict(), seats)

    @router.post(
        "/v1/search",
        tags=["questions"],
        summary="Search for sentences",
        response_model=schemas.Hits,
        responses=documented(415, 422),
    )
    def search(request: schemas.SearchRequest) -> Response:
        """Sentences of the articles for a question or words, best first."""
        hits = service.pipeline.search(request.query, request.k)
        return Reply({"hits": [hit.to_dict() for hit in hits]})


def _sources(router: APIRouter, service: Service) -> None:
    index = service.pipeline.index

    @router.get(
        "/v1/sources",
        tags=["sources"],
        summary="List the sources",
        response_model=schemas.Sources,
        responses=documented(),
    )
    def sources() -> Response:
        """All indexed files, by name."""
        return Reply({"sources": [document.to_dict() for document in index.documents()]})

    @router.post(
        "/v1/sources",
        tags=["sources"],
        summary="Add or replace files",
        status_code=201,
        response_model=schemas.Uploaded,
        responses=documented(415, 422, 507),
        openapi_extra={"requestBody": BODY},
    )
    async def upload(request: Request) -> Response:
        """Take text files in; one of a name that is there replaces it.

        201 where any went in, else the status of the first failure. Changes are made in the order
        they came; one that waits too long is 503.
        """
        files, refused = await received(request, service.max_upload)
        results = await service.writers.run(service.upload, files, caller_of(request.scope))
        return report([*refused, *results])

    @router.get(
        "/v1/sources/{source:path}",
        tags=["sources"],
        summary="Read a source",
        response_model=schemas.SourceText,
        responses=documented(404, 422),
    )
    def source(source: SourceName) -> Response:
        """A source's text as it was read, and where its sentences stand."""
        with index.reading():
            document, text = index.document(source), index.text(source)
            spans = [
                {"sentence": s.ordinal, "start": s.start, "end": s.end}
                for s in index.sentences(source)
            ]
        return Reply({**document.to_dict(), "text": text, "spans": spans})

    @router.delete(
        "/v1/sources/{source:path}",
        tags=["sources"],
        summary="Remove a source",
        status_code=204,
        response_class=Response,
        responses=documented(404, 422, 507),
    )
    async def remove(source: SourceName, request: Request) -> Response:
        """Take a source out of the index.

        Changes are made in the order they came; one that waits too long is 503.
        """
        await service.writers.run(service.remove, source, caller_of(request.scope))
        return Response(status_code=204)


def _state(router: APIRouter, service: Service) -> None:
    pulse = Pulse(Standing(service.pipeline.index).ready)

    @router.get(
        "/health",
        tags=["service"],
        summary="Alive?",
        response_model=schemas.Status,
        response_model_exclude_none=True,
        responses=documented(),
    )
    async def health() -> Response:
        """That the server answers at all."""
        return Reply({"status": "alive"})

    @router.get(
        "/ready",
        tags=["service"],
        summary="Ready?",
        response_model=schemas.Status,
        responses=documented(),
    )
    async def ready() -> Response:
        """That the index is open and can be read; 503 where not."""
        return Reply(await pulse.latest())
