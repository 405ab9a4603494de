"""Whether a notice is called for: the citizen asks how something is done, or the text itself is a notice.

Signals of both sides are summed; in a talk of several turns the detector hears their sum, and the words, and decides,
unless a signal of the agency's own is among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.deferred import deferred
from checker.matching.calling import Consulted
from checker.rules.notice.signals import Signal
from checker.rules.notice.talk import plain
from checker.rules.overruling import MAJORITY
from checker.rules.scene import Scene

NEEDED = 5
"""So much the signals of a conversation must come to, taken together."""
IN_WRITING = 9
"""A letter with its reply is a consultation unless much speaks against it: it begins with so much."""
ONE_QUESTION = 4
"""A conversation of one question, all else greeting and thanks, begins with so much."""
_TALK = 2
"""So many turns of the citizen's make a talk; a letter, a notice, one question and its answer are left to the signals."""
_CONSULTED = "time_limit"
"""Profiles of consultations ask for this; others (a call back, a delay, an appointment) are chosen for what the talk is."""
_GREETING = deferred(
    r"(?:你好|您好|喂|在吗|在不在|在么|有人吗|好的?|谢谢你?|嗯|行|知道了|明白了?|再见|哦|啊|呀|哈|，|。|！|？){1,9}"
)


def called_for(scene: Scene, signals: Mapping[str, Signal]) -> bool:
    """Whether the conversation calls for the profile's notice."""
    group = "refused" if scene.profile.elements == ["reason"] else "notice"
    turns = _sides(scene)
    if group == "notice" and _CONSULTED not in scene.profile.elements and turns["citizen"]:
        return True
    found = [each for each in signals.values() if each.group == group and each.found(turns[each.by])]
    model = scene.wording.detector.calling if scene.wording else None
    if model and group == "notice" and _is_talk(scene) and not any(each.own for each in found):
        return model.share(_heard(scene, turns, found)) >= MAJORITY
    begin = 0 if group == "refused" else _begin(len(scene.citizen_turns), len(turns["citizen"]))
    return begin + sum(each.counts for each in found) >= NEEDED


def consulted(scene: Scene, signals: Mapping[str, Signal]) -> Consulted:
    """The conversation as the detector weighs it."""
    turns = _sides(scene)
    found = [each for each in signals.values() if each.group == "notice" and each.found(turns[each.by])]
    return _heard(scene, turns, found)


def _is_talk(scene: Scene) -> bool:
    return len(scene.citizen_turns) >= _TALK and scene.conversation.channel != "reply"


def _heard(scene: Scene, turns: Mapping[str, list[str]], found: Sequence[Signal]) -> Consulted:
    first = scene.citizen_turns[:1]
    return Consulted(
        views=(
            "。".join(turns["citizen"]),
            "。".join(turns["clerk"]),
            scene.conversation.turns[first[0]].text if first else "",
        ),
        turns=len(scene.conversation.turns),
        begin=_begin(len(scene.citizen_turns), len(turns["citizen"])),
        signals=sum(each.counts for each in found),
    )


def _sides(scene: Scene) -> dict[str, list[str]]:
    return {role: _turns(scene, role) for role in ("citizen", "clerk")}


def _begin(turns: int, questions: int) -> int:
    """What a conversation of so many turns of the citizen, so many of them more than greeting, begins with."""
    if questions != 1:
        return 0
    return IN_WRITING if turns == 1 else ONE_QUESTION


def _turns(scene: Scene, role: str) -> list[str]:
    """What one side said, without turns that only greet or thank."""
    said = (plain(scene.text(turn).folded) for turn in scene.turns_of(role))
    return [words for words in said if not _GREETING.fullmatch(words)]
