"""The busiest addresses, straight to their endpoints: finding a route and entering it costs as much as checking a draft."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import ServiceError, respond

VARY = (b"vary", b"Origin")
"""What CORSMiddleware adds where a request names no origin."""


class Direct:
    """ASGI middleware round CORSMiddleware and the router.

    It takes requests that no web page sends (they name no origin) to the addresses of `routes`, whose paths have no
    parameters and whose endpoints ask for nothing but the request. All others go the usual way.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[APIRoute]) -> None:
        self._app = app
        self._routes = {(method, route.path): route for route in routes for method in route.methods or ()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        route = self._route_of(scope)
        if route is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = route
        try:
            response = await route.endpoint(Request(scope, receive))
        except ServiceError as error:
            response = respond(scope["path"], error)
        response.raw_headers.append(VARY)
        await response(scope, receive, send)

    def _route_of(self, scope: Scope) -> APIRoute | None:
        if scope["type"] != "http" or scope.get("root_path"):
            return None
        route = self._routes.get((scope["method"], scope["path"]))
        return None if route is None or _names_origin(scope) else route


def _names_origin(scope: Scope) -> bool:
    return any(name == b"origin" for name, _ in scope["headers"])
