"""The OpenAPI document, with examples: schemas of answers are made from the library's own dataclasses."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter
from pydantic.json_schema import DEFAULT_REF_TEMPLATE

from checker import CHANNELS, SEVERITIES, Report

DRAFT = {"text": "这事不归我管😀，你问别人去。", "profile": "default"}
TALK = {
    "id": "2026-001", "channel": "window", "profile": "qidong", "matter": "社会保障卡补领",
    "turns": [
        {"role": "citizen", "text": "社保卡丢了，怎么补办？"},
        {"role": "clerk", "text": "您好，请带身份证到三楼5号窗口，当场就能办好。"},
    ],
    "suppress": ["forbidden/shirking/not-my-duty：不归我管"],
}  # fmt: skip
SPANS = ("Finding", "Evidence", "Question", "Expression")
"""Objects of a report that stand for a place, and so have UTF-16 offsets."""
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_NUMBERED = {"anyOf": [_TEXT, {"type": "integer"}, {"type": "null"}]}
_ROLE = {
    "anyOf": [
        {"enum": ["clerk", "citizen", "other", "工作人员", "服务对象", "其他", "", None, *range(100)]},
        {"type": "string", "pattern": "^([A-Za-z甲乙丙丁]|[0-9]{1,2})$"},
    ],
    "description": "也可写别的称呼；字母和数字只分清说话人",
}
_SECONDS = {
    "anyOf": [{"type": "number", "exclusiveMinimum": -10_000_000, "exclusiveMaximum": 10_000_000}, {"type": "null"}],
    "description": "秒",
}
_NAMED = {"anyOf": [_TEXT, {"type": "null"}]}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(schema: dict[str, Any], **extra: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"application/json": {"schema": schema, **extra}}


def _refused(*statuses: int) -> dict[int | str, dict[str, Any]]:
    meanings = {
        400: "不是 UTF-8，或不是 JSON", 401: "缺少密钥，或密钥不对", 408: "请求没有按时发完", 413: "请求太长",
        422: "缺少字段、字段不对，或没有这个标准", 429: "请求太频繁", 503: "服务正忙",
    }  # fmt: skip
    return {status: {"description": meanings[status], "content": _json(_ref("Error"))} for status in statuses}


def _list(meaning: str, item: str) -> dict[str, Any]:
    content = _json({"type": "array", "items": _ref(item)})
    return {"responses": {200: {"description": meaning, "content": content}, **_refused(401, 429, 503)}}


CHECK: dict[str, Any] = {
    "responses": {
        200: {"description": "报告，加上处理意见", "content": _json(_ref("Answer"))},
        **_refused(400, 401, 408, 413, 422, 429, 503),
    },
    "openapi_extra": {
        "requestBody": {
            "required": True,
            "content": _json(
                {"anyOf": [_ref("Talk"), _ref("Draft")]},
                examples={"draft": {"summary": "草稿", "value": DRAFT}, "talk": {"summary": "对话", "value": TALK}},
            ),
        }
    },
}
BATCH: dict[str, Any] = {
    "responses": {
        200: {
            "description": "一行一份报告，次序与输入相同；读不了的行在原处给出 status、error 和 advice",
            "content": {"application/x-ndjson": {"schema": _TEXT}},
        },
        **_refused(401, 413, 429, 503),
    },
    "openapi_extra": {
        "requestBody": {
            "required": False,
            "content": {
                "application/x-ndjson": {
                    "schema": {"description": "一行一段对话或草稿，各行与 /v1/check 的请求相同"},
                    "example": '{"text": "不归我管"}\n{"text": "您好"}\n',
                }
            },
        }
    },
}
RULES = _list("规则：名称、类别、程度、理由、短语、该怎么说、依据", "Rule")
PROFILES = _list("标准：名称、应告知的要素、处理办法", "Standard")
MATTERS = _list("事项：名称、别名、材料、时限、收费、部门、电话、依据", "Guide")
HEALTH: dict[str, Any] = {
    "responses": {
        200: {"description": "状态：ok，或 stale（词库改坏了，仍用上一版）", "content": _json(_ref("Health"))}
    }
}


def set_openapi(app: FastAPI) -> None:
    """Give the application its document."""
    built, service = app.openapi, app.state.service

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = built()
            schemas = schema.setdefault("components", {}).setdefault("schemas", {})
            schemas.update(_schemas())
            app.openapi_schema = schema
            if service.settings.keys:
                schema["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
                schema["security"] = [{"key": []}]
        profiles = [*service.lexicons.checker.profiles, None]
        app.openapi_schema["components"]["schemas"]["ProfileName"]["enum"] = profiles
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _schemas() -> dict[str, Any]:
    report = TypeAdapter(Report).json_schema(
        mode="serialization", ref_template=DEFAULT_REF_TEMPLATE.replace("$defs", "components/schemas")
    )
    schemas: dict[str, Any] = deepcopy(report.pop("$defs"))
    for name in SPANS:
        _add(schemas[name], utf16_start={"type": "integer"}, utf16_end={"type": "integer"})
    _add(schemas["Finding"], key=_TEXT, clauses=_TEXTS, suppressed={"type": "boolean"})
    _add(report, decision={"enum": ["send", "revise", "block"]})
    return schemas | {"Answer": report} | _INPUT | _OTHERS


def _add(schema: dict[str, Any], **properties: dict[str, Any]) -> None:
    schema["properties"] |= properties
    schema["required"] = [*schema.get("required", []), *properties]


_COMMON = {
    "id": _NUMBERED,
    "channel": {"anyOf": [{"enum": list(CHANNELS)}, {"type": "null"}], "description": "渠道"},
    "profile": _ref("ProfileName"),
    "matter": {"anyOf": [_TEXT, _ref("Matter"), {"type": "null"}], "description": "事项的名称，或办事指南"},
    "case": _NUMBERED, "clerk": _NUMBERED, "unit": _NUMBERED, "time": _NUMBERED,
    "suppress": {"anyOf": [_TEXTS, {"type": "null"}], "description": "放过的各处，写上次结果里的 key"},
}  # fmt: skip
_INPUT: dict[str, Any] = {
    "ProfileName": {"description": "标准的名字，见 /v1/profiles；不写是 default"},
    "Draft": {
        "type": "object", "title": "草稿", "required": ["text"], "not": {"required": ["turns"]},
        "properties": {"text": _TEXT, **_COMMON},
    },
    "Talk": {
        "type": "object", "title": "对话", "required": ["turns"],
        "properties": {"turns": {"type": "array", "minItems": 1, "items": _ref("Utterance")}, **_COMMON},
    },
    "Utterance": {
        "type": "object", "title": "一句话", "required": ["text"],
        "properties": {
            "text": _TEXT,
            "role": _ROLE,
            "speaker": {"description": "姓名、编号或声道，没有 role 时据此分清说话人"},
            "start": _SECONDS,
            "end": _SECONDS,
        },
    },
    "Matter": {
        "type": "object", "title": "办事指南",
        "properties": {
            **{name: {"anyOf": [_TEXTS, {"type": "null"}]} for name in ("materials", "aliases", "procedure")},
            **dict.fromkeys(("name", "conditions", "time_limit", "fee", "department", "place"), _NAMED),
            **dict.fromkeys(("contact", "basis", "remedy"), _NAMED),
        },
    },
}  # fmt: skip
_CITATIONS = {"type": "array", "items": _ref("Citation")}
_OTHERS: dict[str, Any] = {
    "Error": {
        "type": "object", "required": ["error", "advice", "problems"],
        "properties": {"error": _TEXT, "advice": _TEXT, "problems": {"type": "array", "items": {"type": "object"}}},
    },
    "Rule": {
        "type": "object", "required": ["rule", "kind", "category", "title"],
        "properties": {
            "rule": _TEXT, "kind": _TEXT, "category": _TEXT, "title": _TEXT, "severity": {"enum": list(SEVERITIES)},
            "why": _TEXT, "phrases": _TEXTS, "suggestions": _TEXTS, "basis": _CITATIONS,
        },
    },
    "Standard": {
        "type": "object", "required": ["name", "title", "elements", "off", "gate"],
        "properties": {
            "name": _TEXT, "title": _TEXT, "elements": {"type": "array", "items": {"type": "object"}}, "off": _TEXTS,
            "gate": {"type": "object"},
        },
    },
    "Guide": {"type": "object", "required": ["name", "materials"], "properties": {"name": _TEXT, "materials": _TEXTS}},
    "Health": {
        "type": "object", "required": ["status", "version", "entries", "loaded", "problems"],
        "properties": {
            "status": {"enum": ["ok", "stale"]}, "version": _TEXT, "entries": {"type": "integer"}, "loaded": _TEXT,
            "problems": _TEXTS,
        },
    },
}  # fmt: skip
