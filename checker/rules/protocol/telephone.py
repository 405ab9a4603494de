"""Manners on the telephone: the unit first, brief, no small talk (yakeshi 三, N7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.model import Citation, Finding
from checker.rules.protocol.findings import finding
from checker.rules.protocol.opening import self_introduction
from checker.rules.protocol.view import View

UNIT_FIRST = (Citation("yakeshi", "三2"), Citation("wenshang", "七2(1)"))
BRIEF = (Citation("yakeshi", "三3"),)


def unit_first(view: View) -> Iterator[Finding]:
    """The unit is named, but not in the first words."""
    point = self_introduction(view)
    first = view.clerk_turns[0]
    if view.channel == "phone" and point.status == "met" and point.turn != first:
        yield finding(view, "unit_first", first, "拿起电话没有先报单位", "您好，这里是××，请问您找哪位？", UNIT_FIRST)


def brevity(view: View) -> Iterator[Finding]:
    """One turn on the telephone longer than the profile's limit."""
    limit = view.scene.profile.telephone.longest_turn
    if view.channel != "phone":
        return
    for turn in view.clerk_turns:
        if len(view.words(turn)) > limit:
            message = f"一口气说了 {len(view.words(turn))} 个字，超过 {limit} 个，电话里应当简明"
            yield finding(view, "brevity", turn, message, "我分三点跟您说，您听清一点我再说下一点。", BRIEF)


def small_talk(view: View) -> Iterator[Finding]:
    """Small talk or private matters while serving."""
    for turn in view.having(view.clerk_turns, "telephone.small_talk"):
        suggestion = "让您久等了，我们接着办您的事。"
        talk = view.spans(turn, "telephone.small_talk")
        yield finding(view, "small_talk", turn, "办事时闲聊或谈私事", suggestion, BRIEF, talk[0])


TELEPHONE: dict[str, Callable[[View], Iterator[Finding]]] = {
    "unit_first": unit_first,
    "brevity": brevity,
    "small_talk": small_talk,
}
