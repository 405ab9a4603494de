"""All in one go (norms N3, N19): documents told in drips within a conversation, or first asked for on a later visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from checker.deferred import deferred
from checker.model import Citation, Evidence, Finding
from checker.rules.notice.documents import Documents
from checker.rules.notice.findings import at
from checker.rules.notice.lexicon import NoticeLexicon
from checker.rules.notice.needless import negated
from checker.rules.notice.papers import read_materials
from checker.rules.notice.talk import Talk, masked, plain, talk_of
from checker.rules.scene import Scene

_AGAIN = deferred(
    r"还(?:有没有|有没得|有什么|有啥|有别的|有其他|要不要|要带|要(?:什么|啥|哪)|需要|差|缺|用带)|除了[^。？]{0,14}还(?:要|有|"
    r"带|拿)|别的(?:呢|还|要|没)|就这些|就这[一两三四五六七八九俩]?[样张份个](?:啊|吗|么|吧|呗|是吧|就行|东西|[？，。]|$)|就这[俩仨]|(?:光|只|就)[^。？]{0,8}(?:就行|就够|就可以)|就行了吗|够了吗|哪些(?:呀|啊|证明|单子|东西)"
)
_NEEDED = deferred(
    r"(?:要不要|用不用|需不需要|是不是[也还]?要)|[也还]?(?:要|需要|用)带?(?:吗|不(?!要|用)|么|嘛)|[也还](?:要|得)带吧"
)
_PAPER = deferred(
    r"本子|本本|单子|条子|表格?|图|复印|原件|盖章|[\u4e00-\u9fff]{2}的(?=[也还都]?(?:要不要|用不用|需不需要|要吗))"
)
"""What the citizen names a paper by, beside its full name."""
_YES = deferred(
    r"[哦嗯对那，]{0,3}[^，。；！？不没]{0,6}(?:也|都|还)?要(?:的|带|拿|交)?(?:[，。；！哦啊呀嘛]|$)|[哦嗯对那，]{0,3}[^，。；！？不没]{0,4}(?:也|还|都|当然|肯定)(?:要|得)(?!不|看)"
)
_BASIS = (
    Citation("renshe", "三(四)5"),
    Citation("bianmin", "第一篇(五)7"),
    Citation("bianmin", "第二篇五6"),
    Citation("wenshang", "八4"),
)

_INCIDENTAL = frozenset(
    {"申请表", "登记表", "照片", "承诺书", "合格证", "档案", "委托书", "授权书", "居住证", "劳动合同"}
)
"""Papers of the office's own, and those that come up beside the matter."""
_ANY_PROOF = ("证明", "证明材料", "凭证")
"""A guide that lists a proof of some kind does not say by which document."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A document that the clerk asked for, and where."""

    name: str
    evidence: Evidence


@dataclass
class Cases:
    """What was asked for on each visit of each case, in order of the conversations checked."""

    visits: dict[str, list[set[str]]] = field(default_factory=dict)

    def follow(self, scene: Scene, lexicon: NoticeLexicon) -> list[Finding]:
        """Record a visit; a finding for documents that no earlier visit of the case asked for (N19)."""
        case = scene.conversation.case
        if not case or not scene.clerk_turns:
            return []
        asked = list(asked_for(talk_of(scene), lexicon))
        earlier = self.visits.setdefault(case, [])
        known: set[str] = set().union(*earlier)
        late = [each for each in asked if each.name not in known]
        findings = [second_trip(scene.profile.name, late, len(earlier) + 1)] if late and known else []
        earlier.append({each.name for each in asked})
        return findings


def asked_for(talk: Talk, lexicon: NoticeLexicon) -> Iterator[Asked]:
    """The kinds of documents asked for, each where it is asked for first."""
    cues = lexicon.cues["materials"]
    text = masked(masked(talk.text, lexicon.aside), cues.none)
    seen: set[str] = set()
    for start, end in read_materials(talk, text, cues, lexicon.names).told:
        for name in sorted(_kinds(text, start, end, lexicon.documents) - seen):
            seen.add(name)
            yield Asked(name, talk.evidence(start, end))


def _kinds(text: str, start: int, end: int, documents: Documents) -> set[str]:
    return set() if negated(text, start, end) else documents.kinds(text[start:end])


def dripped(scene: Scene, talk: Talk, lexicon: NoticeLexicon) -> tuple[Asked, ...]:
    """Documents that came only when the citizen asked once more: whether that was all, or for one by its name."""
    asked = list(asked_for(talk, lexicon)) if len(talk.turns) > 1 else []
    if not asked:
        return ()
    first = asked[0].evidence.turn
    late = [
        each
        for each in asked
        if each.evidence.turn > first
        and _pressed(scene, first, each.evidence.turn)
        and not _restated(scene, each.evidence.turn, asked, lexicon)
    ]
    return (*late, *_confirmed(scene, talk, lexicon, first))


def _restated(scene: Scene, turn: int, asked: Sequence[Asked], lexicon: NoticeLexicon) -> bool:
    """Whether a turn gives the whole list anew: what was asked for before it was only asked to be shown."""
    before = {each.name for each in asked if each.evidence.turn < turn}
    return before <= lexicon.documents.kinds(plain(scene.text(turn).folded))


def _confirmed(scene: Scene, talk: Talk, lexicon: NoticeLexicon, first: int) -> Iterator[Asked]:
    """Documents that the citizen had to name, and the clerk said yes, those are needed too."""
    for index, turn in enumerate(talk.turns):
        named = lexicon.names.search(talk.asked[index]) or _PAPER.search(talk.asked[index])
        if turn > first and named and _NEEDED.search(talk.asked[index]):
            words = plain(scene.text(turn).folded)
            if _YES.match(words):
                yield Asked(named[0], Evidence(turn, 0, len(words), scene.conversation.turns[turn].text))


def unlisted(scene: Scene, talk: Talk, lexicon: NoticeLexicon) -> list[Finding]:
    """Documents asked for that the service guide does not list; for a person to confirm."""
    matter = scene.conversation.matter
    if matter is None or not matter.materials or "materials" not in scene.profile.elements:
        return []
    listed = [*matter.materials, *(name for names in matter.other_names.values() for name in names)]
    if any(name.endswith(_ANY_PROOF) for name in listed):
        return []
    known = lexicon.documents.accepted([*listed, matter.name]) | _INCIDENTAL
    extra = [each for each in asked_for(talk, lexicon) if each.name in lexicon.documents.alone - known]
    return [_unlisted(scene, each) for each in extra]


def _unlisted(scene: Scene, asked: Asked) -> Finding:
    return at(
        asked.evidence,
        rule=f"notice/{scene.profile.name}/unlisted-material",
        category="materials",
        status="suspected",
        confidence=0.5,
        message=f"要求了办事指南没有列的材料：{asked.name}，请核对",
        suggestion="只要求办事指南列出的材料。",
        basis=_BASIS,
    )


def _pressed(scene: Scene, first: int, turn: int) -> bool:
    """Whether the citizen asked for more between two turns of the clerk, and got the answer in the later one."""
    asked = [index for index in scene.citizen_turns if first < index < turn and _AGAIN.search(scene.words(index))]
    return any(scene.next_clerk_turn(index) == turn for index in asked)


def second_trip_rule(profile: str) -> str:
    """The rule by the profile's name."""
    return f"notice/{profile}/second-trip"


def second_trip(profile: str, late: Sequence[Asked], visit: int) -> Finding:
    """The finding for documents first asked for on a later visit, by the profile's name and the visit's number."""
    names = "、".join(asked.name for asked in late)
    return at(
        late[0].evidence,
        rule=second_trip_rule(profile),
        category="materials",
        severity="moderate",
        confidence=0.8,
        message=f"第 {visit} 次来才要求：{names}；前面没有一次性告知，让人多跑一趟",
        suggestion="第一次来时就把全部材料一次告知，并给一份《一次性告知单》。",
        basis=_BASIS,
    )
