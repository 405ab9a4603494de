"""POST /v1/check: a conversation or a draft in, the report with a decision out."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.answers import answer, dumped
from api.body import parsed
from api.errors import JSON, unusable
from api.openapi import CHECK
from api.remembered import Answer
from api.service import Service, service_of
from checker import Checker, CheckerError, Conversation, Problem, Report, SourceError, conversation_from

routes = APIRouter()
SUPPRESS = "suppress"


@routes.post("/v1/check", **CHECK)
async def check(request: Request) -> Response:
    """检查一段对话或一份草稿"""
    service = service_of(request)
    client = service.admit(request)
    body = await service.read(request, client.max_bytes)
    checker = service.lexicons.checker
    sent = (b"/v1/check", client.name.encode(), body)
    found = await service.remembered.answer(checker, sent, lambda: _checked(service, checker, body))
    service.metrics.count_checked(found.decision)
    return Response(found.body, media_type=JSON)


async def _checked(service: Service, checker: Checker, body: bytes) -> Answer:
    """The answer to one conversation as it was sent. Raises ServiceError 422 for what cannot be checked."""
    value = parsed(body)
    try:
        suppressed = _suppressed(value)
        conversation = _conversation(value)
        report = await service.check(checker, conversation)
    except CheckerError as error:
        raise unusable(error) from error
    found = answer(conversation, report, checker, suppressed)
    return Answer(dumped(found), found["decision"])


def answered(service: Service, checker: Checker, conversation: Conversation, report: Report) -> dict[str, Any]:
    """The answer for a report, counted in the metrics."""
    value = answer(conversation, report, checker)
    service.metrics.count_checked(value["decision"])
    return value


def _conversation(value: object) -> Conversation:
    """The conversation; what is for the service alone is no metadata of it."""
    if isinstance(value, dict):
        value = {key: kept for key, kept in value.items() if key != SUPPRESS}
    return conversation_from(value)


def _suppressed(value: object) -> frozenset[str]:
    """The keys of findings that a person has waved through."""
    keys = value.get(SUPPRESS) if isinstance(value, dict) else None
    if keys is None:
        return frozenset()
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise SourceError(Problem("应当是文字的列表", "写上次结果里各处的 key", field=SUPPRESS))
    return frozenset(keys)
