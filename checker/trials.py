"""Entries at work: what an entry's own examples and suggestions come to in the whole checker.

The linter tells it to the author of an entry, and the tests run it over every entry, so that an entry added to one
file is tested without another line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from checker.engine import Checker
from checker.errors import LexiconError, Problem
from checker.lexicon import Entry, Lexicon, load_profiles
from checker.lexicon.linting import lint, lint_profiles, problem_of
from checker.lexicon.loading import read_lexicon
from checker.lexicon.profiles import Profile
from checker.matching.phrases import PhraseMatcher
from checker.model import Conversation, Finding, Report, Turn
from checker.text import Batch


def lint_folders(folders: Sequence[Path] = ()) -> list[Problem]:
    """Every problem of the given folders, or of the shipped lexicons where none is given, in order of file and line."""
    lexicon, problems = read_lexicon(folders)
    profiles: dict[str, Profile] = {}
    try:
        profiles = load_profiles(folders)
    except LexiconError as error:
        problems += error.problems
    problems += lint(lexicon)
    problems += lint_profiles(profiles, lexicon)
    if profiles:
        checker = Checker(folders, lexicon=lexicon)
        for entry in lexicon.entries:
            if _within(entry.file, folders):
                problems += trial(entry, checker)
    return sorted((problem for problem in problems if _within(problem.file, folders)), key=_place)


def trial(entry: Entry, checker: Checker) -> Iterator[Problem]:
    """What one entry's examples and suggestions come to: nothing where all is well."""
    yield from _courtesy_examples(entry, checker) if entry.kind == "courtesy" else _examples(entry, checker)
    yield from _suggestions(entry, checker)
    yield from _shadowed(entry, checker)


def _within(file: str, folders: Sequence[Path]) -> bool:
    """Whether a problem's file is the author's business; what has no file always is."""
    return not folders or not file or any(Path(file).is_relative_to(folder) for folder in folders)


def _place(problem: Problem) -> tuple[str, int]:
    return problem.file, problem.line or 0


def _reports(texts: Sequence[str], checker: Checker) -> Iterator[tuple[str, Report]]:
    """Each text with the report on it, said by a clerk at a window."""
    reports = checker.check_many(Conversation((Turn(text, "clerk"),)) for text in texts)
    return zip(texts, reports, strict=True)


def _forbidden(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.kind == "forbidden"]


def _examples(entry: Entry, checker: Checker) -> Iterator[Problem]:
    for text, report in _reports(entry.flag, checker):
        found = [finding for finding in _forbidden(report) if finding.category == entry.group]
        if not any(finding.status == "violation" for finding in found):
            yield problem_of(entry, "flag", f"“{text}” 没有作为问题指出", "让 phrases 能匹配到它，或换一句")
    for text, report in _reports(entry.pass_, checker):
        if any(finding.rule == entry.rule for finding in _forbidden(report)):
            yield problem_of(entry, "pass", f"“{text}” 被指出了", "写进 unless，或收窄 phrases")
    for text, report in _reports(entry.advise, checker):
        statuses = {finding.status for finding in _forbidden(report) if finding.how != "model"}
        if statuses != {"mitigated"}:
            message = f"“{text}” 应当是建议，现在是{'问题' if statuses else '没有指出'}"
            yield problem_of(entry, "advise", message, "例子里要有同样的话，并说清去处、原因或办法")


def _courtesy_examples(entry: Entry, checker: Checker) -> Iterator[Problem]:
    found = PhraseMatcher(Lexicon((entry,))).find(Batch(entry.flag))
    for index, text in enumerate(entry.flag):
        if not any(hit.use == "phrase" for hit in found.get(index, ())):
            yield problem_of(entry, "flag", f"“{text}” 里没有找到这句文明用语", "让 phrases 能匹配到它，或换一句")
    for text, report in _reports(entry.pass_, checker):
        if any(expression.rule == entry.rule for expression in report.courtesy.expressions):
            yield problem_of(entry, "pass", f"“{text}” 被当成了文明用语", "写进 unless，或收窄 phrases")


def _suggestions(entry: Entry, checker: Checker) -> Iterator[Problem]:
    """What is advised must not be at fault itself."""
    for text, report in _reports(entry.say_instead, checker):
        for finding in _forbidden(report):
            if finding.how != "model":
                message = f"建议的 “{text}” 本身有 “{finding.text}”（{finding.rule}）"
                yield problem_of(entry, "say_instead", message, "换一个说法")


def _shadowed(entry: Entry, checker: Checker) -> Iterator[Problem]:
    """An entry none of whose phrases is reported under its own name, alone as a turn."""
    if entry.kind != "forbidden":
        return
    phrases = [phrase.replace("×", "三") for template in entry.templates for phrase in template.expansions(3)]
    others: set[str] = set()
    for explained in checker.explain_many(Conversation((Turn(phrase, "clerk"),)) for phrase in phrases):
        judged = {hit.rule for hit in explained.let_go if len(hit.trail) > 1}
        rules = {finding.rule for finding in explained.report.findings} | judged
        if entry.rule in rules:
            return
        others |= rules
    yield problem_of(entry, "phrases", f"永远被 {'、'.join(sorted(others)) or 'unless'} 遮住", "合并，或写出不同的短语")
