"""Who is signed in to the practice: cookies, and that a request that changes something comes from our own pages."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.answers import dumped
from api.body import parsed
from api.errors import JSON, ServiceError, unusable
from api.service import service_of
from checker import CheckerError, Problem
from checker.practice.training import storable
from checker.store.practice.refusal import unknown
from checker.store.practice.tables import NAME_MAX

TRAINEE, TRAINER = "yanjian_trainee", "yanjian_trainer"
"""The cookies; one browser may hold both."""
STATUSES = {
    "wrong_code": HTTPStatus.FORBIDDEN,
    "too_often": HTTPStatus.TOO_MANY_REQUESTS,
    "taken": HTTPStatus.CONFLICT,
    "stale": HTTPStatus.CONFLICT,
    "unknown": HTTPStatus.NOT_FOUND,
}
MESSAGES = {
    "missing": "缺少这一项",
    "extra_forbidden": "多余的一项",
    "string_too_short": "太短",
    "string_too_long": "太长",
    "too_short": "没有选",
    "too_long": "太多",
}
"""What pydantic finds, as people are told; anything else comes from no page of ours."""
BODY_BYTES = 400_000
LARGEST = 2**31 - 1
"""The largest number of a row."""
ResultT = TypeVar("ResultT")
ModelT = TypeVar("ModelT", bound=BaseModel)


class Body(BaseModel):
    """What a page sends: unknown fields and other types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Nothing(Body):
    """A request that says nothing but what its address says."""


def _storable(value: str) -> str:
    """Raises ValueError for text that no database keeps."""
    if not storable(value):
        raise ValueError(value)
    return value


Text = Annotated[str, AfterValidator(_storable)]
Name = Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_MAX)]
Code = Annotated[Text, StringConstraints(min_length=4, max_length=100)]
"""A code that a person chooses."""


async def sent(request: Request, model: type[ModelT]) -> ModelT:
    """The body of a request that changes something. Raises ServiceError, 403 where another site's page sends it."""
    require_own_page(request)
    value = parsed(await service_of(request).read(request, BODY_BYTES))
    try:
        return model.model_validate(value)
    except ValidationError as error:
        problems = [_problem(dict(details)) for details in error.errors()]
        raise unusable(CheckerError(problems)) from error


async def answered(work: Callable[[], object]) -> Response:
    """The result of work that waits for the store, as JSON that nobody keeps. Raises ServiceError."""
    return reply(await done(work))


async def done(work: Callable[[], ResultT]) -> ResultT:
    """The result of work that waits for the store. Raises ServiceError."""
    try:
        return await run_in_threadpool(work)
    except CheckerError as error:
        raise _refused(error) from error


def reply(value: object) -> Response:
    """JSON that no cache keeps."""
    return Response(dumped(value), media_type=JSON, headers={"Cache-Control": "no-store"})


def sign_in(request: Request, cookie: str, token: str, hours: int) -> Response:
    """An answer that sets the cookie: no script reads it, and no other site's page sends it."""
    response = reply({"ok": True})
    response.set_cookie(
        cookie, token, max_age=hours * 3600, httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return response


def sign_out(cookie: str) -> Response:
    """An answer that removes the cookie."""
    response = reply({"ok": True})
    response.delete_cookie(cookie, httponly=True, samesite="strict")
    return response


def number(request: Request, name: str) -> int:
    """A number in the address. Raises RefusalError for one that no database has."""
    value: int = request.path_params[name]
    if value > LARGEST:
        raise unknown("编号")
    return value


def address_of(request: Request) -> str:
    """Where a request comes from, for the limit on wrong codes."""
    return request.client.host if request.client else ""


def not_signed_in(who: str) -> ServiceError:
    """The answer to somebody who is not signed in, or no more."""
    return ServiceError(HTTPStatus.UNAUTHORIZED, f"{who}没有登录，或登录已过期", "请重新登录")


def require_own_page(request: Request) -> None:
    """Browsers say where a request comes from, and let other sites send JSON only with our consent (CORS)."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = site in ("same-origin", "none") if site else not origin or urlsplit(origin).netloc == request.url.netloc
    kind = request.headers.get("content-type", "").partition(";")[0]
    if not own or kind != JSON:
        raise ServiceError(HTTPStatus.FORBIDDEN, "请求来自别的网站", "请在本服务的页面上操作")


def _refused(error: CheckerError) -> ServiceError:
    reason = getattr(error, "reason", None)
    if reason is None:
        return unusable(error)
    first = error.problems[0]
    return ServiceError(STATUSES[reason], first.message, first.advice, problems=error.problems)


def _problem(details: dict[str, Any]) -> Problem:
    message = MESSAGES.get(details["type"], "填得不对")
    limits = details.get("ctx", {})
    advice = f"至少 {limits['min_length']} 个字" if "min_length" in limits else "请改正后再提交"
    return Problem(message, advice, field=".".join(map(str, details["loc"])))
