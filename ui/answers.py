"""The REST routes of kept answers: re-checked, as evidence to take away, as copies, and rated."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from rag.bundle import make, quoted_texts
from rag.copies import Format, copy
from rag.recheck import in_index
from ui import schemas
from ui.kept import KeptAnswer
from ui.problems import documented
from ui.replies import Reply
from ui.schemas_bundle import Bundle
from ui.service import Service
from ui.version import version

AnswerId = Annotated[str, Path(description="The `id` of an answer.", examples=["a-3f9c2d7e"])]
COPIES: Mapping[Format, str] = {
    "markdown": "text/markdown",
    "html": "text/html",
    "text": "text/plain",
}
POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
"""Of a copy shown by itself: it is text, and nothing in it may load or run."""


def routes(service: Service) -> APIRouter:
    """All of them, over one service."""
    router = APIRouter(tags=["answers"])
    _reading(router, service)
    _taking(router, service)
    return router


def _reading(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/answers/{id}",
        summary="Read a kept answer",
        response_model=schemas.KeptAnswer,
        responses=documented(404, 422),
    )
    def answer(id: AnswerId) -> Response:
        """An answer as it was given, re-checked against its sources as they are now."""
        kept = _kept(service, id)
        checks = service.recheck(kept.body)
        created = datetime.fromtimestamp(kept.created, UTC).isoformat(timespec="seconds")
        more = {
            "created": created.replace("+00:00", "Z"),
            "unchanged": all(c.status == "exact" and not c.changed for c in checks),
            "checks": [asdict(check) for check in checks],
            "thumbs": kept.thumb,
        }
        return Reply({**service.public_body(kept.body), **more})

    @router.post(
        "/v1/answers/{id}/feedback",
        summary="Thumbs up or down",
        response_model=schemas.Feedback,
        responses=documented(404, 415, 422),
    )
    def feedback(id: AnswerId, request: schemas.FeedbackRequest) -> Response:
        """Note what a reader thinks of a kept answer; a second note replaces the first."""
        if not service.kept.rate(id, request.thumbs, request.comment):
            raise _unknown(id)
        return Reply({"id": id, "thumbs": request.thumbs, "comment": request.comment})


def _taking(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/answers/{id}/bundle",
        summary="Take an answer away with its evidence",
        response_model=Bundle,
        responses=documented(404, 422),
    )
    def bundle(id: AnswerId) -> Response:
        """The answer, its citations as W3C Web Annotations, and the sha256 of every source.

        `isnad verify FILE --sources DIR` checks it anywhere, without this server.
        """
        body = _public(service, id)
        with service.pipeline.index.reading():
            texts = quoted_texts(body, in_index(service.pipeline.index))
        return Reply(make(body, texts, version()))

    @router.get(
        "/v1/answers/{id}/copy",
        summary="Copy an answer as text with footnotes",
        response_class=Response,
        responses={
            200: {"content": {kind: {"schema": {"type": "string"}} for kind in COPIES.values()}},
            **documented(404, 422),
        },
    )
    def copied(
        id: AnswerId,
        request: Request,
        format: Annotated[Format, Query(description="How to write it.")] = "markdown",
    ) -> Response:
        """The answer to paste elsewhere, its citations as footnotes."""
        made = copy(_public(service, id), format, service.public_url or str(request.base_url))
        kind = f"{COPIES[format]}; charset=utf-8"
        headers = {"Content-Security-Policy": POLICY}
        return Response(made.encode("utf-8", "replace"), headers=headers, media_type=kind)


def _public(service: Service, id_: str) -> dict[str, Any]:
    return service.public_body(_kept(service, id_).body)


def _kept(service: Service, id_: str) -> KeptAnswer:
    kept = service.kept.answer(id_)
    if kept is None:
        raise _unknown(id_)
    return kept


def _unknown(id_: str) -> HTTPException:
    return HTTPException(404, f"No answer {id_!r} is kept: it may have been forgotten.")
