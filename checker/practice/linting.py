"""What is wrong with a well-formed scenario: names that nobody knows, steps that cannot be reached, clauses not citable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.errors import Problem
from checker.lexicon.schema import Basis
from checker.model import CATEGORIES
from checker.practice.model import AGAIN, END, NEXT
from checker.practice.schema import RequirementEntry, ScenarioEntry, StepEntry
from checker.practice.skills import template_faults
from checker.practice.vocabulary import DUTIES, SITUATIONS, Vocabulary


def faults_of(entry: ScenarioEntry, vocabulary: Vocabulary, file: str) -> list[Problem]:
    """Every problem of a scenario; `field` tells the place, such as step.0.require.1.name."""
    found = [*_head(entry, vocabulary), *_doubles(entry), *_bad(entry), *_citations(entry, vocabulary)]
    for index, step in enumerate(entry.step):
        found += _step(step, f"step.{index}", entry, vocabulary)
    return [Problem(problem.message, problem.advice, file, field=problem.field) for problem in found]


def _head(entry: ScenarioEntry, vocabulary: Vocabulary) -> Iterator[Problem]:
    checker = vocabulary.checker
    yield from _unknown("situation", entry.situation, [*SITUATIONS, *DUTIES])
    yield from _unknown("profile", entry.profile, checker.profiles)
    if entry.matter and checker.matters.named(entry.matter) is None:
        yield Problem(f"没有事项 “{entry.matter}”", "用 yanjian matter list 查看全部事项", field="matter")


def _doubles(entry: ScenarioEntry) -> Iterator[Problem]:
    """Ids that a step or a requirement before has already."""
    steps: set[str] = set()
    requirements: set[str] = set()
    for index, step in enumerate(entry.step):
        ids = [(step.id, steps, "id"), *((each.id or each.name, requirements, "require") for each in step.require)]
        for name, seen, key in ids:
            if name in seen:
                yield Problem(f"id “{name}” 在这个场景里已经用过", "请写上不同的 id", field=f"step.{index}.{key}")
            seen.add(name)


def _bad(entry: ScenarioEntry) -> Iterator[Problem]:
    steps = {step.id: step for step in entry.step}
    for index, bad in enumerate(entry.bad):
        yield from _unknown(f"bad.{index}.step", bad.step, steps)
        if bad.step in steps:
            step = steps[bad.step]
            known = [each.id or each.name for each in step.require] + [each.id for each in step.forbid]
            yield from _unknown(f"bad.{index}.fails", bad.fails, [*known, *CATEGORIES])


def _step(step: StepEntry, place: str, entry: ScenarioEntry, vocabulary: Vocabulary) -> Iterator[Problem]:
    if not step.citizen and not step.stage:
        yield Problem("citizen 和 stage 至少写一样", "对方先说写 citizen，工作人员先说写 stage", field=place)
    for index, requirement in enumerate(step.require):
        yield from _requirement(requirement, f"{place}.require.{index}", entry, vocabulary)
    for category in step.allow:
        yield from _unknown(f"{place}.allow", category, CATEGORIES)
    for index, forbidden in enumerate(step.forbid):
        yield from _templates(forbidden.words, f"{place}.forbid.{index}.words")
    ids = [each.id or each.name for each in step.require]
    steps = [each.id for each in entry.step]
    for index, reaction in enumerate(step.react):
        yield from _unknown(f"{place}.react.{index}.goto", reaction.goto, [AGAIN, NEXT, END, *steps])
        for name in reaction.of:
            yield from _unknown(
                f"{place}.react.{index}.of", name, [*ids, *(each.id for each in step.forbid), *CATEGORIES]
            )


def _requirement(
    requirement: RequirementEntry, place: str, entry: ScenarioEntry, vocabulary: Vocabulary
) -> Iterator[Problem]:
    yield from _templates(requirement.words, f"{place}.words")
    if requirement.name:
        if entry.profile in vocabulary.checker.profiles:
            known = vocabulary.names(requirement.kind, entry.profile)
            yield from _unknown(f"{place}.name", requirement.name, known)
        return
    needed = ("id", "words", "title", "why", "say_instead", "basis")
    lacking = [name for name in needed if not getattr(requirement, name)]
    if requirement.kind != "say" or lacking:
        advice = f'kind = "say" 并写上 {"、".join(needed)}'
        yield Problem(f"没有 name 的要求缺少 {'、'.join(lacking) or 'name'}", advice, field=place)


def _templates(templates: Sequence[str], place: str) -> Iterator[Problem]:
    for message in template_faults(templates):
        yield Problem(message, "模板的写法见 lexicons/README.md", field=place)


def _citations(entry: ScenarioEntry, vocabulary: Vocabulary) -> Iterator[Problem]:
    places = [("basis", entry.basis)]
    for index, step in enumerate(entry.step):
        places += [(f"step.{index}.require", each.basis) for each in step.require]
        places += [(f"step.{index}.forbid", each.basis) for each in step.forbid]
    for place, basis in places:
        yield from _uncited(basis, place, vocabulary)


def _uncited(basis: Iterable[Basis], place: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    clauses = vocabulary.checker.lexicon.clauses
    for each in basis:
        if each.clause not in clauses.get(each.document, ()):
            yield Problem(f"没有条款 {each.document} {each.clause}", "条款见 lexicons/clauses.toml", field=place)


def _unknown(field: str, value: str, known: Iterable[str]) -> Iterator[Problem]:
    names = list(known)
    if value not in names:
        yield Problem(f"不认识 “{value}”", f"可用：{'、'.join(names)}", field=field)
