"""Whose a paper is: 您的身份证 is no 原户主身份证, and one 老人的身份证 is not the 代办人身份证 too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.deferred import deferred

Place = tuple[int, int]

_YOURS = deferred(r"[您你](?:本人|自己)?的?$")
_ANOTHER_TOO = deferred(
    r"^[^。；！？]{0,12}(?:的(?:[也都各一那]|[，。；！？]|$)|(?<![让叫请由])[他她](?![^，。；！？]{0,6}(?:卡|折|账|照片))|双方|两|俩|都|各)"
)
_HANDLER = deferred(
    r"(?<![和跟与及、])(?:(?:经办|代办|承办|跑腿|送件|递件)(?:业务|手续|材料|件)?(?:的?人员?|的?员工|的?同事|的?同志|的那[个位])?|"
    r"(?:来办事?|来交|来跑|办事)(?:业务|手续|材料|件)?(?:的?人员?|的?员工|的?同事|的?同志|的那[个位]))的?$"
)
"""Whoever comes to the counter for a firm, who is not its head."""
_HEAD_NAMES = "(?:法定代表人|法人|负责人|业主|经营者|举办者|户主|权利人|投资人|股东)"
_HEAD_OF = deferred(_HEAD_NAMES)
_HIMSELF = deferred(rf"(?:{_HEAD_NAMES}|[您你])[^，。；！？\x00]{{0,12}}$")
"""The head comes, or the one at the counter is spoken of."""
_EITHER = deferred(r"经办|代办|代理|受托|委托|办事")
_PERSON = deferred(
    r"(?<!本)(?:人家?|[当业户物货车机店房屋]主|家属|老伴|孩子|娃娃?|儿子|女儿|[父母爸妈爷奶公婆舅叔姑姨哥弟姐妹侄孙]{1,2}|逝者|患者|学生|老板|老太太|老爷子|女儿|闺女|爱人|老[公婆]|媳妇|丈夫|妻子)(?:本人|自己|生前)?的?$"
)
_SEVERAL = deferred(
    r"双方|两|俩|都|各|们|全家|一家|新[旧老]|大人|(?<![证明书表本单簿卡片件])[跟和与及、]|夫妻|父母|爸妈|家长|买卖|[您你].{0,3}的"
)
_FOR_ANOTHER = deferred(
    r"(?:替|代|帮)(?:[他她]|人家?|老人)?(?:办|领|来|跑|交)[^，。；！？]{0,4}，?[您你](?:自己|本人)?的?$"
)
"""替办的话您自己的身份证: of the one who comes for another."""
_OF_ANOTHER = deferred(r"(?:[他她]们?|对方|前[\u4e00-\u9fff]{1,3})的")
_ANYONE = frozenset("人的家")
_BEFORE, _AFTER = 8, 10
_REACH = 16


def yours(text: str, named: Sequence[Place]) -> bool:
    """Whether each of these papers in the text is said to be that of the one at the counter, and of no other."""
    return all(
        _YOURS.search(text[max(0, start - 5) : start]) and not _ANOTHER_TOO.search(text[end : end + 16])
        for start, end in named
    )


def of_the_handler(material: str, text: str, named: Sequence[Place]) -> bool:
    """Whether the papers in the text are those of the one who comes, where the guide asks for that of the head of the firm."""
    if not named or not _HEAD_OF.search(material) or _EITHER.search(material):
        return False
    before = [text[max(0, start - 12) : start] for start, _ in named]
    return all(_HANDLER.search(words) and not _HIMSELF.search(words) for words in before)


def not_theirs(holders: Mapping[int, str], text: str, named: Sequence[Place]) -> frozenset[int]:
    """Of papers of one kind with their holders, those that the one person's paper named in the text is not."""
    if len(named) != 1:
        return frozenset()
    (start, end) = named[0]
    handlers = {index for index, holder in holders.items() if _EITHER.search(holder)}
    too = _ANOTHER_TOO.search(text[end : end + _REACH])
    if handlers and not too and _FOR_ANOTHER.search(text[max(0, start - _REACH) : start]):
        return frozenset(holders) - handlers
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
