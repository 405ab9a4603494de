"""Bodies of requests: read up to a limit and in time, decoded as UTF-8, parsed as JSON."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from starlette.requests import Request

from api.errors import ServiceError
from checker import parse_json


async def read(request: Request, limit: int, seconds: float) -> bytes:
    """The whole body. Raises ServiceError: 413 beyond the limit, 408 where it does not arrive in time."""
    check_length(request, limit)
    try:
        async with asyncio.timeout(seconds):
            return await _joined(request, limit)
    except TimeoutError as error:
        advice = f"请在 {seconds:g} 秒内把请求发完"
        raise ServiceError(HTTPStatus.REQUEST_TIMEOUT, "请求没有发完", advice) from error


def check_length(request: Request, limit: int) -> None:
    """Refuse a body whose announced length is beyond the limit, before it is read."""
    for name, announced in request.scope["headers"]:
        if name == b"content-length" and announced.isdigit() and int(announced) > limit:
            raise too_long(limit)


def too_long(limit: int) -> ServiceError:
    """The answer to a body beyond the limit."""
    advice = "请分成几次发，或用 /v1/check/batch；上限由设置 max_bytes、max_batch_bytes 决定"
    return ServiceError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"请求太长，最多 {limit} 字节", advice)


async def _joined(request: Request, limit: int) -> bytes:
    chunks: list[bytes] = []
    size, more = 0, True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ServiceError(HTTPStatus.BAD_REQUEST, "连接在请求发完之前断开", "请重发")
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise too_long(limit)
        chunks.append(chunk)
        more = message.get("more_body", False)
    return b"".join(chunks)


def decoded(data: bytes) -> str:
    """The body as text. Raises ServiceError 400 where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"不是 UTF-8 编码（第 {error.start + 1} 个字节起）"
        raise ServiceError(HTTPStatus.BAD_REQUEST, message, "请把内容转成 UTF-8 再发") from error


def parsed(data: bytes) -> Any:  # noqa: ANN401  (whatever was sent)
    """The body as a JSON value. Raises ServiceError 400 where it is none."""
    text = decoded(data)
    try:
        return parse_json(text)
    except ValueError as error:
        raise ServiceError(HTTPStatus.BAD_REQUEST, f"不是正确的 JSON：{error}", "请检查引号、逗号和括号") from error
