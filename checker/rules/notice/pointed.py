"""Papers that the clerk points back at: those that the citizen has named or handed in, or the one that an earlier step brings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from checker.deferred import deferred
from checker.model import Matter
from checker.rules.notice.documents import Documents, Told
from checker.rules.notice.needless import negated
from checker.rules.notice.talk import Talk, masked

Place = tuple[int, int]

_SOME = (
    r"(?:[那这上]?(?:[两二三四五六七八几俩仨2-8]|一?些)(?:样|个|种|份|项|件|本|张)?(?:证件?|东西|材料|资料|手续|本本)?"
    r"|[那这]一?[样张本份]|(?=[都全]))"
)
_NAMED = (
    r"(?:(?:[您你]|刚才?|刚刚|方才)(?:刚才?|刚刚|方才|上面|前面|前头|来信里?|信里|信上|留言里?|电话里|自己){0,2}"
    r"(?:说|讲|提|列|写|报|念|数|问)(?:到|过|起|了|出来)?的?|"
    r"[您你](?:手上|手里|手头|家里|现在|自己|都){0,2}(?:现有|已有|有|备|准备|拿|带)(?:好|齐|着|来|过来|上)?了?的|[您你](?:手上|手里|手头)的?(?=[那这]))"
)
_TAKES = r"(?:带|拿|交|传|给|递|寄|发|复印|原件|备|要|就行|就够|就可以|就成|来|印|齐|够)"
_ASKED_FOR = deferred(rf"{_NAMED}{_SOME}(?=[^，。；！？]{{0,8}}{_TAKES})")
"""您刚说的那几样都带原件."""
_TAKEN_IN = deferred(
    rf"[这那]{_SOME}，?(?:我们?|窗口|这边|先|都|就|已经?|刚才?|帮[您你]|给[您你]|替[您你]){{0,4}}"
    r"(?:复印|收|看|扫描?|登记|核对?|验|拍|录|留)(?:好|下|过|完|齐|到|底|印)?(?:了|，|还)"
    rf"|[您你](?:刚才?|刚刚)?(?:带|拿|交|递|给)(?:来|过来|上来|进来|我)?的[这那]?(?:{_SOME}|证件|东西|材料|资料|手续)?，?(?:我们?|窗口|都|就|已经?){{0,3}}(?:收|复印|看|扫|验|登记|留|够|齐)"
)
"""这两样我复印好了，还给你收着."""
_OF_STEP = deferred(
    r"第([1-9一二三四五六七八九])步[^，。；！？]{0,3}(?:拿|领|开|取|办|打|出|做|得|盖|签)(?:到|来|回来|好|出来?|完)?的[那这]?一?(?:张|本|份|个|套|页|东西)"
)
"""第一步拿到的那张."""
_LACKS = deferred(
    r"[^，。；！？]{0,12}(?:没带|没拿|没有|丢|不见了|找不[到见]|还没|没办|过期|弄坏|遗失)[^，。；！？]{0,12}"
    r"|要不要|用不用|需不需要"
)
"""What the citizen says not to have, and the question that sounds like a waiver."""
_ASKS = "请带"
_NUMERALS = dict(zip("123456789", "一二三四五六七八九", strict=True))


def pointed(found: Sequence[Told], talk: Talk, matter: Matter, documents: Documents) -> list[Told]:
    """The papers of a guide, with those untold given the place where the clerk points back at them."""
    places: dict[int, Place] = {}
    for place, words in _pointers(talk):
        named = documents.compare(matter.materials, words, matter.other_names, matter.name)
        for index, each in enumerate(named):
            if each.place:
                places.setdefault(index, place)
    return [
        replace(each, place=places[index]) if index in places and not each.place and not each.denied else each
        for index, each in enumerate(found)
    ]


def _pointers(talk: Talk) -> Iterator[tuple[Place, str]]:
    """Where the clerk points back, each with the words that are pointed at."""
    for pattern in (_ASKED_FOR, _TAKEN_IN):
        for found in pattern.finditer(talk.text):
            if not negated(talk.text, *found.span()):
                yield found.span(), masked(_said_before(talk, found.start()), _LACKS)
    for found in _OF_STEP.finditer(talk.text):
        yield found.span(), _step(talk.text, found[1])


def _said_before(talk: Talk, offset: int) -> str:
    """All that the citizen said before an offset in the clerk's words."""
    return "。".join(asked for start, asked in zip(talk.starts, talk.asked, strict=True) if start <= offset and asked)


def _step(text: str, number: str) -> str:
    """What the clerk said of a numbered step, as if it were asked for."""
    numeral = _NUMERALS.get(number, number)
    found = re.search(rf"(?:^|[。；！？，])，?第?[{number}{numeral}]步?(?![0-9]|步)([^。；！？]{{4,80}})", text)
    return f"{_ASKS}{found[1].lstrip('，、.')}" if found else ""
