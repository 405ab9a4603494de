"""The 《一次性告知单》 (renshe 三(四)4) of a matter, or of what was told in a conversation; as text and DOCX."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from checker.model import Conversation, Element, Matter, Report

TITLE = "一次性告知单"
SIGNATURES = "告知人：________　　被告知人：________　　日期：________"
NOT_TOLD = "（未告知，请补充）"
_MARKS = {"told": "", "partial": "（没有说清）", "missing": NOT_TOLD, "wrong": "（与办事指南不符）"}
_ROWS = {
    "basis": "办理依据",
    "conditions": "办理条件",
    "materials": "所需材料",
    "procedure": "办理程序",
    "time_limit": "办理时限",
    "fee": "收费标准",
    "department": "受理部门",
    "place": "办理地点",
    "contact": "联系电话",
    "remedy": "补救途径",
}
"""The rows of the sheet, by field of a service guide, in order."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its heading, its lines, and whether something is still to be told."""

    heading: str
    lines: tuple[str, ...]
    lacking: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A one-time notice, ready to be written out."""

    matter: str
    rows: tuple[Row, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        """The headings under which something is still to be told."""
        return tuple(row.heading for row in self.rows if row.lacking)


def sheet_of(matter: Matter) -> Sheet:
    """The complete notice of a service guide; what the guide does not say is left to be filled in."""
    return Sheet(matter.name, tuple(_row(matter, name, heading) for name, heading in _ROWS.items()))


def _row(matter: Matter, name: str, heading: str) -> Row:
    lines = _known(matter, name)
    return Row(heading, lines or ("________",), lacking=not lines)


def _known(matter: Matter | None, name: str) -> tuple[str, ...]:
    """What the guide says under one heading, a line an item."""
    if matter is None:
        return ()
    if name == "materials":
        return tuple(f"{number}. {_material(matter, each)}" for number, each in enumerate(matter.materials, start=1))
    if name == "procedure":
        return (" → ".join(matter.procedure),) if matter.procedure else ()
    value: str = getattr(matter, name)
    return (value,) if value else ()


def _material(matter: Matter, name: str) -> str:
    when = matter.only_when.get(name)
    return f"{name}（{when}时）" if when else name


def sheet_from(conversation: Conversation, report: Report, titles: Mapping[str, str]) -> Sheet:
    """What was told in a conversation, in the clerk's words, and what was not, with the guide's words for it.

    `titles` are the Chinese names of elements that are no field of a guide.
    """
    matter = conversation.matter
    elements = report.notice.elements if report.notice else {}
    headings = {**_ROWS, **{name: titles.get(name, name) for name in elements if name not in _ROWS}}
    rows = tuple(_told(matter, name, headings[name], element) for name, element in _ordered(elements))
    return Sheet(matter.name if matter else "________", rows)


def _ordered(elements: Mapping[str, Element]) -> list[tuple[str, Element]]:
    order = list(_ROWS)
    return sorted(elements.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))


def _told(matter: Matter | None, name: str, heading: str, element: Element) -> Row:
    said = tuple(dict.fromkeys(evidence.text.strip() for evidence in element.evidence if evidence.text.strip()))
    lines = [f"已告知：{'；'.join(said)}{_MARKS[element.status]}"] if said else []
    if not said and element.status != "told":
        lines.append(_MARKS[element.status].strip("（）"))
    lines += [f"还要告知：{'、'.join(element.missing)}"] if element.missing else []
    known = _known(matter, name) if element.status != "told" else ()
    lines += [f"指南：{'；'.join(known)}"] if known else []
    return Row(heading, tuple(lines) or ("已告知",), lacking=element.status != "told")


def text_of(sheet: Sheet) -> str:
    """The sheet as plain text; rows with something still to be told begin with a mark."""
    return "\n".join([TITLE, f"事项：{sheet.matter}", "", *_text_lines(sheet), "", SIGNATURES])


def _text_lines(sheet: Sheet) -> Iterator[str]:
    for row in sheet.rows:
        first, *others = row.lines
        yield f"{'▲' if row.lacking else '　'}{row.heading}：{first}"
        yield from (f"　　　　　　{line}" for line in others)


def write_docx(sheet: Sheet, path: Path) -> None:
    """The sheet as a DOCX document with one table; needs the extra `docx`."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, RGBColor

    document = docx.Document()
    heading = document.add_heading(TITLE, level=1)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(f"事项：{sheet.matter}")
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for row in sheet.rows:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Cm(3.2), Cm(12.8)
        cells[0].text = row.heading
        cells[1].text = "\n".join(row.lines)
        if row.lacking:
            for run in cells[1].paragraphs[0].runs:
                run.font.color.rgb = RGBColor(0xC0, 0x00, 0x00)
    document.add_paragraph()
    document.add_paragraph(SIGNATURES)
    document.save(str(path))
