"""Files of unknown format: the content decides, not the suffix. Every record comes back, read or refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from checker.errors import Problem, SourceError
from checker.model import Conversation
from checker.sources.conversation import conversation_from
from checker.sources.decoding import decode
from checker.sources.dialogue import begins_with_a_time, dialogue_from


@dataclass(frozen=True, slots=True)
class Record:
    """One conversation of a file, or why it could not be read. `line` counts from 1."""

    file: str
    line: int
    conversation: Conversation | None
    problems: tuple[Problem, ...] = ()
    given: frozenset[str] = frozenset()
    """The fields that the record itself holds; the others have their defaults."""


def read_path(path: Path) -> Iterator[Record]:
    """All records of a file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = Problem(f"打不开：{error.strerror or error}", "请检查路径和权限", str(path))
        yield Record(str(path), 1, None, (reason,))
        return
    yield from read_bytes(data, str(path))


def read_bytes(data: bytes, name: str) -> Iterator[Record]:
    """All records of a file's bytes; `name` is shown in problems and gives a record without an id its own."""
    try:
        text = decode(data)
    except SourceError as error:
        yield Record(name, 1, None, tuple(replace(problem, file=name) for problem in error.problems))
        return
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if not start:
        yield Record(name, 1, None, (Problem("文件是空的", "请检查导出是否成功", name),))
    elif start in "{[" and not begins_with_a_time(text):
        yield from _json_records(text.lstrip("\ufeff"), name)
    else:
        yield Record(name, 1, dialogue_from(text, name=Path(name).stem))


def parse_json(text: str | bytes) -> Any:  # noqa: ANN401  (whatever the file holds)
    """A JSON value. Lone surrogates, which strict readers refuse, are let through. Raises json.JSONDecodeError."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(text, parse_constant=str)
    except json.JSONDecodeError:
        raise
    except RecursionError as error:
        raise json.JSONDecodeError("嵌套太深", "", 0) from error
    except ValueError as error:
        raise json.JSONDecodeError("数字太长", "", 0) from error


def _json_records(text: str, name: str) -> Iterator[Record]:
    """One value over the whole file (an object, a list of turns or of conversations), or one value a line."""
    lines = text.splitlines()
    try:
        value = parse_json(text)
    except json.JSONDecodeError as error:
        if sum(bool(line.strip()) for line in lines) < 2 or not _line_by_line(lines):
            yield Record(name, error.lineno, None, (_broken(error, name, error.lineno),))
            return
    else:
        stem = Path(name).stem
        if isinstance(value, list) and not _is_turn_list(value):
            for index, item in enumerate(value, start=1):
                yield record_from(item, name, index, default_id=f"{stem}-{index}")
        else:
            yield record_from(value, name, 1, default_id=stem)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield record_from_line(line, name, number)


def _line_by_line(lines: list[str]) -> bool:
    """Whether a file that is no single JSON value holds one value a line: any line of it is one."""
    for line in lines:
        try:
            if isinstance(parse_json(line), dict | list):
                return True
        except json.JSONDecodeError:
            continue
    return False


def _is_turn_list(value: list[Any]) -> bool:
    first = value[0] if value else None
    return isinstance(first, dict) and "text" in first and ("role" in first or "speaker" in first)


def record_from_line(line: str | bytes, name: str, number: int) -> Record:
    """The record of one line of JSON Lines."""
    try:
        value = parse_json(line)
    except json.JSONDecodeError as error:
        return Record(name, number, None, (_broken(error, name, number),))
    return record_from(value, name, number, default_id=f"{Path(name).stem}-{number}")


def record_from(value: object, name: str, number: int, *, default_id: str) -> Record:
    """The record of one JSON value."""
    try:
        conversation = conversation_from(value)
    except SourceError as error:
        problems = tuple(replace(problem, file=name, line=number) for problem in error.problems)
        return Record(name, number, None, problems)
    given = frozenset(value) if isinstance(value, dict) else frozenset()
    return Record(name, number, conversation if conversation.id else replace(conversation, id=default_id), given=given)


def _broken(error: json.JSONDecodeError, name: str, line: int) -> Problem:
    return Problem(f"不是正确的 JSON（第 {error.colno} 列：{error.msg}）", "请检查引号、逗号和括号", name, line)
