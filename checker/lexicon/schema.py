"""What an entry, a profile or a clause file may hold; every fault of a file is reported at once, with its line.

Records are plain dataclasses. pydantic reads them from TOML, and is imported only for that: lexicons that come from the
cache were read before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeVar

from checker.errors import LexiconError, Problem
from checker.lexicon.templates import Template, parse
from checker.model import REPAIRABLE_NEVER, Citation, Severity

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

RecordT = TypeVar("RecordT")
Place = Literal["anywhere", "clause", "start", "end", "utterance"]


def key_of(name: str) -> str:
    """The key in TOML of a field: `pass_` is `pass`."""
    return name.rstrip("_")


class Strict:
    """Base of records: unknown keys are errors, for a typing mistake must not switch a rule off."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "strict": True, "alias_generator": key_of}


class Limit:
    """A bound on a number, a length or a spelling, by the names that pydantic has for it: ge, gt, le, min_length, pattern."""

    def __init__(self, **bounds: float | str) -> None:
        self._bounds = bounds

    def __get_pydantic_core_schema__(
        self, source: object, handler: Callable[[object], dict[str, Any]]
    ) -> dict[str, Any]:
        """The schema of what it stands at, with the bound."""
        return handler(source) | self._bounds


Id = Annotated[str, Limit(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Count = Annotated[int, Limit(ge=1)]
NotNegative = Annotated[float, Limit(ge=0)]
Positive = Annotated[float, Limit(gt=0)]
Share = Annotated[float, Limit(ge=0, le=1)]
NotEmpty = Limit(min_length=1)
TwoOrMore = Limit(min_length=2)


@dataclass(frozen=True)
class Basis(Strict):
    """A citation as written in TOML."""

    document: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class Entry(Strict):
    """One entry of a lexicon; lexicons/README.md explains the fields.

    `own` tells the entries that an agency wrote from the shipped ones.
    """

    id: Id
    phrases: Annotated[list[str], NotEmpty]
    severity: Severity
    why: Annotated[str, TwoOrMore]
    say_instead: Annotated[list[str], NotEmpty]
    basis: Annotated[list[Basis], NotEmpty]
    flag: Annotated[list[str], TwoOrMore]
    pass_: Annotated[list[str], TwoOrMore]
    advise: list[str] = field(default_factory=list)
    unless: list[str] = field(default_factory=list)
    at: Place = "anywhere"
    blunt: bool = False
    when: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    kind: Literal["forbidden", "courtesy"]
    group: str
    file: str
    line: int
    own: bool = False

    @cached_property
    def rule(self) -> str:
        """The name of the rule, such as forbidden/shirking/not-my-duty."""
        return f"{self.kind}/{self.group}/{self.id}"

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The clauses it rests on."""
        return tuple(Citation(basis.document, basis.clause) for basis in self.basis)

    @property
    def repairable(self) -> bool:
        """Whether later words can make it advice rather than a violation."""
        return self.kind == "forbidden" and not self.blunt and self.group not in REPAIRABLE_NEVER

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """The parsed phrases. Raises TemplateError."""
        return tuple(map(parse, self.phrases))

    @cached_property
    def exceptions(self) -> tuple[Template, ...]:
        """The parsed `unless` templates. Raises TemplateError."""
        return tuple(map(parse, self.unless))

    @cached_property
    def situations(self) -> tuple[Template, ...]:
        """The parsed `when` templates. Raises TemplateError."""
        return tuple(map(parse, self.when))

    @cached_property
    def askings(self) -> tuple[Template, ...]:
        """The parsed `asked` templates. Raises TemplateError."""
        return tuple(map(parse, self.asked))


_MESSAGES = {
    "missing": "缺少这个字段",
    "unexpected_keyword_argument": "不认识的字段",
    "string_type": "应当是文字（加引号）",
    "list_type": "应当是列表（加方括号）",
    "dict_type": "应当是表",
    "dataclass_type": '应当是表，如 { document = "bianmin", clause = "第一篇(三)5" }',
    "bool_type": "应当是 true 或 false",
    "int_type": "应当是整数",
    "float_type": "应当是数字",
    "string_pattern_mismatch": "只能用小写字母、数字和连字符",
    "string_too_short": "不能为空",
    "too_short": "条数不够",
    "literal_error": "不是允许的值",
}


class TomlFile:
    """A TOML file with the lines on which its tables and keys stand."""

    def __init__(self, path: Path, shown: str | None = None, *, text: str | None = None) -> None:
        self.name = shown or str(path)
        try:
            self.text = path.read_text(encoding="utf-8-sig") if text is None else text
        except (OSError, UnicodeDecodeError) as error:
            raise LexiconError(Problem(f"读不了：{error}", "请存为 UTF-8 编码的文本文件", self.name)) from error
        import tomllib

        try:
            self.data: dict[str, Any] = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            line = int(found[1]) if found else None
            problem = Problem(f"不是正确的 TOML：{error}", "请检查引号、括号和等号", self.name, line)
            raise LexiconError(problem) from error

    @cached_property
    def _entry_lines(self) -> list[int]:
        lines = enumerate(self.text.splitlines(), start=1)
        return [number for number, line in lines if re.match(r"\s*\[\[\s*entry\s*\]\]", line)]

    def line_of(self, entry: int | None = None, key: str = "") -> int | None:
        """The line of a key, within the given entry or at the head of the file; the entry's own where it has none."""
        lines = self.text.splitlines()
        starts = self._entry_lines
        if entry is None:
            first, last = 0, starts[0] - 1 if starts else len(lines)
        elif entry < len(starts):
            first, last = starts[entry] - 1, starts[entry + 1] - 1 if entry + 1 < len(starts) else len(lines)
        else:
            return None
        for number in range(first, last):
            if key and re.match(rf"\s*{re.escape(key)}\s*=", lines[number]):
                return number + 1
        return first + 1

    def problem(self, message: str, advice: str = "", *, entry: int | None = None, key: str = "") -> Problem:
        """A problem of this file, with the line on which the key stands."""
        return Problem(message, advice, self.name, self.line_of(entry, key), key)


def validate(kind: type[RecordT], data: object, file: TomlFile, *, entry: int | None = None) -> RecordT | list[Problem]:
    """The validated value, or every fault of it."""
    from pydantic import ValidationError

    try:
        record: RecordT = _reader(kind).validate_json(json.dumps(data, default=_no_text))
    except ValidationError as error:
        return [_problem(kind, details, file, entry) for details in error.errors()]
    return record


_readers: dict[type, TypeAdapter[Any]] = {}
"""Made once for each kind of record."""


def read_record(kind: type[RecordT], path: Path, problems: list[Problem]) -> RecordT | None:
    """The record in a file; None where there is no such file, or where it has problems, which are noted."""
    if not path.exists():
        return None
    try:
        file = TomlFile(path)
    except LexiconError as error:
        problems += error.problems
        return None
    result = validate(kind, file.data, file)
    if isinstance(result, list):
        problems += result
        return None
    return result


def _reader(kind: type) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    if kind not in _readers:
        _readers[kind] = TypeAdapter(kind)
    return _readers[kind]


def _no_text(_value: object) -> list[None]:
    """What stands for a date or a time, which no field takes."""
    return [None]


def _problem(kind: type, details: ErrorDetails, file: TomlFile, entry: int | None) -> Problem:
    path = [str(part) for part in details["loc"]]
    key = path[0] if path else ""
    fault = details["type"]
    message = _MESSAGES.get(fault, details["msg"])
    advice = ""
    if fault == "unexpected_keyword_argument":
        advice = _nearest(path[-1], [key_of(each.name) for each in fields(kind)])
    elif fault == "literal_error":
        advice = f"可用的值：{details['ctx']['expected']}"
    elif fault == "too_short":
        advice = f"至少要 {details['ctx']['min_length']} 条"
    elif fault == "missing":
        advice = "请补上；各字段的含义见 lexicons/README.md"
    return Problem(message, advice, file.name, file.line_of(entry, key), ".".join(path))


def _nearest(key: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=1)
    return f"是不是 {near[0]}？" if near else f"可用的字段：{'、'.join(known)}"
