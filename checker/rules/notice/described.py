"""Head nouns of papers with the words that modify them, and those that are described rather than named: 能证明您在那儿住的."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.deferred import deferred

_PROVES = deferred(r"(?:能|可以|可|足以)证明([^，。；！？、]{2,16})")
_WRITES = deferred(
    r"(?:写|打|[递交]一?(?=[个份张]))(?:[个份张]|一[个份张]|了|好){0,2}((?:(?![写递打交的])[\u4e00-\u9fff]){2,8})的?"
    r"申请(?![表书单人者条]|登|办|材|报|资|理|函|领|的)"
)
_NAMED = deferred(
    r"(?:^|(?<=[，。；]))((?:(?![您你我提交收到来去向在网再先能]|(?<!许)可)[\u4e00-\u9fff]){2,8}?)的?申请(?=一?[份张]|[，。；]|$|在这|签|也)"
)
_LOOKED_UP = deferred(
    r"(?:系统|平台|后台|网上|联网|电脑|数据)[^，。；！？没不]{0,8}(?:核|查|调|取|比对|读|带|抓)(?:得?到|出来?|取)([^，。；！？没不]{2,12})"
)
_WRITTEN_UP = deferred(
    r"(?:^|(?<=[，。；！？]))([\u4e00-\u9fff]{3,14})，[都也再就您你自己给我]{0,3}(?:写|列|打|拉|造|画|编|做)(?:了|好|出|上)?(?:一)?[个张份]"
    r"(单子|清单|名单|明细|表格?|草?图|说明|名册|台账)"
)
"""Its content comes first: 几台什么机器，写个单子."""
_LISTED = deferred(
    r"(?:^|[，。；！？的到交把开要带办])([\u4e00-\u9fff]{2,5}(?:，[\u4e00-\u9fff]{2,6}){0,3})(?:和|及|与|跟|还有)[\u4e00-\u9fff]{1,8}$"
)
_LIST_REACH = 40
_PROOF, _APPLICATION, _ANY = "证明", "申请书", "的东西"
"""The heads of what is described: a paper of any family where the office looks it up itself."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun in a text with the words before it that may modify it."""

    word: str
    start: int
    end: int
    before: str


def enumerated(head: Head, text: str) -> list[Head]:
    """学历、普通话和考试合格证明: each of what is enumerated has the head that stands at the end."""
    found = _LISTED.search(text[max(0, head.start - _LIST_REACH) : head.start])
    items = found[1].split("，") if found else []
    return [Head(head.word, head.start, head.end, item) for item in items]


def described(text: str) -> Iterator[Head]:
    """Papers described: by what they prove, an application that is to be written, what a system finds by itself."""
    yield from (Head(_PROOF, found.start(1), found.end(), found[1]) for found in _PROVES.finditer(text))
    for written in (_WRITES, _NAMED):
        yield from (Head(_APPLICATION, found.end() - 2, found.end(), found[1]) for found in written.finditer(text))
    yield from (Head(found[2], *found.span(2), found[1] + "的") for found in _WRITTEN_UP.finditer(text))
    yield from (Head(_ANY, found.end(), found.end(), found[1]) for found in _LOOKED_UP.finditer(text))
