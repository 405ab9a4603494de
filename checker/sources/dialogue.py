"""Plain text dialogues: one utterance behind a name (工作人员：…, 坐席 00:12 …); without names, one draft.

Meeting tools write the name and the time on a line of their own (说话人 1 00:02), chat exports a date besides; several
utterances may share a line (坐席：您好 客户：你好). A name counts where it is one of a role, or where it comes back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from checker.deferred import deferred
from checker.model import Channel, Conversation, Turn
from checker.sources.columns import names
from checker.sources.times import clock_seconds
from checker.speakers import is_label, role_of

_CLOCK = r"(?:\d{1,2}[:：])?\d{1,2}[:：]\d{2}(?:[.,]\d{1,3})?"
_DATE = r"(?P<date>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)"
_TIME = rf"[\[(（【]?(?:{_DATE}[ T\t]{{1,3}})?(?P<time>{_CLOCK})[\])）】]?"
_NAME = r"(?P<name>[^\s:：，。？！,?!\[\]【】]{1,16}?(?:[(（][^()（）]{0,16}[)）])?)"
_FORMS = (
    deferred(rf"{_TIME}\s{{1,4}}(?P<name>[^\s:：，。？！,?!]{{1,16}})(?P<text>)"),
    deferred(
        r"(?P<name>[^\s:：，。？！,?!]{1,16}?(?: \d{1,3})?)(?:\s{1,4}|(?=[\[(（【]))"
        rf"{_TIME}\s{{0,4}}[:：]?\s{{0,4}}(?P<text>.*)"
    ),
    deferred(rf"(?:{_TIME}\s{{0,4}})?{_NAME}\s{{0,4}}[:：]\s{{0,4}}(?P<text>.*)"),
    deferred(rf"(?:{_TIME}\s{{0,4}})?[\[【<《](?P<name>[^\s\[\]【】<>《》]{{1,16}})[\]】>》]\s{{0,4}}[:：]?\s{{0,4}}(?P<text>.*)"),
)  # fmt: skip
"""Time and name alone; name and time; name and colon; name in brackets."""
_NO_JSON = deferred(
    rf"\s{{0,64}}\[(?:{_CLOCK}[\],]|\d{{1,3}}:\d{{1,2}}\.\d{{1,3}},|(?P<name>[^\s\[\]\"{{}}]{{1,16}})\])"
)
_INLINE = deferred(r"(?:^|[\s|｜;；。！？!?])\s{0,2}(?P<name>[^\s:：，。？！,?!|｜;；]{1,8})\s?[:：]")
_NUMBERED = deferred(r"[0-9一二三四五六七八九十（(]")
_DENSE = 0.15
"""Speakers open at least this share of a dialogue's lines; fewer are the headings of a letter."""
_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class _Said:
    name: str
    text: str
    date: str | None = None
    time: str | None = None


def dialogue_from(text: str, *, name: str = "") -> Conversation:
    """A dialogue, or, where the lines do not carry speakers' names, the whole text as one clerk's draft."""
    return dialogue_in(text, name=name) or Conversation(
        (Turn(text.strip("\ufeff\n\r"), role="clerk"),), id=name, channel="reply"
    )


def dialogue_in(text: str, *, name: str = "") -> Conversation | None:
    """The dialogue that a text holds, None where its lines do not carry speakers' names."""
    lines = [part for line in text.splitlines() for part in _parts(line.strip(" \t\ufeff\u3000")) if part]
    said = _speaker_lines(lines)
    first = next((index for index, each in enumerate(said) if each), None)
    if first is None:
        return None
    metadata = {"header": "\n".join(lines[:first])} if first else {}
    turns = _turns(lines[first:], said[first:])
    dates = [f"{each.date} {each.time}" for each in said if each and each.date]
    timed = any(turn.start is not None for turn in turns)
    channel: Channel = "chat" if dates else "phone" if timed else "window"
    return Conversation(turns, id=name, channel=channel, time=dates[0] if dates else None, metadata=metadata)


def begins_like_json(text: str) -> bool:
    """Whether a text begins like JSON, and not like `[00:12]` or `[坐席]`."""
    if not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return False
    match = _NO_JSON.match(text.lstrip("\ufeff"))
    return match is None or (match["name"] is not None and not named_by_role(match["name"]))


def named_by_role(name: str) -> bool:
    """Whether a name is that of a role or a speaker's label of more than one character (not A, 1)."""
    return is_label(name) and len(name) > 1 and not name.isdigit()


def _parts(line: str) -> list[str]:
    """The utterances of one line: where two speakers are named by their roles, each begins a part."""
    starts = [match for match in _INLINE.finditer(line) if role_of(match["name"])]
    if len({match["name"] for match in starts}) < 2:
        return [line]
    cuts = [0, *(match.start("name") for match in starts), len(line)]
    parts = (line[start:end].strip(" \t|｜;；") for start, end in pairwise(cuts))
    return [part for part in parts if part]


def _speaker_lines(lines: Sequence[str]) -> list[_Said | None]:
    """What each line says behind a name; None for lines that carry no name of a speaker."""
    said = [_said(line) for line in lines]
    if any(each and each.time and named_by_role(each.name) for each in said):
        said = [each if each and each.time else None for each in said]
    counts = Counter(each.name for each in said if each)
    roles = {name for name in counts if named_by_role(name)}
    repeated = {name for name, count in counts.items() if count > 1}
    speakers = roles | repeated
    if roles or (repeated and counts.total() * 2 >= len(lines)):
        speakers |= {name for name in counts if not _is_heading(name)}
    said = [each if each and each.name in speakers else None for each in said]
    return said if _is_dialogue(said, roles, speakers) else [None] * len(lines)


def _is_heading(name: str) -> bool:
    return name.startswith(tuple(names().text.headings)) or _NUMBERED.match(name) is not None


def _is_dialogue(said: Sequence[_Said | None], roles: set[str], speakers: set[str]) -> bool:
    opened = sum(each is not None for each in said)
    if opened < _DENSE * len(said) or not opened:
        return False
    if roles:
        return opened > 1 or said[0] is not None
    return len(speakers) > 1 and opened * 2 >= len(said)


def _said(line: str) -> _Said | None:
    for form in _FORMS:
        match = form.fullmatch(line)
        if match and (form is not _FORMS[3] or named_by_role(match["name"])):
            return _Said(match["name"], match["text"], match["date"], match["time"])
    return None


def _turns(lines: Sequence[str], said: Sequence[_Said | None]) -> tuple[Turn, ...]:
    """The turns; a line without a name goes on with what the speaker before said."""
    opened: list[tuple[_Said, list[str]]] = []
    for line, each in zip(lines, said, strict=True):
        if each:
            opened.append((each, [each.text] if each.text else []))
        else:
            opened[-1][1].append(line)
    turns = [Turn("\n".join(texts), role_of(each.name), each.name, _start(each)) for each, texts in opened]
    offset = next((turn.start for turn in turns if turn.start is not None), 0.0)
    if offset < _HOUR:
        return tuple(turns)
    return tuple(turn if turn.start is None else replace(turn, start=turn.start - offset) for turn in turns)


def _start(said: _Said) -> float | None:
    """Seconds from the beginning; dated lines are those of a chat, whose pauses mean nothing."""
    return clock_seconds(said.time) if said.time and not said.date else None
