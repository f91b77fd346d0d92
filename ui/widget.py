"""The widget for other people's pages: its script, and a page that shows it at work."""

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from ui import pages
from ui.service import Service

SCRIPT = pages.HERE / "static" / "embed.js"
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self';"
    " img-src 'self' data:; base-uri 'none'; frame-ancestors 'self';"
    " require-trusted-types-for 'script'"
)
"""The strictest under which a page can hold the widget: no inline style or script, no eval."""


def routes(service: Service) -> APIRouter:
    """Both of them; neither is part of the documented interface."""
    router = APIRouter(include_in_schema=False)
    get = ["GET", "HEAD"]

    @router.api_route("/embed.js", methods=get)
    def script() -> Response:
        # For pages that take nothing from elsewhere unless it says it may be taken.
        headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "no-cache"}
        return FileResponse(SCRIPT, media_type="text/javascript", headers=headers)

    @router.api_route("/embed", methods=get)
    def demo(request: Request) -> Response:
        address = service.public_url or str(request.base_url).rstrip("/")
        page = pages.render("embed.html", request.headers, address=address)
        page.headers["Content-Security-Policy"] = POLICY
        return page

    return router
