"""Quantities as people say and write them: spans of time and sums of money (半个月, 十五个工作日, 当场, 三百块)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from checker.deferred import deferred

Unit = Literal["minute", "workday", "day", "month", "year"]

NUMERAL = r"[0-9〇零一二两三四五六七八九十百千万半]{1,8}"
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_UNITS: dict[str, tuple[Unit, float]] = {
    "个工作日": ("workday", 1), "工作日": ("workday", 1), "个工作天": ("workday", 1),
    "分钟": ("minute", 1), "刻钟": ("minute", 15),
    "个小时": ("minute", 60), "小时": ("minute", 60), "个钟头": ("minute", 60), "钟头": ("minute", 60),
    "个自然日": ("day", 1), "自然日": ("day", 1), "天": ("day", 1), "日": ("day", 1),
    "周": ("day", 7), "个星期": ("day", 7), "星期": ("day", 7), "个礼拜": ("day", 7), "礼拜": ("day", 7),
    "个半月": ("month", 1), "个季度": ("month", 3), "季度": ("month", 3), "个月": ("month", 1), "月": ("month", 1), "年": ("year", 1),
}  # fmt: skip
_UNIT_NAMES = "|".join(sorted(_UNITS, key=len, reverse=True))
_SPAN = deferred(
    rf"(?P<rough>(?:大概|大约|差不多|估计|约|大致|多半)(?:需要?|得|要|在|是|也就|就|有)?)?(?:(?P<more>{NUMERAL})(?P<of>{_UNIT_NAMES})?加上?)?(?P<high>(?:{NUMERAL}[到至，~]{{1,2}})?)(?P<number>[一二两三四五六七八九十]个(?:多|来)(?=月|星期|礼拜|小时|钟头)|{NUMERAL}|几|"
    rf"[一二三四五六]?十(?:几|来|多|余)|几十|好几)"
    rf"(?P<unit>{_UNIT_NAMES})(?![岁边年度一二三四五六末])"
)
_DATE_RANGE = deferred(r"日[至到，~]{1,2}$")
_ROUGH_NUMBER = deferred(r"[几来多余]|[一二三四五六七八九]?十?(?:一两|两三|二三|三四|三五|四五|五六|六七|七八|八九)$")
_ANY_DAY = deferred(r"[过这]两天$")
_ROUGH_AFTER = deferred(
    r"^(?:的?样子)?，?(?:左右|上下|起步|往上|开外|出头|打底|前后|的样子|多(?!长)|也?(?:说不定|不一定|没准)|都有可能|不等|[二三四五六七八九十两]{1,2}(?:天|日|周|个月|个星期|个礼拜))"
)
IMMEDIATE = deferred(
    r"当场|当时就|当面就|现场就|现场(?:办[结好完]|出|打|拿|领|办理|发)|即时|即刻|即来即办|即办|即签|即到即办|"
    r"立等可取|立等|立马|马上就?(?:能|可|给|办|拿|出|生效|打|好|看)|现(?![在场])[\u4e00-\u9fff][，]?现[走取拿结出领用]|分分钟|秒[到结过出通]|立即(?:办|出|生效|开通|到账)|立刻|一会儿(?:工夫|功夫)|的(?:工夫|功夫)就|坐等|等着(?:拿|取)|即[收报申送]即[办审批结]|"
    r"好[了咯啦嘞]，(?:能用|可以用|成功|生效|完成|过了|给您|您拿|您收|拿好|收好)|(?:办|弄|录|打|改|激活|解|认证|盖|换|开)(?:好|完|成功|成|出来)(?:章|证|卡)?[了咯啦]，?(?:您拿|给您|能用|拿好|收好|请收|请拿)"
    r"|(?:出院|结账|结算|缴费|付款|下单|刷卡)(?:的?时候?)?，?(?:直接|当时|自动|就)[就直接自动]{0,3}(?:减|扣|免|报|抵|打折)(?![^，。；]{0,3}(?:款|费)(?:失败|不成))"
    r"|随(?![叫时便后意同即处])[\u4e00-\u9fff]随(?=[走取领办打批审结出拿用换开销发缴交])|(?:交|缴|付|存|充|录|签|激活|登记|绑)(?:了|完|上|好)(?:钱|费|款|字|表|名)?，?(?:就|马上|即)(?:能|会|可以?)?(?:生效|能用|可用|开通|到账)|现场[^，。；]{0,4}(?:完|好)?就(?:知道|晓得|有结果|出结果|能定|定)|随来随办|来了就(?:办|销|给)|打出来就(?![行成]|可以)|就地(?:办|出)|一会儿?就|这就给您(?:办|打|出)|现在就(?:算|能|"
    r"给|可以|生效)|今天就(?:能|可)|即时办结|秒(?:批|办)|不用等|实时|瞬间|即场|马上拿走|结算当时"
    r"|(?<![没未不])(?:办|弄|录|打|改|盖|换|开|销|排|约|订|登|补|印|转|退)(?:好|完|上|成|妥)[了咯啦]，(?:[^。；！？，]{1,8}了，)?[^。；！？，]{0,6}(?:核对|看看|看一下|瞧|过目|对一下|拿着|拿好|收好|收着)"
    r"|(?<![没未不])给[您你](?:办|弄|录|打|改|盖|换|开|销|排|约|订|登记|补|转|退|注销)(?:好|完|上|妥)了(?!就|会|再|我|以后|之后|的话|才|吗|么|没)"
)
DATED = deferred(
    r"次日|第二天|隔天|第三天|(?:今|明|后)天[上下]午|[今明后]儿[个早]?|今晚|(?<![上每\u4e00-\u9fff])[上下]午|次月|第二个月|下个?月|明天|后天|(?:本|当|这个)?月底(?:之?前|以前)?|年底(?:之?前|以前)|"
    r"[0-9一二三四五六七八九十]{1,3}[号日](?:之?前|以前)|[这下本]?个?(?:周|星期|礼拜)[一二三四五六日天](?:之?前|以前|下班前)|当月|"
    r"(?:(?<![月一二三四五六七八九十])(?:八一|五一|十一|七一|六一)|元旦|春节|过年|清明|端午|中秋|国庆|重阳|年三十)节?(?:之前|以前|前(?!后))|"
    r"[0-9一二三四五六七八九十]{1,2}月(?:第[一二三四]周|[上中下]旬|底|初)|[0-9一二三四五六七八九十]{1,3}号(?=[评批审发放拨]|出(?!口|入)|(?:会|就|能|统一|全部|集中){1,2}(?:出(?!口|入)|发|放|公布|公示|批|打款|到账|知道|查))"
)
"""A limit that is a date; it counts where a result follows."""
HALF_DAY = deferred(r"^[上下]午|^今[天儿晚]")
"""A date of this very day: 早上来，下午拿."""
SAME_DAY = deferred(
    r"(?<![不在])下班(?:以|之)?前(?:都|就|准|肯定|一定)?(?:能|可以|会|给|办|出|过)|当天|当日|当晚|今天[\u4e00-\u9fff]{1,2}，?今天|一天(?:就|能|跑)|一个?上午|一个?下午|半天"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time found in a text. `rough` where it is said to be about so long."""

    start: int
    end: int
    amount: float
    unit: Unit
    rough: bool = False

    def same(self, other: Span) -> bool:
        """Whether both name the same limit; work days and calendar days stay apart."""
        if self.unit == other.unit:
            return self.amount == other.amount
        ours, theirs = _calendar_days(self), _calendar_days(other)
        return ours is not None and ours == theirs


def number(words: str) -> float | None:
    """The value of digits or Chinese numerals (15, 十五, 一百二, 半, 三十); None where it is none."""
    if re.fullmatch(r"[0-9]{1,12}(?:\.[0-9]{1,4})?", words):
        return float(words)
    if words == "半":
        return 0.5
    if not words or not all(character in _DIGITS or character in _POWERS for character in words):
        return None
    if not any(character in _POWERS for character in words):
        return float("".join(str(_DIGITS[character]) for character in words))
    return float(_with_powers(words))


def _with_powers(words: str) -> int:
    total = section = digit = 0
    for character in words:
        if character in _DIGITS:
            digit = _DIGITS[character]
            continue
        power = _POWERS[character]
        if power == 10_000:
            total, section, digit = (total + section + digit) * power, 0, 0
        else:
            section, digit = section + (digit or 1) * power, 0
    short = words[-1] in _DIGITS and len(words) > 1 and words[-2] in "百千万"
    return total + section + (digit * _POWERS[words[-2]] // 10 if short else digit)


def spans(text: str) -> Iterator[Span]:
    """The spans of time in a folded text, in order; dates (3月5日) and ordinals are none."""
    for found in _SPAN.finditer(text):
        unit, factor = _UNITS[found["unit"]]
        if _is_date(text, found):
            continue
        said = found["number"]
        rough = unit != "minute" and bool(
            found["rough"]
            or _ANY_DAY.search(text[: found.end()][-3:])
            or _ROUGH_NUMBER.search(said)
            or _ROUGH_AFTER.search(text[found.end() : found.end() + 5])
        )
        more = number(found["more"] or "") or 0.0
        if found["of"] and _UNITS[found["of"]] != (unit, factor):  # 三个月加十天 is no sum
            other, times = _UNITS[found["of"]]
            yield Span(found.start("more"), found.end("of"), more * times, other, rough=False)
            more = 0.0
        amount = (number(said) or 0.0) + more + (0.5 if found["unit"] == "个半月" else 0.0)
        yield Span(found.start("number"), found.end(), amount * factor, unit, rough)


def _is_date(text: str, found: re.Match[str]) -> bool:
    """2024年, 3月, 5日 of a date, 2024年3月, 月 and 日 without a measure word; the 第7个工作日 is a limit."""
    said, unit = found["number"], found["unit"]
    before = text[max(0, found.start("number") - 1) : found.start("number")]
    if unit == "年":
        return len(said) >= 4 or before in tuple("第每")
    if unit == "月":
        return not said.startswith("半") and "个" not in said
    if unit == "日":
        return before in tuple("月第每") or bool(
            _DATE_RANGE.search(text[max(0, found.start("number") - 3) : found.start("number")])
        )
    return before == "第" and unit != "工作日" and unit != "个工作日"


def _calendar_days(span: Span) -> float | None:
    """Calendar days, where the unit is one of the calendar; half a month is 15 days, a month 30."""
    factor = {"day": 1.0, "month": 30.0, "year": 365.0}.get(span.unit)
    return None if factor is None else span.amount * factor


_MONEY = deferred(rf"(?P<number>[0-9]{{1,9}}(?:\.[0-9]{{1,2}})?|{NUMERAL})(?P<power>万)?(?:元|块钱|块|圆)")
FREE = deferred(
    r"免费|不(?:用)?收(?:取)?(?:任何|一分|您|你)?(?:费|钱|一分钱)|不要钱|不花钱|零收费|无需缴费|不收费|免收|"
    r"不(?:用|需要?)(?:交|缴)(?:费|钱)|收费[：，]?无|一分钱(?:都|也)?不(?:要|收)|不加一分钱"
)


def money(text: str) -> Iterator[tuple[int, int, float]]:
    """The sums of money in a folded text, in yuan, with their places."""
    for found in _MONEY.finditer(text):
        value = number(found["number"])
        if value is not None:
            yield found.start(), found.end(), value * (10_000 if found["power"] else 1)
