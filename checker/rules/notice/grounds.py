"""The grounds that were named against a service guide's: another law, another article or another document is wrong."""

from __future__ import annotations

from checker.deferred import deferred
from checker.matching.syllables import spell
from checker.rules.notice.quantities import number

_LAW = deferred(
    r"(?:《(?P<title>[^》]{2,60})》|(?<![\u4e00-\u9fff])(?:这?个?(?:是|按照?|根据|依据|依照?|照))?"
    r"(?P<bare>[\u4e00-\u9fff]{2,20}?(?:法|条例|办法|规定|细则)(?=第)))"
    r"[^《第，。；]{0,24}(?:第(?P<article>[0-9一二三四五六七八九十百零]{1,6})条)?"
)
_NUMBERED = deferred(r"(?P<year>(?:19|20)[0-9]{2})[）\]】年]，?第?(?P<number>[0-9]{1,4})号")
_STATE = deferred(r"中华人民共和国|[（(][^）)]{1,16}[）)]")


def grounds_agree(said: str, guide: str) -> bool:
    """Whether folded words that name grounds name those of the guide; they do where the two cannot be compared."""
    numbers, wanted = _numbers(said), _numbers(guide)
    if numbers & wanted:
        return True
    laws, rules = _laws(said), _laws(guide)
    for title, article in laws:
        for rule, paragraph in rules:
            if _alike(title, rule):
                return not article or not paragraph or article == paragraph
    return not (laws and rules) and not (numbers and wanted)


def _numbers(words: str) -> set[tuple[str, str]]:
    return {(found["year"], found["number"]) for found in _NUMBERED.finditer(words)}


def _laws(words: str) -> list[tuple[str, float | None]]:
    """The laws named, each with its article where one is."""
    found = _LAW.finditer(words)
    return [(_STATE.sub("", each["title"] or each["bare"]), number(each["article"] or "")) for each in found]


def _alike(one: str, other: str) -> bool:
    """Whether two titles name one law: by their sound, the one shortened or inside the other."""
    short, long = sorted((spell(one), spell(other)), key=len)
    letters = iter(long)
    return all(letter in letters for letter in short)
