"""Home addresses (…路…号…室, …小区3栋2单元501) and number plates. Addresses of offices stay: they are what is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checker.masking.spans import Span
from checker.masking.words import Words

_CHARACTER = r"[\u4e00-\u9fff]"
_COUNT = "[0-9０-９零〇一二三四五六七八九十百甲乙丙丁A-Za-z]{1,6}(?:[-－之][0-9０-９]{1,5}){0,3}"
_ROAD = "(?:路|街|道|巷|弄|胡同|村|组|屯|庄)"
_NO_NUMBER = "(?![窗柜线机台服厅文令公楼告选])"
_UNIT = "(?:号楼|号院|号|弄|栋|幢|座|单元|楼|层|室|户)"
_CHAIN = f"(?:[ ，]?{_COUNT}{_UNIT}){{0,5}}(?:[0-9０-９]{{2,5}}(?![0-9０-９年月元套]))?"
_STREET = f"{_CHARACTER}{{1,8}}?{_ROAD}{_COUNT}号{_NO_NUMBER}{_CHAIN}"
_ROOM = f"(?:{_COUNT}(?:室|户|号{_NO_NUMBER})|[0-9０-９]{{3,4}}(?![0-9０-９年月元套]))"
_HOUSE = f"{_COUNT}(?:号楼|栋|幢|座)[ ，]?(?:{_COUNT}单元[ ，]?)?(?:{_COUNT}(?:楼|层)[ ，]?)?{_ROOM}"
_FLAT = f"{_COUNT}单元[ ，]?{_ROOM}"
_BUILDING = f"{_COUNT}(?:号楼|栋|幢|座)(?:{_COUNT}单元)?"
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][·•\- ]?"
    r"(?P<inner>(?=[A-Za-z]{0,5}[0-9])[A-HJ-NP-Za-hj-np-z0-9]{3,4})"
    r"[A-HJ-NP-Za-hj-np-z0-9][A-HJ-NP-Za-hj-np-z0-9挂学警港澳](?![A-Za-z0-9])"
)
_SUSPECTS = (
    re.compile(f"[路街道巷弄村组屯庄同]{_COUNT}号"),
    re.compile("[栋幢座]|单元|号楼"),
    re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][·•\- ]?[A-Za-z0-9]{4}"),
)
_BEFORE = re.compile(".*(?:[省市区县镇乡州旗盟在住是到于的月日与及对从由将租买称至“：:，。、；]|地址|户籍)")
"""What stands before the name of a road or an estate and is no part of it."""
_NEAR = 14


class Places:
    """Finds addresses and plates."""

    suspects = _SUSPECTS

    def __init__(self, words: Words) -> None:
        estate = f"{_CHARACTER}{{1,8}}?(?:{_any(words.estates)})"
        self._patterns = (
            re.compile(f"(?P<street>{_STREET})"),
            re.compile(f"(?:{estate})?(?:{_HOUSE}|{_FLAT})"),
            re.compile(f"(?:{estate}){_BUILDING}"),
        )
        self._room = re.compile(f"{_HOUSE}|{_FLAT}|{_COUNT}室")
        self._home = re.compile(f"(?:{_any(words.homes)})")
        self._office = re.compile(f"(?:{_any(words.offices)})")

    def spans(self, text: str) -> Iterator[Span]:
        """Addresses from the road or estate on; the middle of plates."""
        for plate in _PLATE.finditer(text):
            yield plate.span("inner")
        for pattern in self._patterns:
            for found in pattern.finditer(text):
                if self._personal(text, found):
                    skipped = _BEFORE.match(found[0])
                    yield found.start() + (skipped.end() if skipped else 0), found.end()

    def _personal(self, text: str, found: re.Match[str]) -> bool:
        """Whether an address is somebody's: it leads to a room, or a home is spoken of, or no office is near a street."""
        start, end = found.span()
        before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
        if self._home.search(before + found[0]) or self._room.search(found[0]):
            return True
        return "street" in found.groupdict() and not self._office.search(f"{before}\n{after}")


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
