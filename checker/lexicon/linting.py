"""What is wrong with a lexicon beyond its form: duplicates, entries that cannot match, unknown clauses, faulty advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from checker.errors import LexiconError, Problem
from checker.lexicon.loading import Lexicon, load_lexicon
from checker.lexicon.profiles import load_profiles
from checker.lexicon.schema import Entry
from checker.text import normalise

EXPANSIONS_COMPARED = 400
"""How many expansions of each template are compared with those of other entries."""


def lint_folders(folders: Sequence[Path] = ()) -> list[Problem]:
    """Every problem of the shipped lexicons and of the given folders, in order of file and line."""
    problems: list[Problem] = []
    try:
        load_profiles(folders)
    except LexiconError as error:
        problems += error.problems
    try:
        lexicon = load_lexicon(folders)
    except LexiconError as error:
        return [*error.problems, *problems]
    return sorted([*problems, *lint(lexicon)], key=lambda problem: (problem.file, problem.line or 0))


def lint(lexicon: Lexicon) -> list[Problem]:
    """Every problem of a loaded lexicon."""
    return [
        *_unknown_clauses(lexicon),
        *_unmatchable(lexicon),
        *_duplicates(lexicon),
        *_advice(lexicon),
    ]


def _problem(entry: Entry, field: str, message: str, advice: str) -> Problem:
    return Problem(f"{entry.id}：{message}", advice, entry.file, entry.line, field)


def _unknown_clauses(lexicon: Lexicon) -> Iterator[Problem]:
    for entry in lexicon.entries:
        for basis in entry.basis:
            known = lexicon.clauses.get(basis.document)
            if known is None:
                advice = f"可用：{'、'.join(lexicon.clauses)}；别的文件请先写进 clauses.toml"
                yield _problem(entry, "basis", f"没有名为 “{basis.document}” 的文件", advice)
            elif basis.clause not in known:
                yield _problem(entry, "basis", f"{basis.document} 没有条款 “{basis.clause}”", "请对照 clauses.toml 改正")


def _unmatchable(lexicon: Lexicon) -> Iterator[Problem]:
    """Phrases that change when they are normalised can never stand in a normal form."""
    for entry in lexicon.entries:
        for template in (*entry.templates, *entry.exceptions):
            for phrase in template.expansions(5):
                if "×" not in phrase and normalise(phrase).normal != phrase:
                    yield _problem(entry, "phrases", f"“{phrase}” 永远匹配不到", "去掉叠字、语气停顿或特殊符号")


def _duplicates(lexicon: Lexicon) -> Iterator[Problem]:
    """The same phrase in two entries of one kind: only one of them can be reported."""
    owners: dict[tuple[str, str], Entry] = {}
    for entry in lexicon.entries:
        phrases = {phrase for template in entry.templates for phrase in template.expansions(EXPANSIONS_COMPARED)}
        for phrase in sorted(phrases):
            owner = owners.setdefault((entry.kind, phrase), entry)
            if owner.rule != entry.rule and entry.kind == "forbidden":
                yield _problem(entry, "phrases", f"“{phrase}” 也在 {owner.rule} 里", "只留一处")


def _advice(lexicon: Lexicon) -> Iterator[Problem]:
    for entry in lexicon.of("forbidden"):
        if entry.repairable and not entry.advise:
            yield _problem(entry, "advise", "缺少 advise", "写一句有同样的话、但接着补救了的例子；不可补救的请写 blunt = true")
        if not entry.repairable and entry.advise:
            yield _problem(entry, "advise", "这类话不能补救，不该有 advise", "删去 advise")
