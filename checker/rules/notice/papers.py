"""The materials, where no service guide says which: documents that are asked for, by whatever name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.deferred import deferred
from checker.model import ElementStatus
from checker.rules.notice.cues import Cues
from checker.rules.notice.reading import Place, Reading, places
from checker.rules.notice.talk import Talk

ASKS = deferred(
    r"带(?!来|动)|携|(?:^|[，。])还有|拿(?!到|证|新|本|走)|准备|备齐|备好|备上|请备|凑齐|提供|提交|递交|上交|交(?!易|通|警|界|流|"
    r"往|款|费|钱|税|办|代|接)|出示|附|上传|传|报送|(?<!刚)需(?!求)|材料|资料|刷|持|凭|填|给(?:我|他|她|窗口|单位|村|社区|老师|辅导员)|搁这|照给|找出来|寄|样(?:就|"
    r"都|齐|准备|东西)?|就够|就行|就可|就中|就好|所需|要(?!是|么|审|求|不)|别落|别忘|写|复印|一并|各一|补(?!贴|"
    r"助|偿|办|发|领|齐|正|缴)|整理|送|准，{1,2}备|材，{1,2}料|缺|差|少|开(?:个|张|一|具)|掏|(?:给我|让我|我)(?:看|瞧|瞅|核|扫|复印|登|录)|凑|揣|捎|拍"
)
"""Words that ask for papers."""
_HEADING = 24
"""A line of so few characters may be a heading, whose list follows."""
_LIST = 3
"""So many documents in one sentence are a list of what is needed, with no word that asks for them."""
_OTHER_HEADING = deferred(
    r"程序|流程|步骤|环节|时限|期限|依据|条件|救济|办结|地点|哪里|多久|收费|费用|对象|联系|电话|咨询|补救|"
    r"怎么走|怎么办|政策|受理"
)
_BARE = frozenset(
    {
        "申请",
        "手机",
        "档案",
        "章",
        "制度",
        "方案",
        "合同",
        "批文",
        "户口",
        "账号",
        "协议",
        "声明",
        "报价",
        "原件",
        "复印件",
        "证明",
        "凭证",
        "证书",
        "许可证",
        "号码牌",
        "规划许可",
        "图纸",
        "通行证",
        "简历",
        "明细",
        "决议",
        "证照",
        "优待证",
        "居住证",
        "日志",
        "合格证",
        "公章",
        "通知书",
        "决定书",
        "身份证号",
        "意见书",
        "批准书",
        "承诺书",
        "介绍信",
        "回执",
        "报告",
        "说明",
        "批复",
        "表格",
        "截图",
        "录音",
        "论文",
    }
)
"""Names too general to tell a document unless it is asked for right there."""
_FURTHER_ITEM = deferred(r"，{0,2}(?:[（(](?:[2-9]|1[0-9])[）)]|[②-⑳⑵-⒇]).{10}")
"""（4）… goes on with a list, whatever it speaks of; headings are numbered otherwise."""
_NUMBERED_HEADING = 10
"""Within so many characters a heading has said what it is."""
_SEVERAL = 2
_CLOSED = deferred(
    r"就(?:是|要|带|需要|需|只要)?(?:这|那)?(?:[一二两三四五六七八九十2-9]{1,2}|几)[样个份张项](?!月|工作|小时)|就(?:是|要)?这些(?!人|年|天)|"
    r"(?:一共|总共|共)(?:是|要|就)?[一二两三四五六七八九十2-9]{1,2}[样份项]|[两三四五六七八九十2-9]样(?:原件|就|即可|齐|$|[，。；])|"
    r"(?:别的|其他|其它|另外)(?:的|材料|东西)?(?:都|也|就|一概)?(?:不用|不要|不需要|没有|没得)|没有?(?:别的|其他|其它)(?:了|$|[，。；！])"
)
"""The list is closed: an empty formula beside it leaves nothing of it open."""


def read_materials(talk: Talk, text: str, cues: Cues, names: re.Pattern[str]) -> Reading:
    """Documents that are asked for; those handed in or handed out are masked."""
    told: list[Place] = []
    for start, end, listed in sentences(text):
        sentence = text[start:end]
        found = [(start + each.start(), start + each.end(), each[0]) for each in names.finditer(sentence)]
        asked = listed or bool(cues.label.search(talk.question_before(start)))
        if not found or not (asked or _solid(found) >= _LIST or ASKS.search(sentence)):
            continue
        solid = [each for each in found if listed or each[2] not in _BARE or _asked_for(text, each[0])]
        told += [each[:2] for each in (found if solid else [])]
    none = (*places(cues.told, text), *_answered_none(talk, text, cues))
    vague = places(cues.vague, text)
    signals = {"documents": len({text[start:end] for start, end in told}), "none": len(none)}
    complete = bool(none) or (len(told) >= _SEVERAL and _closed(talk, text, vague))
    status: ElementStatus = "partial" if vague and not complete else "told" if told or none else "missing"
    return Reading(status, tuple(told) or none, vague, signals=signals)


def _closed(talk: Talk, text: str, vague: tuple[Place, ...]) -> bool:
    """Whether the list is closed, and had not been left open in an earlier turn."""
    closings = [talk.evidence(*place).turn for place in places(_CLOSED, text)]
    return bool(closings) and all(talk.evidence(*place).turn >= closings[0] for place in vague)


def _solid(found: list[tuple[int, int, str]]) -> int:
    """How many documents are named that need no word beside them to be one."""
    return len({name for _, _, name in found} - _BARE)


_NONE_ANSWER = deferred(
    r"(?:^|(?<=。))，?(?:都|全都|现在|啥都)?(?:不用|不需要|不必|无需|不消|不要)(?:的|了|啦|呢|哦|哈|，|。|$)"
)


def _answered_none(talk: Talk, text: str, cues: Cues) -> tuple[Place, ...]:
    """A bare 不用的 where the citizen had asked what to bring."""
    found = places(_NONE_ANSWER, text)
    return tuple(place for place in found if cues.label.search(talk.question_before(place[0])))


_ASKED_FOR = deferred(
    r"(?:带|携带|拿|准备|备齐|提供|提交|交|出示|附|上传|传|报送|持|凭|填|写|开|签|把|用|缺少?|少了?|差|欠|凑|掏|个|张|份|齐|加|补|需|要|"
    r"的)[^，。；]{0,8}$"
)


def _asked_for(text: str, start: int) -> bool:
    """Whether a word that asks for papers stands just before."""
    return bool(_ASKED_FOR.search(text[max(0, start - 10) : start]))


def _goes_on(sentence: str) -> bool:
    """Whether a line is a further item of a list and no heading, even one with the same numerals."""
    return bool(_FURTHER_ITEM.match(sentence)) and not _OTHER_HEADING.search(sentence[:_NUMBERED_HEADING])


def sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    """The sentences of a text, each with whether it stands in a list below a heading that asks for papers."""
    listed = False
    for found in re.finditer(r"[^。；！？]{1,2000}", text):
        sentence = found[0]
        if len(sentence) <= _HEADING and not (listed and _goes_on(sentence)):
            asks = bool(ASKS.search(sentence))
            listed = asks if asks or _OTHER_HEADING.search(sentence) else listed
        yield found.start(), found.end(), listed
