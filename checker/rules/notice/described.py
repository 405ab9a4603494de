"""Head nouns of papers with the words that modify them, and those that are described rather than named: 能证明您在那儿住的."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.deferred import deferred

_PROVES = deferred(r"(?:能|可以|可|足以)证明([^，。；！？、]{2,16})")
_WRITES = deferred(
    r"(?:写|打|填(?=一?[个份张]|(?![好完了上写])[^，。；！？、表单信资]{2,6}申请[，。；！？、])|[递交]一?(?=[个份张]))(?:[个份张]|一[个份张]|了|好){0,2}((?:(?![写填递打交的])[\u4e00-\u9fff]){2,8})的?"
    r"申请(?![表书单人者条]|登|办|材|报|资|理|函|领|的)"
)
_NAMED = deferred(
    r"(?:^|(?<=[，。；和跟与及把]))((?:(?![您你我提交收到来去向在网再先能]|(?<!许)可)[\u4e00-\u9fff]){2,8}?)的?申请(?=一?[份张]|[，。；]|$|在这|签|填|也)"
)
_LOOKED_UP = deferred(
    r"(?:系统|平台|后台|网上|联网|电脑|数据)[^，。；！？没不]{0,8}(?:核|查|调|取|比对|读|带|抓)(?:得?到|出来?|取)([^，。；！？没不]{2,12})"
)
_KNOWN_THERE = deferred(
    r"(?:^|(?<=[，。；！？]))([\u4e00-\u9fff]{2,10}?)(?:的|这个|那个)?(?:我们|咱们?)?(?:系统|平台|后台|网上|联网|电脑|数据)[里上中]?[^，。；！？没不]{0,4}(?:核|查|调|取|比对?|看|读|带|抓)(?:得?到|得?出来|取)"
)
_FETCHED = deferred(
    r"(?:^|(?<=[，。；！？]))([\u4e00-\u9fff]{2,12}?)，?(?:由|我们?|咱们?|后台|系统|平台|窗口|本[局所科站院中心]{1,2})(?:这儿|这里|这边|去|来|会){0,2}"
    r"(?:(?:自己|直接|后台|系统里?|网上|联网|能|可以){1,3}(?:[从跟向到在和与找去](?!去?现场)[^，。；！？]{1,8})?(?:查|核|比对)(?!现场|场地)|"
    r"(?:自己|直接|后台|去|来|会){0,2}(?:[从跟向到和与找去](?!去?现场)[^，。；！？]{1,8})?(?:调(?!整|解)|提取|获取))"
)
"""What the office finds out by itself: 有没有案底我们直接跟公安比对."""
_QUESTIONS = deferred(
    r"((?:，?[\u4e00-\u9fff]{0,8}(?:[怎咋][么个样]?|如何|哪[个些里儿]?|什么|啥子?|多少|几)[\u4e00-\u9fff]{1,6}?){1,2})[，的也都再就]{0,2}(?:[您你]|自己|给我|用手|手){0,3}$"
)
_PUT_DOWN = deferred(
    r"(?:(?<!意见)(?<!建议)(写)(?:清楚|明白|下来|上|[几两]句|个经过|一?(?:[页段张](?:纸)?|个说明))|(画)(?:清楚|明白|下来|出来|一?[张份]|一?个?(?:草|示意|平面)?图)|(列)(?:清楚|出来|个?(?:单子|表|清单)))"
)
"""What answers a question just before, in speech without marks too: 屋里咋个摆的你画一张, 在哪里几棵树写清楚."""
_QUESTIONS_REACH = 32
"""How far before the word that asks for it a question is looked for."""
_WHO = deferred(r"[都有]有?谁|哪(?:几个|些)人|几(?:个|口|名)人|(?:都|分别|各)叫[啥什]")
"""Several people, whom a list tells: 谁来办的 is one."""
_SIGNED = deferred(
    r"[跟和与同]([^，。；！？、]{2,10}签的)(?=那[个份张]|这[个份张]|也|都(?!一样|不|没|差不多)|带|拿|复印|[，。；！？]|$)"
)
"""What was signed with somebody is a contract: 跟包工队签的那个."""
_WRITTEN_UP = deferred(
    r"(?:^|(?<=[，。；！？]))([\u4e00-\u9fff]{3,14}?)，?[都也再就您你自己给我]{0,3}(?:写|列|打|拉|造|画|编|做)(?:了|好|出|上)?(?:一)?[个张份]"
    r"(单子|清单|名单|明细|表格?|草?图|说明|名册|台账)"
)
"""Its content comes first: 几台什么机器，写个单子."""
_PICTURED = deferred(
    r"(?:^|(?<=[，。；！？把]))([\u4e00-\u9fff]{2,10}?)(?:也|都|再|给我|帮我|，?(?:用|拿)?手机){0,2}(?:(拍|(?<![按对参遵依比])照(?=[一两三几]张|下来))(?:(?:了|好|上|下来)?(?:[一两三几]张|张照|个照|[一两三几]?张[照相])|下来|清楚|给我)|(画)(?:出来|下来|一画|一下|[一两]?[张份个](?![\u4e00-\u9fff])))"
)
"""What is to be photographed or drawn: 店门口拍一张, 流程画出来."""
_PAPER = deferred(
    r"(?:证件?|[户账日课]口?本|户口|簿|[一社银医]?保?行?卡|单子?|表格?|书|合同|协议|票据?|存?折子?|执照|驾照|护照|函|原件|复印件|材料|[这首末后内]页)(?:正反面|[正反背]面|[上里]面?|原件)?$|正反面"
)
"""A paper of its own: a picture of it is no photograph of the place, and what it proves needs no evidence."""
_NONE = deferred(r"[没不][^，。；！？]{0,8}$")
_SUBJECT_REACH = 12
_WRITTEN_DOWN = deferred(
    r"(?:^|(?<=[，。；！？]))([\u4e00-\u9fff]{2,14}?)(?:都|也|再|给我)?(?:(写)(?:上|了)?(?:一下|清楚|明白|下来|[一两半]?[页段张](?:纸|话)?|个东西)|"
    r"(列)(?:一下|出来|上来|清楚|个?名字))"
)
"""怎么做的写上一页纸, 谁带他们列个名字."""
_LISTED = deferred(
    r"(?:^|[，。；！？的到交把开要带办])([\u4e00-\u9fff]{2,5}(?:，[\u4e00-\u9fff]{2,6}){0,3})(?:和|及|与|跟|还有)[\u4e00-\u9fff]{1,8}$"
)
_VOUCHED = deferred(
    r"(?:^|(?<=[，。；！？]))([\u4e00-\u9fff]{2,8}?)(?:这块|这一块|方面)，?(?:要|得|就|再)?(?:让|叫|请|找|由)[\u4e00-\u9fff]{2,6}?(?:出|开|打)(?:一|个|具)?[张份个](?![\u4e00-\u9fff])"
)
"""Somebody vouches for it: 工资这块让单位出一张."""
_REPORTED = deferred(
    r"(?:^|(?<=[，。；！？]))([\u4e00-\u9fff]{2,8}?)(?:给|帮)?[您你我]?写(?:个|份|一个|一份)情况(?=[，。；！？]|$)"
)
"""村里写个情况."""
_ITEM = deferred(r"[^，]{1,8}")
_LIST_REACH = 40
_PROOF, _EVIDENCE = "证明", "证据"
_APPLICATION, _PHOTOGRAPH, _DRAWING, _CONTRACT, _ANY = "申请书", "照片", "图", "合同", "的东西"
_STATEMENTS, _LISTS = ("说明",), ("清单", "名单")
"""The heads of what is described; that of any paper is for what the office looks up itself."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun in a text with the words before it that may modify it."""

    word: str
    start: int
    end: int
    before: str


def enumerated(head: Head, text: str) -> list[Head]:
    """学历、普通话和考试合格证明: each of what is enumerated has the head that stands at the end."""
    begin = max(0, head.start - _LIST_REACH)
    found = _LISTED.search(text[begin : head.start])
    items = _ITEM.finditer(text, begin + found.start(1), begin + found.end(1)) if found else ()
    return [Head(head.word, item.end(), head.end, item[0]) for item in items]


def described(text: str) -> Iterator[Head]:
    """Papers described: by what they prove, an application to be written, what the office fetches, what is put down,
    drawn or photographed, the answer to a question, a list of people, what was signed with somebody.
    """
    for found in _PROVES.finditer(text):
        yield Head(_PROOF, found.start(1), found.end(), found[1])
        if _is_evidence(text, found.start(), found[1]):
            yield Head(_EVIDENCE, found.start(1), found.end(), found[1].partition("的")[0] + "的")
    for written in (_WRITES, _NAMED):
        yield from (Head(_APPLICATION, found.end() - 2, found.end(), found[1]) for found in written.finditer(text))
    yield from (Head(found[2], *found.span(2), found[1] + "的") for found in _WRITTEN_UP.finditer(text))
    for found in _WRITTEN_DOWN.finditer(text):
        people = _LISTS if _WHO.search(found[1]) else ()
        for word in (*_STATEMENTS, *people) if found[2] else _LISTS:
            yield Head(word, found.end(1), found.end(), found[1] + "的")
    for found in _PICTURED.finditer(text):
        if found[2] and _PAPER.search(found[1]):
            continue
        yield Head(_PHOTOGRAPH if found[2] else _DRAWING, found.end(1), found.end(), found[1] + "的")
    for found in _PUT_DOWN.finditer(text):
        asked = _QUESTIONS.search(text, max(0, found.start() - _QUESTIONS_REACH), found.start())
        if not asked:
            continue
        for word in _STATEMENTS if found[1] else (_DRAWING,) if found[2] else _LISTS:
            yield Head(word, asked.end(1), found.end(), asked[1] + "的")
    yield from (Head(_PROOF, found.end(1), found.end(), found[1] + "的") for found in _VOUCHED.finditer(text))
    for found in _REPORTED.finditer(text):
        yield from (Head(word, found.end(1), found.end(), found[1]) for word in _STATEMENTS)
    yield from (Head(_CONTRACT, found.end(1), found.end(), found[1]) for found in _SIGNED.finditer(text))
    for there in (_KNOWN_THERE, _FETCHED):
        yield from (Head(_ANY, found.end(1), found.end(1), found[1]) for found in there.finditer(text))
    yield from (Head(_ANY, found.end(), found.end(), found[1]) for found in _LOOKED_UP.finditer(text))


def _is_evidence(text: str, start: int, proven: str) -> bool:
    """Whether what proves something is asked for as evidence (能证明您受骗的), no paper said to do so, nor its absence."""
    before = text[max(0, start - _SUBJECT_REACH) : start]
    return "的" in proven and not _NONE.search(before) and not _PAPER.search(before)
