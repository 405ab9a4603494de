"""POST /v1/check/batch: JSON Lines in and out, in order and while they arrive; a bad line is answered in its place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from itertools import repeat

from fastapi import APIRouter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.answers import dumped
from api.body import check_length, too_long
from api.errors import ServiceError, unusable
from api.openapi import BATCH
from api.routes.check import answered
from api.service import Service, service_of
from checker import Checker, CheckerError, Conversation, Report, SourceError, record_from_line

routes = APIRouter()
LINES, CHARACTERS = 64, 50_000
"""How much is checked at once: enough to pay for the batch, little enough to let drafts pass in between."""
NAME = "batch"


@routes.post("/v1/check/batch", **BATCH)
async def batch(request: Request) -> Response:
    """检查许多段对话，一行一段"""
    service = service_of(request)
    service.admit(request)
    check_length(request, service.settings.max_batch_bytes)
    return _Streamed(_answers(service, request))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the input: a conversation, or why there is none. `number` counts from 1."""

    number: int
    content: Conversation | ServiceError

    @property
    def size(self) -> int:
        """Its characters."""
        return 0 if isinstance(self.content, ServiceError) else sum(len(turn.text) for turn in self.content.turns)


class _Streamed(Response):
    """An answer sent while the body is still being read; Starlette's own would read the body away from us."""

    media_type = "application/x-ndjson"

    def __init__(self, lines: AsyncGenerator[bytes, None]) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send all lines."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with aclosing(self._lines) as lines:
            async for line in lines:
                await send({"type": "http.response.body", "body": line, "more_body": True})
        await send({"type": "http.response.body"})


async def _answers(service: Service, request: Request) -> AsyncGenerator[bytes, None]:
    """The answers, line by line. The body is read on meanwhile: many clients read nothing until they have sent all."""
    arrived: asyncio.Queue[Line | None] = asyncio.Queue()  # bounded by the longest batch
    reading = asyncio.create_task(_read(service, request, arrived))
    try:
        async for block in _blocks(arrived):
            yield await _checked(service, block)
    finally:
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading


async def _read(service: Service, request: Request, arrived: asyncio.Queue[Line | None]) -> None:
    """Split the body into lines. Where it cannot be read to its end, the last line says why."""
    size = number = 0
    rest = b""
    try:
        stream = aiter(request.stream())
        while True:
            async with asyncio.timeout(service.settings.request_seconds):
                chunk = await anext(stream, None)
            if chunk is None:
                break
            size += len(chunk)
            if size > service.settings.max_batch_bytes:
                raise too_long(service.settings.max_batch_bytes)
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                number += 1
                _put(service, arrived, number, line)
            if len(rest) > service.settings.max_bytes:
                raise too_long(service.settings.max_bytes)
        _put(service, arrived, number + 1, rest)
    except TimeoutError:
        arrived.put_nowait(Line(number + 1, ServiceError(408, "后面的内容没有发来", "请重发这一行和以后的")))
    except ServiceError as error:
        arrived.put_nowait(Line(number + 1, error))
    except ClientDisconnect:
        pass
    finally:
        arrived.put_nowait(None)


def _put(service: Service, arrived: asyncio.Queue[Line | None], number: int, line: bytes) -> None:
    """One line into the queue; empty lines are left out."""
    if line.strip():
        arrived.put_nowait(_line(service.lexicons.checker, number, line))


def _line(checker: Checker, number: int, line: bytes) -> Line:
    """One line, read; its profile is looked up now, so that no line can spoil the block it is checked in."""
    try:
        record = record_from_line(line.decode("utf-8-sig"), NAME, number)
        if record.conversation is None:
            raise SourceError(record.problems)
        checker.profile(record.conversation.profile)
    except UnicodeDecodeError:
        return Line(number, ServiceError(400, "不是 UTF-8 编码", "请把这一行转成 UTF-8 再发"))
    except CheckerError as error:
        return Line(number, unusable(error))
    return Line(number, record.conversation)


async def _blocks(arrived: asyncio.Queue[Line | None]) -> AsyncIterator[list[Line]]:
    """What has arrived, in blocks: never waiting for more while something can be answered."""
    block: list[Line] = []
    while True:
        full = len(block) >= LINES or sum(line.size for line in block) >= CHARACTERS
        if block and (full or arrived.empty()):
            yield block
            block = []
        line = await arrived.get()
        if line is None:
            break
        block.append(line)
    if block:
        yield block


async def _checked(service: Service, block: Sequence[Line]) -> bytes:
    """The answers to a block, a line each."""
    checker = service.lexicons.checker
    conversations = [line.content for line in block if isinstance(line.content, Conversation)]
    outcomes: Iterator[Report | ServiceError]
    try:
        reports = await service.run(sum(line.size for line in block), lambda: list(checker.check_many(conversations)))
    except ServiceError as error:
        outcomes = repeat(error)
    else:
        outcomes = iter(reports)
    return b"".join(_answered(service, checker, line, outcomes) for line in block)


def _answered(service: Service, checker: Checker, line: Line, outcomes: Iterator[Report | ServiceError]) -> bytes:
    """The answer to one line; `outcomes` are those of the block's conversations that are still to be answered."""
    if isinstance(line.content, ServiceError):
        return _refused(line.number, line.content)
    outcome = next(outcomes)
    if isinstance(outcome, ServiceError):
        return _refused(line.number, outcome)
    return dumped({"line": line.number, **answered(service, checker, line.content, outcome)}) + b"\n"


def _refused(number: int, error: ServiceError) -> bytes:
    return dumped({"line": number, "status": int(error.status), **error.as_dict()}) + b"\n"
