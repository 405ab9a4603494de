"""Reports for the terminal: each line as said, the findings marked under it, the clause, what to say, the score."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from checker.lexicon.loading import document_titles
from checker.model import Conversation, Finding, Point, Report, Turn
from checker.reports.names import CHANNEL_NAMES, GRADE_NAMES, POINT_NAMES, ROLE_NAMES, SEVERITY_NAMES, STATUS_NAMES
from checker.rules.forbidden import LetGo

STYLES = {"severe": "bold red", "moderate": "red", "minor": "yellow"}
POINT_MARKS = {"met": ("✓", "green"), "missed": ("✗", "yellow"), "na": ("–", "dim")}


def render(conversation: Conversation, report: Report, let_go: Sequence[LetGo] | None = None) -> Text:
    """The whole report. With `let_go` the judgements behind every hit are told too."""
    text = Text()
    title = f"{conversation.id or '未命名'}  {CHANNEL_NAMES[report.channel]}  标准：{report.profile}"
    text.append(title + "\n", style="bold")
    for note in report.notes:
        text.append(f"  注意：{note}\n", style="cyan")
    roles = report.roles.get("by_turn", ())
    for index, turn in enumerate(conversation.turns):
        _append_turn(text, turn, roles[index] if index < len(roles) else turn.role)
        for finding in report.findings:
            if finding.turn == index:
                _append_finding(text, turn, finding, explain=let_go is not None)
        for hit in let_go or ():
            if hit.turn == index:
                _append_let_go(text, hit)
    _append_protocol(text, report)
    _append_score(text, report)
    return text


def _append_turn(text: Text, turn: Turn, role: str | None) -> None:
    name = turn.speaker or ROLE_NAMES.get(role, str(role))
    text.append(f"  {name}：", style="bold" if role == "clerk" else "dim")
    text.append(f"{_visible(turn.text)}\n", style="" if role == "clerk" else "dim")


def _append_finding(text: Text, turn: Turn, finding: Finding, *, explain: bool) -> None:
    style = STYLES[finding.severity] if finding.status == "violation" else "cyan"
    label = STATUS_NAMES[finding.status]
    if finding.status == "violation":
        label += f"·{SEVERITY_NAMES[finding.severity]}"
    whole = (finding.end - finding.start) == len(turn.text)
    quoted = "" if whole else f"“{_visible(finding.text)}”"
    if not whole:
        _append_underline(text, turn, finding, style)
    points = f"（{finding.points:g} 分）" if finding.points else ""
    text.append(f"    [{label}] ", style=style)
    text.append(f"{quoted} {finding.message}{points}\n".lstrip())
    if finding.suggestions:
        text.append(f"        可以说：{finding.suggestions[0]}\n", style="green")
    text.append(f"        依据：{_clauses(finding)}\n", style="dim")
    if explain:
        for step in finding.trail:
            text.append(f"        · {step}\n", style="dim")


def _append_underline(text: Text, turn: Turn, finding: Finding, style: str) -> None:
    """A wavy line under the words at fault, where the line is short enough to stay one line."""
    name = turn.speaker or ROLE_NAMES.get(turn.role, "")
    before = cell_len(f"  {name}：") + cell_len(_visible(turn.text[: finding.start]))
    if before < 80 and "\n" not in turn.text:
        text.append(" " * before + "~" * max(1, cell_len(_visible(finding.text))) + "\n", style=style)


def _append_let_go(text: Text, hit: LetGo) -> None:
    text.append(f"    [放过] “{_visible(hit.text)}” {hit.rule}\n", style="dim")
    for step in hit.trail:
        text.append(f"        · {step}\n", style="dim")


def _append_protocol(text: Text, report: Report) -> None:
    asked = {name: point for name, point in report.protocol.items() if point.status != "na"}
    if not asked:
        return
    text.append("  流程：")
    for name, point in asked.items():
        _append_point(text, name, point)
    text.append("\n")


def _append_point(text: Text, name: str, point: Point) -> None:
    mark, style = POINT_MARKS[point.status]
    text.append(f"{mark} {POINT_NAMES.get(name, name)}  ", style=style)


def _append_score(text: Text, report: Report) -> None:
    style = {"pass": "bold green", "minor": "yellow"}.get(report.grade, "bold red")
    text.append(f"  得分：{report.score:g}  {GRADE_NAMES[report.grade]}", style=style)
    courtesy = report.courtesy
    text.append(f"  文明用语 {courtesy.hits} 处，每百字“请/您” {courtesy.please_per_100:g} 个\n", style="dim")


def _clauses(finding: Finding) -> str:
    titles = document_titles()
    return "；".join(f"{titles.get(basis.document, basis.document)} {basis.clause}" for basis in finding.basis)


def _visible(text: str) -> str:
    """The text as a terminal may show it: control characters as pictures, so that nothing is hidden or executed."""
    return "".join(_picture(character) for character in text)


def _picture(character: str) -> str:
    code = ord(character)
    if character == "\n":
        return "\n      "
    if code < 32:
        return chr(0x2400 + code)
    return "␦" if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") else character
