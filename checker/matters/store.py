"""Service guides as TOML: read, validated with every fault at once, and written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from checker.errors import LexiconError, Problem
from checker.lexicon.folder import shipped
from checker.lexicon.kept import kept_records
from checker.lexicon.schema import NotEmpty, Strict, TomlFile, validate
from checker.model import Matter

FOLDER = "matters"


@dataclass(frozen=True, kw_only=True)
class Material(Strict):
    """One document of a guide: its name, other names for it, and the case in which alone it is asked for."""

    name: Annotated[str, NotEmpty]
    names: list[str] = field(default_factory=list)
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class Guide(Strict):
    """One matter as written in TOML."""

    name: Annotated[str, NotEmpty]
    aliases: list[str] = field(default_factory=list)
    conditions: str = ""
    materials: list[str | Material] = field(default_factory=list)
    procedure: list[str] = field(default_factory=list)
    time_limit: str = ""
    fee: str = ""
    department: str = ""
    place: str = ""
    contact: str = ""
    basis: str = ""
    remedy: str = ""

    @property
    def matter(self) -> Matter:
        """The guide as the checker reads it."""
        materials = [Material(name=each) if isinstance(each, str) else each for each in self.materials]
        return Matter(
            name=self.name,
            materials=tuple(each.name for each in materials),
            time_limit=self.time_limit,
            fee=self.fee,
            department=self.department,
            contact=self.contact,
            basis=self.basis,
            aliases=tuple(self.aliases),
            conditions=self.conditions,
            procedure=tuple(self.procedure),
            place=self.place,
            remedy=self.remedy,
            other_names={each.name: tuple(each.names) for each in materials if each.names},
            only_when={each.name: each.when for each in materials if each.when},
        )


def load_matters(folders: Sequence[Path] = (), *, own: bool = False) -> dict[str, Matter]:
    """The guides by name: the shipped ones, then those of the given folders, which replace those of the same name.

    `own` leaves the shipped ones out: they are examples of an invented agency, to be used by name alone. Raises
    LexiconError with every problem of every file.
    """
    if own:
        return _read(folders) if folders else {}
    return kept_records(
        "matters", folders, [f"{FOLDER}/*.toml"], dict[str, Matter], lambda: _read((shipped(), *folders))
    )


def _read(folders: Sequence[Path]) -> dict[str, Matter]:
    problems: list[Problem] = []
    matters: dict[str, Matter] = {}
    for folder in folders:
        for path in sorted((folder / FOLDER).glob("*.toml")):
            for matter in _load_file(path, problems):
                matters[matter.name] = matter
    if problems:
        raise LexiconError(problems)
    return matters


def _load_file(path: Path, problems: list[Problem]) -> Iterator[Matter]:
    try:
        file = TomlFile(path)
    except LexiconError as error:
        problems += error.problems
        return
    for unknown in file.data.keys() - {"entry"}:
        problems.append(file.problem("不认识的字段", "每个事项写在一个 [[entry]] 里", key=unknown))
    for index, data in enumerate(file.data.get("entry", [])):
        result = validate(Guide, data, file, entry=index)
        if isinstance(result, list):
            problems += result
        else:
            yield result.matter


def toml_of(matters: Sequence[Matter]) -> str:
    """The guides as TOML, in the layout that `load_matters` reads."""
    return "\n".join("\n".join(["[[entry]]", *_lines(matter), ""]) for matter in matters)


def _lines(matter: Matter) -> Iterator[str]:
    fields: Mapping[str, Any] = {
        "name": matter.name, "aliases": matter.aliases, "conditions": matter.conditions,
        "procedure": matter.procedure, "time_limit": matter.time_limit, "fee": matter.fee,
        "department": matter.department,
        "place": matter.place, "contact": matter.contact, "basis": matter.basis, "remedy": matter.remedy,
    }  # fmt: skip
    yield from (f"{key} = {_value(value)}" for key, value in fields.items() if value)
    yield from ("materials = [", *(f"    {_material(matter, name)}," for name in matter.materials), "]")


def _material(matter: Matter, name: str) -> str:
    names, when = matter.other_names.get(name, ()), matter.only_when.get(name, "")
    if not names and not when:
        return _value(name)
    parts = [f"name = {_value(name)}"]
    parts += [f"names = {_value(names)}"] if names else []
    parts += [f"when = {_value(when)}"] if when else []
    return "{ " + ", ".join(parts) + " }"


def _value(value: str | Sequence[str]) -> str:
    """A TOML string or list; JSON's escapes are TOML's, but for the delete character."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return "[" + ", ".join(map(_value, value)) + "]"
