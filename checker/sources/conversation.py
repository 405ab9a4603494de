"""One conversation out of a JSON value, checked field by field; unknown fields are kept as metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from checker.errors import Problem, SourceError
from checker.model import CHANNELS, Channel, Conversation, Matter, Role, Turn
from checker.sources.times import SECONDS_MAX
from checker.speakers import is_label, known_names, role_of

_ROLES = get_args(Role)
_FIELDS = {"id", "channel", "profile", "turns", "text", "matter", "case", "clerk", "unit", "time"}
_CHANNEL_NAMES: dict[str, Channel] = {
    "窗口": "window", "现场": "window", "电话": "phone", "语音": "phone", "热线": "phone", "视频": "phone",
    "在线": "chat", "微信": "chat", "聊天": "chat", "网上": "chat",
    "书面": "reply", "回复": "reply", "答复": "reply", "短信": "reply", "邮件": "reply",
}  # fmt: skip


def conversation_from(value: object) -> Conversation:
    """A conversation from parsed JSON: an object, or a list of turns. Raises SourceError with every fault, by field."""
    if isinstance(value, list):
        value = {"turns": value}
    if not isinstance(value, dict):
        raise SourceError(Problem("应当是一个对象", '如 {"turns": [{"role": "clerk", "text": "…"}]}'))
    problems: list[Problem] = []
    turns = _turns(value, problems)
    result = Conversation(
        turns=turns,
        id=_text(value, "id", problems, numbers=True) or "",
        channel=_channel(value, problems),
        profile=_text(value, "profile", problems),
        matter=_matter(value.get("matter"), problems),
        case=_text(value, "case", problems, numbers=True),
        clerk=_text(value, "clerk", problems, numbers=True),
        unit=_text(value, "unit", problems, numbers=True),
        time=_text(value, "time", problems, numbers=True),
        metadata={key: kept for key, kept in value.items() if key not in _FIELDS},
    )
    if problems:
        raise SourceError(problems)
    return result


def _text(value: Mapping[str, Any], key: str, problems: list[Problem], *, numbers: bool = False) -> str | None:
    found = value.get(key)
    if found is None or isinstance(found, str):
        return found
    whole = isinstance(found, int) or (isinstance(found, float) and found.is_integer())
    if numbers and whole and not isinstance(found, bool):
        return str(int(found))
    problems.append(Problem("应当是文字", "请加引号", field=key))
    return None


def _channel(value: Mapping[str, Any], problems: list[Problem]) -> Channel:
    found = value.get("channel")
    if found is None:
        return "window" if "turns" in value else "reply"
    for channel in CHANNELS:
        if found == channel:
            return channel
    if isinstance(found, str) and found in _CHANNEL_NAMES:
        return _CHANNEL_NAMES[found]
    problems.append(Problem(f"不认识的渠道 {found!r}", f"可用：{'、'.join(CHANNELS)}", field="channel"))
    return "window"


def _turns(value: Mapping[str, Any], problems: list[Problem]) -> tuple[Turn, ...]:
    if "turns" not in value and "text" in value:
        if isinstance(value["text"], str):
            return (Turn(value["text"], role="clerk"),)
        problems.append(Problem("应当是文字", "请加引号", field="text"))
        return ()
    found = value.get("turns")
    if not isinstance(found, list):
        advice = "写 turns（一句一项），草稿可只写 text"
        problems.append(Problem("缺少 turns" if found is None else "应当是列表", advice, field="turns"))
        return ()
    if not found:
        problems.append(Problem("是空的，没有可检查的话", "至少写一句", field="turns"))
    return tuple([_plain_turn(turn) or _turn(turn, f"turns[{index}]", problems) for index, turn in enumerate(found)])


def _plain_turn(value: object) -> Turn | None:
    """The turn of nothing but a role and words, as most are; None for the others, which are looked into field by field."""
    if isinstance(value, dict) and len(value) == 2:
        text, role = value.get("text"), value.get("role")
        if isinstance(text, str) and isinstance(role, str) and role in _ROLES:
            return Turn(text, role)  # type: ignore[arg-type]  # one of the roles
    return None


def _turn(value: object, field: str, problems: list[Problem]) -> Turn:
    if not isinstance(value, dict):
        problems.append(Problem("应当是一个对象", '如 {"role": "clerk", "text": "…"}', field=field))
        return Turn("")
    text = value.get("text")
    if not isinstance(text, str):
        problems.append(Problem("缺少 text" if text is None else "应当是文字", "写这一句说的话", field=f"{field}.text"))
        text = ""
    role, speaker = _speaker(value, field, problems)
    known = {"role", "text", "speaker", "start", "end"}
    return Turn(
        text,
        role,
        speaker,
        _seconds(value, "start", field, problems),
        _seconds(value, "end", field, problems),
        {key: kept for key, kept in value.items() if key not in known},
    )


def _speaker(value: Mapping[str, Any], field: str, problems: list[Problem]) -> tuple[Role | None, str | None]:
    """The role, where the field names one, and the label that tells this speaker from others."""
    given = value.get("role")
    label = value.get("speaker")
    if label is None and given is None:
        label = value.get("channel", value.get("channel_id"))
    label = None if label is None else str(label)
    if given is None or given == "":
        return (role_of(label) if label else None), label
    for role in _ROLES:
        if given == role:
            return role, label
    if isinstance(given, bool) or not isinstance(given, str | int) or not is_label(str(given)):
        names = "、".join(known_names()[:24])
        problems.append(Problem(f"不认识的角色 {given!r}", f"可用：{names} 等，或只写 speaker", field=f"{field}.role"))
        return None, label
    return role_of(str(given)), str(given)


def _seconds(value: Mapping[str, Any], key: str, field: str, problems: list[Problem]) -> float | None:
    found = value.get(key)
    if found is None:
        return None
    if isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < SECONDS_MAX:
        return float(found)
    problems.append(Problem("应当是秒数", "如 12.5", field=f"{field}.{key}"))
    return None


def _matter(value: object, problems: list[Problem]) -> Matter | None:
    if value is None:
        return None
    if isinstance(value, str):
        return Matter(value)
    if not isinstance(value, dict):
        problems.append(Problem("应当是事项名称或对象", field="matter"))
        return None
    given = {f"matter.{key}": kept for key, kept in value.items()}
    return Matter(
        name=_text(given, "matter.name", problems) or "",
        materials=_texts(given, "matter.materials", problems),
        time_limit=_text(given, "matter.time_limit", problems) or "",
        fee=_text(given, "matter.fee", problems) or "",
        department=_text(given, "matter.department", problems) or "",
        contact=_text(given, "matter.contact", problems) or "",
        basis=_text(given, "matter.basis", problems) or "",
        aliases=_texts(given, "matter.aliases", problems),
        conditions=_text(given, "matter.conditions", problems) or "",
        procedure=_texts(given, "matter.procedure", problems),
        place=_text(given, "matter.place", problems) or "",
        remedy=_text(given, "matter.remedy", problems) or "",
    )


def _texts(value: Mapping[str, object], key: str, problems: list[Problem]) -> tuple[str, ...]:
    found = value.get(key)
    if found is None:
        return ()
    if isinstance(found, list) and all(isinstance(item, str) for item in found):
        return tuple(found)
    problems.append(Problem("应当是文字的列表", field=key))
    return ()
