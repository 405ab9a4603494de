"""What is known from before: the findings of an earlier scan, and the verdicts on them, by content.

A finding that a person rejected comes back in the next scan as `suspected`, with the verdict in its trail. It counts for
nothing, yet nothing is hidden: the same words can be at fault in another conversation, and a person can confirm it there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from checker.errors import Problem, SourceError
from checker.fingerprint import fingerprints
from checker.lexicon import Profile
from checker.model import Finding, Report
from checker.review.results import STORE, fingerprints_of, scanned
from checker.scoring import score

if TYPE_CHECKING:
    from checker.review.verdicts import Earlier

REJECTED_BEFORE = "以前核定：不属实"


def known_fingerprints(output: Path) -> frozenset[str]:
    """The fingerprints of all findings of an earlier scan, by its output folder. Raises CheckerError."""
    return frozenset(mark for block in scanned(output) for marks in fingerprints_of(block) for mark in marks)


def verdicts(source: Path | str) -> dict[str, Earlier]:
    """The verdicts by fingerprint: of a scan's output folder, of a store's file, or of a database by its URL.

    Raises CheckerError where there is no review.
    """
    store = _store(source)
    try:
        from checker.review.verdicts import verdicts_of
        from checker.store.engine import open_store
    except ImportError as error:
        problem = Problem(f"读核定的记录要用 {error.name}，没有安装", "请运行 pip install 'yanjian[store]'")
        raise SourceError(problem) from error
    engine = open_store(store)
    try:
        return verdicts_of(engine)
    finally:
        engine.dispose()


def rejected_fingerprints(source: Path | str) -> frozenset[str]:
    """The fingerprints that were rejected and never confirmed; `source` as for `verdicts`. Raises CheckerError."""
    return frozenset(mark for mark, earlier in verdicts(source).items() if earlier.denied and not earlier.held)


def require(outputs: Iterable[str], sources: Iterable[str]) -> None:
    """Raises CheckerError where an output folder holds no results, or a source of verdicts no review."""
    for output in outputs:
        next(scanned(Path(output)), None)
    for source in sources:
        _store(source)


def only_new(report: Report, texts: Sequence[str], known: Collection[str], profile: Profile) -> Report:
    """The report with the findings alone that are not known from before, scored by them.

    `texts` are the turns as the results of scans show them, masked or not.
    """
    if not known:
        return report
    marks = _marks(report, texts)
    kept = [finding for finding, mark in zip(report.findings, marks, strict=True) if mark not in known]
    return report if len(kept) == len(report.findings) else _scored(report, kept, profile)


def with_verdicts(report: Report, texts: Sequence[str], rejected: Collection[str], profile: Profile) -> Report:
    """The report with the findings that were rejected before as suspected ones; `texts` as for `only_new`."""
    if not rejected:
        return report
    marks = _marks(report, texts)
    findings = [
        doubted(finding) if mark in rejected else finding for finding, mark in zip(report.findings, marks, strict=True)
    ]
    return report if tuple(findings) == report.findings else _scored(report, findings, profile)


def _store(source: Path | str) -> Path | str:
    """Opening makes a store where there is none: here one must be there."""
    if isinstance(source, str) and "://" in source:
        return source
    path = Path(source) / STORE if Path(source).is_dir() else Path(source)
    if not path.is_file():
        raise SourceError(Problem("这里没有核定的记录", "请先用 yanjian review 核定，或去掉 --known", str(path)))
    return path


def _marks(report: Report, texts: Sequence[str]) -> list[str]:
    """The fingerprints of the findings; spans are cut from the texts, which may be masked."""
    spans = ((each.rule, each.turn, texts[each.turn][each.start : each.end]) for each in report.findings)
    return list(fingerprints(spans, texts))


def doubted(finding: Finding) -> Finding:
    """A finding whose like was rejected before."""
    return replace(finding, status="suspected", trail=(*finding.trail, REJECTED_BEFORE))


def _scored(report: Report, findings: Sequence[Finding], profile: Profile) -> Report:
    unpriced = [replace(finding, points=0.0) for finding in findings]
    total, grade, priced, account = score(unpriced, report.courtesy, profile)
    return replace(report, score=total, grade=grade, findings=priced, account=account)
