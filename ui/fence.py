"""Keeps unknown paths and wrong methods under our own addresses from the page at `/`."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from ui.problems import problem

OURS = (
    "/v1",
    "/sources",
    "/answers",
    "/health",
    "/ready",
    "/metrics",
    "/docs",
    "/openapi.json",
    "/sign-in",
    "/sign-out",
    "/resources",
    "/mcp",
    "/embed",
    "/embed.js",
    "/chat",
)


class Fence(BaseRoute):
    """A route that takes what is under OURS and no route before it took whole.

    Gradio is mounted at `/` after it, and would else answer a `DELETE /v1/ask` with a page.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self.routes = tuple(routes)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whole, for every path that is ours."""
        ours = scope["type"] == "http" and any(
            scope["path"] == path or scope["path"].startswith(path + "/") for path in OURS
        )
        return (Match.FULL if ours else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """405 by the route that knows the path, else 404."""
        for route in self.routes:
            match, child = route.matches(scope)
            if match is Match.PARTIAL:
                scope.update(child)
                await route.handle(scope, receive, send)
                return
        await problem(404)(scope, receive, send)
