"""The review's page and its calls: who asks is known by a cookie, what they may by their role.

Inspectors come with the token that the terminal shows, clerks with the code of their link; each is exchanged for a
cookie, and the page takes it out of the address. It is not sent on from there, since the cookie would not follow a link
from another site. Every call names its role in a header, which no page of another site can send.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

import orjson
from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from api import body
from api.errors import JSON, ServiceError
from api.routes.pages import HEADERS, WEB
from checker import CATEGORIES, SEVERITY_NAMES
from checker.review.desk import Desk
from checker.review.labelling import LABELS, Sample
from checker.review.links import clerk_of, new_code
from checker.review.listing import Filters
from checker.review.people import Person
from checker.review.states import ACTION_NAMES, STATE_NAMES
from checker.review.verdicts import precision_by_rule

ROLE_HEADER = "x-yanjian-role"
BODY_BYTES, BODY_SECONDS = 20_000, 10.0
PRIVATE = {**HEADERS, "Cache-Control": "no-store"}
CLOSED = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>言检核定</title><p>这个链接打不开核定的页面。核定人员请用终端里显示的链接（每次启动都会换），工作人员请向核定人员要新的链接。"""
routes = APIRouter(include_in_schema=False)
ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True)
class Reviewing:
    """What the page works with. `token` opens it to inspectors; `port` tells the cookies of several reviews apart."""

    desk: Desk
    port: int
    sample: Sample | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))


class Decision(BaseModel):
    """An action on a finding of which a version was seen."""

    model_config = ConfigDict(extra="forbid")

    action: str
    version: int
    who: str = ""
    reason: str = ""


class Name(BaseModel):
    """Who asks."""

    model_config = ConfigDict(extra="forbid")

    who: str


class LinkFor(BaseModel):
    """The clerk to whom a link is given."""

    model_config = ConfigDict(extra="forbid")

    unit: str
    clerk: str = Field(min_length=1)
    who: str


class Label(BaseModel):
    """The label of a sampled turn of which a version was seen."""

    model_config = ConfigDict(extra="forbid")

    label: str
    category: str = ""
    version: int
    who: str


def reviewing_of(request: Request) -> Reviewing:
    """The review that a request came to."""
    reviewing: Reviewing = request.app.state.reviewing
    return reviewing


def _cookie(reviewing: Reviewing, role: str) -> str:
    return f"yanjian-{role}-{reviewing.port}"


def _same(given: str, kept: str) -> bool:
    return hmac.compare_digest(given.encode(), kept.encode())


def _person(reviewing: Reviewing, role: str, given: str) -> Person | None:
    """Whom a cookie stands for."""
    if role == "clerk":
        return clerk_of(reviewing.desk.engine, given) if given else None
    return Person("") if role == "inspector" and _same(given, reviewing.session) else None


def person_of(request: Request) -> Person:
    """Who sent a call. Raises ServiceError 401 where that is not known."""
    reviewing, role = reviewing_of(request), request.headers.get(ROLE_HEADER, "")
    person = _person(reviewing, role, request.cookies.get(_cookie(reviewing, role), ""))
    if person is None:
        raise ServiceError(HTTPStatus.UNAUTHORIZED, "没有打开核定的权限", "请用新的链接重新打开")
    return person


def inspector_of(request: Request) -> Person:
    """The inspector who sent a call. Raises ServiceError 401, and 403 for clerks."""
    person = person_of(request)
    if person.role != "inspector":
        raise ServiceError(HTTPStatus.FORBIDDEN, "这一项只有核定人员能看")
    return person


Anybody = Annotated[Person, Depends(person_of)]
Inspector = Annotated[Person, Depends(inspector_of)]
Review = Annotated[Reviewing, Depends(reviewing_of)]


@routes.get("/")
def page(request: Request, reviewing: Review, token: str = "") -> Response:
    """The page of the inspectors."""
    given = reviewing.session if _same(token, reviewing.token) else ""
    return _page(request, reviewing, "inspector", given)


@routes.get("/mine")
def own_page(request: Request, reviewing: Review, code: str = "") -> Response:
    """The page of a clerk."""
    return _page(request, reviewing, "clerk", code)


@routes.get("/v1/review/me")
def me(reviewing: Review, person: Anybody) -> Response:
    """Who one is, and the names of everything."""
    return _answer({
        "role": person.role, "unit": person.unit, "clerk": person.clerk, "sample": reviewing.sample is not None,
        "states": STATE_NAMES, "actions": ACTION_NAMES, "labels": LABELS, "categories": CATEGORIES,
        "severities": SEVERITY_NAMES,
    })  # fmt: skip


@routes.get("/v1/review/findings")
def findings(request: Request, reviewing: Review, person: Anybody, after: int = 0) -> Response:
    """A page of the list; the filters are parameters."""
    given = {name: request.query_params.get(name) for name in Filters.__dataclass_fields__}
    return _answer(reviewing.desk.page(Filters(**given), person, after))


@routes.get("/v1/review/facets")
def facets(reviewing: Review, person: Anybody) -> Response:
    """What the filters can be set to."""
    return _answer(reviewing.desk.facets(person))


@routes.get("/v1/review/findings/{number}")
def finding(number: int, reviewing: Review, person: Anybody) -> Response:
    """All about one finding."""
    return _answer(reviewing.desk.case(number, person))


@routes.post("/v1/review/findings/{number}")
async def decide(number: int, request: Request, reviewing: Review, person: Anybody) -> Response:
    """Take an action on a finding; gives it as it is then."""
    given = await _body(request, Decision)
    return _answer(await run_in_threadpool(
        reviewing.desk.decide, number, given.action, version=given.version, person=_signed(person, given.who),
        reason=given.reason,
    ))  # fmt: skip


@routes.post("/v1/review/findings/{number}/repeat")
async def repeat(number: int, request: Request, reviewing: Review, person: Inspector) -> Response:
    """Decide all open findings of the same content likewise; gives how many."""
    given = await _body(request, Name)
    return _answer({"decided": await run_in_threadpool(reviewing.desk.repeat, number, _signed(person, given.who))})


@routes.get("/v1/review/precision")
def precision(reviewing: Review, person: Inspector) -> Response:
    """The precision of every rule."""
    return _answer(precision_by_rule(reviewing.desk.engine))


@routes.post("/v1/review/links")
async def link(request: Request, reviewing: Review, person: Inspector) -> Response:
    """A new link for a clerk."""
    given = await _body(request, LinkFor)
    signed = _signed(person, given.who)
    code = await run_in_threadpool(new_code, reviewing.desk.engine, given.unit, given.clerk, signed)
    return _answer({"path": f"/mine?code={code}"})


@routes.get("/v1/review/sample")
def sample(reviewing: Review, person: Inspector) -> Response:
    """The sampled turns with their labels, and what the labels say so far."""
    drawn = _sample(reviewing)
    return _answer({"turns": drawn.turns(), "missing": drawn.missing()})


@routes.get("/v1/review/sample/{number}")
def sampled(number: int, reviewing: Review, person: Inspector) -> Response:
    """One sampled turn with its conversation."""
    return _answer(_sample(reviewing).turn(number))


@routes.post("/v1/review/sample/{number}")
async def label(number: int, request: Request, reviewing: Review, person: Inspector) -> Response:
    """Label a sampled turn; gives it as it is then."""
    given = await _body(request, Label)
    return _answer(await run_in_threadpool(
        _sample(reviewing).label, number, given.label, given.category, version=given.version,
        person=_signed(person, given.who),
    ))  # fmt: skip


def _sample(reviewing: Reviewing) -> Sample:
    if reviewing.sample is None:
        raise ServiceError(HTTPStatus.NOT_FOUND, "没有抽样", "启动时写 --sample 200")
    return reviewing.sample


def _signed(person: Person, who: str) -> Person:
    """An inspector by the name given, a clerk by that of the link."""
    return replace(person, name=who) if person.role == "inspector" else person


def _page(request: Request, reviewing: Reviewing, role: str, given: str) -> Response:
    """The page, with a cookie for what was given in the address; without either, what to do."""
    name = _cookie(reviewing, role)
    value = given or request.cookies.get(name, "")
    if _person(reviewing, role, value) is None:
        return HTMLResponse(CLOSED, HTTPStatus.UNAUTHORIZED, PRIVATE)
    response = FileResponse(WEB / "review.html", headers=PRIVATE, media_type="text/html; charset=utf-8")
    if given:
        response.set_cookie(name, given, httponly=True, samesite="strict")
    return response


async def _body(request: Request, model: type[ModelT]) -> ModelT:
    """The body of a call. Raises ServiceError 4xx where it is too long or not of the right form."""
    data = body.parsed(await body.read(request, BODY_BYTES, BODY_SECONDS))
    try:
        return model.model_validate(data)
    except ValidationError as error:
        names = "、".join(".".join(map(str, each["loc"])) for each in error.errors())
        raise ServiceError(HTTPStatus.UNPROCESSABLE_ENTITY, f"这些字段不对：{names}", "请刷新页面再试") from error


def _answer(value: Any) -> Response:  # noqa: ANN401  (any JSON, and named tuples)
    return Response(orjson.dumps(value, default=tuple), headers=PRIVATE, media_type=JSON)
