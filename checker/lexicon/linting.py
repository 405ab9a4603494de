"""What is wrong with a lexicon beyond its form: each check reads the entries alone, all faults come with file and line.

What shows only when the entries are at work (examples, suggestions, entries that others hide) is in `checker.trials`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from checker.dictionary import frequencies
from checker.errors import Problem
from checker.lexicon.loading import Lexicon
from checker.lexicon.profiles import Profile
from checker.lexicon.schema import Entry
from checker.text import HESITATIONS, Batch

EXPANSIONS_COMPARED = 400
"""How many expansions of each template are compared with those of other entries."""
HIDING_MAX = 3
"""Phrases of so many characters are looked for inside the words of the dictionary."""
COMMON = 100
"""A word of the dictionary is common from this frequency on."""
ORDER = ("id", "phrases", "severity", "why", "say_instead", "basis", "flag", "pass", "advise")
"""The order in which the fields of an entry are read, and so are written."""


def lint(lexicon: Lexicon) -> Iterator[Problem]:
    """Every problem of the entries of a lexicon."""
    for check in CHECKS:
        yield from check(lexicon)


def lint_profiles(profiles: Mapping[str, Profile], lexicon: Lexicon) -> Iterator[Problem]:
    """Rules that a profile switches off and that do not exist: a typing mistake would leave the rule on."""
    rules = {entry.rule for entry in lexicon.entries}
    for profile in profiles.values():
        for rule in profile.off:
            if rule not in rules:
                yield Problem(f"标准 {profile.name}：没有规则 “{rule}”", "规则名见 yanjian lexicon list", field="off")


def problem_of(entry: Entry, key: str, message: str, advice: str) -> Problem:
    """A problem of an entry, with the line on which the key stands."""
    return Problem(f"{entry.id}：{message}", advice, entry.file, _line(entry, key), key)


@cache
def _lines(file: str) -> tuple[str, ...]:
    return tuple(Path(file).read_text(encoding="utf-8-sig").splitlines())


def _line(entry: Entry, key: str) -> int:
    """The line of a key of an entry; the entry's own where it has none."""
    lines = _lines(entry.file)
    for number in range(entry.line, len(lines)):
        if lines[number].lstrip().startswith("[["):
            break
        if re.match(rf"\s*{key}\s*=", lines[number]):
            return number + 1
    return entry.line


def _unknown_clauses(lexicon: Lexicon) -> Iterator[Problem]:
    for entry in lexicon.entries:
        for basis in entry.basis:
            known = lexicon.clauses.get(basis.document)
            if known is None:
                advice = f"可用：{'、'.join(lexicon.clauses)}；别的文件请先写进 clauses.toml"
                yield problem_of(entry, "basis", f"没有名为 “{basis.document}” 的文件", advice)
            elif basis.clause not in known:
                message = f"{basis.document} 没有条款 “{basis.clause}”"
                yield problem_of(entry, "basis", message, "请对照 clauses.toml 改正")


def _unmatchable(lexicon: Lexicon) -> Iterator[Problem]:
    """Phrases that change when they are normalised can never stand in a normal form."""
    for entry in lexicon.entries:
        for key, templates in (("phrases", entry.templates), ("unless", entry.exceptions)):
            phrases = [phrase for template in templates for phrase in template.expansions(5) if "×" not in phrase]
            batch = Batch(phrases)
            for index, phrase in enumerate(phrases):
                if batch.text(index).normal != phrase:
                    yield problem_of(entry, key, f"“{phrase}” 永远匹配不到", "去掉叠字、语气停顿或特殊符号")


def _hesitations(lexicon: Lexicon) -> Iterator[Problem]:
    """Characters that are left out as hesitation: a phrase would be found without them."""
    for entry in lexicon.entries:
        for key in ("phrases", "unless", "when", "asked"):
            lost = sorted({character for source in getattr(entry, key) for character in source} & set(HESITATIONS))
            if lost:
                message = f"“{'、'.join(lost)}” 是语气词，匹配时会略去"
                yield problem_of(entry, key, message, "去掉这个字，看看剩下的短语是不是还合适")


def _duplicates(lexicon: Lexicon) -> Iterator[Problem]:
    """The same phrase in two forbidden entries: only one of them can be reported."""
    owners: dict[str, Entry] = {}
    for entry in lexicon.of("forbidden"):
        phrases = {phrase for template in entry.templates for phrase in template.expansions(EXPANSIONS_COMPARED)}
        twice: dict[str, list[str]] = {}
        for phrase in sorted(phrases):
            owner = owners.setdefault(phrase, entry)
            if owner.rule != entry.rule:
                twice.setdefault(owner.rule, []).append(phrase)
        for rule, same in twice.items():
            yield problem_of(entry, "phrases", f"“{'”“'.join(same[:5])}” 也在 {rule} 里", "只留一处")


def _repairs(lexicon: Lexicon) -> Iterator[Problem]:
    """Examples of repair stand where repair is possible, and only there."""
    for entry in lexicon.of("forbidden"):
        if entry.repairable and not entry.advise:
            advice = "写一句有同样的话、但接着补救了的例子；不可补救的请写 blunt = true"
            yield problem_of(entry, "advise", "缺少 advise", advice)
        if not entry.repairable and entry.advise:
            yield problem_of(entry, "advise", "这类话不能补救，不该有 advise", "删去 advise")


def _hidden_in_words(lexicon: Lexicon) -> Iterator[Problem]:
    """Short phrases that common words contain; those of one or two characters are matched as words anyway."""
    short: dict[str, list[Entry]] = {}
    for entry in lexicon.of("forbidden"):
        for template in entry.templates:
            for phrase in template.expansions(EXPANSIONS_COMPARED):
                if len(phrase) == HIDING_MAX and entry.at == "anywhere":
                    short.setdefault(phrase, []).append(entry)
    for word in sorted(_common_words()):
        for start in range(len(word) - HIDING_MAX + 1):
            phrase = word[start : start + HIDING_MAX]
            for entry in short.get(phrase, ()) if phrase != word else ():
                if not any(template.expression.search(word) for template in entry.exceptions):
                    message = f"“{phrase}” 藏在常用词 “{word}” 里"
                    yield problem_of(entry, "phrases", message, f"把 “{word}” 写进 unless")


@cache
def _common_words() -> frozenset[str]:
    """The common words of the dictionary."""
    counted = frequencies()
    return frozenset(word for word, count in counted.items() if len(word) > HIDING_MAX and count >= COMMON)


def _order(lexicon: Lexicon) -> Iterator[Problem]:
    """Fields in one order, so that reviewers look at the meaning."""
    for entry in lexicon.entries:
        places = [(_line(entry, key), key) for key in ORDER if key != "advise" or entry.advise]
        for (before, first), (after, second) in pairwise(places):
            if after < before:
                yield problem_of(entry, second, f"{second} 应当写在 {first} 后面", f"次序：{'、'.join(ORDER)}")


CHECKS: tuple[Callable[[Lexicon], Iterator[Problem]], ...] = (
    _unknown_clauses,
    _unmatchable,
    _hesitations,
    _duplicates,
    _repairs,
    _hidden_in_words,
    _order,
)
