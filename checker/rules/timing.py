"""What only timestamps show: rings, silence, cutting in, speed (norms N7, N22). Nothing is found without them."""

from __future__ import annotations

from collections.abc import Iterator

from checker.matching.cues import CueHits
from checker.model import Citation, Finding, Turn
from checker.rules.scene import Scene

BACKCHANNEL = 4
"""Words of so few characters (嗯, 好的) spoken into the citizen's are no cutting in."""
STEADY = 5.0
"""Seconds a turn must last for its speed to be judged."""


def timing(scene: Scene, cues: CueHits) -> list[Finding]:
    """The findings that the profile counts, in order of the rules."""
    if not scene.clerk_turns:
        return []
    found = [*_slow_pickup(scene)]
    if any(turn.start is not None or turn.end is not None for turn in scene.conversation.turns):
        found += [*_silences(scene, cues), *_cuttings_in(scene), *_fast_speech(scene)]
    return [finding for finding in found if finding.category in scene.profile.points]


def _slow_pickup(scene: Scene) -> Iterator[Finding]:
    """Answered within three rings: `rings` or `ring_seconds` of the conversation's metadata."""
    metadata = scene.conversation.metadata
    if not metadata:
        return
    limits = scene.profile.timing
    first = scene.clerk_turns[0]
    for key, limit, unit in (("rings", limits.rings, "声"), ("ring_seconds", limits.ring_seconds, "秒")):
        value = metadata.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and value > limit:
            message = f"铃响 {value:g} {unit}才接，应当在 {limit:g} {unit}内"
            basis = (Citation("yakeshi", "三2"),)
            yield _finding(scene, "slow_pickup", first, message, "您好，对不起让您久等了，这里是××。", basis)
            return


def _silences(scene: Scene, cues: CueHits) -> Iterator[Finding]:
    """The line is left silent and the clerk had not asked the citizen to wait."""
    limit = scene.profile.timing.silence
    turns = scene.conversation.turns
    for index in range(1, len(turns)):
        gap = _gap(turns[index - 1], turns[index])
        if gap is None or gap <= limit or not _clerk_was_due(scene, index, cues):
            continue
        last = max((turn for turn in scene.clerk_turns if turn < index), default=None)
        if last is not None and cues.spans(last, "waiting.asked"):
            continue
        place = index if turns[index].role == "clerk" else last
        if place is not None:
            message = f"静了 {gap:.0f} 秒，没有请对方稍等"
            basis = (Citation("wenshang", "七1(3)"), Citation("yakeshi", "五 办公用语3"))
            yield _finding(scene, "silence", place, message, "请稍等，我帮您查询一下。", basis)


def _clerk_was_due(scene: Scene, index: int, cues: CueHits) -> bool:
    """The clerk speaks next, or the citizen asks whether anyone is there."""
    turn = scene.conversation.turns[index]
    if turn.role == "clerk":
        return index > scene.clerk_turns[0]
    return turn.role == "citizen" and bool(cues.spans(index, "waiting.citizen_waited"))


def _cuttings_in(scene: Scene) -> Iterator[Finding]:
    """The clerk begins while the citizen is still speaking."""
    limit = scene.profile.timing.overlap
    turns = scene.conversation.turns
    for index in scene.clerk_turns:
        before = turns[index - 1] if index else None
        if before is None or before.role != "citizen" or len(scene.words(index)) <= BACKCHANNEL:
            continue
        gap = _gap(before, turns[index])
        starts_later = gap is not None and (before.start or 0.0) < (turns[index].start or 0.0)
        if gap is not None and starts_later and -gap > limit:
            basis = (Citation("wenshang", "二6"), Citation("yakeshi", "二4"))
            message = f"对方还有 {-gap:.1f} 秒没有说完就插话"
            yield _finding(scene, "cutting_in", index, message, "您请继续说，我听着。", basis)


def _fast_speech(scene: Scene) -> Iterator[Finding]:
    """Faster than the limit over all longer turns together; the finding stands on the fastest."""
    timed = {
        index: (len(scene.words(index).replace("。", "")), seconds)
        for index in scene.clerk_turns
        if (seconds := _seconds(scene.conversation.turns[index])) >= STEADY
    }
    if not timed:
        return
    characters = sum(count for count, _ in timed.values())
    rate = 60 * characters / sum(seconds for _, seconds in timed.values())
    if rate > scene.profile.timing.rate:
        fastest = max(timed, key=lambda index: timed[index][0] / timed[index][1])
        message = f"每分钟说 {rate:.0f} 个字，太快，应当在 {scene.profile.timing.rate:.0f} 个以内"
        basis = (Citation("yakeshi", "四 服务态度2"),)
        yield _finding(scene, "speaking_rate", fastest, message, "我说慢一点，您边听边记。", basis)


def _gap(before: Turn, after: Turn) -> float | None:
    """Seconds from the end of one turn to the beginning of the next; negative where they overlap."""
    return None if before.end is None or after.start is None else after.start - before.end


def _seconds(turn: Turn) -> float:
    return 0.0 if turn.start is None or turn.end is None else turn.end - turn.start


def _finding(scene: Scene, name: str, turn: int, message: str, suggestion: str, basis: tuple[Citation, ...]) -> Finding:
    text = scene.conversation.turns[turn].text
    return Finding(
        rule=f"protocol/{name}", kind="protocol", category=name, severity="minor", status="violation",
        turn=turn, start=0, end=len(text), text=text, how="exact", confidence=0.9,
        message=message, suggestions=(suggestion,), basis=basis,
    )  # fmt: skip
