"""create_app: the HTTP service as an ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from api import logs, memory, telemetry
from api.direct import Direct
from api.edge import Edge
from api.errors import ServiceError, respond
from api.openapi import set_openapi
from api.routes import batch, check, editor, languagetool, lists, live, pages, practice, trainer
from api.service import Service
from api.settings import Settings, load_settings
from api.training import Classroom
from checker import Checker

ABOUT = """检查政务服务用语：哪里不妥、为什么、依据哪一条、该怎么说。

出错时回答 `error`（怎么了）、`advice`（怎么办）和 `problems`（逐个字段）。LanguageTool 的客户端可以直接连接 `/v2`。
`/v1/live` 是 WebSocket：先发 `{"start": {"channel": "phone", "profile": "qidong"}}`，再一句一句发 `{"role", "text"}`，
最后发 `{"end": true}`。"""
EXTENSIONS = r"(chrome|moz|safari-web)-extension://[\w-]{1,64}"
"""Browser extensions may always call the service: their users have allowed them to."""

ROUTED = (check, batch, lists, live, pages, practice, trainer, editor)
BUSIEST = ("/v1/check", "/v2/check")
"""The addresses of every draft that is checked while it is written."""


def create_app(settings: Settings | None = None, *, checker: Checker | None = None) -> FastAPI:
    """The service. Settings come from the environment where none are given; `checker` spares loading one.

    Raises CheckerError where the settings or the lexicons are not usable.
    """
    service = Service(settings or load_settings(), checker)
    app = FastAPI(
        title="言检",
        version=version("yanjian"),
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        telemetry=telemetry.OFF,
    )
    app.state.service = service
    app.state.classroom = Classroom(service.settings, service.lexicons)
    for router in (*(module.routes for module in ROUTED), languagetool.router()):
        app.router.routes.extend(router.routes)
    app.mount("/static", StaticFiles(directory=pages.STATIC), name="static")
    app.add_exception_handler(ServiceError, _answer_refused)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _answer_unknown)  # type: ignore[arg-type]
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(service.settings.origins),
        allow_origin_regex=EXTENSIONS,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "X-API-Key"],
        max_age=3600,
    )
    app.add_middleware(
        Direct, routes=[each for each in app.routes if isinstance(each, APIRoute) and each.path in BUSIEST]
    )
    app.add_middleware(Edge, metrics=service.metrics, places=service.settings.open_requests)
    set_openapi(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Set the logs up, and watch the lexicon files while the service runs."""
    logs.set_up()
    memory.keep_all()
    service: Service = app.state.service
    seconds = service.settings.reload_seconds
    watching = asyncio.create_task(service.lexicons.watch(seconds)) if seconds else None
    yield
    if watching:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
    service.pool.close()
    app.state.classroom.close()
    memory.release()


async def _answer_refused(request: Request, error: ServiceError) -> Response:
    return respond(request.url.path, error)


async def _answer_unknown(request: Request, error: HTTPException) -> Response:
    messages = {
        HTTPStatus.NOT_FOUND: ("没有这个地址", "各个地址见 /docs"),
        HTTPStatus.METHOD_NOT_ALLOWED: ("这个地址不支持这种方法", "用什么方法见 /docs"),
    }
    message, advice = messages.get(HTTPStatus(error.status_code), (str(error.detail), "用法见 /docs"))
    response = respond(request.url.path, ServiceError(error.status_code, message, advice))
    response.headers.update(error.headers or {})
    return response
