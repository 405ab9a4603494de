"""The trainers' part: classes with their codes, the overview, answers for discussion, assignments, export.

Every route asks who the trainer is, and hands their id down: what is another's is answered as if it were not there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, TypeVar
from urllib.parse import quote

from fastapi import APIRouter
from pydantic import Field
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from api import views
from api.people import (
    TRAINER,
    Body,
    Code,
    Name,
    Nothing,
    Text,
    address_of,
    answered,
    done,
    number,
    sent,
    sign_in,
    sign_out,
)  # fmt: skip
from api.routes.pages import html
from api.training import classroom_of
from checker.practice.overview import office_day, overview
from checker.practice.sheets import workbook
from checker.practice.training import as_played
from checker.store.base import now
from checker.store.engine import reading, writing
from checker.store.practice import classes
from checker.store.practice.attempts import rows_of_class
from checker.store.practice.people import HOURS

routes = APIRouter(include_in_schema=False)
BASE = "/v1/practice/trainer"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ResultT = TypeVar("ResultT")


class Entry(Body):
    """A trainer signing in, or being made."""

    name: Name
    code: Code


class NewClass(Body):
    """A class to make."""

    name: Name


class NewAssignment(Body):
    """Scenarios, or all of a course, to be passed until the end of a day (YYYY-MM-DD)."""

    title: Name
    scenarios: list[Text] = Field(min_length=1, max_length=200)
    due: Annotated[date, Field(strict=False)]


@routes.get("/trainer")
async def page() -> Response:
    """The page."""
    return html("trainer.html")


@routes.get(BASE)
async def me(request: Request) -> Response:
    """Who is signed in, with their classes; and whether there is a trainer at all yet."""
    classroom = classroom_of(request)

    def work() -> views.Json:
        person = classroom.found_trainer(request)
        if person is None:
            return {"ready": classroom.people.ready(), "trainer": None, "classes": []}
        with reading(classroom.engine) as store:
            return {"ready": True, "trainer": person.name, "classes": classes.class_rows(store, person.id)}

    return await answered(work)


@routes.post(f"{BASE}/set-up")
async def set_up(request: Request) -> Response:
    """Make the first trainer, whoever comes first."""
    body = await sent(request, Entry)
    classroom = classroom_of(request)
    token = await done(lambda: classroom.people.set_up(body.name, body.code))
    return sign_in(request, TRAINER, token, HOURS)


@routes.post(f"{BASE}/sign-in")
async def enter(request: Request) -> Response:
    """Sign a trainer in."""
    body = await sent(request, Entry)
    classroom, address = classroom_of(request), address_of(request)
    token = await done(lambda: classroom.people.sign_in_trainer(body.name, body.code, address))
    return sign_in(request, TRAINER, token, HOURS)


@routes.post(f"{BASE}/sign-out")
async def leave(request: Request) -> Response:
    """Sign the trainer out."""
    await sent(request, Nothing)
    classroom, token = classroom_of(request), request.cookies.get(TRAINER, "")
    await done(lambda: classroom.people.sign_out(token))
    return sign_out(TRAINER)


@routes.post(f"{BASE}/trainers")
async def add_trainer(request: Request) -> Response:
    """Make another trainer, with classes of their own."""
    body = await sent(request, Entry)
    classroom = classroom_of(request)

    def work() -> None:
        classroom.trainer(request)
        classroom.people.add_trainer(body.name, body.code)

    return await answered(work)


@routes.post(f"{BASE}/classes")
async def add_class(request: Request) -> Response:
    """Make a class; its code is told this once."""
    body = await sent(request, NewClass)

    def work(store: Session, trainer: int) -> views.Json:
        identity, code = classes.add_class(store, trainer, body.name)
        return {"id": identity, "code": code}

    return await _changed(request, work)


@routes.get(f"{BASE}/classes/{{id:int}}")
async def read_class(request: Request) -> Response:
    """The overview of a class."""

    def work(store: Session, trainer: int) -> object:
        return overview(store, trainer, number(request, "id"), office_day(now()))

    return await _read(request, work)


@routes.delete(f"{BASE}/classes/{{id:int}}")
async def remove_class(request: Request) -> Response:
    """Remove a class with everything in it."""
    await sent(request, Nothing)
    return await _changed(request, lambda store, trainer: classes.remove_class(store, trainer, number(request, "id")))


@routes.post(f"{BASE}/classes/{{id:int}}/code")
async def renew_code(request: Request) -> Response:
    """A new code for the class."""
    await sent(request, Nothing)

    def work(store: Session, trainer: int) -> views.Json:
        return {"code": classes.renew_code(store, trainer, number(request, "id"))}

    return await _changed(request, work)


@routes.get(f"{BASE}/classes/{{id:int}}/attempts")
async def read_attempts(request: Request) -> Response:
    """The attempts of a class, the latest first."""

    def work(store: Session, trainer: int) -> object:
        return rows_of_class(store, classes.find_class(store, trainer, number(request, "id")).id)

    return await _read(request, work)


@routes.get(f"{BASE}/classes/{{id:int}}/export.xlsx")
async def export(request: Request) -> Response:
    """The overview and all answers of a class as a workbook."""
    classroom = classroom_of(request)

    def work() -> tuple[str, bytes]:
        trainer = classroom.trainer(request).id
        with reading(classroom.engine) as store:
            seen = overview(store, trainer, number(request, "id"), office_day(now()))
            return seen.name, workbook(store, seen)

    name, data = await done(work)
    disposition = f"attachment; filename=\"practice.xlsx\"; filename*=UTF-8''{quote(f'练习-{name}.xlsx')}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(data, media_type=XLSX, headers=headers)


@routes.post(f"{BASE}/classes/{{id:int}}/assignments")
async def add_assignment(request: Request) -> Response:
    """Assign scenarios to a class."""
    body = await sent(request, NewAssignment)

    def work(store: Session, trainer: int) -> views.Json:
        made = classes.add_assignment(
            store, trainer, number(request, "id"), title=body.title, scenarios=body.scenarios, due=body.due
        )
        return {"id": made}

    return await _changed(request, work)


@routes.delete(f"{BASE}/assignments/{{id:int}}")
async def remove_assignment(request: Request) -> Response:
    """Take an assignment back."""
    await sent(request, Nothing)
    return await _changed(
        request, lambda store, trainer: classes.remove_assignment(store, trainer, number(request, "id"))
    )


@routes.delete(f"{BASE}/trainees/{{id:int}}")
async def remove_trainee(request: Request) -> Response:
    """Remove a trainee with all their answers."""
    await sent(request, Nothing)
    return await _changed(request, lambda store, trainer: classes.remove_trainee(store, trainer, number(request, "id")))


@routes.post(f"{BASE}/trainees/{{id:int}}/reset")
async def reset_trainee(request: Request) -> Response:
    """Let a trainee choose their own code anew."""
    await sent(request, Nothing)
    return await _changed(request, lambda store, trainer: classes.reset_trainee(store, trainer, number(request, "id")))


@routes.get(f"{BASE}/attempts/{{id:int}}")
async def read_attempt(request: Request) -> Response:
    """An attempt of somebody in one of the trainer's classes, with the answers and the rubric."""
    classroom = classroom_of(request)

    def work(store: Session, trainer: int) -> views.Json:
        attempt = classes.find_attempt(store, trainer, number(request, "id"))
        person = classes.find_trainee(store, trainer, attempt.trainee_id)
        practice = classroom.practice
        return views.played_view(practice, as_played(store, attempt, practice)) | {"trainee": person.name}

    return await _read(request, work)


async def _read(request: Request, work: Callable[[Session, int], object]) -> Response:
    """The result of work that reads what the signed-in trainer may see."""
    classroom = classroom_of(request)

    def whole() -> object:
        trainer = classroom.trainer(request).id
        with reading(classroom.engine) as store:
            return work(store, trainer)

    return await answered(whole)


async def _changed(request: Request, work: Callable[[Session, int], object]) -> Response:
    """The result of work that changes what the signed-in trainer may change."""
    classroom = classroom_of(request)

    def whole() -> object:
        trainer = classroom.trainer(request).id
        with writing(classroom.engine) as store:
            return work(store, trainer)

    return await answered(whole)
