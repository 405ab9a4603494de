"""The practice: its page, the scenarios, trying them without signing in, and what a trainee plays and sees again.

A trainee is whoever the cookie says; no route takes a trainee's id, so none can be asked for another's answers.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api import views
from api.people import (
    TRAINEE,
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
from api.service import service_of
from api.training import Classroom, classroom_of
from checker.practice.home import home
from checker.practice.overview import office_day
from checker.store.base import now
from checker.store.practice.people import HOURS, Person
from checker.store.practice.refusal import unknown

routes = APIRouter(include_in_schema=False)
ANSWERS_MAX = 40
"""More than any scenario has exchanges."""


class Played(Body):
    """A scenario played without signing in: the page holds all answers, the service none."""

    scenario: Text
    answers: list[Text] = Field(max_length=ANSWERS_MAX)


class Entry(Body):
    """A trainee signing in. `code` is their own, chosen at the first time."""

    class_code: Annotated[Text, Field(max_length=40)]
    name: Name
    code: Code


class Choice(Body):
    """The scenario to play."""

    scenario: Text


class Answer(Body):
    """An answer; `number` counts the answers of the attempt from 0."""

    number: int = Field(ge=0, le=ANSWERS_MAX)
    text: str


@routes.get("/practice")
async def page() -> Response:
    """The page."""
    return html("practice.html")


@routes.get("/v1/practice/courses")
async def courses(request: Request) -> Response:
    """All courses with their scenarios."""
    classroom = classroom_of(request)
    return await answered(lambda: views.courses(classroom.practice))


@routes.post("/v1/practice/try")
async def try_scenario(request: Request) -> Response:
    """Play without signing in. Nothing is stored; where the service has keys, one is needed."""
    service_of(request).admit(request)
    body = await sent(request, Played)
    classroom = classroom_of(request)
    return await answered(lambda: _tried(classroom, body))


@routes.post("/v1/practice/sign-in")
async def enter(request: Request) -> Response:
    """Sign a trainee in; whoever is new to the class joins it."""
    body = await sent(request, Entry)
    classroom, address = classroom_of(request), address_of(request)
    token = await done(lambda: classroom.people.sign_in_trainee(body.class_code, body.name, body.code, address))
    return sign_in(request, TRAINEE, token, HOURS)


@routes.post("/v1/practice/sign-out")
async def leave(request: Request) -> Response:
    """Sign the trainee out."""
    await sent(request, Nothing)
    classroom, token = classroom_of(request), request.cookies.get(TRAINEE, "")
    await done(lambda: classroom.people.sign_out(token))
    return sign_out(TRAINEE)


@routes.get("/v1/practice/me")
async def me(request: Request) -> Response:
    """Who is signed in, and what is to be practised: the schedule's choice, assignments, open and finished attempts."""
    classroom = classroom_of(request)

    def work() -> dict[str, Any]:
        person = classroom.found_trainee(request)
        return {"trainee": _me(classroom, person) if person else None}

    return await answered(work)


@routes.post("/v1/practice/attempts")
async def open_attempt(request: Request) -> Response:
    """Play a scenario: the open attempt at it, or a new one."""
    body = await sent(request, Choice)
    classroom = classroom_of(request)

    def work() -> views.Json:
        person, training = classroom.trainee(request), classroom.training
        return views.played_view(training.practice, training.open(person.id, body.scenario))

    return await answered(work)


@routes.get("/v1/practice/attempts/{attempt:int}")
async def read_attempt(request: Request) -> Response:
    """One of the trainee's own attempts."""
    classroom = classroom_of(request)

    def work() -> views.Json:
        person, training = classroom.trainee(request), classroom.training
        return views.played_view(training.practice, training.read(person.id, number(request, "attempt")))

    return await answered(work)


@routes.post("/v1/practice/attempts/{attempt:int}/answers")
async def answer(request: Request) -> Response:
    """Keep an answer, then react to it. The same number twice is one answer."""
    body = await sent(request, Answer)
    classroom = classroom_of(request)

    def work() -> views.Json:
        person, training = classroom.trainee(request), classroom.training
        played = training.answer(person.id, number(request, "attempt"), body.number, body.text)
        return views.played_view(training.practice, played)

    return await answered(work)


def _tried(classroom: Classroom, body: Played) -> views.Json:
    practice = classroom.practice
    scenario = practice.scenarios.get(body.scenario)
    if scenario is None:
        raise unknown("场景")
    session = practice.start(scenario)
    for text in body.answers:
        session.answer(text)
    return views.session_view(practice, session)


def _me(classroom: Classroom, person: Person) -> views.Json:
    seen = home(classroom.training, person.id, person.class_id, office_day(now()))
    choice = seen.choice
    titles = [card.title for card in seen.due]
    return {
        "name": person.name,
        "class": person.class_name,
        "due": list(dict.fromkeys(titles)),
        "next": {**views.scenario_card(choice.scenario), "covers": len(choice.due), "new": choice.new}
        if choice
        else None,
        "assignments": seen.assignments,
        "attempts": seen.attempts,
        "best": seen.best,
    }
