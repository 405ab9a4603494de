"""How each element of a notice is read off what the clerk told: spans that tell it, spans that only sound like it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from checker.rules.notice_tmp.cues import Cues
from checker.rules.notice_tmp.talk import MASK, Talk, masked
from checker.rules.quantities import DATED, IMMEDIATE, SAME_DAY, Span, spans

Place = tuple[int, int]
NEAR = 24
"""So far around a span of time its meaning is looked for."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found for one element, before it is compared with a service guide."""

    status: str
    told: tuple[Place, ...] = ()
    vague: tuple[Place, ...] = ()
    limits: tuple[Span, ...] = ()
    signals: Mapping[str, float] = field(default_factory=dict)


Reader = Callable[[Talk, str, Cues], Reading]


def places(pattern: re.Pattern[str], text: str) -> tuple[Place, ...]:
    """Where a pattern stands."""
    return tuple(found.span() for found in pattern.finditer(text))


def read_plain(talk: Talk, text: str, cues: Cues) -> Reading:
    """An element that is told by words alone; an empty formula tells nothing even where it holds such words."""
    return _decided(places(cues.told, masked(text, cues.vague)), places(cues.vague, text))


def _decided(told: tuple[Place, ...], vague: tuple[Place, ...], **signals: float) -> Reading:
    status = "told" if told else "partial" if vague else "missing"
    return Reading(status, told, vague, signals=signals)


_TITLE = re.compile(r"《[^》]{2,60}(?:法|条例|办法|规定|细则|规程|意见|通知|方案|规范|决定|制度|计划|标准|目录|公约|规则|解释|批复|指南（试行）|政策|措施|若干|规划|纲要|法典|守则|规划)(?:（[^）]{1,12}）)?》")


def read_basis(talk: Talk, text: str, cues: Cues) -> Reading:
    """A law, rule or document that is named as the grounds."""
    told = (*places(_TITLE, text), *places(cues.told, text))
    return _decided(tuple(sorted(told)), places(cues.vague, text))


_PHONE = re.compile(
    r"(?<![0-9x×])(?:0[0-9]{2,3}[ ，\-—（）()]{0,2})?[2-9][0-9x×*]{6,7}(?![0-9])|(?<![0-9])1[3-9][0-9][0-9x×*]{8}|(?<![0-9])400[0-9，\-]{7,9}"
    r"|(?<![0-9])(?:12[0-9]{3}|96[0-9]{3,4}|95[0-9]{3})(?![0-9])|[零幺一二三四五六七八九0-9]{7,12}(?![日月年元号])|(?:幺二|九六|九五)[零幺一二三四五六七八九]{3,4}",
    re.IGNORECASE,
)
_CALL = re.compile(r"电话|打|拨|号码|热线|直线|座机|手机|固话|联系|问|咨询|找|微信|专线|致电|记一下|专员|科长|老师|姓")
_CITIZENS = re.compile(r"[您你](?:的|留|预留|来电|在信末|信中|本人)[^。；，]{0,14}(?:手机|电话|号)[^。；，]{0,6}$|传真[号是：，]{0,3}$|编号[^。；]{0,8}$|单号[^。；]{0,4}$|信访[^。；]{0,8}$|投诉[^。；]{0,10}$|举报[^。；]{0,8}$|监督[^。；]{0,8}$|邮编[^。；]{0,3}$|身份证[^。；]{0,6}$|工号[^。；]{0,4}$|〔$|打开$|掌上$|发〔?$")


def read_contact(talk: Talk, text: str, cues: Cues) -> Reading:
    """A telephone number for this matter; supervision lines, the citizen's own number and file numbers are none."""
    raw = "".join(MASK if hidden == MASK else character for character, hidden in zip(talk.raw, text, strict=True))
    told = []
    for found in _PHONE.finditer(raw):
        before = text[max(0, found.start() - 24) : found.start()]
        if _CITIZENS.search(before):
            continue
        around = before + text[found.end() : found.end() + 10]
        if _CALL.search(around):
            told.append(found.span())
    return _decided(tuple(told), places(cues.vague, text))


_RESULT_AFTER = 16


def read_time(talk: Talk, text: str, cues: Cues) -> Reading:
    """A definite limit within which the matter is done; approximate ones are partial."""
    told: list[Place] = []
    rough: list[Place] = []
    limits: list[Span] = []
    for span in spans(text):
        asked = bool(cues.label.search(talk.question_before(span.start)))
        if not asked and not _is_limit(span, text, cues):
            continue
        if span.rough:
            rough.append((span.start, span.end))
        else:
            told.append((span.start, span.end))
            limits.append(span)
    for found in DATED.finditer(text):
        if _RESULT.search(text[found.end() : found.end() + 12]) or _RESULT.search(text[max(0, found.start() - 3) : found.start()]):
            told.append(found.span())
    at_once = [found.span() for pattern in (IMMEDIATE, SAME_DAY) for found in pattern.finditer(text)]
    told += [place for place in at_once if not _aside(text, place)]
    vague = (*rough, *places(cues.vague, text))
    reading = _decided(tuple(sorted(told)), vague)
    return Reading(reading.status, reading.told, vague, tuple(limits))


_RESULT = re.compile(r"^[^。；！？]{0,9}(?:能取|能拿|能领|办结|答复|到账|入|发放|拿|领|打证|打给|取|出|生效|补给|回复|完|好|享受|结果|审|给您|发钱|开始发|上门)|最迟$|最晚$")


def _is_limit(span: Span, text: str, cues: Cues) -> bool:
    """Whether a span of time limits the work: by its unit, by a result or a beginning named beside it, or by standing alone."""
    if span.rough or span.unit in ("workday", "minute"):
        return True
    before, after = text[max(0, span.start - NEAR) : span.start], text[span.end : span.end + _RESULT_AFTER]
    before, after = re.split(r"[。；！？]", before)[-1], re.split(r"[。；！？]", after)[0]
    alone = before[-1:] in ("", "，") and after[:1] in ("", "，")
    return alone or bool(cues.told.search(before + after))


def _aside(text: str, place: Place) -> bool:
    """当场 of a piece of the work: 当场告知补正, 当场出具受理回执, 当天转至我局."""
    after = text[place[1] : place[1] + 10]
    return bool(re.search(r"^[^。；！？，]{0,3}(?:告知|出具受理|受理|转至|转办|补正|指出|跟我说|指给|收到|沟通|反馈给|不能|答复不了|高峰|填|打印申请|签声明|照|拍)", after))


_CONNECT = 16
"""Two steps this near belong to one chain."""
_NOMINAL = r"(?!表|书|单|证明|证件|证书|报告|结论|通知|手续|材料|回执|事项|窗|中心|科|局|股|处|委|大厅|部门|条件|机关|机构|单位|系统|平台|办法|条例|人员|人|信息|记录|费|结果|情况|指南|时限|时间|对象|范围|资格|证|业务|编号|日期|期限|告知|须知|回复|答复|保险|服务|地|所|站|点|类|员|要求|标准|意见|资料|凭|号|的(?:材料|人|条件|单位))"
_ORAL = (
    r"(?<![复几差缺重])(?:录|打|审|查|盖|签|批|核|填|拍|刷|点|选|搜|传|缴|转|寄|装|验|评|登|开|调|印|改|输|报|找|输入|扫|收|做|量)"
    r"(?:好|完|上|了|过|下|出|进|一下|个|给您|给你|到您|到你|张|份|章|字|脸|码|一哈|哈|着|齐|您|你|单位)"
    r"|(?:^|(?<=[，。；]))(?:再|先|就|后|然后|之后|接着|完了)?(?:传|设|搜|选|点|刷|输|填|缴|扫|进|勾|写|签|报|改|转|审|打|寄|录|批)"
)
_ARROWS = re.compile(r"(?:[^→>\n。]{1,24}(?:→|->|＞|➜|⇒|>)){2}|(?:[^—\-－\n，。；、]{1,14}(?:—{1,2}|－|--)){2}[^—\-－\n，。；、]{1,14}")
_MANY = re.compile(r"第[一1]步|首先|第一步")


def read_procedure(talk: Talk, text: str, cues: Cues, steps: re.Pattern[str]) -> Reading:
    """A chain of steps; a place alone is none."""
    chain, place = longest_chain(text, steps)
    joined = places(cues.told, text)
    vague = places(cues.vague, text)
    arrows = [found.span() for found in _ARROWS.finditer(talk.raw) if steps.search(text[found.start() : found.end()])]
    signals = {"chain": chain, "joined": len(joined), "arrows": len(arrows)}
    enough = chain >= 5 or (chain >= 3 and bool(joined)) if vague else chain >= 3 or (chain >= 1 and bool(joined))
    if arrows or enough:
        return Reading("told", tuple(arrows) or (place,), vague, signals=signals)
    return Reading("partial" if vague else "missing", (), vague, signals=signals)


def step_pattern(words: str) -> re.Pattern[str]:
    """The steps of a procedure: those of the word list where they are no part of a name, and verbs of plain talk."""
    return re.compile(f"{words}{_NOMINAL}|{_ORAL}")


def longest_chain(text: str, steps: re.Pattern[str]) -> tuple[int, Place]:
    """The largest number of different steps that follow one another closely, and where."""
    best, place = 0, (0, 0)
    run: set[str] = set()
    start = end = -1
    for found in steps.finditer(text):
        if end < 0 or found.start() - end > _CONNECT or MASK in text[end : found.start()]:
            run, start = set(), found.start()
        run.add(found[0])
        end = found.end()
        if len(run) > best:
            best, place = len(run), (start, end)
    return best, place


_ASKS = re.compile(
    r"带(?!来|动)|携|拿(?!到|证|新|本|走)|准备|备齐|备好|备上|请备|凑齐|提供|提交|递交|上交|交(?!易|通|警|界|流|往|款|费|钱|税|办|代|接)|出示|附|上传|传|报送|需|材料|资料|刷|持|凭|填|给我|搁这|照给|找出来|寄|样(?:就|都|齐|准备|东西)?|就够|就行|就可|就中|就好|所需|要(?!是|么|审|求|不)|别落|别忘|写|复印|一并|各一|补(?!贴|助|偿|办|发|领|齐|正|缴)|整理|送|准，{1,2}备|材，{1,2}料|缺|差|少|开(?:个|张|一|具)"
)
_HEADING = 24
"""A line of so few characters may be a heading, whose list follows."""
_OTHER_HEADING = re.compile(r"程序|流程|步骤|环节|时限|期限|依据|条件|救济|办结|地点|哪里|多久|收费|费用|对象|联系|电话|咨询|补救|怎么走|怎么办|政策|受理")
_BARE = frozenset({"申请", "手机", "档案", "章", "制度", "方案", "合同", "批文", "户口", "账号", "协议", "声明", "报价", "原件", "复印件", "证明", "凭证", "证书", "许可证", "号码牌", "规划许可", "图纸", "通行证", "简历", "明细", "决议", "证照", "优待证", "居住证", "日志", "合格证", "公章", "通知书", "决定书", "身份证号", "意见书", "批准书", "承诺书", "介绍信", "回执"})
"""Names too general to tell a document unless it is asked for right there."""


def read_materials(talk: Talk, text: str, cues: Cues, names: re.Pattern[str]) -> Reading:
    """Documents that are asked for; those handed in or handed out are masked."""
    told: list[Place] = []
    listed = False
    for start, end in _sentences(text):
        sentence = text[start:end]
        if len(sentence) <= _HEADING:
            listed = bool(_ASKS.search(sentence)) if _OTHER_HEADING.search(sentence) or _ASKS.search(sentence) else listed
        found = [(start + each.start(), start + each.end(), each[0]) for each in names.finditer(sentence)]
        asked = listed or bool(cues.label.search(talk.question_before(start)))
        if not found or not (asked or _ASKS.search(sentence)):
            continue
        solid = [each for each in found if listed or each[2] not in _BARE or _asked_for(text, each[0])]
        told += [each[:2] for each in (found if solid else [])]
    none = places(cues.told, text)
    vague = places(cues.vague, text)
    signals = {"documents": len({text[start:end] for start, end in told}), "none": len(none)}
    status = "partial" if vague and not none else "told" if told or none else "missing"
    return Reading(status, tuple(told) or none, vague, signals=signals)


_ASKED_FOR = re.compile(r"(?:带|携带|拿|准备|备齐|提供|提交|交|出示|附|上传|传|报送|持|凭|填|写|开|签|把|用|个|张|份|齐|加|补|需|要|的)[^，。；]{0,8}$")


def _asked_for(text: str, start: int) -> bool:
    """Whether a word that asks for papers stands just before."""
    return bool(_ASKED_FOR.search(text[max(0, start - 10) : start]))


def _sentences(text: str) -> list[Place]:
    return [found.span() for found in re.finditer(r"[^。；！？]{1,2000}", text)]
