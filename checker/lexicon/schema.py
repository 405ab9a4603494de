"""What an entry, a profile or a clause file may hold; every fault of a file is reported at once, with its line."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from checker.errors import LexiconError, Problem
from checker.lexicon.templates import Template, parse
from checker.model import REPAIRABLE_NEVER, Citation, Severity

ModelT = TypeVar("ModelT", bound=BaseModel)
Place = Literal["anywhere", "clause", "start", "end", "utterance"]


class Strict(BaseModel):
    """Unknown keys are errors: a typing mistake must not switch a rule off."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


class Basis(Strict):
    """A citation as written in TOML."""

    document: str
    clause: str


class Entry(Strict):
    """One entry of a lexicon; lexicons/README.md explains the fields."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    phrases: list[str] = Field(min_length=1)
    severity: Severity
    why: str = Field(min_length=2)
    say_instead: list[str] = Field(min_length=1)
    basis: list[Basis] = Field(min_length=1)
    flag: list[str] = Field(min_length=2)
    pass_: list[str] = Field(min_length=2, alias="pass")
    advise: list[str] = []
    unless: list[str] = []
    at: Place = "anywhere"
    blunt: bool = False
    when: list[str] = []
    asked: list[str] = []
    kind: Literal["forbidden", "courtesy"]
    group: str
    file: str
    line: int

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
    "extra_forbidden": "不认识的字段",
    "string_type": "应当是文字（加引号）",
    "list_type": "应当是列表（加方括号）",
    "dict_type": "应当是表",
    "model_type": '应当是表，如 { document = "bianmin", clause = "第一篇(三)5" }',
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


def validate(model: type[ModelT], data: object, file: TomlFile, *, entry: int | None = None) -> ModelT | list[Problem]:
    """The validated value, or every fault of it."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        return [_problem(model, details, file, entry) for details in error.errors()]


def _problem(model: type[BaseModel], details: ErrorDetails, file: TomlFile, entry: int | None) -> Problem:
    path = [str(part) for part in details["loc"]]
    key = path[0] if path else ""
    kind = details["type"]
    message = _MESSAGES.get(kind, details["msg"])
    advice = ""
    if kind == "extra_forbidden":
        known = [field.alias or name for name, field in model.model_fields.items()]
        near = get_close_matches(path[-1], known, n=1)
        advice = f"是不是 {near[0]}？" if near else f"可用的字段：{'、'.join(known)}"
    elif kind == "literal_error":
        advice = f"可用的值：{details['ctx']['expected']}"
    elif kind == "too_short":
        advice = f"至少要 {details['ctx']['min_length']} 条"
    elif kind == "missing":
        advice = "请补上；各字段的含义见 lexicons/README.md"
    return Problem(message, advice, file.name, file.line_of(entry, key), ".".join(path))
