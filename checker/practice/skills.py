"""Skills: what an answer can convey beyond the lexicon's expressions, one TOML entry each below lexicons/skills/.

A skill is recognised by word classes (templates, and lists of lexicons/protocol/), not by whole sentences, so that free
wording passes. A skill with the id of a situation, an element or a point widens what is recognised for that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.errors import LexiconError, Problem
from checker.lexicon.cues import CueLists
from checker.lexicon.folder import shipped
from checker.lexicon.schema import TomlFile, validate
from checker.lexicon.templates import TemplateError, parse
from checker.model import Citation
from checker.practice.schema import SkillEntry

FOLDER = "skills"
UNLESS = "unless"


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill with the templates that show it, and those of harmless or hollow wordings that do not."""

    id: str
    title: str
    why: str
    say_instead: tuple[str, ...]
    clause: tuple[Citation, ...]
    shown: tuple[str, ...]
    unless: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


def load_skills(cues: CueLists, folders: Sequence[Path] = ()) -> dict[str, Skill]:
    """All skills by id; those of the given folders replace shipped ones. Raises LexiconError with every problem."""
    problems: list[Problem] = []
    skills: dict[str, Skill] = {}
    for folder in (shipped(), *folders):
        layer: dict[str, Skill] = {}
        for path in sorted((folder / FOLDER).glob("*.toml")):
            _load_file(path, cues, layer, problems)
        skills |= layer
    if problems:
        raise LexiconError(problems)
    return skills


def skill_lists(skills: Mapping[str, Skill]) -> CueLists:
    """The lists of templates by which the skills are found: `id`, and `id.unless`."""
    shown = {skill.id: list(skill.shown) for skill in skills.values()}
    return shown | {f"{skill.id}.{UNLESS}": list(skill.unless) for skill in skills.values()}


def template_faults(templates: Sequence[str]) -> list[str]:
    """What cannot be read as a template, one message each."""
    faults = []
    for template in templates:
        try:
            parse(template)
        except TemplateError as error:
            faults.append(str(error))
    return faults


def _load_file(path: Path, cues: CueLists, layer: dict[str, Skill], problems: list[Problem]) -> None:
    try:
        file = TomlFile(path)
    except LexiconError as error:
        problems += error.problems
        return
    for unknown in file.data.keys() - {"entry"}:
        problems.append(file.problem("不认识的字段", "一项本领写成一个 [[entry]]", key=unknown))
    for index, data in enumerate(file.data.get("entry", [])):
        entry = validate(SkillEntry, data, file, entry=index)
        if isinstance(entry, list):
            problems += entry
            continue
        faults = list(_faults(entry, cues, file, index))
        if entry.id in layer:
            faults.append(file.problem(f"id “{entry.id}” 重复", "换一个名字", entry=index, key="id"))
        problems += faults
        if not faults:
            layer[entry.id] = _skill(entry, cues)


def _faults(entry: SkillEntry, cues: CueLists, file: TomlFile, index: int) -> list[Problem]:
    found = [
        file.problem(message, entry=index, key=key)
        for key, templates in (("words", entry.words), ("unless", entry.unless))
        for message in template_faults(templates)
    ]
    for key, names in (("cues", entry.cues), ("unless_cues", entry.unless_cues)):
        unknown = "、".join(name for name in names if name not in cues)
        if unknown:
            found.append(file.problem(f"没有词表 {unknown}", "词表在 lexicons/protocol/", entry=index, key=key))
    if not entry.words and not entry.cues:
        found.append(file.problem("words 和 cues 至少写一样", entry=index))
    return found


def _skill(entry: SkillEntry, cues: CueLists) -> Skill:
    return Skill(
        id=entry.id,
        title=entry.title,
        why=entry.why,
        say_instead=tuple(entry.say_instead),
        clause=tuple(Citation(basis.document, basis.clause) for basis in entry.basis),
        shown=(*entry.words, *(template for name in entry.cues for template in cues[name])),
        unless=(*entry.unless, *(template for name in entry.unless_cues for template in cues[name])),
        examples=tuple(entry.pass_),
        counterexamples=tuple(entry.fail),
    )
