"""The outermost layer: counts, times and logs requests, refuses those beyond the limit, turns crashes into a 500."""

from __future__ import annotations

import time
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import ServiceError, respond
from api.logs import note, place_of
from api.metrics import Metrics
from api.pool import busy

UNKNOWN = "other"
"""The path under which requests to unknown paths are counted, so that nobody can fill the metrics."""
CRASHED = ServiceError(HTTPStatus.INTERNAL_SERVER_ERROR, "服务内部出错", "请稍后再试；仍然如此，请把时间告诉管理员")


class Edge:
    """ASGI middleware round the whole application."""

    def __init__(self, app: ASGIApp, metrics: Metrics, places: int) -> None:
        self._app = app
        self._metrics = metrics
        self._places = places
        self._working = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._enter(1)
        request = _Watched(send)
        started = time.perf_counter()
        try:
            if self._working > self._places:
                await _refuse(busy(), scope, receive, request)
            else:
                await self._app(scope, receive, request)
        except Exception as error:
            note("crash", kind=type(error).__name__, place=place_of(error))
            if not request.status:
                await _refuse(CRASHED, scope, receive, request)
        finally:
            self._enter(-1)
            self._count(scope, request.status, time.perf_counter() - started)

    def _enter(self, step: int) -> None:
        self._working += step
        self._metrics.working.inc(step)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = scope.get("route")
        path = getattr(route, "path", UNKNOWN)
        self._metrics.count_request(path, status, seconds)
        client = scope.get("state", {}).get("client", "")
        note("request", method=scope["method"], path=path, status=status, ms=round(seconds * 1000, 2), client=client)


class _Watched:
    """The sender of a request, which remembers the status; 0 until the answer began."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)


async def _refuse(error: ServiceError, scope: Scope, receive: Receive, send: Send) -> None:
    await respond(scope["path"], error)(scope, receive, send)
