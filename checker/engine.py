"""Checker: conversations → reports. The batch is the path; one conversation is a batch of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.errors import CheckerError, Problem
from checker.lexicon import Lexicon, Profile, load_lexicon, load_profiles
from checker.lexicon.categories import Category, load_categories
from checker.lexicon.cues import load_cues
from checker.lexicon.profiles import DEFAULT
from checker.matching.cues import BatchCues, CueHits, CueMatcher
from checker.matching.detection import detect
from checker.matching.detector import Detector
from checker.matching.finder import Finder
from checker.matching.hit import Hit
from checker.matters import MatterIndex, load_matters, settle
from checker.model import Conversation, Finding, Report
from checker.rules.courtesy import apart_from, courtesy
from checker.rules.forbidden import LetGo, forbidden
from checker.rules.notice import Cases, NoticeLexicon, load_notices, notice
from checker.rules.protocol import protocol
from checker.rules.scene import Scene
from checker.rules.timing import timing
from checker.scoring import score
from checker.speakers import Roles, resolve
from checker.text import Batch

BLOCK_CHARACTERS = 30_000
"""How much text is checked at once: enough to pay for the batch, little enough to stay near the processor."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A report, and the hits that were let go on the way to it."""

    report: Report
    let_go: tuple[LetGo, ...]


class Checker:
    """Checks conversations against the shipped lexicons and those of the given folders. Safe to share between threads."""

    def __init__(
        self,
        folders: Sequence[Path] = (),
        *,
        lexicon: Lexicon | None = None,
        detector: Detector | None = None,
        detecting: bool = True,
    ) -> None:
        self.lexicon = lexicon or load_lexicon(folders)
        self.profiles = load_profiles(folders)
        self.cues = CueMatcher(load_cues(folders))
        self.notices = load_notices(folders)
        self.matters = MatterIndex(load_matters(folders))
        self._own_matters = MatterIndex(load_matters(folders, own=True))
        self.categories = load_categories()
        self._finder = Finder(self.lexicon)
        self._detector = (detector or Detector.load()) if detecting else None

    def check(self, conversation: Conversation) -> Report:
        """The report on one conversation. Raises CheckerError for an unknown profile."""
        return next(self.check_many([conversation]))

    def check_many(self, conversations: Iterable[Conversation], *, cases: Cases | None = None) -> Iterator[Report]:
        """One report a conversation, in order; memory is bounded by the block. Raises CheckerError for an unknown profile.

        `cases` holds what earlier visits of the same cases asked for; left out, the following begins anew.
        """
        return (explained.report for explained in self.explain_many(conversations, cases=cases))

    def explain_many(self, conversations: Iterable[Conversation], *, cases: Cases | None = None) -> Iterator[Explained]:
        """As `check_many`, with the hits that were let go."""
        cases = Cases() if cases is None else cases
        for block in _blocks(conversations):
            yield from self._check_block(block, cases)

    def profile(self, name: str | None) -> Profile:
        """A profile by name; None is the default profile. Raises CheckerError naming the known ones."""
        found = self.profiles.get(name or DEFAULT)
        if found is None:
            known = "、".join(self.profiles)
            raise CheckerError(Problem(f"没有名为 “{name}” 的标准", f"可用：{known}", field="profile"))
        return found

    def _check_block(self, block: Sequence[Conversation], cases: Cases) -> Iterator[Explained]:
        cues: BatchCues | None = None
        for scene, roles in self.scenes(block):
            cues = cues or self.cues.find(scene.batch)
            yield _report(
                scene, roles, cues.of(scene.offset, len(scene.conversation.turns)), self.notices, self.categories, cases
            )

    def scenes(self, block: Sequence[Conversation]) -> Iterator[tuple[Scene, Roles]]:
        """Every conversation of a block with all that was found in it, before any rule is applied."""
        profiles = [self.profile(conversation.profile) for conversation in block]
        resolved = [resolve(conversation) for conversation in block]
        settled = [
            self._settled(conversation, profile) for (conversation, _), profile in zip(resolved, profiles, strict=True)
        ]
        conversations = [conversation for conversation, _ in settled]
        batch = Batch([turn.text for conversation in conversations for turn in conversation.turns])
        hits = self._finder.find(batch, conversations, profiles)
        wordings = detect(self._detector, batch, conversations, profiles) if self._detector else [None] * len(block)
        offset = 0
        for (conversation, note), (_, roles), profile, wording in zip(
            settled, resolved, profiles, wordings, strict=True
        ):
            count = len(conversation.turns)
            found = {turn: hits[offset + turn] for turn in range(count) if offset + turn in hits}
            in_force = _in_force(found, profile)
            notes = (note,) if note else ()
            yield Scene(conversation, profile, self.lexicon, batch, offset, in_force, wording, notes), roles
            offset += count

    def _settled(self, conversation: Conversation, profile: Profile) -> tuple[Conversation, str]:
        """The conversation with its service guide, where the profile asks for a notice."""
        return settle(conversation, self.matters, self._own_matters) if profile.elements else (conversation, "")


def _in_force(hits: dict[int, list[Hit]], profile: Profile) -> dict[int, list[Hit]]:
    """The hits of rules that the profile does not switch off."""
    if not profile.off:
        return hits
    return {turn: [hit for hit in some if hit.entry.rule not in profile.off] for turn, some in hits.items()}


def _blocks(conversations: Iterable[Conversation]) -> Iterator[list[Conversation]]:
    block: list[Conversation] = []
    size = 0
    for conversation in conversations:
        block.append(conversation)
        size += sum(len(turn.text) for turn in conversation.turns)
        if size >= BLOCK_CHARACTERS:
            yield block
            block, size = [], 0
    if block:
        yield block


def _report(
    scene: Scene, roles: Roles, cues: CueHits, notices: NoticeLexicon, categories: Mapping[str, Category], cases: Cases
) -> Explained:
    conversation = scene.conversation
    taboos, let_go = forbidden(scene, categories)
    politeness, impolite = courtesy(scene, cues)
    manners = protocol(scene, taboos, cues)
    told, untold = notice(scene, notices)
    missed = [*manners.findings, *timing(scene, cues)]
    impolite = apart_from(impolite, [*taboos, *missed])
    findings = sorted([*taboos, *impolite, *missed, *untold, *cases.follow(scene, notices)], key=_place)
    total, grade, priced, account = score(findings, politeness, scene.profile)
    report = Report(
        id=conversation.id,
        channel=conversation.channel,
        profile=scene.profile.name,
        score=total,
        grade=grade,
        findings=priced,
        notice=told,
        protocol=manners.points,
        courtesy=politeness,
        questions=manners.questions,
        account=account,
        roles=roles.as_dict(),
        notes=(*_notes(conversation, roles), *scene.notes),
        metadata=_metadata(conversation),
    )
    return Explained(report, tuple(let_go))


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.turn, finding.start, finding.rule


def _notes(conversation: Conversation, roles: Roles) -> tuple[str, ...]:
    notes = []
    if roles.source == "inferred":
        clerk = "、".join(label for label, role in roles.mapped.items() if role == "clerk")
        doubt = "，把握不大，请核对" if not roles.sure else ""
        notes.append(f"没有给出角色，按所说的话推断“{clerk}”是工作人员{doubt}")
    if not any(turn.role == "clerk" for turn in conversation.turns):
        notes.append("没有工作人员的话，没有可检查的内容")
    empty = [index for index, turn in enumerate(conversation.turns) if not turn.text.strip()]
    if empty:
        notes.append(f"第 {'、'.join(str(index + 1) for index in empty)} 句是空的")
    return tuple(notes)


def _metadata(conversation: Conversation) -> dict[str, object]:
    """What the conversation says of itself, for appraisal; unknown fields are kept."""
    named = {key: getattr(conversation, key) for key in ("case", "clerk", "unit", "time")}
    return {key: value for key, value in named.items() if value is not None} | dict(conversation.metadata)
