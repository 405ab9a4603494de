"""What was told against the service guide (norm N3): 漏告, 缺告, 错告, item by item."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from checker.model import Matter
from checker.rules.notice.documents import Documents, Told
from checker.rules.notice.quantities import FREE, IMMEDIATE, NUMERAL, SAME_DAY, Span, money, number, spans
from checker.rules.notice.reading import Place, Reading
from checker.rules.notice.talk import Talk, plain
from checker.text import fold


@dataclass(frozen=True, slots=True)
class Compared:
    """A reading after the comparison: what is missing, and what the guide says where the clerk said otherwise."""

    reading: Reading
    missing: tuple[str, ...] = ()
    guide: str = ""


def compare(
    element: str, reading: Reading, talk: Talk, text: str, matter: Matter | None, documents: Documents
) -> Compared:
    """One element against the guide; as it was read where the guide says nothing of it."""
    if matter is None:
        return Compared(reading)
    if element == "materials" and matter.materials:
        return _materials(reading, talk, text, matter, documents)
    if element == "time_limit" and matter.time_limit and reading.status == "told":
        return _differing(reading, matter.time_limit, agree=_limit_agrees(reading, talk, matter.time_limit))
    if element == "department" and matter.department and reading.status == "told":
        return _differing(reading, matter.department, agree=_department_agrees(talk, text, matter.department))
    if element == "fee" and matter.fee and reading.status == "told":
        return _differing(reading, matter.fee, agree=_fee_agrees(talk, matter.fee))
    if element == "contact" and matter.contact and reading.status == "told":
        return _differing(reading, matter.contact, agree=_contact_agrees(reading, talk, matter.contact))
    return Compared(reading)


def _differing(reading: Reading, guide: str, *, agree: bool) -> Compared:
    return Compared(reading) if agree else Compared(replace(reading, status="wrong"), guide=guide)


def _materials(reading: Reading, talk: Talk, text: str, matter: Matter, documents: Documents) -> Compared:
    found = [
        each for each in documents.compare(matter.materials, text, matter.other_names) if _wanted(each, talk, matter)
    ]
    denied = [each for each in found if each.denied]
    missing = tuple(each.name for each in found if each.denied or not each.place)
    told = tuple(each.place for each in found if each.place)
    nothing_needed = bool(reading.signals.get("none")) and not told
    if denied or nothing_needed:
        wrong: tuple[Place, ...] = tuple(each.denied for each in found if each.denied) or reading.told
        return Compared(
            Reading("wrong", wrong, reading.vague), missing, "、".join(_names(denied)) or "、".join(missing)
        )
    if not missing:
        return Compared(Reading("told", told, reading.vague))
    if told or reading.status != "missing":
        return Compared(Reading("partial", told or reading.told, reading.vague), missing)
    return Compared(Reading("missing"), missing)


def _wanted(told: Told, talk: Talk, matter: Matter) -> bool:
    """Whether a material counts: always, or where it was told or the case it is for came up (委托他人代办)."""
    when = matter.only_when.get(told.name)
    if not when or told.place or told.denied:
        return True
    said = talk.text + "".join(talk.asked)
    return any(when[index : index + 2] in said for index in range(len(when) - 1))


def _names(found: list[Told]) -> list[str]:
    return [each.name for each in found]


def _limit_agrees(reading: Reading, talk: Talk, guide: str) -> bool:
    """Whether a limit that was told is the guide's; on the spot agrees with a guide of a day at most."""
    wanted = plain(fold(guide))
    limits = list(spans(wanted))
    at_once = bool(IMMEDIATE.search(wanted))
    said = [talk.text[start:end] for start, end in reading.told]
    quick = any(IMMEDIATE.search(words) or SAME_DAY.search(words) for words in said)
    if not limits and not at_once:
        return True
    if any(span.same(limit) for span in reading.limits for limit in limits):
        return True
    if at_once or any(_within_a_day(limit) for limit in limits):
        return quick or any(span.unit == "minute" for span in reading.limits)
    undated = [
        words for words in said if not list(spans(words)) and not IMMEDIATE.search(words) and not SAME_DAY.search(words)
    ]
    return bool(undated) and not reading.limits


def _within_a_day(limit: Span) -> bool:
    return limit.unit == "minute" or (limit.unit in ("day", "workday") and limit.amount <= 1)


_UNIT = re.compile(
    r"[\u4e00-\u9fff0-9]{1,16}?(?:服务中心|管理中心|中心|委员会|仲裁院|人民政府|政府|办公室|派出所|服务站|"
    r"工作站|保障站|服务所|监督所|管理所|街道|社区|居委会|村委会|银行|支队|大队|总队|局|科|股|处|所|站|办|窗口|"
    r"窗|厅|公司|医院|学校|残联|法院|联合会|部门|岗)"
)
_LEADS = re.compile(r".{0,15}[由归到去向送交找在报往]")
_RECEIVES_BEFORE = re.compile(
    r"(?:由|归|到|去|向|送|交|找|在|报|上|是|属|部门，|承办，|受理，|单位，|部，门，|谁，)[^。；，]{0,6}$|"
    r"(?:部门|承办|受理|单位|机构|股室|科室)，{1,3}$"
)
_RECEIVES_AFTER = re.compile(
    r"^(?:（[^）]{0,16}）)?[^。；，]{0,6}(?:受理|承办|办理|经办|负责|审批|管|申请|申报|申领|办|提出|提交|递交|"
    r"登记|报名)"
)
_SAME_UNITS = (
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
    ("卫生健康", "卫健"),
    ("自然资源和规划", "自规"),
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
_PLACE = re.compile(
    r"^(?:本|我|贵)?[^局中心科股]{0,4}?[省市县区州旗镇乡](?!政府|场|民|里)|^户籍(?:所在)?地的?|^居住地的?|^就近"
)


def _department_agrees(talk: Talk, text: str, guide: str) -> bool:
    """Whether the guide's department was named, or no other one as the one in charge."""
    if _other_window(text, fold(guide)):
        return False
    want = _short(fold(guide))
    named = [_bare_unit(found) for found in _UNIT.finditer(text)]
    if any(_same_unit(_short(text[start:end]), want) for start, end in named):
        return True
    others = [text[start:end] for start, end in named if _in_charge(text, start, end)]
    return not others


_WINDOW = re.compile(rf"({NUMERAL})号(?:窗|柜|口)")


def _other_window(text: str, guide: str) -> bool:
    """Whether windows were named, and the guide's is none of them."""
    wanted = {number(found) for found in _WINDOW.findall(guide)}
    said = {number(found) for found in _WINDOW.findall(text)}
    return bool(wanted and said and not wanted & said)


def _bare_unit(found: re.Match[str]) -> Place:
    """A unit's name without what leads to it: 到县社保中心 is 县社保中心."""
    leading = _LEADS.match(found[0])
    return found.start() + (leading.end() if leading else 0), found.end()


def _in_charge(text: str, start: int, end: int) -> bool:
    unit = text[start:end]
    if re.search(
        r"窗口?$|^(?:我|本|这|该|各)?(?:局|中心|科|股|窗口|所|站|办|处|部门)$|我[局科股所站办]|窗口|大厅|医院|"
        r"社区|街道|银行|村|镇",
        unit,
    ):
        return False
    before, after = text[max(0, start - 10) : start], text[end : end + 12]
    return bool(
        (_RECEIVES_BEFORE.search(before) or _RECEIVES_BEFORE.search(text[max(0, start - 10) : start + 4]))
        and (_RECEIVES_AFTER.search(after) or len(unit) > 3)
    )


def _short(name: str) -> str:
    for long, short in _SAME_UNITS:
        name = name.replace(long, short)
    return _PLACE.sub("", name)


def _same_unit(said: str, wanted: str) -> bool:
    """Whether a name as said is the guide's: much of the one in the other, in order."""
    if said in wanted or wanted in said:
        return len(said) >= 2
    tail = wanted[-8:]
    return len(said) >= 3 and (_share(tail, said) >= 0.8 or (_share(said[-6:], wanted) >= 0.9))


def _share(part: str, whole: str) -> float:
    return sum(character in whole for character in part) / len(part)


def _fee_agrees(talk: Talk, guide: str) -> bool:
    wanted = {amount for _, _, amount in money(guide)}
    said = {amount for _, _, amount in money(talk.raw)}
    free = bool(FREE.search(fold(guide))) or wanted == {0.0}
    if free:
        return bool(FREE.search(talk.text))
    return not wanted or bool(wanted & said)


def _contact_agrees(reading: Reading, talk: Talk, guide: str) -> bool:
    digits = re.sub(r"\D", "", guide)
    said = [re.sub(r"\D", "", talk.raw[start:end]) for start, end in reading.told]
    return not digits or any(number and (number in digits or digits in number) for number in said) or not any(said)
