"""The procedure: a chain of steps, in the words of forms or of plain talk."""

from __future__ import annotations

import re

from checker.deferred import deferred
from checker.rules.notice.cues import Cues
from checker.rules.notice.quantities import spans
from checker.rules.notice.reading import Place, Reading, places
from checker.rules.notice.talk import MASK, Talk

_CONNECT = 16
"""Two steps this near belong to one chain."""
_NOMINAL = (
    r"(?!(?:申请|申报|登记|备案|审批|变更|认定|审核)(?:表|书|单|人|材料|资料|条件|证明|事项)|表|书|单|证明|证件|证书|报告|结论|通知|手续|材料|回执|事项|窗|中心|科|局|股|处|委|大厅|部门|条件|机关|"
    r"机构|单位|系统|平台|办法|条例|人员|人|信息|记录|费|结果|情况|指南|时限|时间|对象|范围|资格|证|业务|编号|"
    r"日期|期限|告知|须知|回复|答复|保险|服务|地|所|站|点|类|员|要求|标准|意见|资料|凭|号|的(?:材料|人|条件|"
    r"单位|[^，。；！？]{0,6}[证书表单照件]))"
)
_ORAL = (
    r"(?<![复几差缺重])(?:录|打|审|查|盖|签|批|核|填|拍|刷|点|选|搜|传|缴|转|寄|装|验|评|登|开|调|印|改|输|报|"
    r"找|输入|扫|收|做|量|测|抽|排|设|划|扣|领|取|存|发|报|送|打印|核对|比对|预约|注册|绑)"
    r"(?:好|完|上|了|过|下|出|进|一下|一?个|给您|给你|到您|到你|[一两三几]?张|[一两三几]?份|一?本|一?页|章|字|脸|码|一哈|哈|着|齐|您|你|单位)"
    r"|一(?:交|填|签|盖|验|送|递)(?=[，。就])|(?:^|(?<=[，。；]))(?:再|先|就|后|然后|之后|接着|完了)?(?:传|设|搜|选|点|刷|输|填|缴|扫|进|勾|写|签|报|"
    r"改|转|审|打|寄|录|批)"
)
_ARROWS = deferred(
    r"(?:[^→>\n。]{1,24}(?:→|->|＞|➜|⇒|>)){2,10}[^→>\n。，；]{0,12}|(?:[^—\-－\n，。；、]{1,14}(?:—{1,2}|－|--)){2}[^—\-－\n，。；、]{1,14}"
)
_LIGHT, _OBJECT = deferred(r"[做办开登打搞弄]个[^，。；！？]{0,4}$"), 6
_DEEDS = frozenset(
    {"评估", "鉴定", "登记", "备案", "公证", "调档", "体检", "认证", "培训", "测评", "变更", "挂失", "核验", "评定"}
)
"""做个能力评估 is one step: the light verb and what is done."""
_PAIR = 2
"""A chain of so many steps close together is a procedure by itself; around a span of time (收齐后三十日内打款) it is a limit."""


_ACTION = deferred(
    r"填|审|批|录|打(?!电话|扰|听|工)|签|查|核|拍|评|公示|寄|盖|报(?!销|名表)|开(?!车|店|始|通|心|户)|转|"
    r"发(?!票|现|布|生|展)|入库|解锁|送|受理|登记|办完|制|勘|验|看(?:完|现场|场|一眼)|换新"
    r"|通过|缴|交(?:到|给|上|件|表|钱|费|税|了|过)|领|取(?!消|得)|刷|点|搜|选|传|输|扫|注册|预约|体检|鉴定|测|"
    r"比对|调|改|销|划|拨|到账|出(?:证|照|结果|结论|具|图|方案|函)|装|施工|派|约|通知|决定|送达|备案"
)
_JOIN = deferred(
    r"[\u4e00-\u9fff]完(?:了|就|再|给|当场|，|后|成)|再(?:把|到|去|由|报|交|拿|找|给|来|上|送|让|进)|下来(?:了|"
    r"给|就|再|后)|以后|之后|收到(?:了|后)|然后|接着|最后|随后|先|后再|即可"
    r"|转(?:给|到|至|由)|拿着|凭|合格(?:后|了|的|就)|通过(?:后|了|以后)|后头|完事|末了|(?<![一二三四五六七八九十点])了[^，。；！？]{0,3}，(?:我们?|他们|给|就|会)|的，(?:由|就|再|给)|直接(?:打|发|转)|后(?:补|发|换|领|给|打|出|到|再|由|就|即|可|我|通|进|办|，)|(?:录|审|核|批|填|签|交|缴|选|绑|评|查|检|拍|刷|办|弄|登记|登)(?:好|完|上|过|清)?了第[一二三四五]步"
)
_AFTER = deferred(r"[。；！？]")
ENOUGH_JOINED, ENOUGH_LOOSE, OVER_VAGUE = 3, 5, 4
"""So strong a chain is a procedure: with words that join its steps, without, and so much more beside a formula."""


def read_procedure(talk: Talk, text: str, cues: Cues, steps: re.Pattern[str]) -> Reading:
    """A chain of steps; a place alone is none. Its strength: steps close together and clauses in a row that act."""
    chain, place = longest_chain(text, steps)
    if chain == _PAIR and _is_limit(text[slice(*place)]):
        chain = 0
    run, ran = _longest_run(text)
    strength = chain + run
    around = _sentences_of(text, place, ran)
    joined = bool(_JOIN.search(around) or cues.told.search(around))
    vague = places(cues.vague, text)
    arrows = tuple(
        found.span() for found in _ARROWS.finditer(talk.raw) if steps.search(text[found.start() : found.end()])
    )
    enough = (ENOUGH_JOINED if joined else ENOUGH_LOOSE) + (OVER_VAGUE if vague else 0)
    if arrows or strength >= enough or (chain >= _PAIR and not vague):
        return Reading("told", arrows or (place if chain >= _PAIR else ran,), vague, signals={"strength": strength})
    return Reading("partial" if vague else "missing", (), vague, signals={"strength": strength})


def _sentences_of(text: str, *steps: Place) -> str:
    """The sentences from the first of some steps to the last, and a little beyond: what joins steps is said there, not after them
    or long before. A place that is empty begins with the text.
    """
    start, end = min(begin for begin, _ in steps), max(close for _, close in steps)
    before, after = _AFTER.split(text[:start])[-1], _AFTER.split(text[end:])[0]
    return text[max(0, start - max(len(before), _CONNECT)) : end + max(len(after), _CONNECT)]


def _is_limit(words: str) -> bool:
    """Whether two steps with a span of time between them, in one clause, are the time limit rather than a procedure."""
    return not re.search(r"[，。；！？]", words) and any(spans(words))


def _longest_run(text: str) -> tuple[int, Place]:
    """The largest number of clauses in a row that name an action, and where."""
    best, place = 0, (0, 0)
    run, start = 0, 0
    for clause in re.finditer(r"[^，。；！？\x00]{1,500}", text):
        acts = bool(_ACTION.search(clause[0]))
        start = clause.start() if acts and not run else start
        run = run + 1 if acts else 0
        if run > best:
            best, place = run, (start, clause.end())
    return best, place


def step_pattern(words: str) -> re.Pattern[str]:
    """The steps of a procedure: those of the word list where they are no part of a name, and verbs of plain talk."""
    return re.compile(f"{words}{_NOMINAL}|(?:{_ORAL})(?!的)")


def longest_chain(text: str, steps: re.Pattern[str]) -> tuple[int, Place]:
    """The largest number of different steps that follow one another closely, and where."""
    best, place = 0, (0, 0)
    run: set[str] = set()
    start = end = -1
    for found in steps.finditer(text):
        if end < 0 or found.start() - end > _CONNECT or MASK in text[end : found.start()]:
            run, start = set(), found.start()
        if not (_LIGHT.search(found.string, max(0, found.start() - _OBJECT), found.start()) and found[0] in _DEEDS):
            run.add(found[0])
        end = found.end()
        if len(run) > best:
            best, place = len(run), (start, end)
    return best, place
