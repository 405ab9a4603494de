"""How well words fit a paper of a guide, so that a mention goes to the paper that it fits best and to no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.deferred import deferred
from checker.rules.notice.heads import Paper

Place = tuple[int, int]

_HEADLESS = 2
_PART = 3
"""So many characters of a name's end are that name (许可证副本 of 办学许可证副本); of what stands before its head two will do."""
_ENDS_HERE = (
    r"(?=[，。；！？\x00]|$|和|跟|与|及|或|也|都|的(?:[，。；！？]|$|都|也|复印|原件)|复印|原件|各|一[份张]|带|拿|交|给|附|您|你|要|[不免别甭]|"
    r"小|大|到|在|来|写|填|签|盖|现|先|这|那|就|是|我|网|可|需|没|由|请|用)"
)
_STARTS_HERE = (
    r"(?:(?<=[，。；！？\x00和跟与及或把带拿交附要有的张份本])|(?<=那个)|"
    r"(?<=提供)|(?<=提交)|(?<=准备)|(?<=上传)|(?<=携带)|(?<=复印)|^)"
)
_MAKER = r"的"
"""Whose it is or who made it stands before: 医院开的诊断, 队伍的资质."""
_ON_PAPER = deferred(
    r"(?:诊断|鉴定|评估|评价|审计|承诺|声明|授权|委托|批复|公证|结论|决定|意见|许可|执照|流水|合同|协议|清单|申请|简历|同意|资质|资格|成绩|学历|职称|检验|检测)$"
)
"""What is on a paper and stands for it: 诊断 for 诊断证明; no 设施 for 设施方案."""
_SPOKEN_FOR = frozenset({"证明", "报告", "认定书", "意见"})
"""Families of which a paper with a name of its own is shortened too; 法定代表人 is no 法定代表人身份证."""
_GENITIVE = r"的(?=[，。；！？和跟与及]|都|也|$)"


_WORD = deferred(rf"{_STARTS_HERE}([\u4e00-\u9fff]{{3,7}}?)(?:复印|原件|正本|副本)?{_ENDS_HERE}")
_FORM = deferred(r"(?:复印件|原件|正本|副本|正副本|电子版|扫描件)$")


def shared(names: Sequence[Paper], words: str) -> set[str]:
    """The characters of words that stand in the names of a paper, or in words that say the same."""
    alike = {letter for paper in names for pair in paper.pairs if len(pair) > 1 and pair in words for letter in pair}
    return {*alike, *(letter for paper in names for letter in paper.rest)} & set(words)


def shortened(paper: Paper, others: Sequence[Paper], text: str) -> Iterator[Place]:
    """Where a text has the end of a paper's name, or its name without the head, that no other paper of the guide has."""
    for part, pattern in _shortened_names(paper):
        if not any(part in other.name for other in others):
            yield from (found.span("part") for found in re.finditer(pattern, text))
    yield from (
        place
        for place in _words(text)
        if _abbreviates(text[slice(*place)], paper)
        and not any(_abbreviates(text[slice(*place)], each) for each in others)
    )


def _words(text: str) -> Iterator[Place]:
    """Words that may be short forms of names, with a pause before and after or a word of handing in."""
    for found in _WORD.finditer(text):
        yield found.span(1)


def _abbreviates(word: str, paper: Paper) -> bool:
    """Whether a word has characters of a name in their order, its last among them: 年报书 of 年检报告书."""
    name = _FORM.sub("", paper.name)
    letters = iter(name)
    return word[-1] == name[-1:] and word != name and all(letter in letters for letter in word)


def _shortened_names(paper: Paper) -> Iterator[tuple[str, str]]:
    """Parts of a name that stand for it, with the expressions that find them, the longest first."""
    name, rest = paper.name, paper.rest
    for length in range(len(name) - 1, _PART, -1):
        part = name[-length:]
        yield part, rf"{_STARTS_HERE}(?P<part>{re.escape(part)}){_ENDS_HERE}"
    if rest == name or (paper.proper and not paper.families & _SPOKEN_FOR):
        return
    for length in range(len(rest), _HEADLESS - 1, -1):
        part = rest[-length:]
        if _ON_PAPER.search(part):
            before = rf"(?:{_STARTS_HERE}|{_MAKER})" if length > _PART else _MAKER
            yield part, rf"{before}[\u4e00-\u9fff]{{0,2}}(?P<part>{re.escape(part)}){_ENDS_HERE}"
    yield from ((part, rf"{_STARTS_HERE}(?P<part>{re.escape(part)}){_GENITIVE}") for part in sorted(_genitives(rest)))


def _genitives(rest: str) -> set[str]:
    """What may stand for a name before 的: 所有权的 for 船舶所有权证书."""
    return {rest[-length:] for length in range(_HEADLESS, len(rest) + 1)}
