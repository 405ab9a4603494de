"""Profiles: an agency's standard, one TOML file each. A profile extends another and says only what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from checker.errors import LexiconError, Problem
from checker.lexicon.folder import shipped
from checker.lexicon.kept import kept_records
from checker.lexicon.schema import Basis, Count, NotNegative, Positive, Share, Strict, TomlFile, validate
from checker.model import Channel, Severity

DEFAULT = "default"


@dataclass(frozen=True)
class Deductions(Strict):
    """Points taken from the score."""

    minor: NotNegative
    moderate: NotNegative
    severe: NotNegative
    protocol: NotNegative
    courtesy: NotNegative


@dataclass(frozen=True)
class Credits(Strict):
    """Points given for polite expressions, per situation served, up to a limit; they only make up for deductions."""

    situation: NotNegative
    limit: NotNegative


@dataclass(frozen=True)
class Grades(Strict):
    """Below these scores the grade is at least so grave."""

    minor: float
    moderate: float
    severe: float


@dataclass(frozen=True)
class Matching(Strict):
    """Channels in which each way of finding beyond the exact phrase is used."""

    homophones: list[Channel]
    evasion: list[Channel]
    fuzzy: list[Channel]
    model: list[Channel]


@dataclass(frozen=True)
class Promotion(Strict):
    """Probabilities from which the detector alone finds a violation: in one or two turns of a clerk; in a longer
    conversation; and there only where one turn at least is so certain; in a letter; and in one where its network alone is so certain.
    """

    alone: Share
    among: Share
    once: Share
    letter: Share = 0.9
    read: Share = 0.8


@dataclass(frozen=True)
class Timing(Strict):
    """Limits that need timestamps: rings before the call is answered, seconds, characters a minute."""

    rings: Count
    ring_seconds: Positive
    silence: Positive
    overlap: NotNegative
    rate: Positive


@dataclass(frozen=True)
class Telephone(Strict):
    """Limits on the telephone: characters in one turn."""

    longest_turn: Count


@dataclass(frozen=True)
class Balance(Strict):
    """请/您 against bare 不: judged from so many characters of the clerk's words on, per 100 characters."""

    characters: Count
    please: NotNegative
    bare_no: NotNegative


@dataclass(frozen=True)
class Gate(Strict):
    """From which severity of a violation a draft is to be revised, and from which it is not to be sent; or `never`."""

    revise: Severity | Literal["never"]
    block: Severity | Literal["never"]


@dataclass(frozen=True, kw_only=True)
class Profile(Strict):
    """One agency's standard."""

    name: str
    title: str
    extends: str | None = None
    document: str | None = None
    off: list[str] = field(default_factory=list)
    points: list[str]
    promote: dict[Channel, Promotion]
    suspect: Share
    deductions: Deductions
    credits: Credits
    grades: Grades
    matching: Matching
    timing: Timing
    telephone: Telephone
    balance: Balance
    gate: Gate
    elements: list[str] = field(default_factory=list)
    clauses: list[Basis] = field(default_factory=list)


def load_profiles(folders: Sequence[Path] = ()) -> dict[str, Profile]:
    """All profiles by name: the shipped ones, then those of the folders. Raises LexiconError with every problem."""
    return kept_records("profiles", folders, ["profiles/*.toml"], dict[str, Profile], lambda: _read(folders))


def _read(folders: Sequence[Path]) -> dict[str, Profile]:
    files: dict[str, TomlFile] = {}
    problems: list[Problem] = []
    for folder in (shipped(), *folders):
        for path in sorted((folder / "profiles").glob("*.toml")):
            try:
                files[path.stem] = TomlFile(path)
            except LexiconError as error:
                problems += error.problems
    profiles: dict[str, Profile] = {}
    for name, file in files.items():
        data = _merged(name, files, problems, seen=())
        if data is None:
            continue
        result = validate(Profile, {**data, "name": name}, file)
        if isinstance(result, list):
            problems += result
        else:
            profiles[name] = result
    if problems:
        raise LexiconError(problems)
    return profiles


def _merged(
    name: str, files: dict[str, TomlFile], problems: list[Problem], *, seen: tuple[str, ...]
) -> dict[str, Any] | None:
    """The profile's tables over those of the profile it extends (the default profile if it names none)."""
    file = files[name]
    parent = file.data.get("extends", None if name == DEFAULT else DEFAULT)
    if parent is None:
        return dict(file.data)
    if parent not in files or parent in (*seen, name):
        advice = f"可用的标准：{'、'.join(files)}"
        problems.append(file.problem(f"extends 指向的标准 “{parent}” 不存在或互相引用", advice, key="extends"))
        return None
    base = _merged(parent, files, problems, seen=(*seen, name))
    if base is None:
        return None
    merged = dict(base)
    for key, value in file.data.items():
        old = merged.get(key)
        merged[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
