"""Whether a material is due: one for a case (已婚的提供) only where that case came up in the conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from checker.deferred import deferred
from checker.rules.notice.quantities import number

_BRACKET = deferred(r"[（(【\[]([^）)】\]]{2,40})[）)】\]]")
_ASKS = r"(?:提供|提交|出具|附上?|携带|带|交|上传|填写|适用|需要|出示)"
_WHEN = deferred(
    rf"^(?:仅|只有|仅限)?(.{{2,30}}?)(?:的|时|者|才|需|须|应|另|则|还|要|必须|情形|情况|下){{0,4}}{_ASKS}$|"
    r"^(?:如果?|若|仅|限)(.{2,30})$|^(.{2,30}?)(?:的|时|情形|情况下)$|"
    r"^((?!全体|所有|本|该|各|用人|工作|所在|从业|经办|管理|双方|申请|主管|接收|原|现).{2,14}(?:人员|人士|群体|群众|对象|单位|企业|公司|家庭|[^账门开]户|学生|毕业生|考生|新生|农民|村民|居民|渔民|牧民|教师|医师|司机|纳税人|摊贩|团体|侨胞|台胞|职工|妇女|儿童|老人|军人|学校|机构|项目|业务|车辆|工程))$|"
    r"^([^，；]{2,14}的(?:机具|机械|机器|设备|产品|药品|商品|货物|房屋|住房|房子|船舶|场所|店铺|用户|土地|地块|动物|作物|人))$|"
    r"^((?:委托|代理|代为|他人)?(?:代办|代领|代理|代交|代为办理|委托)|已婚|未婚|离异|离婚|再婚|丧偶|未成年|未成年人|非本人|异地|外地|外籍|境外|租赁|租房|二手|二手房|遗失|变更|延续)$"
)
_FETCHED = deferred(
    r"(?:由|通过)[^）]{1,16}(?:调取|调档|调阅|核验|核查|查询|共享|获取|提取|代查)|免于?提[交供]|无需提[交供]|部门共享|数据共享|内部核[查验]|现场(?:拍摄|拍照|照相|采集)"
)
"""The office gets the paper itself."""
_EXEMPTING = deferred(
    r"(?:的|者|户|人员|情形)除外$|(?:的|者|时)可?(?:不用|不需|无需|不必|免)(?:再)?(?:提[供交]|出具)?$"
)
_VERIFIED = deferred(
    r"(?:联网|部门|系统|后台|实名|线上|在线|数据|信息)(?:自动|直接|之间)?(?:核[验查对]|查[询验]|比对|校验)"
)
"""In brackets, the same: 住房证明（部门核查）; outside of them it is part of a name (信息核对授权书)."""
_DENIAL = deferred(
    r"(?<![有是要会能])(?:[没未]|不(?!过|但|仅|管|论|同)|无(?!论)|非(?!常)|别(?!人|的|处))[^，。；]{0,3}$"
)
_PAPER_OF_IT = deferred(r"(?:他人|别人|人)?的?(?:那[份张套个])?(?:证|书|表|函|协议|合同|手续|材料|登记|公证)")
"""What makes a word for a case (委托) the name of its paper (委托书), which says nothing of whether it holds."""
_SUPPOSED = deferred(r"(?:要是|如果|假如|倘若|万一|若是?)[^，。；！？]{0,6}$|的话，?[^，。；！？]{0,4}$")
_SUPPOSED_AFTER = deferred(r"话|[^，。；！？]{0,5}(?:的话|才(?![能会]|刚|办))")
"""A case that is only supposed has not come up: 租的话要房东写个条子, 那是丢了才要的."""
_BY_ANOTHER = deferred(r"代办|代领|代理|委托|受托|他人")
_FOR_ANOTHER = deferred(
    r"(?:由|让|叫|请|喊)[您你我他她]?的?(?:家属|家人|家里人|子女|儿女|儿子|女儿|儿媳|女婿|亲属|亲戚|老伴|同事|朋友|弟|哥|姐|妹|侄|孙|邻居|会计)[^，。；！？]{0,6}"
    r"(?:带|拿|持|来|去|办|领|交|跑|代|签)|(?:[您你我]|我想|能)(?:替|帮|代)(?:我|他|她|老|父|母|爸|妈|爷|奶|外|舅|叔|姑|姨|家|儿|女|弟|哥|姐|妹|婆|公|邻|同|朋)"
)
"""Somebody acts for the one concerned, whatever they are called."""
_ACROSS = deferred(r"跨([省市县区])")
_PROVINCES = (
    r"(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|"
    r"内蒙|广西|西藏|宁夏|新疆)"
)
_TOO_GENERAL = deferred(
    r"办理|提供|提交|本人|他人|人员|申请|需要|单位|情况|使用|材料|证明|进行|相关|有关|其他|个人|应当|必须|属于|存在|涉及|具有|已经|对象|部门|"
    r"要求|条件|事项|出具|办事|原件|登记|工作|国家|社会|补贴|补助|津贴|待遇|其中|部分|以及|或者|我们|您的"
)
_UNITS = {
    "岁": ("周岁", "岁"),
    "元": ("元", "块"),
    "人": ("名", "人"),
    "平": ("平方米", "平米", "平方", "平"),
    "亩": ("亩",),
}
_AMOUNT = deferred(
    rf"([0-9]{{1,8}}|[零一二两三四五六七八九十百千半]{{1,8}})(万)?({'|'.join(unit for units in _UNITS.values() for unit in units)})?"
)
_OVER = deferred(r"超过|大于|高于|以上|(?<![未不])满")
_UNDER = deferred(r"未满|不满|不足|低于|以下|小于|以内")


def condition(material: str) -> str:
    """The case in which alone a material is asked for, as its name has it in brackets; empty where it always is."""
    for words in _BRACKET.findall(material):
        found = _WHEN.match(words)
        if found and not _FETCHED.search(words) and not _VERIFIED.search(words):
            return next(group for group in found.groups() if group)
    return ""


def exempting(material: str) -> bool:
    """Whether the guide says whom it does not ask for the paper: （追索劳动报酬的除外）.

    A clerk who waives it may have such a citizen before him; who that is, the words of a talk seldom tell.
    """
    return any(_EXEMPTING.search(words) for words in _BRACKET.findall(material))


def fetched(material: str) -> bool:
    """Whether the guide says that the office gets the paper itself."""
    return bool(_FETCHED.search(material)) or any(_VERIFIED.search(words) for words in _BRACKET.findall(material))


def came_up(when: str, said: str, matter: str, cases: Sequence[Sequence[str]], *, told: int = 0) -> bool:
    """Whether a case came up in what was said: by its amount, by a word for it, else by its own words. The first so many
    characters were `told` by the clerk: what a clerk only supposes has not come up, what a citizen asks about has.
    """
    when = when.replace("不免", "")
    over, under = _OVER.search(when), _UNDER.search(when)
    if (over or under) and (limit := _amounts(when)):
        unit, bound = limit[0]
        amounts = [amount for other, amount in _amounts(said) if other == unit]
        return any(amount > bound if over else amount < bound for amount in amounts)
    if _BY_ANOTHER.search(when) and _FOR_ANOTHER.search(said):
        return True
    if (border := _ACROSS.search(when)) and _crossed(border[1], said):
        return True
    rows = [row for row in cases if any(word in when for word in row)]
    words = {word for row in rows for word in row} if rows else _own_words(when, matter)
    denied = {word: bool(_DENIAL.search(when[: when.find(word)])) for word in words if word in when}
    if any(denied.values()):
        return any(_said(word, said, told, denied=True) for word in words)
    known = any(_said(word, said, told, denied=False) for word in words)
    return known and not any(_said(word, said, told, denied=True) for word in words)


def _crossed(border: str, said: str) -> bool:
    """Whether something is to go over a border: 贩猪出县, 拉到外省, 运去广西."""
    there = rf"|{_PROVINCES}" if border == "省" else ""
    return bool(
        re.search(rf"(?:出|外|跨){border}(?!示|面)|(?:到|去|往|发|进)(?:外{border}{there})(?:去|来|$|[^人户的])", said)
    )


def _said(word: str, said: str, told: int, *, denied: bool) -> bool:
    """Whether a word was said, of something that is so (已婚) or, where the case is a denial (未结清), is not."""
    places = (found.span() for found in re.finditer(re.escape(word), said))
    return any(
        bool(_DENIAL.search(said[max(0, start - 5) : start])) == denied
        for start, end in places
        if not _PAPER_OF_IT.match(said, end) and not (start < told and _supposed(said, start, end))
    )


def _supposed(said: str, start: int, end: int) -> bool:
    return bool(_SUPPOSED_AFTER.match(said, end) or _SUPPOSED.search(said[max(0, start - 10) : start]))


def _own_words(when: str, matter: str) -> set[str]:
    pairs = {when[index : index + 2] for index in range(len(when) - 1)}
    return {pair for pair in pairs if pair not in matter and not _TOO_GENERAL.match(pair)}


@lru_cache(maxsize=1024)
def _amounts(words: str) -> list[tuple[str, float]]:
    """The amounts in a text with their kind of unit."""
    found = []
    for digits, power, unit in _AMOUNT.findall(words):
        value = number(digits)
        kind = next((name for name, units in _UNITS.items() if unit in units), "元" if power else "")
        if value is not None and kind:
            found.append((kind, value * (10_000 if power else 1)))
    return found
