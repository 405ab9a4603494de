"""Entries written as an agency's lexicon folder, in the layout of lexicons/README.md."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, asdict, fields
from pathlib import Path
from typing import Any

from checker.errors import LexiconError, Problem
from checker.lexicon import Entry
from checker.lexicon.linting import ORDER
from checker.lexicon.loading import KINDS
from checker.lexicon.schema import key_of

PLACE = {"kind", "group", "file", "line"}
"""What an entry knows of its file; it is not written into it."""
HEADER = "# 由 yanjian review --export-pass 按核定结果写成：原来的条目，加上 unless 和 pass。"


def write_overlay(folder: Path, entries: Iterable[Entry]) -> tuple[Path, ...]:
    """Write the entries below a folder, one file a group; gives the files, and removes those of an earlier export.

    Raises LexiconError, before anything is written, where a file that somebody else wrote is in the way.
    """
    files: defaultdict[Path, list[Entry]] = defaultdict(list)
    for entry in entries:
        files[folder / entry.kind / f"{entry.group}.toml"].append(entry)
    foreign = [path for path in files if path.exists() and not _ours(path)]
    if foreign:
        advice = "请换一个文件夹；用的时候几个 -L 可以写在一起"
        raise LexiconError([Problem("已经有这个文件，不是核定导出的", advice, str(path)) for path in foreign])
    _remove_earlier(folder)
    for path, some in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_lines(some)) + "\n", encoding="utf-8")
    return tuple(files)


def _ours(path: Path) -> bool:
    return path.read_text(encoding="utf-8").startswith(HEADER)


def _remove_earlier(folder: Path) -> None:
    for kind in KINDS:
        for path in (folder / kind).glob("*.toml"):
            if _ours(path):
                path.unlink()


def _lines(entries: Iterable[Entry]) -> Iterator[str]:
    yield HEADER
    for index, entry in enumerate(entries):
        if not index:
            yield f"{KINDS[entry.kind]} = {_value(entry.group)}"
        yield from ("", "[[entry]]", *_fields(entry))


def _fields(entry: Entry) -> Iterator[str]:
    """The fields that are not at their default, in the order in which the linter wants them."""
    values = _written(entry)
    behind = ORDER[ORDER.index("basis") :]
    names = [*(name for name in values if name not in behind), *(name for name in behind if name in values)]
    for name in names:
        value = values[name]
        if isinstance(value, list) and name != "basis":  # one a line, so that each can be reviewed and removed
            yield from (f"{name} = [", *(f"    {_value(each)}," for each in value), "]")
        else:
            yield f"{name} = {_value(value)}"


def _written(entry: Entry) -> dict[str, Any]:
    """The fields of an entry by their keys, without those at their default and those that say where it stands."""
    values = asdict(entry)
    defaults = {each.name: each.default_factory() for each in fields(entry) if each.default_factory is not MISSING}
    defaults |= {each.name: each.default for each in fields(entry) if each.default is not MISSING}
    names = [name for name in values if name not in PLACE and (name not in defaults or values[name] != defaults[name])]
    return {key_of(name): values[name] for name in names}


def _value(value: Any) -> str:  # noqa: ANN401  (any value of an entry)
    """A value in TOML on one line; JSON's escapes are TOML's, but for the delete character."""
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_value(each)}" for name, each in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
