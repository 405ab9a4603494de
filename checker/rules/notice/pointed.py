"""Papers that the clerk points back at: those that the citizen has named or handed in, or the one that an earlier step brings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from checker.deferred import deferred
from checker.model import Matter
from checker.rules.notice.documents import Documents
from checker.rules.notice.needless import negated
from checker.rules.notice.talk import Talk, masked
from checker.rules.notice.told import Told

Place = tuple[int, int]

_THINGS = (
    r"(?:[那这上]?(?:[两二三四五六七八几俩仨2-8]|一?些)(?:样|个|种|份|项|件|本|张)?(?:证件?|东西|材料|资料|手续|本本)?"
    r"|[那这]一?[样张本份])(?!的?(?:事|问题|情况|困难|意见|毛病|话))"
)
_SOME = rf"(?:{_THINGS}|(?=[都全]))"
_NAMED = (
    r"(?:(?:[您你]|刚才?|刚刚|方才)(?:刚才?|刚刚|方才|上面|前面|前头|来信里?|信里|信上|留言里?|电话里|自己){0,2}"
    r"(?:说|讲|提|列|写|报|念|数|问)(?:到|过|起|了|出来)?的?|"
    r"[您你](?:手上|手里|手头|家里|现在|自己|都){0,2}(?:现有|已有|有|备|准备|拿|带)(?:好|齐|着|来|过来|上)?了?的|[您你](?:手上|手里|手头)的?(?=[那这]))"
)
_MAY = r"(?:都|全|就|也|再|先|得|请|须|需|各|一并|一起|一块儿?|可以|把|给我|给我们|[您你]|记得|到时候?|来的?时候?|原件|复印件|正本)"
_BRING = (
    r"(?:(?:带|拿)(?![不走去回到着]|头|证明书)|带着(?=[，。；！？]|$|来|过来)|(?:递|寄)(?:上|来|过来|给我|到我)|拍(?:给我|过来|上来|好)|交(?:上来|过来|来|齐|原件|复印|给(?:我|窗口|咱)|(?=[，。；！？]|$))"
    r"|传(?:上来|过来|上|给我)|发(?:过来|来|给我)|给我(?=[，。；！？]|$)|复印|原件|备(?:好|齐|着)|准备好|各?印(?:一|两|好))"
)
_TAKES = (
    rf"(?:{_BRING}|要(?:的|啊|哈|哦)?(?=[，。；！]|$)|要{_BRING}|"
    r"(?:就|也)(?:行|够|可以|成)(?!不)|用得(?:上|着)(?![吗么不])|(?:够|齐)(?=了|的|[，。；！]|$))"
)
_ASKED_FOR = deferred(rf"{_NAMED}{_SOME}{_MAY}{{0,4}}{_TAKES}")
"""您刚说的那几样都带原件; not 您说的这些要去法院解决."""
_KEPT = (
    r"(?:(?:复印|收|扫描?|拍)(?:下|好|齐|完|过)?(?:了|，(?=还|再)|，?还[您你给])"
    r"|(?:看|核对?|验|登记|录)(?:好|过|完|了){1,2}，?(?:都|全)?(?:没问题|没错|对的|合格|齐|还[您你给]|可以(?=[，。；]|$)))"
)
_TAKEN_IN = deferred(
    rf"(?=[这那]){_THINGS}，?(?:我们?|窗口|这边|先|都|就|已经?|刚才?|帮[您你]|给[您你]|替[您你]){{0,4}}{_KEPT}"
    rf"|[您你](?:刚才?|刚刚)?(?:带|拿|交|递|给)(?:来|过来|上来|进来|我)?的(?:[这那]?(?:证件|东西|材料|资料|手续)|{_SOME})，?(?:我们?|窗口|都|就|已经?){{0,3}}"
    rf"(?:{_KEPT}|(?:够|齐)(?:了|(?=[，。；！]|$)))"
    rf"|(?:对的?|没错|不错|可以)，?就是(?=[这那]){_THINGS}(?=[，。；！]|$)"
    rf"|(?<![没未等到])收到了?[您你](?:刚才?|刚刚)?(?:传|发|交|寄|拍|递|带|给)(?:来|过来|上来|我)?的{_THINGS}(?=[，。；！？]|$|了|，?(?:没问题|都?清楚|齐))"
)
"""这两样我复印好了，还给你收着; not 这些我都登记了."""
_REFUSED = deferred(
    r"[^，。；！？]{0,8}，?(?:都|也|但是?|可是?|可惜|不过|就是|已经|早就?|全|其中){0,3}"
    r"(?:不对|过期|不行|不能用|没用|作废|无效|不认|不算|不够|不齐|看不清|不清楚|请?重新?[拍传发]|补办|不合格|要不得|不收)"
)
"""What was taken and found wanting: 这两样我看了，不对."""
_OF_STEP = deferred(
    r"第([1-9一二三四五六七八九])步[^，。；！？]{0,3}(?:拿|领|开|取|办|打|出|做|得|盖|签)(?:到|来|回来|好|出来?|完)?的[那这]?一?(?:张|本|份|个|套|页|东西)"
)
"""第一步拿到的那张."""
_LACKS = deferred(
    r"[^，。；！？]{0,16}(?:没带|没拿|没有|丢|不见了|找不[到见着]|还没|没办|没下来|过期|坏|藏|不还|不给|偷|抢|烧|撕|扣[了着下]|遗失)[^，。；！？]{0,12}"
    r"|要不要|用不用|需不需要"
)
"""What the citizen says not to have, and the question that sounds like a waiver."""
_ELSEWHERE = deferred(
    r"[^，。；！？]{0,16}(?:[放搁落忘锁丢]在?[^，。；！？]{0,3}(?:家|屋|单位)|在(?:老?家|单位)|没在)[^，。；！？]{0,12}"
)
"""What cannot have been taken in, though it may be asked for."""
_ASKS = "请带"
MOST, _TURNS, _SAID = 4, 6, 1500
"""So many pointers are followed, so many turns back, and so many characters: each is a comparison with the whole guide."""
_NUMERALS = tuple(map("".join, zip("123456789", "一二三四五六七八九", "①②③④⑤⑥⑦⑧⑨", strict=True)))
"""The numerals of each step: what is called 第1步 may stand at ①."""


def pointed(found: Sequence[Told], talk: Talk, matter: Matter, documents: Documents) -> list[Told]:
    """The papers of a guide, with those untold given the place where the clerk points back at them."""
    untold = {index for index, each in enumerate(found) if not each.place and not each.denied}
    places: dict[int, Place] = {}
    compared: set[str] = set()
    for place, words in islice(_pointers(talk), MOST) if untold else ():
        if words in compared:
            continue
        compared.add(words)
        named = documents.compare(matter.materials, words, matter.other_names, matter.name)
        places |= {index: place for index, each in enumerate(named) if each.place and index in untold}
        untold -= places.keys()
        if not untold:
            break
    return [replace(each, place=places.get(index, each.place)) for index, each in enumerate(found)]


def _pointers(talk: Talk) -> Iterator[tuple[Place, str]]:
    """Where the clerk points back, each with the words that are pointed at."""
    for pattern in (_ASKED_FOR, _TAKEN_IN):
        for found in pattern.finditer(talk.text):
            if not negated(talk.text, *found.span()) and not _REFUSED.match(talk.text, found.end()):
                said = masked(_said_before(talk, found.start()), _LACKS)
                yield found.span(), masked(said, _ELSEWHERE) if pattern is _TAKEN_IN else said
    for found in _OF_STEP.finditer(talk.text):
        yield found.span(), _step(talk.text, found[1])


def _said_before(talk: Talk, offset: int) -> str:
    """What the citizen said last before an offset in the clerk's words."""
    turns = bisect_right(talk.starts, offset)
    said = [asked for asked in talk.asked[max(0, turns - _TURNS) : turns] if asked]
    return "。".join(said)[-_SAID:]


def _step(text: str, number: str) -> str:
    """What the clerk said of a numbered step, as if it were asked for."""
    numerals = next(some for some in _NUMERALS if number in some)
    found = re.search(rf"(?:^|[。；！？，])，?第?[{numerals}]步?(?![0-9]|步)([^。；！？]{{4,80}})", text)
    return f"{_ASKS}{found[1].lstrip('，、.')}" if found else ""
