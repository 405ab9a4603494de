"""What the service knows: rules, profiles, matters, and how it is."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.answers import dumped
from api.errors import JSON
from api.names import element_name, point_name
from api.openapi import HEALTH, MATTERS, PROFILES, RULES
from api.service import service_of
from checker import Checker, category_name

routes = APIRouter()


@routes.get("/v1/rules", **RULES)
async def rules(request: Request) -> Response:
    """全部规则"""
    service_of(request).admit(request)
    checker = service_of(request).lexicons.checker
    points = checker.profile(None).points
    return _json([*_entries(checker), *map(_point, points), *_elements(checker)])


@routes.get("/v1/profiles", **PROFILES)
async def profiles(request: Request) -> Response:
    """全部标准"""
    service_of(request).admit(request)
    checker = service_of(request).lexicons.checker
    return _json(
        [
            {
                "name": profile.name,
                "title": profile.title,
                "elements": [{"name": name, "title": element_name(checker, name)} for name in profile.elements],
                "off": profile.off,
                "gate": asdict(profile.gate),
            }
            for profile in checker.profiles.values()
        ]
    )


@routes.get("/v1/matters", **MATTERS)
async def matters(request: Request) -> Response:
    """全部事项（办事指南）"""
    service_of(request).admit(request)
    return _json([asdict(matter) for matter in service_of(request).lexicons.checker.matters.matters.values()])


@routes.get("/v1/health", **HEALTH)
async def health(request: Request) -> Response:
    """服务的状态"""
    lexicons = service_of(request).lexicons
    return _json(
        {
            "status": "stale" if lexicons.problems else "ok",
            "version": version("yanjian"),
            "entries": len(lexicons.checker.lexicon.entries),
            "loaded": lexicons.loaded.isoformat(timespec="seconds"),
            "problems": [str(problem) for problem in lexicons.problems],
        }
    )


def _entries(checker: Checker) -> list[dict[str, Any]]:
    return [
        {
            "rule": entry.rule,
            "kind": entry.kind,
            "category": entry.group,
            "title": category_name(entry.kind, entry.group),
            "severity": entry.severity,
            "why": entry.why,
            "phrases": entry.phrases,
            "suggestions": entry.say_instead,
            "basis": [asdict(citation) for citation in entry.citations],
        }
        for entry in checker.lexicon.entries
    ]


def _point(name: str) -> dict[str, Any]:
    return {"rule": f"protocol/{name}", "kind": "protocol", "category": name, "title": point_name(name)}


def _elements(checker: Checker) -> list[dict[str, Any]]:
    names = dict.fromkeys(name for profile in checker.profiles.values() for name in profile.elements)
    return [
        {"rule": f"notice/{name}", "kind": "notice", "category": name, "title": element_name(checker, name)}
        for name in names
    ]


def _json(value: object) -> Response:
    return Response(dumped(value), media_type=JSON)
