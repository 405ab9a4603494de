"""What was told against the service guide (norm N3): 漏告, 缺告, 错告, item by item."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from checker.model import Matter
from checker.rules.notice.dates import contradict, dates
from checker.rules.notice.departments import department_agrees
from checker.rules.notice.grounds import grounds_agree
from checker.rules.notice.listed import Against, listed
from checker.rules.notice.quantities import FREE, HALF_DAY, IMMEDIATE, SAME_DAY, Span, money, spans
from checker.rules.notice.reading import Reading
from checker.rules.notice.talk import Talk, plain
from checker.text import fold

_MONTH_BEFORE = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """A reading after the comparison: what is missing, what the guide says where the clerk said otherwise, and what the
    detector made of the papers where it saw them otherwise than the rules, with its share where it alone finds some left out.
    """

    reading: Reading
    missing: tuple[str, ...] = ()
    guide: str = ""
    trail: tuple[str, ...] = ()
    confidence: float | None = None


def compare(element: str, reading: Reading, talk: Talk, text: str, matter: Matter | None, against: Against) -> Compared:
    """One element against the guide; as it was read where the guide says nothing of it."""
    if matter is None:
        return Compared(reading)
    if element == "materials" and matter.materials:
        return _materials(reading, talk, text, matter, against)
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


def _materials(reading: Reading, talk: Talk, text: str, matter: Matter, against: Against) -> Compared:
    none = bool(reading.signals.get("none"))
    outcome = listed(talk, text, matter, against, none=none)
    papers = outcome.papers
    denied = tuple(each.denied for each in papers if each.denied)
    missing = tuple(each.name for each in papers if each.missing)
    told = tuple(each.place for each in papers if each.place and not each.missing)
    if denied or (none and missing and not told):
        needless = "、".join(each.name for each in papers if each.denied)
        reading = Reading("wrong", denied or reading.told, reading.vague)
        return Compared(reading, missing, needless or "、".join(missing), outcome.trail)
    if not missing:
        return Compared(Reading("told", told, reading.vague))
    if told or outcome.told_besides or reading.status != "missing":
        reading = Reading("partial", told or reading.told, reading.vague)
    return Compared(reading, missing, trail=outcome.trail, confidence=outcome.confidence)


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
