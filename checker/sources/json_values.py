"""JSON: one value over a whole file or one a line; conversations, recognisers' results, and rows of turns or replies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson

from checker.errors import Problem, SourceError
from checker.model import Conversation
from checker.sources import asr
from checker.sources.columns import columns_of
from checker.sources.conversation import conversation_from
from checker.sources.decoding import decode
from checker.sources.grouping import conversations, is_turnwise
from checker.sources.record import Record, refused
from checker.sources.source import Source

_ENVELOPES = (
    "data", "Data", "result", "list", "records", "rows", "items", "conversations", "dialogues", "sessions", "calls",
)  # fmt: skip
"""Keys under which exports keep their records."""
_NESTED_MAX = 4


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
    except UnicodeDecodeError as error:
        raise json.JSONDecodeError("不是 UTF-8 编码", "", 0) from error
    except ValueError as error:
        raise json.JSONDecodeError("数字太长", "", 0) from error


def read_json(source: Source, mapping: Mapping[str, str] | None) -> Iterator[Record]:
    """The records of a file that is one JSON value: a conversation, a list of them, a result, rows in an envelope.

    Where it is no single value, it is read line by line.
    """
    text = decode(source.whole()).lstrip("\ufeff")
    try:
        value = parse_json(text)
    except json.JSONDecodeError as error:
        lines = text.split("\n")
        if sum(bool(line.strip()) for line in lines) < 2 or not any(map(_is_value, lines)):
            yield refused(source.name, error.lineno, broken(error))
            return
        numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
        values: Iterable[tuple[int, object]] = (
            (number, value_of_line(line, source.name, number)) for number, line in numbered
        )
    else:
        several = several_in(value, mapping)
        if several is None:
            yield record_from(value, source.name, 1, default_id=source.stem)
            return
        values = enumerate(several, start=1)
    yield from records_of(values, source, mapping)


def records_of(
    values: Iterable[tuple[int, object]], source: Source, mapping: Mapping[str, str] | None
) -> Iterator[Record]:
    """The records of values with their lines; runs of rows are put together, records are passed on."""
    stem = source.stem
    for rows, chunk in groupby(values, key=partial(_is_row, mapping=mapping)):
        if rows:
            typed = ((line, value) for line, value in chunk if isinstance(value, dict))
            yield from conversations(typed, source.name, stem, mapping)
            continue
        for line, value in chunk:
            if isinstance(value, Record):
                yield value
            else:
                yield record_from(value, source.name, line, default_id=f"{stem}-{line}")


def several_in(value: object, mapping: Mapping[str, str] | None, depth: int = 0) -> list[Any] | None:
    """The conversations or rows of a list, or of one in an envelope such as {"data": {"list": […]}}; None for one alone."""
    if isinstance(value, list):
        return None if asr.is_sentences(value) and not _are_rows(value, mapping) else value
    if not isinstance(value, dict) or "turns" in value or depth == _NESTED_MAX:
        return None
    for key in _ENVELOPES:
        inner = value.get(key)
        if isinstance(inner, dict) and (found := several_in(inner, mapping, depth + 1)) is not None:
            return found
        if isinstance(inner, list) and inner and _are_records(inner, key, mapping):
            return inner
    return None


def _are_records(items: list[Any], key: str, mapping: Mapping[str, str] | None) -> bool:
    """Whether a list holds conversations or rows; recognisers keep their sentences under `result`."""
    first = items[0]
    return isinstance(first, dict) and ("turns" in first or (key != "result" and _are_rows(items, mapping)))


def _are_rows(items: list[Any], mapping: Mapping[str, str] | None) -> bool:
    """Whether a list holds rows of several conversations: by an id that is not each row's own."""
    first = items[0] if items else None
    if not isinstance(first, dict) or "sentence_info" in first:
        return False
    columns = columns_of(tuple(first), mapping)
    if "text" not in columns:
        return False
    if "role" not in columns and not asr.is_sentences(items):
        return True
    if "id" not in columns:
        return False
    ids = [str(item.get(columns["id"])) for item in items if isinstance(item, dict)]
    return columns["id"] != "id" or len(set(ids)) < len(ids)


def is_turn_row(value: object) -> bool:
    """Whether a value on a line of its own may be one turn of a conversation that others go on with."""
    return _is_row((1, value), mapping=None) and isinstance(value, dict) and is_turnwise(columns_of(tuple(value)))


def _is_row(numbered: tuple[int, object], mapping: Mapping[str, str] | None) -> bool:
    """Whether a value is a row of a table rather than a conversation or a recogniser's result."""
    value = numbered[1]
    if not isinstance(value, dict) or "turns" in value:
        return False
    if "text" in value and not mapping and "role" not in value and "speaker" not in value:
        return False
    columns = columns_of(tuple(value), mapping)
    return "text" in columns and isinstance(value[columns["text"]], str) and "sentence_info" not in value


def record_from_line(line: str | bytes, name: str, number: int) -> Record:
    """The record of one line of JSON Lines."""
    value = value_of_line(line, name, number)
    if isinstance(value, Record):
        return value
    return record_from(value, name, number, default_id=f"{Path(name).stem}-{number}")


def value_of_line(line: str | bytes, name: str, number: int) -> Any:  # noqa: ANN401
    """The value of one line, or the record that it is none."""
    try:
        return parse_json(line)
    except json.JSONDecodeError as error:
        return refused(name, number, broken(error))


def record_from(value: object, name: str, number: int, *, default_id: str) -> Record:
    """The record of one JSON value: a conversation, or a recogniser's result."""
    try:
        conversation = conversation_from(asr.transcript(value) or value)
    except SourceError as error:
        return refused(name, number, error)
    except RecursionError:
        return refused(name, number, Problem("嵌套太深", "请检查这条数据"))
    given = frozenset(value) if isinstance(value, dict) else frozenset()
    return Record(name, number, _identified(conversation, default_id), given=given)


def _identified(conversation: Conversation, default_id: str) -> Conversation:
    return conversation if conversation.id else replace(conversation, id=default_id)


def _is_value(line: str) -> bool:
    try:
        return isinstance(parse_json(line), dict | list)
    except json.JSONDecodeError:
        return False


def broken(error: json.JSONDecodeError) -> Problem:
    """Where and why a text is no JSON."""
    return Problem(f"不是正确的 JSON（第 {error.colno} 列：{error.msg}）", "请检查引号、逗号和括号")
