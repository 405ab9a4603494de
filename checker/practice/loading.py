"""From TOML below lexicons/scenarios/ to scenarios: the shipped folder first, then an agency's own, which add and override."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import orjson

from checker.engine import Checker
from checker.errors import LexiconError, Problem
from checker.lexicon.folder import shipped
from checker.lexicon.schema import Basis, TomlFile, validate
from checker.model import Citation
from checker.practice.linting import faults_of
from checker.practice.model import BadAnswer, ReactionRule, Requirement, Scenario, Step
from checker.practice.schema import ForbiddenEntry, RequirementEntry, ScenarioEntry, StepEntry
from checker.practice.vocabulary import Vocabulary

FOLDER = "scenarios"
COURSE = "course"


@dataclass
class Loaded:
    """The scenarios of one or several files by id, and everything that is wrong with the others."""

    scenarios: dict[str, Scenario] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load_scenarios(folders: Sequence[Path] = (), vocabulary: Vocabulary | None = None) -> dict[str, Scenario]:
    """All scenarios by id; those of the given folders replace shipped ones with the same id.

    Raises LexiconError with every problem of every file, each with file and line.
    """
    vocabulary = vocabulary or Vocabulary.of(Checker(folders, detecting=False), folders)
    scenarios: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for folder in (shipped(), *folders):
        layer = Loaded()
        for path in sorted((folder / FOLDER).glob("*.toml")):
            try:
                read_file(TomlFile(path), vocabulary, layer)
            except LexiconError as error:
                layer.problems += error.problems
        scenarios |= layer.scenarios
        problems += layer.problems
    if problems:
        raise LexiconError(problems)
    return scenarios


def read_file(file: TomlFile, vocabulary: Vocabulary, loaded: Loaded) -> None:
    """Add the scenarios of one file, and what is wrong with the others."""
    course = file.data.get(COURSE)
    if not isinstance(course, str) or not course:
        loaded.problems.append(file.problem(f"开头缺少 {COURSE}", '第一行应当是 course = "到岗迎接"'))
        return
    for unknown in file.data.keys() - {COURSE, "entry"}:
        message = "不认识的字段"
        loaded.problems.append(file.problem(message, "开头只有 course，其余写在 [[entry]] 里", key=unknown))
    entries = file.data.get("entry", [])
    if not isinstance(entries, list) or not entries:
        loaded.problems.append(file.problem("没有场景", "每个场景写成一个 [[entry]]"))
        return
    for index, data in enumerate(entries):
        _add(file, index, data, course, vocabulary, loaded)


def _add(file: TomlFile, index: int, data: object, course: str, vocabulary: Vocabulary, loaded: Loaded) -> None:
    entry = validate(ScenarioEntry, data, file, entry=index)
    if isinstance(entry, list):
        loaded.problems += [_placed(problem, file, index) for problem in entry]
        return
    faults = [_placed(problem, file, index) for problem in faults_of(entry, vocabulary, file.name)]
    if entry.id in loaded.scenarios:
        first = loaded.scenarios[entry.id]
        where = f"已见于 {first.file}:{first.line}"
        faults.append(file.problem(f"id “{entry.id}” 重复", where, entry=index, key="id"))
    loaded.problems += faults
    if not faults:
        loaded.scenarios[entry.id] = _scenario(entry, course, vocabulary, file, index, data)


def _placed(problem: Problem, file: TomlFile, index: int) -> Problem:
    """The problem with the line of its field, where that lies inside a step or a bad answer."""
    path = problem.field.split(".")
    start = file.line_of(index) or 1
    lines = file.text.splitlines()
    stop = (file.line_of(index + 1) or len(lines) + 1) - 1
    line = file.line_of(index, path[0])
    if len(path) > 1 and path[0] in ("step", "bad") and path[1].isdigit():
        line = _nested_line(lines[start - 1 : stop], path[0], int(path[1]), path[2] if len(path) > 2 else "")
        line = start + line if line is not None else start
    return replace(problem, file=file.name, line=line)


def _nested_line(lines: Sequence[str], table: str, number: int, key: str) -> int | None:
    """Where the key of the table's nth occurrence stands, counted from 0; its heading where it has no such key."""
    headings = [place for place, line in enumerate(lines) if re.match(rf"\s*\[\[\s*entry\.{table}\s*\]\]", line)]
    if number >= len(headings):
        return None
    for place in range(headings[number] + 1, len(lines)):
        if re.match(r"\s*\[\[", lines[place]):
            break
        if key and re.match(rf"\s*{re.escape(key)}\s*=", lines[place]):
            return place
    return headings[number]


def _scenario(
    entry: ScenarioEntry, course: str, vocabulary: Vocabulary, file: TomlFile, index: int, data: object
) -> Scenario:
    return Scenario(
        id=entry.id,
        title=entry.title,
        course=course,
        situation=entry.situation,
        level=entry.level,
        channel=entry.channel,
        profile=entry.profile,
        matter=entry.matter or None,
        setting=entry.setting,
        basis=_citations(entry.basis),
        steps=tuple(_steps(entry, vocabulary)),
        bad=tuple(BadAnswer(bad.step, bad.text, bad.fails, bad.outcome) for bad in entry.bad),
        digest=sha256(orjson.dumps(data, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16],
        file=file.name,
        line=file.line_of(index) or 1,
    )


def _steps(entry: ScenarioEntry, vocabulary: Vocabulary) -> Iterator[Step]:
    for step in entry.step:
        yield Step(
            id=step.id,
            citizen=step.citizen,
            stage=step.stage,
            requirements=tuple(_requirements(step, entry.profile, vocabulary)),
            forbidden=tuple(map(_forbidden, step.forbid)),
            reactions=tuple(
                ReactionRule(react.when, react.citizen, tuple(react.of), react.goto) for react in step.react
            ),
            model=step.model,
            allowed=tuple(step.allow),
        )


def _requirements(step: StepEntry, profile: str, vocabulary: Vocabulary) -> Iterator[Requirement]:
    for entry in step.require:
        if not entry.name:
            yield _own(entry)
            continue
        known = vocabulary.describe(entry.kind, entry.name, profile)
        yield Requirement(
            id=entry.id or entry.name,
            kind=entry.kind,
            name=entry.name,
            title=entry.title or known.title,
            why=entry.why or known.why,
            clause=_citations(entry.basis) or known.clause,
            say_instead=tuple(entry.say_instead) or known.say_instead,
            words=tuple(entry.words),
        )


def _own(entry: RequirementEntry) -> Requirement:
    """A requirement by the scenario's own words alone."""
    return Requirement(
        entry.id, entry.kind, "", entry.title, entry.why,
        _citations(entry.basis), tuple(entry.say_instead), tuple(entry.words),
    )  # fmt: skip


def _forbidden(entry: ForbiddenEntry) -> Requirement:
    return Requirement(
        entry.id, "avoid", entry.id, entry.title, entry.why,
        _citations(entry.basis), tuple(entry.say_instead), tuple(entry.words),
    )  # fmt: skip


def _citations(basis: Sequence[Basis]) -> tuple[Citation, ...]:
    return tuple(Citation(each.document, each.clause) for each in basis)
