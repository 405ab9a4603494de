"""The time limit: which of the spans of time told is the one within which the matter is done."""

from __future__ import annotations

import re

from checker.deferred import deferred
from checker.rules.notice.cues import Cues
from checker.rules.notice.quantities import DATED, IMMEDIATE, SAME_DAY, Span, spans
from checker.rules.notice.reading import Place, Reading, decided, places
from checker.rules.notice.talk import Talk, masked

NEAR = 24
"""So far around a span of time its meaning is looked for."""
_RESULT_AFTER = 16


def read_time(talk: Talk, text: str, cues: Cues) -> Reading:
    """A definite limit for the work; an approximate one is partial, as is 当场 of a first step beside 过几天."""
    found = [span for span in spans(text) if _asked(talk, span, cues) or _is_limit(span, text, cues)]
    limits = [span for span in found if not _ADMITTING.search(text[span.end : span.end + _RESULT_AFTER])]
    exact = tuple(span for span in limits if not span.rough)
    rough = [(span.start, span.end) for span in limits if span.rough]
    told = [(span.start, span.end) for span in exact] + _dated(text)
    at_once = _at_once(text)
    vague = (*rough, *places(cues.vague, masked(text, IMMEDIATE)))
    if told or not vague:
        told += at_once
    vague = vague or places(_STAGE, talk.text)
    reading = decided(tuple(sorted(told)), vague or tuple(at_once))
    return Reading(reading.status, reading.told, vague, exact)


def _asked(talk: Talk, span: Span, cues: Cues) -> bool:
    """Whether the citizen had just asked how long it takes."""
    return bool(cues.label.search(talk.question_before(span.start)))


def _dated(text: str) -> list[Place]:
    """Dates by which something is done: 次月发放, 月底前答复, 最迟后天."""
    found = (each.span() for each in DATED.finditer(text))
    return [
        place
        for place in found
        if (
            _RESULT.search(text[place[1] : place[1] + 12])
            or _LATEST.search(text[: place[0]])
            or (_DEADLINE.search(text[place[0] : place[1]]) and _WHEN.search(text[max(0, place[0] - NEAR) : place[0]]))
        )
        and not _OTHER_DATE.search(text[max(0, place[0] - NEAR) : place[0]])
    ]


def _at_once(text: str) -> list[Place]:
    found = (each.span() for pattern in (IMMEDIATE, SAME_DAY) for each in pattern.finditer(text))
    return [place for place in found if not _aside(text, place)]


_TAKEN_UP = (
    r"(?:[^。；！？，]{0,8}(?:是否(?:受理|立案|接收)|受不受理|立不立案|收不收|受理决定|(?:决定|定下?)(?:受理|立案)|准不准受理)|"
    r"[^。；！？，]{0,4}(?:完成|作出|进行)(?:初核|初审|预审|初步审[核查]|形式审查))"
)
"""What is decided within the time is only whether the matter is taken up."""
_ADMITTING = deferred(f"^{_TAKEN_UP}")
_DAYS = r"[0-9一二两三四五六七八九十]{1,4}个?(?:工作日|自然日|天|日)"
_STAGE = deferred(rf"(?<!已)(?:公示|公告|张榜|贴榜|挂网|登报)[期了够满]{{0,2}}{_DAYS}|{_DAYS}{_TAKEN_UP}")
"""The time of one stage: where nothing else is said, the time is told in part."""
_RESULT = deferred(
    r"^[^。；！？]{0,9}(?:能取|能拿|能领|办结|答复|到(?:[账帐]|[您你][^，。]{0,3}卡)|入|发放|发到|打卡|进卡|拿(?!来|着|过)|领|打证|打给|取|出|生效|补给|"
    r"回复|完|好|享受|结果|审|给您|发钱|开始发|上门|打款|打到|统一|评|发证|(?<!补)发(?=[，。；！？]|$)|拨|寄|划|批|弄好|搞定|告诉|告知|送|不扣|停|一并|一起)"
)
_DEADLINE = deferred(r"(?:前|以前|底)$")
_WHEN = deferred(r"(?:什么时候|啥时候|哪天|何时|几时)[^，。；！？]{0,2}(?:到账|发|拿|领|好|办|打|出)[^。；！？]{0,16}$")
"""The clerk takes the question up: 什么时候到账您也记一下，每年8月1日前."""
_LATEST = deferred(r"最[迟晚]$")
_OTHER_DATE = deferred(
    r"(?:已经?|早就?)(?:于|在|是)?[^。；！？，]{0,8}$|(?:开放?|截止|截至|申报|受理)(?:到|至)[^。；！？，]{0,6}$"
)
"""What was done on a date (已于3月28日拨付), or until when applications are taken."""


_IN_ALL = deferred(r"(?:总共|一共|拢共|统共|前前后后|前后|加起来|从头到尾)(?:得|要|是|大概|也就)?$")


def _is_limit(span: Span, text: str, cues: Cues) -> bool:
    """Whether a span of time limits the work: by its unit, by a result named beside it, or by standing alone."""
    if span.unit == "year":
        return False
    if span.rough or span.unit in ("workday", "minute"):
        return True
    before, after = text[max(0, span.start - NEAR) : span.start], text[span.end : span.end + _RESULT_AFTER]
    before, after = re.split(r"[。；！？]", before)[-1], re.split(r"[。；！？]", after)[0]
    if _IN_ALL.search(before):
        return True
    alone = before[-1:] in ("", "，") and after[:1] in ("", "，")
    return alone or bool(cues.told.search(before + after))


def _aside(text: str, place: Place) -> bool:
    """当场 of a piece of the work: 当场告知补正, 当场出具受理回执, 当天转至我局."""
    after = text[place[1] : place[1] + 10]
    return bool(
        re.search(
            r"^[^。；！？，]{0,3}(?:告知|出具受理|受理|转至|转办|补正|指出|跟我说|指给|收到|沟通|反馈给|不能|"
            r"答复不了|高峰|填|写|打印(?:申请|签)|签(?!发|出|批|约|上|好|完|字[^。；！？]{0,6}[发出拿领])|录像|按(?:手印|指纹)|照|拍)|^[即就便已]?(?:翻|派|安排|组织|赶|联系|走访|前往|召集|调取)",
            after,
        )
    )
