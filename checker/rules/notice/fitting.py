"""How well words fit a paper of a guide, so that a mention goes to the paper that it fits best and to no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.deferred import deferred
from checker.rules.notice.heads import Paper

Place = tuple[int, int]

_HEADLESS = 2
_PART = 3
"""So many characters of a name's end are that name (许可证副本 of 办学许可证副本); of what stands before its head two will do."""
_END = (
    r"(?:[，。；！？\x00]|$|和|跟|与|及|或|也|都|的(?:[，。；！？]|$|都|也|复印|原件)|复印|原件|各|一[份张]|带|拿|交|给|附|您|你|要|[不免别甭]|"
    r"小|大|到|在|来|写|填|签|盖|现|先|这|那|就|是|我|网|可|需|没|由|请|用)"
)
_START = r"(?:[，。；！？\x00和跟与及或把带拿交附要有的张份本]|那个|提供|提交|准备|上传|携带|复印|^)"
_STARTS = deferred(rf"{_START}$")
_NEAR_START = deferred(rf"{_START}[\u4e00-\u9fff]{{0,2}}$")
_MADE_BY = deferred(r"的[\u4e00-\u9fff]{0,2}$")
"""Whose it is or who made it stands before: 医院开的诊断, 队伍的资质."""
_ENDS = deferred(_END)
_GENITIVE = deferred(r"的(?:[，。；！？和跟与及都也]|$)")
_BEFORE = 4
_ON_PAPER = deferred(
    r"(?:诊断|鉴定|评估|评价|审计|承诺|声明|授权|委托|批复|公证|结论|决定|意见|许可|执照|流水|合同|协议|清单|申请|简历|同意|资质|资格|成绩|学历|职称|检验|检测)$"
)
"""What is on a paper and stands for it: 诊断 for 诊断证明; no 设施 for 设施方案."""
_SPOKEN_FOR = frozenset({"证明", "报告", "认定书", "意见"})
"""Families of which a paper with a name of its own is shortened too; 法定代表人 is no 法定代表人身份证."""
_WORD = deferred(
    r"(?:(?<=[，。；！？\x00和跟与及或把带拿交附要有的张份本])|(?<=那个)|(?<=提供)|(?<=提交)|(?<=准备)|(?<=上传)|(?<=携带)|(?<=复印)|^)"
    rf"([\u4e00-\u9fff]{{3,7}}?)(?:复印|原件|正本|副本)?(?={_END})"
)
"""A word that may be the short form of a name: a pause or a word of handing in before it and after it."""
_FORM = deferred(r"(?:复印件|原件|正本|副本|正副本|电子版|扫描件)$")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a name that stands for it, and what has to stand before it and after it."""

    words: str
    before: Sequence[re.Pattern[str]]
    after: re.Pattern[str]

    def places(self, text: str) -> Iterator[Place]:
        """Where a text has the part."""
        start = text.find(self.words)
        while start >= 0:
            end = start + len(self.words)
            before = text[max(0, start - _BEFORE) : start]
            if self.after.match(text, end) and any(each.search(before) for each in self.before):
                yield start, end
            start = text.find(self.words, start + 1)


def shared(names: Sequence[Paper], words: str) -> set[str]:
    """The characters of words that stand in the names of a paper, or in words that say the same."""
    alike = {letter for paper in names for pair in paper.pairs if len(pair) > 1 and pair in words for letter in pair}
    return {*alike, *(letter for paper in names for letter in paper.rest)} & set(words)


def shortened(paper: Paper, others: Sequence[Paper], text: str) -> Iterator[Place]:
    """Where a text has the end of a paper's name, or its name without the head, that no other paper of the guide has."""
    for part in _parts(paper):
        if part.words in text and not any(part.words in other.name for other in others):
            yield from part.places(text)
    for found in _WORD.finditer(text):
        if _abbreviates(found[1], paper) and not any(_abbreviates(found[1], each) for each in others):
            yield found.span(1)


def _abbreviates(word: str, paper: Paper) -> bool:
    """Whether a word has characters of a name in their order, its last among them: 年报书 of 年检报告书."""
    name = _FORM.sub("", paper.name)
    letters = iter(name)
    return word[-1] == name[-1:] and word != name and all(letter in letters for letter in word)


def _parts(paper: Paper) -> Iterator[_Part]:
    """What stands for a name: its end, or what comes before its head, 所有权的 for 船舶所有权证书; the longest first."""
    name, rest = paper.name, paper.rest
    for length in range(len(name) - 1, _PART, -1):
        yield _Part(name[-length:], (_STARTS,), _ENDS)
    if rest == name or (paper.proper and not paper.families & _SPOKEN_FOR):
        return
    ends = [rest[-length:] for length in range(len(rest), _HEADLESS - 1, -1)]
    for part in ends:
        if _ON_PAPER.search(part):
            yield _Part(part, (_NEAR_START, _MADE_BY) if len(part) > _PART else (_MADE_BY,), _ENDS)
    yield from (_Part(part, (_STARTS,), _GENITIVE) for part in ends)
