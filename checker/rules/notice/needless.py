"""A paper said to be unnecessary: 不用带X, X不收, X就免了, X系统里有，您不要再交了; not 声明不用登报, nor 表格不用找."""

from __future__ import annotations

from checker.deferred import deferred

_NOT_TO = (
    r"(?:不用|不要|不需要|无需|不必|不消|无须|用不着|不需|犯不着|没必要)(?=(?:您|你|再|另外|另|专门|单独|自己|额外|都|也|了|啦|的|哦|哈|呢|咯|噢|往|去|原件|复印件){0,3}"
    r"(?:带|拿|交|提供|提交|递|准备|开|出|附|传|上传|填|办|做(?=[了，。；]|$)|证明|给|翻|报|[，。；\x00]|$))|不[要用]，?不[要用]|(?:不要|不用|不看|不需要)了(?=我|咱|电脑|系统|联网|[现如]今?在?)|"
    r"(?:甭|别|莫)(?:再|去|专门|特意|回去|另外){1,2}(?:开|弄|办|找|印|写|打)了?(?=[，。；\x00]|$)|(?:没必要|用不着|犯不着)(?:再|去|专门)?(?:写|找|补|打|跑)|"
    r"(?:甭|别|可以不|可不|不必|不用|不需要)再?(?:要|带(?!错|漏|少|混|忘)|拿(?!错|混)|交(?!错|漏)|提供|提交|报(?!错)|出具|附|送|备)(?!点|些|齐|全)"
)
_NEEDLESS = (
    rf"(?:{_NOT_TO}|不带(?!走)|用不上|用不到|用不着[，。；]|取消|免了|就免|免交|免提交|免提供|免收|免报|丢就丢|不提供|省(?:了|掉|去|下)(?![力时心事钱])|不作要求|不做要求|不在(?:要求|收取)之列|"
    r"不交|不签了(?=[，。；]|$)|不报(?!销|名|警)|不再(?:收|要|提交|需要|提供|附|看)|不强制|不收(?![钱费取一任您])|免(?:带|填|附|传|检|开|出具)|"
    r"(?:不|不再|没有?|没再)(?:作|做)?要求|(?:别|甭|不用|不必|不要|不劳)您?(?:再|去)?操心|(?:别|甭|莫)(?:再)?去(?:要|办|跑|找|打|写)|(?:就|也)(?:不必|不用|别|甭)(?:再)?找了|不涉及|(?:不|不再)看了|"
    r"(?<=的)可?免(?=[，。；）]|$)|(?:可以?|能)免(?=[，。；！了]|$)|(?<!先)(?<!现在)(?:别|甭)(?:填|签|写|办)了(?!，[^，。；！？]{0,8}(?:再|当面|现场|当场|窗口)))"
)
_LET_BE = (
    r"(?:取消(?:了|掉)|省略|精简(?:掉|了)|(?<!清|结|核|重|验|复|计|试|打)算了(?![一吧])|不是必[须需要]|不是非(?:要|得)|"
    r"(?:交|带|有|拿)[不没](?:交|带|有|拿)(?:都|也)?(?:行|可以|成|中|不?打紧|不?要紧|不碍事|没关系|无所谓)|可[带交有]可[不无][带交有]?|"
    r"早就?不(?:要|收|看)|不要(?:这个|那个|它)了|(?<!得)不看(?:这个|那个|这|它|(?=[，。；]|$))|免于(?:提交|提供|交)|暂?不收取|"
    r"不在[^，。；]{0,6}(?:范围|之列|要求)|(?:别|甭|不用|不必)(?:管|跑|折腾|忙活|费[那这]?个?[劲事心])|不(?:劳|麻烦)(?:您|你)|(?:无需|不必|不用|不要)重复|"
    r"省得(?:您|你))"
)
"""Let go in other words than that it need not be handed in."""
_NOBODYS = (
    rf"(?:{_NEEDLESS}|{_LET_BE}[^，。；！？]{{0,6}}|(?:不要|不用|不必|别)再(?:带|交|附|给|传|拿|报|提供|提交)|"
    r"(?:不要|用不着|不用|不必)(?:您|你)?(?:的|出|交|给|开|搞|弄|办|打|要)?)"
)
_END_OF_CLAUSE = r"(?:了|的|啦|哈|呢|哦|噢|咯|嘛|喽|过来|上来){0,3}(?:[，。；！？\x00]|$)"
_NOW = (
    r"(?:这次|这回|这一?[项样个份张条]|那[个些份张项]|现在|如今|目前|眼下|今年|往后|今后|以后都?|申请时|您这边|您那边|您|你|咱|我们|"
    r"先|暂时|一律|一概|自然|当然|倒是?|可以|以后|原件|正本|也|都|就|便|那)"
)
_PAPERS = "表证书本卡单照件票凭函图册牌章账料告录同约案"
"""Characters in which the names of papers end: a clause with one of them speaks of another paper."""
_JOINED = r"(?:(?:或者?|和|与|及|跟|以及)[^，。；！？带交拿填附传要]{1,10})?"
"""劳动合同和用工协议先不必交: what is joined to a paper said to be needless is needless too."""
_BEFORE = deferred(
    r"(?:不用|不要|不需要|无需|不必|不消|无须|不带|免交|免提交|免提供|不提供|不交|不再(?:收|要|提交|需要|提供)|不强制|不收(?![钱费取一任您]))"
    r"(?:您|你|再|提供|交|带|拿|开|提交|准备|签|携带|出示|复印|另外|什么){0,3}[①⑴]?$"
)
_NONE_THERE = deferred(r"哪(?:里|儿)?来的(?=[\u4e00-\u9fff])")
"""二手房哪来的发票."""
_HEADING = deferred(
    r"(?:^|(?<=[。；！？\n\x00]))[，]{0,2}(?:可?免[交带附]|免于?提[交供]|(?:无需|不需|无须)提[交供])(?:的|材料|资料|件|项目?){0,2}[，：]{1,2}[①⑴]?$"
)
"""The heading of what is waived: 免交：检测报告."""
_ASKED_AFTER = deferred(r"[^。；！？\x00]{0,24}?(?:带|拿|交|填|要|给|准备|提供|出示|复印)")
"""Under no heading: 免交，户口本、身份证带上 answers a question about the fee."""
_EXEMPTED = deferred(r"(?:的可?|可以?|能)免[了，。；！？\x00]{0,2}$")
_GRANTS = deferred(r"(?:带|拿|凭|有)(?:上|来|着|好|了|着您的|您的)?[^，。；！？带拿凭有]{0,8}$")
"""Before the paper that grants an exemption: 带上残疾证可以免."""
_AFTER = deferred(
    rf"^{_JOINED}[纸子本]?，?(?:{_NOW}，?){{0,4}}{_NEEDLESS}|"
    rf"^{_JOINED}[^，。；！？{_PAPERS}带交]{{0,8}}{_NOBODYS}{_END_OF_CLAUSE}|"
    rf"^，(?:鉴于|由于|因为?|既然|考虑到)[^，。；]{{2,30}}，[^，。；不免]{{0,6}}{_NEEDLESS}"
)
_LATER = deferred(
    rf"^{_JOINED}[^，。；！？{_PAPERS}]{{0,8}}，(?:(?:(?!复印)[^，。；！？{_PAPERS}带填签领]){{2,20}}，){{0,2}}(?:{_NOW}){{0,4}}纸?{_NOBODYS}{_END_OF_CLAUSE}"
)
"""In a clause of its own, after the reason: 执照嘛，数据推得过来，您不要再交了."""
_HANDED_IN = deferred(r"带|拿|交|填|签|给我|复印|上传|提供|准备")
_ONE_FORM = deferred(
    r"(?:复印件|到期的?|过期的?|扫描件|手写的?|纸质的?)[^，。；]{0,4}(?:不|别|莫)[^，。；]{0,4}，[^，。；]{0,6}(?:原件|有效|新的|机打|电子)|"
    r"(?:不要|不用|不必|不需要|免)(?:再)?(?:带|交|提供|要)?(?:复印件|复印)(?:了)?(?=[，。；！]|$)|"
    r"(?:别|不要|莫)(?:拿|带|交)(?:复印件|过期|假|旧)|不(?:需要|用|必)翻译"
)
"""One form of the paper is refused, not the paper: 复印件不收，要原件."""
_INSIDE = deferred(rf"(?:{_NEEDLESS}|{_LET_BE})(?![^，。；]{{0,3}}(?:钱|费))")
_BESIDE = deferred(rf"^[^，。；表证书本卡单照件票]{{0,6}}(?:{_NEEDLESS}|不[用要]了(?!的|吗|吧))")
RUN_ON = 28
"""A clause longer than this is speech without marks: what it says to be needless is what stands beside the word."""
_REACH = 14
_AHEAD = 52
_FORM_REACH = 18
_ASKED_FIRST = deferred(
    r"打[一两]|带[上来好着]|拿[上来好着]|填[一个张份好]|复印[一两好]|交[上来一]|各一|写[一个张份好]"
)
"""The paper was asked for before the waiver, which is another's: 制度打一本那个学历证不用交."""
_IF_NOT = deferred(
    r"(?:没|未|不是|非|不|要是|如果|若|假如|本人)[^，。；！？]{0,12}(?:的话|的|就|则|，)[^，。；！？]{0,8}$"
)


def negated(text: str, start: int, end: int, word: tuple[int, int] | None = None) -> bool:
    """Whether a material named at a place is said to be unnecessary; `word` is its name within that place.

    In speech without marks a place without a `word` says nothing: what is needless there could be anything.
    """
    if end - start > RUN_ON:  # where in it the paper stands must be known
        found = _BESIDE.match(text[word[1] : word[1] + 16]) if word else None
        start, end = word or (start, start)
    else:
        after = text[end : end + _AHEAD]
        found = _INSIDE.search(text, start, end)
        if found and word and _ASKED_FIRST.search(text, word[1], found.start()):
            return False
        found = found or _AFTER.match(after)
        if not found and not _HANDED_IN.search(text, start, end):
            found = _LATER.match(after)
        if found and _ONE_FORM.search(text, start, min(end + _FORM_REACH, len(text))):
            return False
        if found and _EXEMPTED.search(found[0]) and _GRANTS.search(text, max(0, start - _REACH), (word or (end,))[0]):
            return False
    found = found or _BEFORE.search(text[max(0, start - _REACH) : start]) or _NONE_THERE.search(text, start, end)
    return bool(found) or _waived_by_heading(text, start, end)


def _waived_by_heading(text: str, start: int, end: int) -> bool:
    """Whether what is named stands under a heading of its own sentence that waives it, and is not asked for after all."""
    return bool(_HEADING.search(text, max(0, start - _REACH), start)) and not _ASKED_AFTER.match(text, end)


def only_if(text: str, place: tuple[int, int]) -> bool:
    """Whether a paper is said to be unnecessary in one case only: 公章没刻过就不用带."""
    clause = max(0, place[0] - _REACH)
    found = next(_INSIDE.finditer(text, clause, place[1] + _REACH), None)
    return bool(found and _IF_NOT.search(text[clause : found.start()]))
