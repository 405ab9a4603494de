"""From folders of TOML to one Lexicon: the shipped folder first, then an agency's own, which add and override."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from checker.errors import LexiconError, Problem
from checker.lexicon.folder import shipped
from checker.lexicon.kept import kept_records
from checker.lexicon.schema import Entry, TomlFile, validate
from checker.lexicon.templates import TemplateError, parse

KINDS = {"forbidden": "category", "courtesy": "situation"}
"""Folder → the key at the head of each of its files."""
CLAUSES = "clauses.toml"
PLACE = {"kind", "group", "file", "line", "own"}
"""What an entry has from where it stands, and not from its own table."""


@dataclass(frozen=True)
class Lexicon:
    """All entries in force, by rule name, in the order of their files."""

    entries: tuple[Entry, ...]
    titles: dict[str, str] = field(default_factory=dict)
    clauses: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, kind: str) -> tuple[Entry, ...]:
        """The entries of one kind."""
        return tuple(entry for entry in self.entries if entry.kind == kind)

    def find(self, name: str) -> Entry | None:
        """An entry by its rule name, or by its id where that is unique."""
        matches = [entry for entry in self.entries if name in (entry.rule, entry.id)]
        return matches[0] if len(matches) == 1 or (matches and matches[0].rule == name) else None

    def without(self, rules: Iterable[str]) -> Lexicon:
        """The same lexicon with some rules switched off."""
        off = set(rules)
        return Lexicon(tuple(entry for entry in self.entries if entry.rule not in off), self.titles, self.clauses)


@cache
def document_titles() -> dict[str, str]:
    """The titles of the source documents by short name."""
    return kept_records("titles", (), [CLAUSES], dict[str, str], _titles)


def _titles() -> dict[str, str]:
    return {document: str(table["title"]) for document, table in TomlFile(shipped() / CLAUSES).data.items()}


def load_lexicon(folders: Sequence[Path] = ()) -> Lexicon:
    """The shipped lexicon with the given folders layered over it, in order.

    An entry with the rule name of an earlier one replaces it. Raises LexiconError with every problem of every file.
    """
    return kept_records(
        "lexicon", folders, [*(f"{kind}/*.toml" for kind in KINDS), CLAUSES], Lexicon, lambda: _faultless(folders)
    )


def _faultless(folders: Sequence[Path]) -> Lexicon:
    lexicon, problems = read_lexicon(folders)
    if problems:
        raise LexiconError(problems)
    return lexicon


def read_lexicon(folders: Sequence[Path] = ()) -> tuple[Lexicon, list[Problem]]:
    """As `load_lexicon`: the entries that are well-formed, and every problem of the others."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    titles: dict[str, str] = {}
    clauses: dict[str, tuple[str, ...]] = {}
    for folder in (shipped(), *folders):
        if not folder.is_dir():
            problems.append(Problem("没有这个词库文件夹", "请检查路径，或用 yanjian init 建一个", str(folder)))
            continue
        _load_clauses(folder, titles, clauses, problems)
        entries.update(_layer(folder, problems))
    return Lexicon(tuple(entries.values()), titles, clauses), problems


def _layer(folder: Path, problems: list[Problem]) -> dict[str, Entry]:
    """The entries of one folder by rule name; a name may stand once in it."""
    layer: dict[str, Entry] = {}
    for path in _files(folder):
        for entry in _load_file(path, problems):
            if entry.rule in layer:
                first = layer[entry.rule]
                where = f"{first.file}:{first.line}"
                problems.append(Problem(f"id “{entry.id}” 重复", f"已见于 {where}", entry.file, entry.line, "id"))
            layer[entry.rule] = entry
    return layer


def _files(folder: Path) -> list[Path]:
    return [path for kind in KINDS for path in sorted((folder / kind).glob("*.toml"))]


def _load_clauses(
    folder: Path, titles: dict[str, str], clauses: dict[str, tuple[str, ...]], problems: list[Problem]
) -> None:
    """An agency's `clauses.toml` adds its own documents to those of the norms."""
    path = folder / CLAUSES
    if not path.exists():
        return
    try:
        file = TomlFile(path)
    except LexiconError as error:
        problems += error.problems
        return
    for document, table in file.data.items():
        try:
            titles[document] = str(table["title"])
            clauses[document] = clauses.get(document, ()) + tuple(map(str, table["clauses"]))
        except (KeyError, TypeError):
            problems.append(file.problem(f"[{document}] 缺少 title 或 clauses", "两样都要写"))


def _load_file(path: Path, problems: list[Problem]) -> list[Entry]:
    try:
        file = TomlFile(path)
    except LexiconError as error:
        problems += error.problems
        return []
    kind = path.parent.name
    key = KINDS[kind]
    group = file.data.get(key)
    if not isinstance(group, str):
        problems.append(file.problem(f"开头缺少 {key}", f'第一行应当是 {key} = "{path.stem}"'))
        return []
    for unknown in file.data.keys() - {key, "entry"}:
        problems.append(file.problem("不认识的字段", f"文件开头只有 {key}，其余写在 [[entry]] 里", key=unknown))
    entries = []
    for index, data in enumerate(file.data.get("entry", [])):
        entry = _entry(data, {"kind": kind, "group": group}, file, index, problems)
        if entry is not None:
            entries.append(entry)
    return entries


def _entry(data: object, head: dict[str, str], file: TomlFile, index: int, problems: list[Problem]) -> Entry | None:
    if not isinstance(data, dict):
        problems.append(file.problem("entry 应当是表", "写成 [[entry]]，字段写在下面"))
        return None
    reserved = sorted(PLACE & data.keys())
    problems += [file.problem("不认识的字段", "请删去", entry=index, key=key) for key in reserved]
    line = file.line_of(index) or 1
    own = not Path(file.name).is_relative_to(shipped())
    result = validate(Entry, {**data, **head, "file": file.name, "line": line, "own": own}, file, entry=index)
    if isinstance(result, list):
        problems += result
        return None
    return result if _templates_hold(result, file, index, problems) else None


def _templates_hold(entry: Entry, file: TomlFile, index: int, problems: list[Problem]) -> bool:
    fine = True
    for key in ("phrases", "unless", "when", "asked"):
        for template in getattr(entry, key):
            try:
                parse(template)
            except TemplateError as error:
                problems.append(file.problem(str(error), entry=index, key=key))
                fine = False
    return fine
