"""Service guides out of exports (JSON of provincial service sites, CSV, XLSX); every row not read is reported."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checker.errors import Problem, SourceError
from checker.model import Matter
from checker.sources.decoding import decode

_COLUMNS = {
    "name": ("task_name", "name", "事项名称", "事项", "办理事项", "业务名称", "名称", "实施事项名称", "办理项名称"),
    "materials": ("materials", "材料", "申请材料", "所需材料", "办理材料", "材料清单", "申请材料清单", "提交材料"),
    "time_limit": ("handle_time_limit", "time_limit", "承诺时限", "承诺办结时限", "办理时限", "办结时限", "时限"),
    "legal_limit": ("handle_time", "legal_time_limit", "法定时限", "法定办结时限"),
    "fee": ("fee", "charge", "是否收费", "收费标准", "收费", "收费情况", "费用"),
    "department": ("dept_name", "department", "实施主体", "办理部门", "受理部门", "承办部门", "部门", "办理机构"),
    "place": ("handle_location", "place", "办理地点", "受理地点", "地点", "办理地址", "地址"),
    "contact": ("consult_phone", "contact", "phone", "咨询电话", "联系电话", "电话", "咨询方式"),
    "basis": ("basis", "法律依据", "设定依据", "依据", "办理依据", "实施依据"),
    "conditions": ("accept_standard", "conditions", "受理条件", "办理条件", "申请条件", "条件"),
    "procedure": ("procedure", "办理流程", "流程", "办理程序", "程序"),
    "aliases": ("aliases", "别名", "其他名称", "俗称", "通俗名称"),
}  # fmt: skip
_FIELD = {column: name for name, columns in _COLUMNS.items() for column in columns}
_EMPTY = {"", "无", "none", "null", "nan", "-", "/", "——", "暂无"}
_ITEMS = re.compile(r"[\n\r；;|｜]+|(?:^|(?<=[\s。，、]))(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[.、．）)]\s*")
_PLACE_LABEL = re.compile(r"^办理地点[：:]\s*")
_LIMIT = re.compile(r"^([0-9]{1,4})\s*[（(](工作日|自然日|日|天|小时|个月|月|年)[）)]$")


@dataclass(slots=True)
class Imported:
    """The guides read, those of the same name merged into one, and a problem for each row that could not be read."""

    matters: list[Matter] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0


def import_guides(path: Path) -> Imported:
    """Every guide of a file. Raises SourceError where the file as a whole cannot be read."""
    result = Imported()
    named: dict[str, int] = {}
    for row, value in _rows(path):
        result.rows += 1
        matter = _matter(value) if isinstance(value, Mapping) else None
        if matter is None:
            result.problems.append(_unread(path, row, value))
            continue
        _keep(matter, result, named, path, row)
    return result


def _unread(path: Path, row: int, value: object) -> Problem:
    if isinstance(value, Problem):
        return value
    advice = f"认得的列名：{'、'.join(columns[-1] for columns in _COLUMNS.values())} 等"
    return Problem("没有事项名称", advice, str(path), row)


def _keep(matter: Matter, result: Imported, named: dict[str, int], path: Path, row: int) -> None:
    """Keep a guide; a second one of the same name is told apart by its department, or reported as the same."""
    twin = result.matters[named[matter.name]] if matter.name in named else None
    if twin is not None and twin == matter:
        result.problems.append(Problem(f"与前面的“{matter.name}”完全相同，只留一份", "", str(path), row))
        return
    unique = matter.name
    number = 2
    while unique in named:
        unique = f"{matter.name}（{matter.department or '另一份'}{number if number > 2 else ''}）"
        number += 1
    named[unique] = len(result.matters)
    result.matters.append(matter if unique == matter.name else _renamed(matter, unique))


def _renamed(matter: Matter, name: str) -> Matter:
    from dataclasses import replace

    return replace(matter, name=name, aliases=(matter.name, *matter.aliases))


def _rows(path: Path) -> Iterator[tuple[int, Any]]:
    """The records of a file with the line or row on which each stands."""
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        return _sheet(path)
    text = _text(path)
    if suffix == ".csv":
        return _table(list(csv.reader(io.StringIO(text))))
    if suffix in (".jsonl", ".ndjson"):
        return _lines(text, path)
    return _json(text, path)


def _text(path: Path) -> str:
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise SourceError(Problem(f"读不了：{error}", "请检查路径", str(path))) from error


def _lines(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            yield number, Problem(f"不是正确的 JSON：{error.msg}", "请检查这一行", str(path), number)


def _json(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        yield from _lines(text, path)
        return
    records = value if isinstance(value, list) else _inner(value)
    yield from enumerate(records, start=1)


def _inner(value: object) -> list[Any]:
    """The records inside an envelope such as {"data": {"list": […]}}; else the value is the one record."""
    if isinstance(value, Mapping) and not _fields(value).get("name"):
        for inner in value.values():
            if isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
                return inner
            if isinstance(inner, Mapping) and (found := _inner(inner)) != [inner]:
                return found
    return [value]


def _table(rows: list[list[str]]) -> Iterator[tuple[int, Any]]:
    """Records of a table: the first row that names a known column is the heading."""
    heading = next((index for index, row in enumerate(rows) if any(_key(cell) in _FIELD for cell in row)), None)
    if heading is None:
        yield from ((number, dict.fromkeys(row)) for number, row in enumerate(rows, start=1) if any(row))
        return
    for number, row in enumerate(rows[heading + 1 :], start=heading + 2):
        if any(cell.strip() for cell in row):
            yield number, dict(zip(rows[heading], row, strict=False))


def _sheet(path: Path) -> Iterator[tuple[int, Any]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise SourceError(Problem(f"不是能读的 XLSX：{error}", "请用 Excel 另存为 .xlsx", str(path))) from error
    for sheet in book.worksheets:
        yield from _table(
            [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        )
    book.close()


def _matter(value: Mapping[str, Any]) -> Matter | None:
    """The guide of one record, whatever its columns are called; None where it has no name."""
    found = _fields(value)
    name = _said(found.get("name"))
    if not name:
        return None
    limit = _limit(_said(found.get("time_limit"))) or _limit(_said(found.get("legal_limit")))
    return Matter(
        name=name,
        materials=tuple(dict.fromkeys(_list(found.get("materials")))),
        time_limit=limit,
        fee=_said(found.get("fee")),
        department=_said(found.get("department")),
        contact=_said(found.get("contact")),
        basis=_said(found.get("basis")),
        aliases=tuple(_list(found.get("aliases"))),
        conditions=_said(found.get("conditions")),
        procedure=tuple(_list(found.get("procedure"))),
        place=_PLACE_LABEL.sub("", _said(found.get("place"))),
    )


def _fields(value: Mapping[str, Any]) -> dict[str, Any]:
    """The record's known fields, those of a nested `fields` among them."""
    inner = value.get("fields")
    merged = {**value, **inner} if isinstance(inner, Mapping) else dict(value)
    found: dict[str, Any] = {}
    for key, each in merged.items():
        name = _FIELD.get(_key(key))
        if name and not found.get(name):
            found[name] = each
    return found


def _key(column: object) -> str:
    return re.sub(r"[\s:：*（(].*$", "", str(column).strip().lower())


def _said(value: object) -> str:
    """A field as text; what stands for nothing is nothing."""
    if isinstance(value, list | tuple):
        return "、".join(_list(value))
    text = "" if value is None else str(value).strip()
    return "" if text.lower() in _EMPTY else text


def _list(value: object) -> list[str]:
    """A field as a list: given as one, or as text with a line, a number or a semicolon before each item."""
    if isinstance(value, str):
        parts: Iterable[Any] = _ITEMS.split(value)
    else:
        parts = value if isinstance(value, list | tuple) else []
    named = (
        each.get("name") or each.get("材料名称") or each.get("materialName") if isinstance(each, Mapping) else each
        for each in parts
    )
    cleaned = (_said(each).strip("，、。 ") for each in named)
    return [each for each in cleaned if each]


def _limit(said: str) -> str:
    """7(工作日) as it is said: 7个工作日."""
    found = _LIMIT.match(said)
    if not found:
        return said
    measure = "" if found[2] in ("日", "天", "年") else "个"
    return f"{found[1]}{measure}{found[2]}"
