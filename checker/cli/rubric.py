"""The rubric in the terminal: each requirement, the words that decided it, what to say instead, the clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.cli.output import console
from checker.practice.model import Rubric, RubricItem

MARKS = {"met": ("✓", "做到", "green"), "missed": ("✗", "没做到", "yellow"), "fault": ("！", "不妥", "red")}
"""Outcome → sign, name, colour."""
PROMPTED = ("△", "追问后才做到", "yellow")


def show_rubric(rubric: Rubric, titles: Mapping[str, str]) -> None:
    """Print the rubric; `titles` are the documents by short name."""
    out = console()
    out.rule("点评")
    verdict, colour = ("通过", "green") if rubric.passed else ("还要再练", "yellow")
    out.print(f"{verdict}，{rubric.score} 分", style=f"bold {colour}", markup=False)
    for item in rubric.items:
        sign, name, colour = PROMPTED if item.prompted and item.outcome == "met" else MARKS[item.outcome]
        out.print(f"\n{sign} {item.requirement.title}：{name}", style=colour, markup=False)
        for line in _details(item, titles):
            out.print(f"   {line}", markup=False)
    out.print("\n参考说法：", style="bold", markup=False)
    for model in rubric.models.values():
        out.print(f"   {model}", markup=False)


def _details(item: RubricItem, titles: Mapping[str, str]) -> Iterator[str]:
    if item.evidence:
        yield "您说的：" + "；".join(f"“{each.text}”" for each in item.evidence)
    if item.suggestion:
        yield f"为什么：{item.requirement.why}"
        yield f"可以说：{item.suggestion}"
    yield "依据：" + "；".join(f"{titles.get(each.document, each.document)} {each.clause}" for each in item.clause)
