"""Pages and their files, all from this server: the page itself, the draft guard, the documentation, the metrics."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from api.service import service_of

WEB = Path(__file__).resolve().parent.parent / "web"
STATIC = WEB / "static"
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""No page loads or runs anything from elsewhere, or anything that stands in a text."""
routes = APIRouter(include_in_schema=False)


@routes.get("/")
async def page() -> Response:
    """The page for conversations and drafts."""
    return html("index.html")


@routes.get("/docs")
async def documentation() -> Response:
    """The documentation of the interface, made from the OpenAPI document."""
    return html("docs.html")


@routes.get("/metrics")
async def metrics(request: Request) -> Response:
    """Figures for Prometheus."""
    service = service_of(request)
    service.metrics.stale.set(bool(service.lexicons.problems))
    return Response(service.metrics.page(), media_type=CONTENT_TYPE_LATEST)


def html(name: str) -> Response:
    """A page of `web/`, with the headers that keep it to itself."""
    return FileResponse(WEB / name, headers=HEADERS, media_type="text/html; charset=utf-8")
