"""The whole service as one ASGI app: guard, REST, pages, documentation, and the chat page."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from ui import chat_routes, mcp, openai_api, openai_errors, pages, problems, rest, schemas, widget
from ui.fence import Fence
from ui.logs import Named
from ui.metrics import Measure, Metrics
from ui.seats import WORKERS
from ui.security import WRONG_SIGN_INS, Access, Guard, Pace, client_of
from ui.service import Service
from ui.sessions import COOKIE, SECONDS, session_of
from ui.version import version

TITLE = "Isnad"
DESCRIPTION = """
Asks Arabic news articles, in Arabic or English, and answers in the articles' own words.

Every statement carries citations; a citation is a whole sentence of a source, with its exact
place: `text[start:end] == quote`, counted in Unicode code points. What the articles do not say
is refused, with the nearest sentences.

Errors are `application/problem+json` (RFC 9457), with a `detail` to read; those of the
OpenAI-compatible routes are OpenAI's error objects. `/mcp` speaks MCP (streamable HTTP): the tools
`ask`, `search`, `read_source` and `list_sources`, and the sources as resources.
"""
TAGS = [
    {"name": "questions", "description": "Ask, and search."},
    {"name": "sources", "description": "The indexed articles."},
    {"name": "answers", "description": "Answers that were given, kept under their own address."},
    {"name": "openai", "description": "The same questions, in the form of OpenAI's chat API."},
    {"name": "service", "description": "Whether it lives and is ready."},
]
DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""Swagger UI sets styles from its script; nothing comes from another host."""


def build(service: Service, access: Access, *, chat: bool = True) -> FastAPI:
    """The app over a service.

    Args:
        service: what answers.
        access: who may do how much.
        chat: whether to mount the chat page at `/` (importing Gradio takes two seconds).
    """
    endpoint = mcp.Endpoint(service, access)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = WORKERS
        async with endpoint.lifespan(app):
            yield

    app = FastAPI(
        title=TITLE,
        lifespan=lifespan,
        version=version(),
        description=DESCRIPTION,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    metrics = Metrics(service)
    problems.install(app)
    app.include_router(rest.routes(service))
    app.include_router(openai_api.routes(service))
    app.router.routes.append(Route(mcp.PATH, endpoint, methods=["POST"]))
    app.include_router(pages.routes(service))
    app.include_router(widget.routes(service))
    app.include_router(_entrance(access))
    app.include_router(_about(metrics))
    if chat:
        app.include_router(chat_routes.router(service))
    app.mount("/resources", StaticFiles(directory=pages.HERE / "static"), name="resources")
    answerers = service.pipeline.answerers
    models = list(openai_api.models(service))
    app.openapi = lambda: _openapi(app, access, answerers, models)  # type: ignore[method-assign]
    app.router.routes.append(Fence(app.router.routes))
    if chat:
        from ui.chat import mount  # Gradio, which the rest does without

        app = mount(app, service)
    app.add_middleware(Guard, access=access, sign_in=pages.sign_in)
    openai_errors.install(app)
    app.add_middleware(Measure, metrics=metrics)
    app.add_middleware(Named)
    return app


def _entrance(access: Access) -> APIRouter:
    """The way in for people: a key is given once, a signed cookie remembers it."""
    router = APIRouter(include_in_schema=False)
    doorkeeper, attempts = access.doorkeeper, Pace(WRONG_SIGN_INS)

    @router.api_route("/sign-in", methods=["GET", "HEAD"])
    def page(request: Request) -> Response:
        return pages.render("sign_in.html", request.headers, next="/", wrong="")

    @router.post("/sign-in")
    def enter(
        request: Request,
        key: Annotated[str, Form(max_length=1_000)] = "",
        next: Annotated[str, Form(max_length=4_000)] = "/",
    ) -> Response:
        key, headers = key.strip(), request.headers
        wait = 0 if doorkeeper.known(key) else attempts.wait(client_of(request.scope))
        session = None if wait else doorkeeper.session(key)
        if session is None:
            wrong, status = ("too_fast", 429) if wait else ("wrong_key", 401)
            page = pages.render("sign_in.html", headers, status, next=next, wrong=wrong)
            if wait:
                page.headers["Retry-After"] = str(wait)
            return page
        response = RedirectResponse(_local(next), 303)
        secure = _secure(request)
        response.set_cookie(
            COOKIE, session, max_age=SECONDS, httponly=True, samesite="lax", secure=secure
        )
        return response

    @router.post("/sign-out")
    def leave(request: Request) -> Response:
        doorkeeper.end(session_of(request.headers))
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=_secure(request))
        return response

    def _secure(request: Request) -> bool:
        return access.secure or request.url.scheme == "https"

    return router


def _about(metrics: Metrics) -> APIRouter:
    """Documentation and measurements."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/docs", methods=["GET", "HEAD"])
    def docs(request: Request) -> Response:
        page = pages.render("docs.html", request.headers)
        page.headers["Content-Security-Policy"] = DOCS_POLICY
        return page

    @router.get("/metrics")
    async def measurements() -> Response:
        return await to_thread.run_sync(metrics.page)

    return router


def _openapi(
    app: FastAPI, access: Access, answerers: Sequence[str], models: Sequence[str]
) -> dict[str, Any]:
    """The OpenAPI document, with what only this server knows.

    These are the problem object, the names of the answerers and models and, where there are keys,
    the need of one.
    """
    if app.openapi_schema:
        return app.openapi_schema
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        license_info=app.license_info,
    )
    components = document.setdefault("components", {})
    problem = schemas.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components.setdefault("schemas", {}).update(problem.pop("$defs", {}))
    components["schemas"]["Problem"] = problem
    asked = components["schemas"]["AskRequest"]["properties"]["answerer"]
    asked["anyOf"][0] = {"type": "string", "enum": list(answerers)}
    components["schemas"]["ChatRequest"]["properties"]["model"]["enum"] = list(models)
    if access.doorkeeper.locked:
        components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        for path, item in document["paths"].items():
            for operation in item.values():
                operation["security"] = [] if path in ("/health", "/ready") else [{"key": []}]
    app.openapi_schema = document
    return document


def _local(address: str) -> str:
    """An address of this server, so that a sign-in can't be made to lead elsewhere."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and address.isprintable() else "/"
