"""Pages for people, rendered here and light: a source, an answer, the list, the way in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from index.errors import UnknownSourceError
from index.values import Sentence
from ui import phrases
from ui.service import Service
from ui.sessions import session_of
from ui.sureness import sureness

HERE = Path(__file__).parent
PER_PAGE = 200
"""Sources on one page of the list: a screenful to search in, a light page."""
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'self'"
)
"""No script at all: nothing an article holds could run, even if an escape were forgotten."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: a sentence with its ordinal, or what stands between (0)."""

    ordinal: int
    text: str


def routes(service: Service) -> APIRouter:
    """The pages over one service; none is part of the documented interface."""
    router = APIRouter(include_in_schema=False)
    index = service.pipeline.index
    get = ["GET", "HEAD"]

    @router.api_route("/sources", methods=get)
    def sources(request: Request) -> Response:
        asked = max(_numbers(request.query_params.get("page", "")), default=1)
        with index.reading():
            last = max(1, -(-index.number() // PER_PAGE))
            page = max(1, min(asked, last))
            shown = index.documents(offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
        return render("sources.html", request.headers, documents=shown, page=page, last=last)

    @router.api_route("/sources/{source:path}", methods=get)
    def source(source: str, request: Request) -> Response:
        try:
            with index.reading():
                document, text = index.document(source), index.text(source)
                sentences = index.sentences(source)
        except UnknownSourceError:
            return render("missing.html", request.headers, 404, what="missing_source", name=source)
        return render(
            "source.html",
            request.headers,
            document=document,
            paragraphs=list(paragraphs(text, sentences)),
            cited=_numbers(request.query_params.get("cited", "")),
            language=phrases.language_of(text),
        )

    @router.api_route("/answers/{id}", methods=get)
    def answer(id: str, request: Request) -> Response:
        kept = service.kept.answer(id)
        if kept is None:
            return render("missing.html", request.headers, 404, what="missing_answer", name="")
        checks = {check.citation: check for check in service.recheck(kept.body)}
        fresh = all(c.status == "exact" and not c.changed for c in checks.values())
        return render(
            "answer.html",
            request.headers,
            answer=kept.body,
            cited=kept.body["citations"] or kept.body["nearest"],
            agreement={each["statement"]: each for each in kept.body["agreement"]},
            checks=checks,
            fresh=fresh,
            created=datetime.fromtimestamp(kept.created, UTC),
            sureness=partial(sureness, kept.body["confidence"]),
        )

    return router


def render(template: str, headers: Mapping[str, str], status: int = 200, **values: Any) -> Response:
    """A page from its template, in the reader's language, with the policy that allows no script."""
    language = phrases.wanted(headers.get("accept-language", ""))
    made = environment().get_template(template)
    html = made.render(
        lang=language,
        dir=phrases.DIRECTIONS[language],
        say=phrases.PHRASES[language],
        signed_in=bool(session_of(headers)),
        **values,
    )
    more = {"Content-Security-Policy": POLICY, "Vary": "Accept-Language, Cookie"}
    return HTMLResponse(html, status, more | {"Cache-Control": "private, no-cache"})


def sign_in(scope: Scope) -> Response:
    """The page that asks for a key, in place of the one that was wanted (401)."""
    wanted = scope.get("raw_path") or quote(scope["path"]).encode()
    path = (wanted + b"?" + scope["query_string"]).decode("latin-1").removesuffix("?")
    return render("sign_in.html", Headers(scope=scope), 401, next=path, wrong="")


@cache
def environment() -> Environment:
    """The templates; every value is escaped, and one that is missing is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["address"] = source_address
    made.filters["marked"] = marked
    made.filters["language"] = phrases.language_of
    return made


def source_address(source: str, ordinal: int = 0, cited: Sequence[int] = ()) -> str:
    """The address of a source's page, at a sentence; the `cited` are marked lightly.

    >>> source_address("a b.txt", 3)
    '/sources/a%20b.txt#s3'
    """
    query = "?cited=" + ",".join(map(str, cited)) if len(cited) > 1 else ""
    return f"/sources/{quote(source)}{query}" + (f"#s{ordinal}" if ordinal else "")


def marked(text: str, highlight: Sequence[Sequence[int]]) -> Markup:
    """The text escaped, the words that answer in <strong>.

    >>> marked("in <2003>", [[4, 8]])
    Markup('in &lt;<strong>2003</strong>&gt;')
    """
    html, at = Markup(""), 0
    for start, end in sorted(map(tuple, highlight)):
        if at <= start < end <= len(text):
            html += escape(text[at:start]) + Markup("<strong>%s</strong>") % text[start:end]
            at = end
    return html + escape(text[at:])


def paragraphs(text: str, sentences: Sequence[Sentence]) -> Iterator[list[Piece]]:
    """The text as paragraphs of pieces; their texts together are the text but for line ends."""
    pieces: list[Piece] = []
    at = 0
    for sentence in sentences:
        between = text[at : sentence.start]
        if len(between.splitlines()) > 1 or between.endswith("\n"):
            if pieces:
                yield pieces
            pieces = []
        elif between:
            pieces.append(Piece(0, between))
        pieces.append(Piece(sentence.ordinal, sentence.text))
        at = sentence.end
    rest = text[at:].strip("\n")
    if rest:
        pieces.append(Piece(0, rest))
    if pieces:
        yield pieces


def _numbers(listed: str) -> set[int]:
    """The numbers of `?cited=3,5`; anything else in it is passed over."""
    parts = listed[:1_000].split(",")
    return {int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 9}
