"""create_review_app: the review of one store in the browser, a small application of its own beside the service."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import logs, telemetry
from api.edge import CRASHED
from api.errors import ServiceError, json_response, unusable
from api.routes import review
from api.routes.pages import STATIC
from api.routes.review import Reviewing
from checker import CheckerError
from checker.review.people import ConflictError, UnseenError

LOCAL = ("127.0.0.1", "localhost", "[::1]")


def create_review_app(reviewing: Reviewing, *, hosts: Sequence[str] = LOCAL) -> FastAPI:
    """The application; `hosts` are the names under which it may be called, `*` is any."""
    logs.set_up()
    app = FastAPI(title="言检核定", docs_url=None, redoc_url=None, openapi_url=None, telemetry=telemetry.OFF)
    app.state.reviewing = reviewing
    app.include_router(review.routes)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(CheckerError, _answer_refused)  # type: ignore[arg-type]
    app.add_exception_handler(ServiceError, _answer_error)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _answer_unknown)  # type: ignore[arg-type]
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    app.add_middleware(_Crashes)
    return app


async def _answer_refused(_request: Request, error: CheckerError) -> Response:
    answer = unusable(error)
    answer.status = {UnseenError: HTTPStatus.NOT_FOUND, ConflictError: HTTPStatus.CONFLICT}.get(
        type(error), HTTPStatus.UNPROCESSABLE_ENTITY
    )
    return json_response(answer)


async def _answer_error(_request: Request, error: ServiceError) -> Response:
    return json_response(error)


async def _answer_unknown(_request: Request, error: HTTPException) -> Response:
    return json_response(ServiceError(error.status_code, "没有这个地址", "请回到核定的页面"))


class _Crashes:
    """The outermost layer: a crash is answered and logged without its message, which may hold text."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            logs.note("crash", kind=type(error).__name__, place=logs.place_of(error))
            if not begun:
                await json_response(CRASHED)(scope, receive, send)
