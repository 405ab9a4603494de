"""Whose a paper is: 您的身份证 is no 原户主身份证, and one 老人的身份证 is not the 代办人身份证 too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.deferred import deferred

Place = tuple[int, int]

_YOURS = deferred(r"[您你](?:本人|自己)?的?$")
_ANOTHER_TOO = deferred(
    r"^[^。；！？]{0,12}(?:的(?:[也都各一那]|[，。；！？]|$)|(?<![让叫请由])[他她]|双方|两|俩|都|各)"
)
_PERSON = deferred(
    r"(?<!本)(?:人家?|[当业户物货车机店房屋]主|家属|老伴|孩子|娃娃?|儿子|女儿|[父母爸妈爷奶公婆舅叔姑姨哥弟姐妹侄孙]{1,2}|逝者|患者|学生|老板|老太太|老爷子|女儿|闺女|爱人|老[公婆]|媳妇|丈夫|妻子)(?:本人|自己|生前)?的?$"
)
_SEVERAL = deferred(r"双方|两|俩|都|各|们|全家|一家|新[旧老]|大人|[跟和与及、]|夫妻|父母|爸妈|家长|买卖|[您你].{0,3}的")
_OF_ANOTHER = deferred(r"(?:[他她]们?|对方|前[\u4e00-\u9fff]{1,3})的")
_ANYONE = frozenset("人的家")
_BEFORE, _AFTER = 8, 10


def yours(text: str, named: Sequence[Place]) -> bool:
    """Whether each of these papers in the text is said to be that of the one at the counter, and of no other."""
    return all(
        _YOURS.search(text[max(0, start - 5) : start]) and not _ANOTHER_TOO.search(text[end : end + 16])
        for start, end in named
    )


def not_theirs(holders: Mapping[int, str], text: str, named: Sequence[Place]) -> frozenset[int]:
    """Of papers of one kind with their holders, those that the one person's paper named in the text is not."""
    if len(named) != 1:
        return frozenset()
    (start, end) = named[0]
    before = text[max(0, start - _BEFORE) : start]
    person = _PERSON.search(before)
    if not person or _SEVERAL.search(before) or _ANOTHER_TOO.search(text[end : end + _AFTER]):
        return frozenset()
    alike = {index: len(set(holder) & set(person[0]) - _ANYONE) for index, holder in holders.items()}
    likeliest = max(alike, key=lambda index: (alike[index], -index))
    return frozenset(alike) - {likeliest}


def of_another(text: str, place: Place) -> bool:
    """Whether a phrase speaks of somebody else's paper: 他的身份证也不用."""
    return bool(_OF_ANOTHER.match(text, *place))
