"""A paper that the office has already, or makes on the spot: another office has passed it on, the photograph is taken here."""

from __future__ import annotations

from checker.deferred import deferred

_IN_HAND = deferred(
    r"(?:转|交|寄|移交|推送|报送|推|传|送|报|发|拷|导|同步|抄送)(?:给|到|至|进|来|过来|上来)了?(?:我们|咱们?|我局|我所|我科|我这|我中心|本)"
    r"|(?:已经?|都|早就?|上次|上回|前回|去年|当时|此前|先前|信里|随信|随件|来信)[^，。；！？会将]{0,8}"
    r"(?:推送|转来|移交|交过|交来|寄来|寄到|附了|附来|附上|附有|收下|收到|收了|存了|留了|留过|采集过|录过|验过|提交过)"
    r"|(?:我们|咱|我|我局|局里|所里|科里|站里|中心)(?:这儿|这里|这边|手里|手上|柜子里|档案里)?(?:自己|就|都|还){0,2}(?:存着|留着|收着|存有|留有|有存底|有底|有存档|有一份)"
    r"|(?:从|在)(?:档案|库)[^，。；！？会将能可]{0,6}(?:调|找|翻)(?:出|到|着)来?了|报上来过|(?:已经?|都|刚才?)[^，。；！？]{0,6}(?:调|找|翻|采|拍)(?:出来|到|着|过)了"
)
"""It has come, not: it will come, or can be looked up."""
_MADE_HERE = deferred(
    r"(?:我们|咱们?|我|大厅|窗口|柜台|馆里|园里|所里|局里|站里|中心)(?:这?(?:儿|里|边|里头)|来|会|都|就|可以|免费|统一|自己|直接|给[您你]?|帮[您你]|替[您你]){0,4}"
    r"(?:拍|照(?!片)|采集?|填(?!表)|打(?!电)|写|画|印|复印|生成|导)"
)
"""The office makes it itself, with the citizen there."""
_SAME_PAPER = deferred(r"[^。；！？表证书本卡单照件票凭函图册牌章]{0,24}")
"""What follows up to the next paper."""
_BEFORE, _AFTER = 26, 34
_ENDS = "。；！？\n"


def in_hand(text: str, start: int, end: int) -> bool:
    """Whether the sentence around a paper said to be needless tells that the office has it."""
    begin = max(start - _BEFORE, *(text.rfind(mark, 0, start) + 1 for mark in _ENDS))
    stops = [place for mark in _ENDS if (place := text.find(mark, end)) >= 0]
    stop = min(end + _AFTER, len(text), *stops)
    beside = _SAME_PAPER.match(text, end)
    return bool(_IN_HAND.search(text, begin, stop) or _MADE_HERE.search(text, start, beside.end() if beside else end))
