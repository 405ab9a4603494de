"""Words that sound like a paper and ask for none: what follows a refusal, 户口 where it is no 户口本, the card that money goes to."""

from __future__ import annotations

from checker.deferred import deferred
from checker.rules.notice.talk import masked

_AFTER_REFUSAL = deferred(
    r"(?:不予|不合格|[不没未]通过|[不没]过|退回来?|没批|没[备办报]上)[^，。；！？]{0,12}的?，[^。；！？]{0,60}|补充[^，。；！？]{2,16}后|"
    r"[要得还]等[^，。；！？]{1,8}[出发批][^，。；！？]{2,8}(?=[。；！？]|$)"
)
"""What is asked for only of those whose matter was refused, or is waited for and comes by itself."""
_REGISTERED = deferred(
    r"(?:常住|集体|[本外我咱][省市县区乡镇村地]的?|农村|农业|城镇|[落迁销上转立分入查]了?|注销|申报|登记)户口(?!的?那?个?[本簿薄册页复原证])|"
    r"户口(?=[的也就]?(?:在|是|还在|登记|条例|所在|性质|迁|类型|没|一直|早|落|转|事))"
)
"""Where somebody is registered, not the book of it: 本县常住户口, 户口的事."""

_STILL_ASKED = r"(?![^，。；！？]{0,12}，?[^，。；！？]{0,12}(?:复印|带|拿|[提递]?交|要(?!等|先|[0-9一二两三四五六七八九十几])|准备|原件))"
"""Nothing after it asks for the paper: 劳动合同满一年，复印一份 does."""
_NOT_OBJECT = "".join(
    rf"(?<!(?:提供|复印)[^，。；！？]{{{gap}}})(?<![带拿][^，。；！？]{{{gap}}})(?<!交(?![的了过费款钱])[^，。；！？]{{{gap}}})"
    for gap in range(1, 6)
)
"""It is not the card itself that is to be brought: 提供补贴打到的那张卡."""
_PAID_INTO = deferred(
    r"(?:钱|款|补贴|补助|金|费|工资|待遇|津贴)?[^，。；！？]{0,4}"
    rf"{_NOT_OBJECT}"
    r"(?:(?:打|发放?|划拨?|拨付?|转|汇|存|退|返|报销?|支付)(?:到|进|入(?=[您你他她本]|[^，。；！？]{1,8}[里上中内])|至|在)|(?<=[钱款贴助金费]会)[进到])(?:了)?(?!的)(?:[您你他她]|本人|自己|老人|孩子|学生|绑定|名下|指定|原来|登记|的){0,4}"
    r"(?:社会?保障?|市民|银行|储蓄|工资|惠农|粮补|医保)?(?:一?卡通?|一本通|存折|折子|账户)(?:账户|账号)?(?:里头?|上|内|中)?(?=[，。；！？]|$|就|，|了)"
    rf"(?![，。；][^，。；！？]{{0,12}}(?:卡|折|报)){_STILL_ASKED}"
)
"""Where the money goes: 补贴打到社保卡 asks for no copy of the card."""
_BY_THE_PAPER = deferred(
    r"(?:已|都|均)?(?:写进|写入|载入|载明|列入|记载|规定在|约定在)了?[^，。；！？、]{0,6}(?:章程|合同|协议|制度|预案|方案)(?:[和及与、][^，。；！？]{1,8}(?:里|中|内|的)?)?|"
    r"(?:按照?|依照?|根据|照着?|对照)[^，。；！？、填写备交]{0,6}(?:章程|合同|协议|制度|预案|方案)(?=(?:疏散|演练|处置|执行|办理|实施|操作|落实|约定|规定|要求|运行|施工|整改)|的(?:情况|规定|约定|要求))"
)
"""What is written in a paper, or done by it: 派遣业务已写进章程, 抽查按预案疏散."""
_AS_WRITTEN = deferred(
    r"(?:按照?|依照?|以|照)[^，。；！？、填写]{0,2}(?:执照|许可证|身份证|户口[本簿]|房产?[证本]|产权证|合同|发票|证书?)(?:上面?|里)?的?"
    r"(?:名称?|姓名|名字|地址|抬头|日期|信息|户名|登记)[^，。；！？、]{0,8}"
    rf"{_STILL_ASKED}"
)
"""What is done as it stands in a paper: 发票抬头按执照上的名称开."""
_LOOKED_INTO = deferred(
    r"(?:检查|核查|抽查|查看|考核|评估|监督)[^，。；！？、]{0,8}(?:章程|合同|协议|制度|预案|方案|台账)的?(?:落实|执行|履行|演练|运行|上墙|张贴|建立)|"
    r"(?:章程|合同|协议|户口[本簿]|执照|证)(?:里|上|中)(?:面|头)?(?:没有?|有|写着|写明|注明|载明)[^，。；！？]{1,10}的(?=[，才就先要不])(?!才[收认算行])"
    rf"{_STILL_ASKED}|"
    r"[^，。；！？、]{0,6}(?:证|照|合同|协议)满[一二三四五六七八九十半两0-9]{1,3}(?:年|个月|周年|天)(?!的?那)"
    rf"{_STILL_ASKED}"
)
"""What the office looks into, or what a case is of: 检查制度落实情况, 领了执照满一年."""
_STANDS_THERE = deferred(
    r"(?:户口[本簿]|身份证|房产?[证本]|结婚证|执照|驾照|驾驶证|行驶证|合同|社保卡|[证本])(?:上面?|里头?|里面)(?![^，。；！？]{0,8}(?:带|拿|交|复印|那页|页))[^，。；！？]{1,10}(?:了吧|了吗|了没有?|没有|是不是|对不对|对吧|吧|吗)[？。，](?![^，。；！？]{0,12}给我)"
    rf"{_STILL_ASKED}"
)
"""A question about what stands in a paper: 户口本上名字销了吧？"""


def without_unasked(text: str) -> str:
    """The text with such words blanked out, of the same length."""
    for unasked in (_AFTER_REFUSAL, _REGISTERED, _PAID_INTO, _BY_THE_PAPER, _AS_WRITTEN, _LOOKED_INTO, _STANDS_THERE):
        text = masked(text, unasked)
    return text
