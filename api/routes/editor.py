"""Writing scenarios: checked while they are written, tried before they are saved, saved in the agency's own folder."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api import views
from api.people import Body, Text, answered, done, reply, sent
from api.routes.pages import html
from api.routes.practice import ANSWERS_MAX
from api.service import service_of
from api.training import Classroom, classroom_of
from checker import CheckerError, Problem
from checker.practice.files import ScenarioFiles
from checker.practice.validation import Validation, validate_scenario
from checker.store.engine import writing
from checker.store.practice.people import alone

routes = APIRouter(include_in_schema=False)
BASE = "/v1/practice/editor"
TEXT_MAX = 200_000


class Draft(Body):
    """A file as it is being written, and answers to try on one of its scenarios."""

    text: Text = Field(max_length=TEXT_MAX)
    scenario: Text = ""
    answers: list[Text] = Field(default=[], max_length=ANSWERS_MAX)


class Saved(Body):
    """A file to save; `digest` is that of the text it began with, null for a new file."""

    text: Text = Field(max_length=TEXT_MAX)
    digest: str | None


@routes.get("/editor")
async def page() -> Response:
    """The page."""
    return html("editor.html")


@routes.get(f"{BASE}/files")
async def files(request: Request) -> Response:
    """All files, and why nothing can be saved, if so."""
    classroom = classroom_of(request)

    def work() -> views.Json:
        classroom.trainer(request)
        found = ScenarioFiles(classroom.folders)
        return {"refusal": found.refusal, "files": found.rows()}

    return await answered(work)


@routes.get(f"{BASE}/{{kind}}/{{name}}")
async def read(request: Request, kind: str, name: str) -> Response:
    """The text of a file: `own` or `shipped`."""
    classroom = classroom_of(request)

    def work() -> views.Json:
        classroom.trainer(request)
        text, digest = ScenarioFiles(classroom.folders).read(name, own=kind == "own")
        return {"text": text, "digest": digest}

    return await answered(work)


@routes.post(f"{BASE}/check")
async def check(request: Request) -> Response:
    """What is wrong with a text, how its own examples fare, and how the answers to try are met."""
    body = await sent(request, Draft)
    classroom = classroom_of(request)

    def work() -> views.Json:
        classroom.trainer(request)
        validation = validate_scenario(body.text, classroom.practice.vocabulary)
        return _checked(classroom, validation) | {"played": _played(classroom, validation, body)}

    return await answered(work)


@routes.put(f"{BASE}/own/{{name}}")
async def save(request: Request, name: str) -> Response:
    """Save a file that has no problem and whose own examples come out as they should; it is in force at once."""
    body = await sent(request, Saved)
    classroom = classroom_of(request)

    def work() -> views.Json:
        classroom.trainer(request)
        _require_proven(validate_scenario(body.text, classroom.practice.vocabulary))
        with writing(classroom.engine) as store:
            alone(store)
            return {"digest": ScenarioFiles(classroom.folders).save(name, body.text, body.digest)}

    saved = await done(work)
    await service_of(request).lexicons.renew()
    return reply(saved)


def _checked(classroom: Classroom, validation: Validation) -> views.Json:
    shipped = classroom.practice.scenarios
    return {
        "problems": [_problem(each) for each in validation.problems],
        "scenarios": [views.scenario_card(each) for each in validation.scenarios],
        "replaces": [each.id for each in validation.scenarios if each.id in shipped],
        "trials": [{"scenario": scenario, **asdict(trial), "rubric": None} for scenario, trial in validation.trials],
    }


def _played(classroom: Classroom, validation: Validation, body: Draft) -> views.Json | None:
    """The dialogue with the answers to try; None where there is no such scenario."""
    chosen = [each for each in validation.scenarios if each.id == body.scenario]
    if not chosen:
        return None
    session = classroom.practice.start(chosen[0])
    for text in body.answers:
        if not session.finished:
            session.answer(text)
    return views.session_view(classroom.practice, session)


def _require_proven(validation: Validation) -> None:
    """Raises CheckerError with every problem, and every example that does not come out."""
    failed = [trial for _scenario, trial in validation.trials if not trial.fine]
    problems = [Problem(f"{each.step}：“{each.text}” 应当是 {each.expected}", "请改要求或例子") for each in failed]
    if validation.problems or problems:
        raise CheckerError([*validation.problems, *problems])


def _problem(problem: Problem) -> views.Json:
    return {"line": problem.line, "field": problem.field, "message": problem.message, "advice": problem.advice}
