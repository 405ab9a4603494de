"""Rows to conversations: one row a turn, one row a whole dialogue, or one row a written reply."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from checker.errors import Problem
from checker.model import Channel, Conversation, Matter, Turn
from checker.sources.columns import channel_of, columns_of
from checker.sources.decoding import decode_line
from checker.sources.dialogue import dialogue_in
from checker.sources.record import Record, refused
from checker.sources.times import number_of, scale_of, scaled
from checker.speakers import is_label, role_of

Row = Mapping[str, Any]
"""Cells by heading; a row without any separates the rows of two conversations."""

TURNS_MAX = 100_000
"""The most turns of one conversation; more are a table whose conversations are not told apart."""
_WHOLE = re.compile(r"-?\d{1,18}\.0{1,6}")


@dataclass(slots=True)
class _Group:
    """The rows of one conversation so far. `surplus` counts those beyond the limit, which are not kept."""

    columns: Mapping[str, str]
    key: str
    rows: list[tuple[int, Row]] = field(default_factory=list)
    surplus: int = 0

    def add(self, line: int, row: Row) -> None:
        if len(self.rows) < TURNS_MAX:
            self.rows.append((line, row))
        else:
            self.surplus += 1

    def continues(self, columns: Mapping[str, str], key: str) -> bool:
        """Whether the next row, of these columns and this id, belongs to the same conversation."""
        if columns != self.columns or not is_turnwise(columns):
            return False
        return (not key or key == self.key) if "id" in columns else "role" in columns


def is_turnwise(columns: Mapping[str, str]) -> bool:
    """Whether several rows of such a table may be one conversation."""
    return "role" in columns or ("id" in columns and ("start" in columns or "question" in columns))


def conversations(
    rows: Iterable[tuple[int, Row]], name: str, stem: str, mapping: Mapping[str, str] | None = None
) -> Iterator[Record]:
    """A record for each run of rows with the same id; `line` is that of its first row."""
    group: _Group | None = None
    headings: tuple[str, ...] = ()
    known: Mapping[str, str] = {}
    for line, row in rows:
        if not row:
            if group and "id" not in group.columns:
                yield _record(group, name, stem)
                group = None
            continue
        if tuple(row) != headings:
            headings = tuple(row)
            known = columns_of(headings, mapping)
        columns = _settled(known, row)
        key = said(row[columns["id"]]) if "id" in columns else ""
        if group is None or not group.continues(columns, key):
            if group:
                yield _record(group, name, stem)
            group = _Group(columns, key)
        group.add(line, row)
    if group:
        yield _record(group, name, stem)


def _settled(columns: Mapping[str, str], row: Row) -> Mapping[str, str]:
    """The columns, where one headed 坐席 or channel holds the speaker of each row rather than what it says."""
    if "role" in columns:
        return columns
    for name in ("clerk", "channel"):
        cell = said(row[columns[name]]) if name in columns else ""
        if cell and is_label(cell) and channel_of(cell) is None:
            return {("role" if key == name else key): heading for key, heading in columns.items()}
    return columns


def _record(group: _Group, name: str, stem: str) -> Record:
    line = group.rows[0][0]
    if group.surplus:
        count = len(group.rows) + group.surplus
        problem = Problem(f"一段对话有 {count} 句，多半是没有分清各段", "请用 --map id=列名 指明会话编号所在的列")
        return refused(name, line, problem)
    turns, channel, time = _turns(group)
    if not any(turn.text.strip() for turn in turns):
        return refused(name, line, Problem("内容是空的，没有可检查的话", "请检查这一行", field=group.columns["text"]))
    first = {key: said(group.rows[0][1].get(heading)) for key, heading in group.columns.items()}
    given_channel = channel_of(first.get("channel", ""))
    shared, turns = _metadata(group, turns)
    conversation = Conversation(
        turns=turns,
        id=first.get("id") or f"{stem}-{line}",
        channel=given_channel or channel,
        profile=first.get("profile") or None,
        matter=Matter(first["matter"]) if first.get("matter") else None,
        case=first.get("case") or None,
        clerk=first.get("clerk") or None,
        unit=first.get("unit") or None,
        time=_moment(group) or time,
        metadata=shared,
    )
    given = {key for key in first if key != "channel" or given_channel}
    return Record(name, line, conversation, given=frozenset(given))


def _turns(group: _Group) -> tuple[tuple[Turn, ...], Channel, str | None]:
    """The turns, none where nothing was answered; the channel that they speak for; when the dialogue says it was."""
    if len(group.rows) == 1:
        dialogue = dialogue_in(said(group.rows[0][1][group.columns["text"]]))
        if dialogue:
            return dialogue.turns, dialogue.channel, dialogue.time
    if "role" not in group.columns:
        letters = tuple(_letters(group))
        return letters if any(turn.role == "clerk" for turn in letters) else (), "reply", None
    turns = _in_seconds([_turn(row, group.columns) for _, row in group.rows])
    timed = any(turn.start is not None for turn in turns)
    return turns, "phone" if timed else "window", None


def _letters(group: _Group) -> Iterator[Turn]:
    """Of each row what was asked, and what was answered."""
    for _, row in group.rows:
        question = said(row.get(group.columns.get("question", "")))
        if question.strip():
            yield Turn(question, "citizen")
        text = said(row[group.columns["text"]])
        if text.strip():
            yield Turn(text, "clerk")


def _turn(row: Row, columns: Mapping[str, str]) -> Turn:
    label = said(row[columns["role"]]).strip()
    start, time, end = (number_of(row[columns[key]]) if key in columns else None for key in ("start", "time", "end"))
    text = said(row[columns["text"]])
    return Turn(text, role_of(label) if label else None, label or None, time if start is None else start, end)


def _in_seconds(turns: list[Turn]) -> tuple[Turn, ...]:
    if all(turn.start is None and turn.end is None for turn in turns):
        return tuple(turns)
    scale = scale_of((turn.start, turn.end, len(turn.text)) for turn in turns)
    return tuple(replace(turn, start=scaled(turn.start, scale), end=scaled(turn.end, scale)) for turn in turns)


def _moment(group: _Group) -> str | None:
    """The date of the first row, where a column holds such and not seconds."""
    columns, row = group.columns, group.rows[0][1]
    moments = (said(row[columns[key]]) for key in ("time", "start") if key in columns)
    return next((moment for moment in moments if moment.strip() and number_of(moment) is None), None)


def _metadata(group: _Group, turns: tuple[Turn, ...]) -> tuple[dict[str, Any], tuple[Turn, ...]]:
    """The cells of the other columns: what all rows say is the conversation's, what they differ in is the turns'."""
    used = set(group.columns.values())
    cells = [{key: cell for key, cell in row.items() if key not in used and _holds(cell)} for _, row in group.rows]
    shared = {key: cell for key, cell in cells[0].items() if all(other.get(key) == cell for other in cells)}
    if len(turns) != len(cells):
        return shared, turns
    own = [{key: _kept(cell) for key, cell in each.items() if key not in shared} for each in cells]
    differing = tuple(replace(turn, metadata=each) if each else turn for turn, each in zip(turns, own, strict=True))
    return {key: _kept(cell) for key, cell in shared.items()}, differing


def _holds(cell: object) -> bool:
    return cell is not None and cell != ""


def _kept(cell: object) -> object:
    return cell if isinstance(cell, str | int | float | list | dict) else said(cell)


def said(cell: object) -> str:
    """A cell as text: whole numbers without a point, dates as in ISO 8601."""
    if isinstance(cell, str):
        return cell[:-2] if cell.endswith(".0") and _WHOLE.fullmatch(cell) else cell
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, bytes):
        return decode_line(cell)
    if isinstance(cell, list | dict):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell)
