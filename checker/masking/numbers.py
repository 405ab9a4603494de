"""Identity cards, telephones and bank cards: written, spaced, hyphened, full width, or spoken digit by digit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checker.masking.spans import Span
from checker.masking.words import Words

_WRITTEN = "0-9０-９"
_SPOKEN = "零〇一二三四五六七八九幺"
_GAP = r"[ \u3000\t·.\-－–—‐‑]{0,3}"
_PAUSE = r"[ \u3000，、]{0,2}"
_X = "[XxＸｘ]?"
_NUMBER = re.compile(
    rf"[{_SPOKEN}](?:{_PAUSE}[{_SPOKEN}]){{6,39}}{_X}"
    rf"|[{_WRITTEN}{_SPOKEN}](?:{_GAP}[{_WRITTEN}{_SPOKEN}]){{6,39}}{_X}"
)
_SUSPECT = re.compile(rf"[{_WRITTEN}{_SPOKEN}](?:[ \u3000\t·.\-－–—‐‑，、]{{0,3}}[{_WRITTEN}{_SPOKEN}]){{6}}")
_GROUP = re.compile(rf"[{_WRITTEN}]+{_X}|[{_SPOKEN}]+{_X}")
_VALUES = str.maketrans("０１２３４５６７８９零〇一二三四五六七八九幺ＸｘX", "012345678900123456789" + "1xxx")
_BEFORE = 14
"""How many characters before a number tell what it is."""

DIGITS_MAX = 22
"""No number that is masked is longer."""
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_MOBILE = re.compile(r"(?:00)?(?:86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"0(?:10|2\d)[2-8]\d{7}|0[3-9]\d{2}[2-8]\d{6,7}")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_CARD = re.compile(r"[3-69]\d{15,18}")
_QUANTITY = re.compile(r"\s{0,2}(?:元|块|万|亿|平方|公里|吨|人|次|％|%)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits without a gap: their values, and where they stand."""

    digits: str
    start: int
    end: int


class Numbers:
    """Finds the digits to mask."""

    suspects = (_SUSPECT,)

    def __init__(self, words: Words) -> None:
        self._telephone = _ends_with(words.telephone)
        self._identity = _ends_with(words.identity)
        self._serial = _ends_with(words.serial)
        self._office = re.compile(f"(?:{_any(words.offices)})[^，。；！？\\n]{{0,8}}$")

    def spans(self, text: str) -> Iterator[Span]:
        """The inner digits of every number that is personal."""
        for found in _NUMBER.finditer(text):
            groups = [
                _Group(group[0].translate(_VALUES), group.start(), group.end())
                for group in _GROUP.finditer(text, *found.span())
            ]
            yield from self._in_run(text, groups)

    def _in_run(self, text: str, groups: Sequence[_Group]) -> Iterator[Span]:
        """The numbers of a run, from the left, of those that begin at one place the longest."""
        first = 0
        while first < len(groups):
            for last in range(min(len(groups), first + DIGITS_MAX), first, -1):
                some = groups[first:last]
                if _plausible(text, some) and (kept := self._kept(text, some)):
                    yield from _inner(text, some, *kept)
                    first = last - 1
                    break
            first += 1

    def _kept(self, text: str, groups: Sequence[_Group]) -> tuple[int, int] | None:
        """How many digits at the beginning and the end stay; None where the number is not personal."""
        digits = "".join(group.digits for group in groups)
        start, end = groups[0].start, groups[-1].end
        if _beside_star(text, start, end) or len(digits) > DIGITS_MAX:
            return None
        if is_identity(digits):
            return 3, 4
        before = text[max(0, start - _BEFORE) : start]
        if self._identity.search(before) and len(digits) >= 8:
            return (4, 4) if len(digits) >= 12 else (2, 2)
        if self._serial.search(before) or _QUANTITY.match(text, end):
            return None
        return self._telephone_kept(digits, before) or ((4, 4) if is_bank_card(digits) else None)

    def _telephone_kept(self, digits: str, before: str) -> tuple[int, int] | None:
        mobile = _MOBILE.fullmatch(digits)
        if mobile:
            return mobile.start(1) + 3, 4
        if self._office.search(before):
            return None
        if _LANDLINE.fullmatch(digits):
            return 4 if digits[1] > "2" else 3, 2
        return (2, 2) if _LOCAL.fullmatch(digits) and self._telephone.search(before) else None


def is_identity(digits: str) -> bool:
    """Whether 18 or 15 digits are an identity card's: province, date of birth, and, of 18, the checksum."""
    if not _PROVINCES.match(digits):
        return False
    if len(digits) == 15:
        return digits.isdigit() and _is_date("19" + digits[6:12])
    if len(digits) != 18 or not digits[:17].isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _is_date(digits[6:14]) and digits[17] == "10x98765432"[total % 11]


def is_bank_card(digits: str) -> bool:
    """Whether 16 to 19 digits are a bank card's, by Luhn's checksum."""
    if not _CARD.fullmatch(digits):
        return False
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _is_date(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) > date(1880, 1, 1)
    except ValueError:
        return False


def _plausible(text: str, groups: Sequence[_Group]) -> bool:
    """Whether groups may be one number: people write it in threes and fours, or digit by digit, and speak as they like."""
    lengths = {len(group.digits) for group in groups}
    return (
        len(groups) == 1 or min(lengths) >= 3 or lengths == {1} or all(text[each.start] in _SPOKEN for each in groups)
    )


def _inner(text: str, groups: Iterable[_Group], head: int, tail: int) -> Iterator[Span]:
    places = [place for group in groups for place in range(group.start, group.end)]
    for place in places[head : len(places) - tail]:
        yield place, place + 1


def _beside_star(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 2) : start].endswith(("*", "* ", "*-")) or text[end : end + 2].startswith(
        ("*", " *", "-*")
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _ends_with(words: Iterable[str]) -> re.Pattern[str]:
    """One of the words, with few characters behind it."""
    return re.compile(rf"(?:{_any(words)})[^{_WRITTEN}，。；！？\n]{{0,6}}$")
