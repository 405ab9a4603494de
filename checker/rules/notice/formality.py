"""A guide's paper of which the clerk waives what the guide's own name of it asks for: the original, the notice in a newspaper."""

from __future__ import annotations

from checker.deferred import deferred
from checker.rules.notice.phrases import folded

Place = tuple[int, int]

_NOT_NEEDED = r"(?:不用|不要|不需要|无需|不需|不必|不消|无须|用不着|免(?!费))"
_ORIGINAL = "原件"
_ORIGINAL_DENIED = deferred(
    rf"原件[^，。；]{{0,4}}(?:(?:{_NOT_NEEDED}(?=(?:再|您|你|都){{0,2}}(?:带|拿|交|提供|提交|出示|给|了|的|哈|[，。；！？\x00]|$)))|不收|不带)"
)
_PUBLISHED = deferred(r"报纸|报刊|登报|日报|晚报")
_ELSEWHERE = deferred(r"网|平台|系统|公众号")
"""A guide that lets the notice be given elsewhere too asks for no newspaper."""
_UNPUBLISHED = deferred(
    rf"{_NOT_NEEDED}(?:再|去|专门|花钱|找报社){{0,2}}(?:登报|见报|上报纸|登声明|刊登|登了)(?![一两二三四几多]次|[两二三几]家)|登报(?:声明)?(?:了|也|就|都|的话){{0,2}}(?:{_NOT_NEEDED}|取消)(?:了|的|啦|哈|呢){{0,2}}(?=[，。；！？\x00]|$)"
)


def formality_denied(material: str, text: str) -> Place | None:
    """Where a text says to be needless what makes the guide's paper what it is."""
    name = folded(material)
    if name.endswith(_ORIGINAL):
        found = _ORIGINAL_DENIED.search(text)
    elif _PUBLISHED.search(name) and not _ELSEWHERE.search(name):
        found = _UNPUBLISHED.search(text)
    else:
        return None
    return found.span() if found else None
