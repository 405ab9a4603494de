"""Repair: what the norms ask for stands beside the taboo or follows it, so that it is advice and no violation."""

from __future__ import annotations

from checker.deferred import deferred
from checker.judging.context import REACH, Context
from checker.text import fold

_DESTINATION = deferred(
    r"(?:[0-9一二三四五六七八九十]+号?(?:窗|楼|柜|室|房)|[一二三四五六七八九]楼|办公室[0-9一二三四五六七八九零]{2,4}|[A-Za-z0-9]区|科|股|局|大厅|中心|派出所|街道|社区|窗口|银行|所里|法院|医院|公司)"
)
_GOING = deferred(r"(?:到|去|找|问|归|由|打|拨|联系|转|属于|负责|出门|左转|右转|隔壁|楼上|楼下|对面)")
_EMPTY = deferred(r"(?:有关部门|相关部门|按规定|规定就是|上网查|网上查|别人|别处|别的地方|领导去|自己)")
_TELEPHONE = deferred(r"[0-9]{3,}")
_OFFER = deferred(
    r"(?:我|咱|这边|给您|帮您|替您|为您)[^。]{0,6}(?:帮|给|替|为|去|来|问|查|打|转|登记|核实|联系|请示|反映|催|记|约|带|陪|送|告诉|发|报)"
)
_REASON = deferred(r"(?:因为|由于|系统|还没|没到|缺|少了|过期|规定|政策|文件|要求|需要|得先|必须|停电|网络|维护|升级)")
_ALTERNATIVE = deferred(
    r"(?:您可以|可以先|可以到|也可以|您先|您把|换|改|补|下载|手机上|网上|小程序|预约|明天[^，。]{0,6}点|下午|上午|周[一二三四五六日])"
)

_CALLING = deferred(r"电话|打|拨|热线")
_NAMED_PLACE = deferred(
    r"[0-9一二三四五六七八九十]+号?(?:窗|楼|柜|室|房)|[一二三四五六七八九]楼|科|股|派出所|街道|社区|法院|大队|支队"
)
_TAKEN_ON = deferred(
    r"(?:我|刚才|刚刚|已经)(?:这就|马上|现在|去|来)?(?:帮|给|替|为)您[^。，]{0,4}(?:问|查|打|转|登记|核实|联系|反映|催)"
)
_ONCE = deferred(r"(?:需要|得等|要等|得先|要先)[^。！？]{2,24}(?:之后|以后|后|再|才)")


def repaired(context: Context) -> str | None:
    """What repairs the hit within the utterance, or None: a destination, a telephone, an offer, a reason with a way out."""
    rest = context.after
    before = context.before
    if _EMPTY.search(rest) and not (_TELEPHONE.search(rest) or _OFFER.search(rest)):
        return None
    if _TELEPHONE.search(rest) and _CALLING.search(rest):
        return "给了电话"
    if _DESTINATION.search(rest) and _GOING.search(rest):
        return "指了去处"
    if _OFFER.search(rest) or _OFFER.search(before):
        return "主动帮办"
    if _ALTERNATIVE.search(rest):
        return "给了别的办法"
    if (_REASON.search(rest) or _REASON.search(before)) and len(rest) > 6:
        return "说明了原因"
    return None


_REFUSED = "refusal"
FIRST_ASKED = frozenset({"shirking", "ignorance"})
"""Categories of first-asked duty (首问负责, norm N5): their repair may come up to the end of the conversation."""


def repaired_later(context: Context) -> str | None:
    """What repairs the hit in the clerk's next turn, or, within first-asked duty, in any later one."""
    later = [turn for turn in context.turns[context.turn + 1 :] if turn.role == "clerk"]
    for turn in later if context.hit.entry.group in FIRST_ASKED else later[:1]:
        words = fold(turn.text).replace(" ", "")[:REACH]
        if _EMPTY.search(words):
            continue
        if _TELEPHONE.search(words) and _CALLING.search(words):
            return "后来给了电话"
        if _NAMED_PLACE.search(words) and _GOING.search(words):
            return "后来指了去处"
        if _TAKEN_ON.search(words):
            return "后来主动帮办"
        if context.hit.entry.group == _REFUSED and _ONCE.search(words):
            return "后来说了怎样才可以"
    return None
