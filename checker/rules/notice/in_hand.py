"""A paper that the office has already, makes on the spot or fetches itself: another office has passed it on, the photograph is
taken here, the office asks the other one.
"""

from __future__ import annotations

from checker.deferred import deferred

_IN_HAND = deferred(
    r"(?:转|交|寄|移交|推送|报送|推|传|送|报|发|拷|导|同步|抄送)(?:给|到|至|进|来|过来|上来)了?(?:我们|咱们?|我局|我所|我科|我这|我中心|本)"
    r"|(?:已经?|都|早就?|上次|上回|前回|去年|当时|此前|先前|信里|随信|随件|来信)(?:(?!没|未(?!成年)|不(?!动产|小心))[^，。；！？会将]){0,8}"
    r"(?:推送|转来|移交|交过|交来|寄来|寄到|附了|附来|附上|附有|收下|收到|收了|存了|留了|留过|采集过|录过|验过|提交过)"
    r"|(?:已经?|都|刚才?|方才|先前|早上|上午|进门|取号|来的?时候?)[^，。；！？会将领规政]{0,10}(?:给(?:我|我们|窗口)看|看(?=过)|验|核|登记|扫|刷|交|复印)(?:过了?|了)(?=[，。；！的]|$)"
    r"|(?:我们|咱|我|我局|局里|所里|科里|站里|中心)(?:这儿|这里|这边|手里|手上|柜子里|档案里)?(?:自己|就|都|还){0,2}(?:存着|留着|收着|存有|留有|有存底|有底|有存档|有一份|有备份)"
    r"|(?:我|我们|咱|局里|所里|科里|站里|村里|中心)的?(?:这儿|这里|这边|手里|手上|柜子里?|抽屉里?|档案里|档案室里?)(?:就|都|还){0,2}有(?=存|底|档|备份|一份|了?(?:[，。；！]|$))"
    r"|(?:上次|上回|前回|去年|以前)[^，。；！？没未不]{0,10}(?:留|存)[的了]底(?=[，。；！]|$|呢)"
    r"|(?:从|在)(?:档案|库)[^，。；！？会将能可]{0,6}(?:调|找|翻)(?:出|到|着)来?了|(?:系统|档案|库|电脑)里(?:就|都|已经?|还){0,2}(?:存着|存了|留着|有存)|报上来过|(?:已经?|都|刚才?)[^，。；！？]{0,6}(?:调|找|翻|采|拍)(?:出来|到|着|过)了"
)
"""It has come, not: it will come, or can be looked up."""
_MADE_HERE = deferred(
    r"(?:我们|咱们?|我|大厅|窗口|柜台|馆里|园里|所里|局里|站里|中心|那边|自助机|机器)(?:这?(?:儿|里|边|里头)|自助机|机器|用手机|拿手机|来|会|都|就|能|可以|现场|当场|免费|统一|自己|直接|给[您你]?|帮[您你]|替[您你]){0,4}"
    r"(?:拍|照(?!片)|采集?|填(?!表)|打(?!电)|写|画|印|复印|生成|导)"
    r"|(?:去的人|上门的人?|工作人员|民警|师傅)(?:会|都|就|能|现场|当场|来|去|给[您你]?|帮[您你]){0,3}(?:拍|照(?![片旧样顾着单])|采集?|复印)"
    r"|(?<![让请找叫])(?:医生|护士|医院)(?:会|都|就|现场|当场|给[您你]?){0,3}(?:拍|采集?)"
)
"""The office makes it itself, with the citizen there."""
_OFFICE = (
    r"(?:我们|咱们?|我|本[局所科站院馆中心委厅]{1,2}|我[局所科站院馆]|窗口|后台|系统|平台|工作人员"
    r"|(?:[局所科股站厅院馆村镇]|中心)里?)(?![^，。；！？]{0,14}(?:现场|实地|上门|场地|地块))"
)
_OWN_ACT = (
    r"(?:这儿|这里|这边|系统里|后台|[从在]?网上|[从在]系统里?|自己|自行|直接|去|来|会|就|再|负责|统一"
    r"|帮[您你]|给[您你]|替[您你]|上网|联网)"
)
_BY_ITSELF = r"(?:自己|自行|直接|联网|上网|负责)"
_FETCH = r"(?:调(?!整|解|动|理|休|试|一下|研|岗|班|换|价)|比对|提取|获取|下载|取数|要过来|对接)"
_LOOK = r"(?:(?:查|核)(?!现场|场地|地块|你|您|发|准|定|算)|看得?到|问(?:得?到|一下)|比对)"
_WHOM = r"(?:(?!领导|熟人|朋友|同事|[您你])[^，。；！？]){1,12}"
_FETCHED = deferred(
    rf"(?:由|靠)?{_OFFICE}{_OWN_ACT}{{1,3}}(?:[从跟向到在和与找去]{_WHOM})?{_OWN_ACT}{{0,2}}{_FETCH}"
    rf"|{_OFFICE}{_OWN_ACT}{{0,2}}{_BY_ITSELF}(?:[从跟向到在和与找去]{_WHOM})?{_OWN_ACT}{{0,2}}{_LOOK}"
    rf"|{_OFFICE}(?:会|再|就|可)?(?:[从跟向和与到]|通过){_WHOM}(?:调[取阅档]|查询|核[验查实]|比对|提取|获取)"
    rf"|{_OFFICE}[^，。；！？]{{0,6}}(?:[点敲刷扫输]一下(?=就|便|[，。；！]|$)|(?:一|打个电话)[问查点输刷扫](?:就|便)(?!会不))"
    r"|(?:代码|号码?|编号|身份证|脸|名字|姓名)(?:一[输刷扫报敲填查]|[输填刷扫敲报](?:进去|一下|上))，?(?:就|便|它?自己)(?:能|都|会|全)?(?:有|出来|出|带出|调出|显示|看到|知道|晓得|跟|比对)"
    rf"|(?:那边|那头|那儿|部门|[局院厅委]|公安|民政|税务|社保|医保|法院|人社|市监|交警)的?(?:数据|信息|记录|档案|底册|底子)，?{_OFFICE}[^，。；！？]{{0,4}}(?:能|可以)?(?:[看查调]得?到|看得见)"
    rf"|{_OFFICE}{_OWN_ACT}{{0,2}}[跟向找][^，。；！？]{{1,8}}(?:要|讨|取)(?=[，。；！？]|$|来|过来|回来|到)"
    rf"|{_OFFICE}[^，。；！？]{{0,4}}自动[^，。；！？]{{0,2}}(?:带|读|抓|关联|调|生成|填|同步|比对|核[对查验])|通过{_WHOM}(?:获取|调取|核[验查]|查询|比对)"
    r"|[您你]?报(?:个|一下|下)?(?:号码?|名字|身份证号?)，?(?:我们?|窗口)(?:来|就|去)?查"
    r"|联着网[^。；！？]{0,8}查|反馈(?:给我们|回来|过来)"
    rf"|{_OFFICE}{_OWN_ACT}{{0,2}}[跟和与同](?!领导|熟人|朋友|同事|[您你])(?:(?!没|未|不(?!动产)|以后)[^，。；！？]){{1,8}}(?:联网(?!与否)|联着网|联了网|连着(?=[，。；！]|$|的|呢)|连了网|互联|数据互通|对数)"
    rf"|{_OFFICE}{_OWN_ACT}{{0,2}}(?:函询|发函[^，。；！？]{{0,6}}[查核问调]|导出来?(?=[，。；！？]|$)|(?:从|在)[^，。；！？]{{1,6}}导出(?=来|[，。；！？]|$))"
    r"|(?:银行|学校|学籍系统|医院|法院|公安|民政|税务|单位|部门|[两几]个(?:学校|单位|部门)|[两双]边|那边)(?:会|就|之间|都)?(?:自己|自行|直接|在?网上|统一)(?:去|会|给我们|跟我们)?"
    r"(?:(?:拉(?!倒)|传(?!达|唤|话|言)|推送|上传|报送|交接)(?=[，。；！？]|$|过来|上来|给我)|转(?=过来|上来|给我))"
)
"""The office gets it itself, by an act of its own; that data are shared, or can be seen somewhere, is no such word."""
_WE_HAVE = deferred(
    r"[^，。；！？]{0,16}(?<=[表证书本卡单照件票函册章折同约])(?:我们?|咱)这?(?:就|都)?有(?=[，。；！]|$)"
)
"""承包合同我们有: of the paper itself, in its own clause."""
_SAME_PAPER = deferred(r"[^。；！？表证书本卡单照件票凭函图册牌章]{0,24}")
"""What follows up to the next paper."""
_OTHER_PAPER = deferred(r"[表证书本卡单照件票函册章]")
_BEFORE, _AFTER = 26, 34
_COMMA = "，"
_ENDS = "。；！？\n"


def in_hand(text: str, start: int, end: int) -> bool:
    """Whether the sentence around a paper said to be needless tells that the office has it."""
    begin = _begin(text, start)
    stops = [place for mark in _ENDS if (place := text.find(mark, end)) >= 0]
    stop = min(end + _AFTER, len(text), *stops)
    beside = _SAME_PAPER.match(text, end)
    if _WE_HAVE.match(text, start, stop) or _IN_HAND.search(text, begin, stop) or _FETCHED.search(text, begin, stop):
        return True
    return bool(_MADE_HERE.search(text, start, beside.end() if beside else end))


def _begin(text: str, start: int) -> int:
    """Where what is said of a paper begins: with its clause, or with those before it that name no other paper."""
    first = max(start - _BEFORE, *(text.rfind(mark, 0, start) + 1 for mark in _ENDS))
    begin = max(first, text.rfind(_COMMA, 0, start) + 1)
    while begin > first:
        clause = max(first, text.rfind(_COMMA, 0, begin - 1) + 1)
        if _OTHER_PAPER.search(text, clause, begin):
            break
        begin = clause
    return begin
