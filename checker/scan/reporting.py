"""The reports at the end of a scan. A package that is not installed costs its report alone."""

from __future__ import annotations

from pathlib import Path

from checker.errors import CheckerError, Problem


def write_reports(out: Path) -> list[Problem]:
    """Write the tables and reports of a scan's folder; the problems of those that could not be written."""
    problems: list[Problem] = []
    for write in (_parquet, _html, _xlsx):
        try:
            write(out)
        except CheckerError as error:
            problems += error.problems
    return problems


def _parquet(out: Path) -> None:
    from checker.reports.parquet import write_parquet

    write_parquet(out)


def _html(out: Path) -> None:
    from checker.reports.html import write_html

    write_html(out)


def _xlsx(out: Path) -> None:
    from checker.reports.xlsx import write_xlsx

    write_xlsx(out)
