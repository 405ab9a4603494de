"""What the practice pages show: courses, a scenario being played, its rubric; clauses with the titles of their documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from checker.practice.model import Scenario, Step
from checker.practice.overview import situation_title
from checker.practice.session import Practice, Session
from checker.practice.training import Played, transcript
from checker.reports.sheet import sheet_of, text_of

Json = dict[str, Any]


def courses(practice: Practice) -> list[Json]:
    """The courses with their scenarios, easier ones first."""
    return [
        {"course": course, "scenarios": [scenario_card(each) for each in scenarios]}
        for course, scenarios in practice.courses.items()
    ]


def scenario_card(scenario: Scenario) -> Json:
    """A scenario as it is chosen from a list and shown above its dialogue."""
    return {
        "id": scenario.id,
        "title": scenario.title,
        "course": scenario.course,
        "situation": situation_title(scenario.situation),
        "level": scenario.level,
        "channel": scenario.channel,
        "setting": scenario.setting,
    }


def session_view(practice: Practice, session: Session) -> Json:
    """A session in play, or just played."""
    rubric = asdict(session.rubric) if session.rubric else None
    return {
        "scenario": scenario_card(session.scenario),
        "transcript": transcript(session),
        "stage": session.stage,
        "guide": _guide(practice, session.scenario),
        "number": len(session.answers),
        "rubric": rubric_view(practice, session.scenario, rubric) if rubric else None,
    }


def played_view(practice: Practice, played: Played) -> Json:
    """An attempt: open, finished, or closed because its scenario changed (then with the answers alone)."""
    row = played.row
    scenario = practice.scenarios.get(row.scenario)
    shown = session_view(practice, played.session) if played.session else _kept_view(practice, played)
    head = {"attempt": row.id, "title": row.title, "started": row.started, "finished": row.finished}
    return shown | head | {"kept": played.kept, "playable": scenario is not None}


def rubric_view(practice: Practice, scenario: Scenario | None, rubric: Mapping[str, Any]) -> Json:
    """A rubric with the model answers beside the citizen's words, and clauses as people cite them."""
    steps = {step.id: step for step in scenario.steps} if scenario else {}
    return {
        "score": rubric["score"],
        "passed": rubric["passed"],
        "items": [_item(practice, item) for item in rubric["items"]],
        "models": [_model(steps.get(step), text) for step, text in rubric["models"].items()],
    }


def _guide(practice: Practice, scenario: Scenario) -> str:
    """The service guide for the trainee to have at hand; empty where the scenario is about no matter."""
    matter = practice.guide(scenario)
    return text_of(sheet_of(matter)) if matter else ""


def _kept_view(practice: Practice, played: Played) -> Json:
    row, result = played.row, played.result
    scenario = practice.scenarios.get(row.scenario)
    unknown = {"id": row.scenario, "title": row.title, "situation": situation_title(row.situation), "setting": ""}
    return {
        "scenario": scenario_card(scenario) if scenario else unknown,
        "transcript": result["transcript"] if result else [{"role": "clerk", "text": text} for text in played.answers],
        "stage": "",
        "guide": "",
        "number": len(played.answers),
        "rubric": rubric_view(practice, scenario, result["rubric"]) if result else None,
        "changed": result is None,
    }


def _item(practice: Practice, item: Mapping[str, Any]) -> Json:
    requirement = item["requirement"]
    return {
        "step": item["step"],
        "kind": requirement["kind"],
        "title": requirement["title"],
        "why": requirement["why"],
        "outcome": item["outcome"],
        "prompted": item["prompted"],
        "words": [evidence["text"] for evidence in item["evidence"]],
        "suggestion": item["suggestion"],
        "clauses": clauses(practice, item["clause"]),
    }


def clauses(practice: Practice, citations: Sequence[Mapping[str, str]]) -> list[str]:
    """Citations as people cite them."""
    titles = practice.vocabulary.checker.lexicon.titles
    return [f"{titles.get(each['document'], each['document'])} {each['clause']}" for each in citations]


def _model(step: Step | None, text: str) -> Json:
    return {"citizen": (step.citizen or step.stage) if step else "", "text": text}
