"""A paper that the office has already: another office has passed it on, the citizen has handed it in before."""

from __future__ import annotations

from checker.deferred import deferred

_IN_HAND = deferred(
    r"(?:转|交|寄|移交|推送|报送|推|传|送|报|发|拷|导|同步|抄送)(?:给|到|至|进|来|过来|上来)了?(?:我们|咱们?|我局|我所|我科|我这|我中心|本)"
    r"|(?:已经?|都|早就?|上次|上回|前回|去年|当时|此前|先前|信里|随信|随件|来信)[^，。；！？会将]{0,8}"
    r"(?:推送|转来|移交|交过|交来|寄来|寄到|附了|附来|附上|附有|收下|收到|收了|存了|留了|留过|采集过|录过|验过|提交过)"
    r"|(?:我们|咱|我|我局|局里|所里|科里|站里|中心)(?:这儿|这里|这边|手里|手上|柜子里|档案里)?(?:就|都|还)?(?:存着|留着|收着|存有|留有|有存底|有底|有存档|有一份)"
)
"""It has come, not: it will come, or can be looked up."""
_BEFORE, _AFTER = 26, 34
_ENDS = "。；！？\n"


def in_hand(text: str, start: int, end: int) -> bool:
    """Whether the sentence around a paper said to be needless tells that the office has it."""
    begin = max(start - _BEFORE, *(text.rfind(mark, 0, start) + 1 for mark in _ENDS))
    stops = [place for mark in _ENDS if (place := text.find(mark, end)) >= 0]
    return bool(_IN_HAND.search(text, begin, min(end + _AFTER, len(text), *stops)))
