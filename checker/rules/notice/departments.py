"""The department that was named against a service guide's: 305工伤保险科 and 我们工伤科 are 县人社局工伤保险科."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from checker.deferred import deferred
from checker.rules.notice.quantities import NUMERAL, number
from checker.rules.notice.reading import Place
from checker.rules.notice.talk import MASK
from checker.text import fold

_ORGAN = (
    r"服务中心|管理中心|中心|委员会|仲裁院|人民政府|政府|办公室|派出所|服务站|工作站|保障站|服务所|监督所|管理所|街道|"
    r"社区|居委会|村委会|银行|支队|大队|总队|局|公司|医院|学校|残联|法院|联合会|卫健委|发改委|建委"
)
_SECTION = r"科|股|处|所|站|办|窗口|窗|厅|部门|岗"
_UNIT = deferred(
    rf"[\u4e00-\u9fff0-9a-z]{{1,16}}?(?:{_ORGAN}|{_SECTION})"
    r"(?:(?:(?![由归到去向送找在往是即办受交报的和及与])[\u4e00-\u9fff]){1,6}?[科股处室岗](?!理))?"
)
_PART = deferred(rf"(.{{0,16}}?)({_ORGAN})|(.{{1,16}}?)({_SECTION})")
_TELLING = frozenset({"仲裁院", "派出所", "残联", "法院", "居委会", "村委会", "政府"})
"""Ends of names that say by themselves which unit it is."""
_LEADS = deferred(
    r".{0,15}(?:[由归到去向送找在往是即]|交(?!通|警|管|运|流|易)|报(?!社|名)|我们?|咱们?|本(?!溪|地|级)|这个?|那个?|该|"
    r"[0-9a-z]+[号室区楼层栋]?|[一二三四五六七八九十][楼层号])"
)
_RECEIVES_BEFORE = deferred(
    r"(?:由|归|到|去|向|送|交|找|在|报|上|是|属|部门，|承办，|受理，|单位，|部，门，|谁，)[^。；，]{0,6}$|"
    r"(?:部门|承办|受理|单位|机构|股室|科室)，{1,3}$"
)
_RECEIVES_AFTER = deferred(
    r"^(?:（[^）]{0,16}）)?[^。；，]{0,6}(?:受理|承办|办理|经办|负责|审批|管|申请|申报|申领|办|提出|提交|递交|"
    r"登记|报名)"
)
_NOT_THERE = deferred(r"(?:(?<!可)不是|不归|不找|(?<![特级区个])别(?:去|找|跑)|不(?:用|必)(?:去|找|到|跑))$")
"""不找派出所, 不归民政局."""
_SAME = (
    ("村民委员会", "村委会"),
    ("居民委员会", "居委会"),
    ("人力资源和社会保障", "人社"),
    ("人力资源社会保障", "人社"),
    ("社会保险", "社保"),
    ("社会保障", "社保"),
    ("医疗保障", "医保"),
    ("医疗保险", "医保"),
    ("住房和城乡建设", "住建"),
    ("市场监督管理", "市监"),
    ("市场监管", "市监"),
    ("卫生健康委员会", "卫健委"),
    ("卫生健康", "卫健"),
    ("自然资源和规划", "自规"),
    ("林业和草原", "林业"),
    ("林草", "林业"),
    ("发展和改革", "发改"),
    ("交通运输", "交通"),
    ("农业农村", "农业"),
    ("公共资源", ""),
    ("政务服务", "政务"),
    ("人民政府", "政府"),
    ("退役军人事务", "退役军人"),
    ("劳动人事争议", "劳动"),
    ("城市管理", "城管"),
    ("残疾人联合会", "残联"),
    ("机动车", ""),
)
_PLACE = deferred(
    r"^(?:本|我|贵)?[^局中心科股]{0,4}?[省市县区州旗镇乡](?!政府|场|民|里|监|容)|^户籍(?:所在)?地的?|^居住地的?|^就近"
)
_CITED = deferred(
    r"《[^》]{1,60}》|[\u4e00-\u9fff]{1,12}[（\[【〔]?(?:19|20)[0-9]{2}[）\]】〕年]，?第?[0-9]{1,4}号文?件?"
)
"""Grounds: the unit that issued them is not the one in charge."""
_COMMON = deferred(r"服务|管理|事业|经办|事务|业务|综合|行政|工作|的|相关")
"""Words that tell no department from another."""
_EVERYWHERE = deferred(
    r"窗口?$|^(?:我|本|这|该|各)?(?:局|中心|科|股|窗口|所|站|办|处|部门)$|窗口|大厅|医院|社区|街道|银行|村|镇"
)
"""Units that take papers in for others: naming one contradicts no guide."""
_FLOOR = deferred(r"^[0-9一二三四五六七八九十]{1,4}[楼层室号]")
_WINDOW = deferred(rf"({NUMERAL})号(?:窗|柜|口)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's name without its place: the subjects of its organs (人社局: 人社) and of its sections (工伤保险科: 工伤保险)."""

    organs: tuple[str, ...]
    sections: tuple[str, ...]

    def same(self, guide: Unit) -> bool:
        """Whether this name, as it was said, is the guide's: the same section where both name one, else the same organ."""
        organs = _any_same(self.organs, guide.organs)
        if self.sections and guide.sections:
            return _any_same(self.sections, guide.sections) and (organs or not self.organs or not guide.organs)
        return organs or _any_same(self.sections, guide.organs) or _any_same(self.organs, guide.sections)


def department_agrees(text: str, guide: str) -> bool:
    """Whether the guide's department was named, or no other one as the one in charge."""
    wanted = fold(guide)
    text = _CITED.sub(lambda found: MASK * len(found[0]), text)
    if _other_window(text, wanted):
        return False
    named = [_bare(found) for found in _UNIT.finditer(text)]
    ours = [unit_of(part) for part in re.split(r"[，。；（）/]|或者?|和(?!社|城|规|草|改)", wanted) if part]
    if any(unit_of(text[start:end]).same(unit) for start, end in named for unit in ours):
        return True
    return not any(_in_charge(text, start, end) for start, end in named)


@lru_cache(maxsize=4096)
def unit_of(name: str) -> Unit:
    """The parts of a unit's folded name."""
    for long, short in _SAME:
        name = name.replace(long, short)
    organs, sections = [], []
    for before, organ, within, section in _PART.findall(_PLACE.sub("", name)):
        subject = _COMMON.sub("", before or within)
        if organ:
            organs.append(subject + organ if organ in _TELLING else subject or organ)
        else:
            sections.append(_FLOOR.sub("", subject) or section)
    return Unit(tuple(organs), tuple(sections))


def _any_same(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return any(_same_subject(one, other) for one in ours for other in theirs)


def _same_subject(one: str, other: str) -> bool:
    """Whether two subjects are one: the shorter is in the longer, in order (工伤: 工伤保险; 基教: 基础教育), or its words turned round."""
    short, long = sorted((one, other), key=len)
    letters = iter(long)
    in_order = all(letter in letters for letter in short)
    return len(short) >= 2 and (in_order or (len(short) >= 4 and (set(short) == set(long) or _misheard(short, long))))


def _misheard(one: str, other: str) -> bool:
    """Whether two subjects differ in one character only: 费用审合 is 费用审核, as speech recognition wrote it."""
    return len(one) == len(other) and sum(ours != theirs for ours, theirs in zip(one, other, strict=True)) == 1


def _other_window(text: str, guide: str) -> bool:
    """Whether windows were named, and the guide's is none of them."""
    wanted = {number(found) for found in _WINDOW.findall(guide)}
    said = {number(found) for found in _WINDOW.findall(text)}
    return bool(wanted and said and not wanted & said)


def _bare(found: re.Match[str]) -> Place:
    """A unit's name without what leads to it: 到县社保中心 and 305社保中心 are 社保中心."""
    leading = _LEADS.match(found[0])
    return found.start() + (leading.end() if leading else 0), found.end()


def _in_charge(text: str, start: int, end: int) -> bool:
    unit = text[start:end]
    if _EVERYWHERE.search(unit):
        return False
    before, after = text[max(0, start - 10) : start], text[end : end + 12]
    if _NOT_THERE.search(before):
        return False
    return bool(
        (_RECEIVES_BEFORE.search(before) or _RECEIVES_BEFORE.search(text[max(0, start - 10) : start + 4]))
        and (_RECEIVES_AFTER.search(after) or len(unit) > 3)
    )
