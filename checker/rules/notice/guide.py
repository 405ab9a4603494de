"""What was told against the service guide (norm N3): 漏告, 缺告, 错告, item by item."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from checker.model import Matter
from checker.rules.notice.dates import contradict, dates
from checker.rules.notice.departments import department_agrees
from checker.rules.notice.documents import Documents, Told
from checker.rules.notice.due import came_up, condition, fetched
from checker.rules.notice.grounds import grounds_agree
from checker.rules.notice.in_hand import in_hand
from checker.rules.notice.needless import only_if
from checker.rules.notice.quantities import FREE, HALF_DAY, IMMEDIATE, SAME_DAY, Span, money, spans
from checker.rules.notice.reading import Place, Reading
from checker.rules.notice.talk import Talk, plain
from checker.text import fold

_MONTH_BEFORE = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """A reading after the comparison: what is missing, and what the guide says where the clerk said otherwise."""

    reading: Reading
    missing: tuple[str, ...] = ()
    guide: str = ""


def compare(
    element: str, reading: Reading, talk: Talk, text: str, matter: Matter | None, documents: Documents
) -> Compared:
    """One element against the guide; as it was read where the guide says nothing of it."""
    if matter is None:
        return Compared(reading)
    if element == "materials" and matter.materials:
        return _materials(reading, talk, text, matter, documents)
    if element == "time_limit" and matter.time_limit and reading.status == "told":
        return _differing(reading, matter.time_limit, agree=_limit_agrees(reading, talk, matter.time_limit))
    if element == "department" and matter.department and reading.status == "told":
        return _differing(reading, matter.department, agree=department_agrees(text, matter.department))
    if element == "fee" and matter.fee and reading.status == "told":
        return _differing(reading, matter.fee, agree=_fee_agrees(talk, matter.fee))
    if element == "basis" and matter.basis and reading.status == "told":
        return _differing(reading, matter.basis, agree=grounds_agree(talk.text, fold(matter.basis)))
    if element == "contact" and matter.contact and reading.status == "told":
        return _differing(reading, matter.contact, agree=_contact_agrees(reading, talk, matter.contact))
    return Compared(reading)


def _differing(reading: Reading, guide: str, *, agree: bool) -> Compared:
    return Compared(reading) if agree else Compared(replace(reading, status="wrong"), guide=guide)


def _materials(reading: Reading, talk: Talk, text: str, matter: Matter, documents: Documents) -> Compared:
    named = [_held(each, talk) for each in documents.compare(matter.materials, text, matter.other_names, matter.name)]
    found = [each for each in named if _wanted(each, talk, matter, documents)]
    denied = [each for each in found if each.denied]
    missing = tuple(each.name for each in found if each.denied or not each.place)
    told = tuple(each.place for each in found if each.place)
    nothing_needed = bool(reading.signals.get("none")) and bool(found) and not told
    if denied or nothing_needed:
        wrong: tuple[Place, ...] = tuple(each.denied for each in found if each.denied) or reading.told
        return Compared(
            Reading("wrong", wrong, reading.vague), missing, "、".join(_names(denied)) or "、".join(missing)
        )
    if not missing:
        return Compared(Reading("told", told, reading.vague))
    if told or reading.status != "missing":
        return Compared(Reading("partial", told or reading.told, reading.vague), missing)
    return Compared(Reading("missing"), missing)


def _held(told: Told, talk: Talk) -> Told:
    """A material needless because the office has it already is told: there is nothing left to bring."""
    held = told.denied is not None and in_hand(talk.text, *told.denied)
    return Told(told.name, told.denied) if held else told


def _wanted(told: Told, talk: Talk, matter: Matter, documents: Documents) -> bool:
    """Whether a material counts: always, or where it was told or the case it is for came up (委托他人代办)."""
    if fetched(told.name):
        return bool(told.place)
    when = matter.only_when.get(told.name) or condition(told.name)
    if not when or (told.place and not told.denied):
        return True
    said = "。".join((talk.text, *talk.asked))
    limited = told.denied is not None and only_if(talk.text, told.denied)
    return not limited and came_up(when, said, matter.name, documents.cases)


def _names(found: list[Told]) -> list[str]:
    return [each.name for each in found]


def _limit_agrees(reading: Reading, talk: Talk, guide: str) -> bool:
    """Whether a limit that was told is the guide's; on the spot agrees with a guide of a day at most."""
    wanted = plain(fold(guide))
    limits = list(spans(wanted))
    at_once = bool(IMMEDIATE.search(wanted) or (not limits and SAME_DAY.search(wanted)))
    said = [talk.text[start:end] for start, end in reading.told]
    quick = any(IMMEDIATE.search(words) or SAME_DAY.search(words) or HALF_DAY.search(words) for words in said)
    if contradict(dates(wanted), [date for start, end in reading.told for date in dates(_around(talk, start, end))]):
        return False
    if not limits and not at_once:
        return True
    if any(span.same(limit) for span in reading.limits for limit in (*limits, *_sums(limits))):
        return True
    if at_once or any(_within_a_day(limit) for limit in limits):
        return quick or any(span.unit == "minute" for span in reading.limits)
    undated = [
        words
        for words in said
        if not list(spans(words)) and not any(each.search(words) for each in (IMMEDIATE, SAME_DAY, HALF_DAY))
    ]
    return bool(undated) and not reading.limits


def _around(talk: Talk, start: int, end: int) -> str:
    """A date that was told with the month before it and what closes it: 8月1号，统一发."""
    return talk.text[max(0, start - _MONTH_BEFORE) : end + 1]


def _sums(limits: list[Span]) -> list[Span]:
    """The whole of a guide's stages in one unit: 公告15个工作日期满后1个工作日 ends on the sixteenth."""
    stages = len(limits) > 1 and len({limit.unit for limit in limits}) == 1
    return [replace(limits[0], amount=sum(limit.amount for limit in limits))] if stages else []


def _within_a_day(limit: Span) -> bool:
    return limit.unit == "minute" or (limit.unit in ("day", "workday") and limit.amount <= 1)


def _fee_agrees(talk: Talk, guide: str) -> bool:
    wanted = {amount for _, _, amount in money(guide)}
    said = {amount for _, _, amount in money(talk.raw)}
    free = bool(FREE.search(fold(guide))) or wanted == {0.0}
    if free:
        return bool(FREE.search(talk.text))
    return not wanted or bool(wanted & said)


_SPOKEN = str.maketrans("〇零幺一二三四五六七八九", "001123456789")


def _contact_agrees(reading: Reading, talk: Talk, guide: str) -> bool:
    digits = _digits(guide)
    said = [_digits(talk.raw[start:end]) for start, end in reading.told]
    return not digits or any(number and (number in digits or digits in number) for number in said) or not any(said)


def _digits(words: str) -> str:
    """The digits of a number as it was written or read out (零八三零)."""
    return re.sub(r"[^0-9]", "", words.translate(_SPOKEN))
