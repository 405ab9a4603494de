"""Which column holds which field: headings in Chinese and English, and those that the user names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated

from checker.errors import LexiconError, Problem, SourceError
from checker.lexicon.folder import shipped
from checker.lexicon.schema import NotEmpty, Strict, TomlFile, validate
from checker.model import CHANNELS, Channel

_NOT_COMPARED = re.compile(r"[\s*:：]+|[(（\[【].{0,20}$")
_LONG = 4
"""A heading ending in a known one of at least so many characters means the same (部门答复内容)."""
_BY_ENDING = ("text", "question", "unit")


@dataclass(frozen=True)
class _Text(Strict):
    headings: Annotated[list[str], NotEmpty]


@dataclass(frozen=True)
class _Names(Strict):
    """The file `sources.toml`."""

    columns: dict[str, list[str]]
    channels: dict[Channel, list[str]]
    text: _Text


@cache
def names() -> _Names:
    """The names of columns, channels and headings. Raises LexiconError where the file is not well-formed."""
    file = TomlFile(shipped() / "sources.toml")
    found = validate(_Names, file.data, file)
    if isinstance(found, list):
        raise LexiconError(found)
    return found


def mapping_from(text: str) -> dict[str, str]:
    """The fields and headings of `text=答复内容,id=工单号`. Raises SourceError with every fault."""
    pairs = [part.partition("=") for part in re.split(r"[,，]", text) if part.strip()]
    fields = names().columns
    advice = f"写成 字段=列名，用逗号隔开；字段有 {'、'.join(fields)}"
    problems = [
        Problem(f"--map 里的 {''.join(pair)!r} 看不懂", advice)
        for pair in pairs
        if pair[0].strip() not in fields or not pair[2].strip()
    ]
    if problems:
        raise SourceError(problems)
    return {field.strip(): heading.strip() for field, _, heading in pairs}


def columns_of(headings: Sequence[str], mapping: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """The heading of each field that the table has; the mapping goes before the known names."""
    return _columns_of(tuple(headings), tuple((mapping or {}).items()))


@lru_cache(maxsize=256)
def _columns_of(headings: tuple[str, ...], mapping: tuple[tuple[str, str], ...]) -> dict[str, str]:
    open_headings = {plain(heading): heading for heading in reversed(headings) if heading.strip()}
    found: dict[str, str] = {}
    for field, wanted in mapping:
        if plain(wanted) in open_headings:
            found[field] = open_headings.pop(plain(wanted))
    for field in names().columns:
        name = None if field in found else _find(field, open_headings)
        if name is not None:
            found[field] = open_headings.pop(name)
    return found


def _find(field: str, headings: Mapping[str, str]) -> str | None:
    """The heading of a field: the one that is called by the first of its names."""
    for name in map(plain, names().columns[field]):
        if name in headings:
            return name
        if field in _BY_ENDING and len(name) >= _LONG and not name.isascii():
            ending = next((heading for heading in headings if heading.endswith(name)), None)
            if ending is not None:
                return ending
    return None


@lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    """A heading as it is compared."""
    folded = unicodedata.normalize("NFKC", heading).lower().lstrip("\ufeff")
    return _NOT_COMPARED.sub("", folded) or folded


@lru_cache(maxsize=256)
def channel_of(said: str) -> Channel | None:
    """The channel that a word such as 12345热线 stands for; None where it stands for none."""
    for channel in CHANNELS:
        if said == channel:
            return channel
    lower = said.lower()
    return next((channel for channel, words in names().channels.items() if any(word in lower for word in words)), None)


def no_columns(rows: Sequence[Sequence[str]]) -> SourceError:
    """The error of a table whose columns are not understood: the headings seen, and how to name the columns."""
    seen = [cell for cell in max(rows, key=_filled, default=()) if cell.strip()]
    shown = "、".join(cell.strip()[:20] for cell in seen[:20]) or "没有"
    example = ",".join(f"{field}={cell[:20]}" for field, cell in zip(("text", "id"), reversed(seen[:20]), strict=False))
    return SourceError(
        Problem(f"找不到写着话语的列；看到的列名：{shown}", f"请指明，如 --map {example or 'text=答复内容,id=工单号'}")
    )


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)
