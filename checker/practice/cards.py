"""A clerk's own confirmed findings as scenarios: what was said then is said better now.

Each finding that inspectors hold to be true, and that is not contested, becomes a dialogue of one step: the citizen's words
before it, and what the clerk's answer must do instead. A card is made only where its model answer earns full marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select

from checker.errors import CheckerError, Problem
from checker.model import Channel, Citation
from checker.practice.grading import Grader
from checker.practice.model import Requirement, RequirementKind, Scenario, Step
from checker.practice.proving import prove
from checker.practice.session import Practice
from checker.practice.vocabulary import SITUATIONS, Vocabulary
from checker.review.results import STORE, fingerprints_of, scanned
from checker.review.states import CONFIRMED, UPHELD
from checker.rules.protocol.points import POINTS
from checker.store.engine import open_store, reading
from checker.store.review import ReviewedConversation, ReviewedFinding

COURSE = "自己说过的话"
BEFORE = 4
"""How many turns before the finding the trainee is told."""
INSTEAD = "instead"
REPAIRS: dict[str, tuple[str, ...]] = {
    "shirking": ("referral", "escort", "verify", "phone", "help", "alternative"),
    "ignorance": ("verify", "referral", "escort", "phone", "record", "report_back"),
    "refusal": ("reason", "alternative", "remedy", "time_commitment", "verify"),
    "impatience": ("explain", "please_wait", "soothe", "apology", "courtesy_request"),
    "dismissal": ("courtesy_request", "please_wait", "queue", "referral", "time_commitment", "apology"),
    "scolding": ("explain", "template", "soothe", "alternative", "courtesy_request", "apology"),
    "arrogance": ("reason", "explain", "soothe", "remedy", "courtesy_request", "apology"),
    "insult": ("apology", "soothe", "care", "explain", "courtesy_request"),
    "threat": ("reason", "remedy", "soothe", "apology", "courtesy_request"),
    "solicitation": ("decline_gift", "on_the_spot", "time_commitment", "courtesy_request"),
    "disclosure": ("keep_private",),
}
"""The skills of which any repairs what a category of forbidden language did; the first is the one most apt."""
EXTRAS = {"name_withheld": "own_name", "vague_time": "time_commitment", "refusal_document": "document"}
"""The skill that does what a protocol point beyond those of the guide asks."""
SITUATION = {
    "shirking": "first_asked", "ignorance": "first_asked", "refusal": "refusal", "solicitation": "clean_hands",
    "disclosure": "privacy", "greeting": "arrival", "farewell": "done", "thanks_response": "thanked",
    "please_wait": "please_wait", "apology": "dissatisfied", "self_introduction": "identity", "referral": "first_asked",
    "reason": "refusal", "time_commitment": "cannot_finish_now", "answered": "consultation",
}  # fmt: skip
"""The situation under which a finding's category is practised; what is not named is 不争吵."""


@dataclass(frozen=True, slots=True)
class Cards:
    """The scenarios made of findings by id, and how many findings cannot be practised in writing."""

    scenarios: dict[str, Scenario]
    left_out: int


@dataclass(frozen=True, slots=True)
class Own:
    """A confirmed finding in its conversation."""

    finding: Mapping[str, Any]
    fingerprint: str
    conversation: Mapping[str, Any]
    report: Mapping[str, Any]
    turns: Sequence[Mapping[str, Any]]


def cards_from(output: Path, practice: Practice, *, clerk: str | None = None, store: Path | str | None = None) -> Cards:
    """The cards of one clerk's confirmed findings in a scan's output folder; the same words are one card.

    `store` is the review's where it is not in the folder. Raises CheckerError where there is no review, nothing was
    confirmed, or the findings are several clerks' and none is named.
    """
    marks = _confirmed(store or output / STORE, clerk)
    scenarios: dict[str, Scenario] = {}
    missing = set()
    for own in _own(output, marks):
        card = _card(own, practice.vocabulary, practice.grader)
        if card is None:
            missing.add(own.fingerprint)
        else:
            scenarios.setdefault(card.id, card)
    return Cards(scenarios, len(missing - {card.removeprefix("own-") for card in scenarios}))


def _confirmed(store: Path | str, clerk: str | None) -> set[tuple[str, str]]:
    """Conversation and fingerprint of the findings held against the clerk."""
    if isinstance(store, Path) and not store.is_file():
        raise CheckerError(Problem("这里没有核定的记录", "请先用 yanjian review 核定", str(store)))
    table, talk = ReviewedFinding, ReviewedConversation
    query = select(table.key, table.fingerprint, talk.clerk).join(talk, table.key == talk.key)
    engine = open_store(store)
    try:
        with reading(engine) as session:
            rows = session.execute(query.where(table.state.in_((CONFIRMED, UPHELD)))).all()
    finally:
        engine.dispose()
    names = sorted({row.clerk for row in rows})
    if clerk is None and len(names) > 1:
        known = "、".join(name or "（没有写明）" for name in names)
        raise CheckerError(Problem("核定属实的不止一个人", f"请用 --clerk 写明是谁：{known}"))
    found = {(row.key, row.fingerprint) for row in rows if clerk in (None, row.clerk)}
    if not found:
        raise CheckerError(Problem("没有核定属实的问题", "可练的只有核定为属实、没有在申辩的问题", str(store)))
    return found


def _own(output: Path, marks: set[tuple[str, str]]) -> Iterator[Own]:
    """The findings in the order of the scan."""
    for block in scanned(output):
        for each, fingerprints in zip(block, fingerprints_of(block), strict=True):
            for finding, mark in zip(each.findings, fingerprints, strict=True):
                if (each.result.key, mark) in marks:
                    yield Own(finding, mark, each.result.conversation, each.result.report, each.turns)


def _card(own: Own, vocabulary: Vocabulary, grader: Grader) -> Scenario | None:
    """The first reading of the finding whose model answer earns full marks; None where there is none."""
    requirement = _requirement(own, vocabulary)
    if requirement is None:
        return None
    for stage, citizen in _openings(own):
        for model in requirement.say_instead:
            step = Step("again", citizen, stage, (requirement,), (), (), model)
            scenario = _scenario(own, step, vocabulary)
            if all(trial.fine for trial in prove(scenario, grader)):
                return scenario
    return None


def _requirement(own: Own, vocabulary: Vocabulary) -> Requirement | None:
    finding = own.finding
    kind, category = finding["kind"], finding["category"]
    if kind == "forbidden" and category in REPAIRS:
        skills = [vocabulary.skills[name] for name in REPAIRS[category] if name in vocabulary.skills]
        words = tuple(dict.fromkeys(word for skill in skills for word in skill.shown))
        models = (*finding["suggestions"], *(text for skill in skills for text in skill.say_instead))
        return _made(finding, "say", "", models, words)
    if kind == "protocol" and category in POINTS:
        return _made(finding, "point", category, (*finding["suggestions"], *_skill_says(category, vocabulary)))
    if kind == "protocol" and category in EXTRAS:
        skill = EXTRAS[category]
        return _made(finding, "say", skill, (*finding["suggestions"], *_skill_says(skill, vocabulary)))
    if kind == "courtesy" and category in SITUATIONS:
        return _made(finding, "expression", category, tuple(finding["suggestions"]))
    if kind == "notice" and category in vocabulary.names("element", _profile(own)):
        return _made(finding, "element", category, tuple(finding["suggestions"]))
    return None


def _made(
    finding: Mapping[str, Any],
    kind: RequirementKind,
    name: str,
    models: tuple[str, ...],
    words: tuple[str, ...] = (),
) -> Requirement:
    clause = tuple(Citation(each["document"], each["clause"]) for each in finding["basis"])
    return Requirement(INSTEAD, kind, name, "换一种说法", finding["message"], clause, models, words)


def _skill_says(name: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The skill's own answers, and the same with another way shown, without which a refusal stays blunt."""
    if name not in vocabulary.skills:
        return ()
    says, ways = vocabulary.skills[name].say_instead, vocabulary.skills["alternative"].say_instead
    return (*says, *(f"{text}{ways[0]}" for text in says))


def _profile(own: Own) -> str:
    return str(own.report["profile"])


def _openings(own: Own) -> Iterator[tuple[str, str]]:
    """What happened before, and the citizen's words to answer: the last before the finding, then all of them."""
    before = own.turns[: own.finding["turn"]]
    places = [place for place, turn in enumerate(before) if turn["role"] == "citizen"]
    if not places:
        yield "您先开口。", ""
        return
    yield _told(before[max(0, places[-1] - BEFORE) : places[-1]]), before[places[-1]]["text"]
    if len(places) > 1:
        yield "", "".join(before[place]["text"] for place in places)


def _told(turns: Sequence[Mapping[str, Any]]) -> str:
    names = {"clerk": "您", "citizen": "对方"}
    return "　".join(f"{names.get(turn['role'], '旁人')}：{turn['text']}" for turn in turns)


def _scenario(own: Own, step: Step, vocabulary: Vocabulary) -> Scenario:
    finding, conversation = own.finding, own.conversation
    channel: Channel = own.report["channel"]
    matter = conversation.get("matter")
    known = isinstance(matter, str) and vocabulary.checker.matters.named(matter) is not None
    said = own.turns[finding["turn"]]["text"]
    setting = f"这是您自己的一次服务。当时您说：“{said}”（{finding['message']}）。现在换一种说法。"
    digest = sha256(repr((setting, step)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Scenario(
        id=f"own-{own.fingerprint}",
        title=f"换一种说法：{finding['text'][:16]}",
        course=COURSE,
        situation=SITUATION.get(finding["category"], "notice" if finding["kind"] == "notice" else "no_quarrel"),
        level=2,
        channel=channel,
        profile=_profile(own),
        matter=matter if known else None,
        setting=setting,
        basis=step.requirements[0].clause,
        steps=(step,),
        bad=(),
        digest=digest,
        file=str(conversation.get("id") or ""),
        line=0,
    )
