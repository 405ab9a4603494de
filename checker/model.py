"""The nouns of the house: conversations in, reports out (the JSON contract).

What reports are made of has no slots: orjson writes the dict of an object several times as fast as slots.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Channel = Literal["window", "phone", "chat", "reply"]
Role = Literal["clerk", "citizen", "other"]
Severity = Literal["minor", "moderate", "severe"]
Status = Literal["violation", "mitigated", "suspected"]
Grade = Literal["pass", "minor", "moderate", "severe"]
Kind = Literal["forbidden", "courtesy", "protocol", "notice"]
How = Literal["exact", "template", "homophone", "noise", "fuzzy", "model"]
PointStatus = Literal["met", "missed", "na"]
ElementStatus = Literal["told", "partial", "missing", "wrong"]

CHANNELS: tuple[Channel, ...] = ("window", "phone", "chat", "reply")
SEVERITIES: tuple[Severity, ...] = ("minor", "moderate", "severe")
REPAIRABLE_NEVER = frozenset({"insult", "threat", "solicitation", "disclosure"})
"""Categories no later word can repair (labelling guide, further rulings)."""
CATEGORIES: dict[str, str] = {
    "shirking": "推诿",
    "ignorance": "一问三不知",
    "refusal": "生硬拒绝",
    "impatience": "不耐烦",
    "dismissal": "驱赶催促",
    "scolding": "训斥指责",
    "arrogance": "以权压人",
    "insult": "侮辱歧视",
    "threat": "威胁刁难",
    "solicitation": "索要好处",
    "disclosure": "泄露信息",
}
"""The categories of forbidden language and their Chinese names."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance. `role` is None until inferred; `start`/`end` are seconds from the beginning of the call."""

    text: str
    role: Role | None = None
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matter:
    """What a service guide says of a matter (事项); given with a conversation or named.

    `other_names` are other names of a material, `only_when` the case in which alone it is asked for (委托他人办理).
    """

    name: str
    materials: tuple[str, ...] = ()
    time_limit: str = ""
    fee: str = ""
    department: str = ""
    contact: str = ""
    basis: str = ""
    aliases: tuple[str, ...] = ()
    conditions: str = ""
    procedure: tuple[str, ...] = ()
    place: str = ""
    remedy: str = ""
    other_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only_when: Mapping[str, str] = field(default_factory=dict)

    @property
    def named_only(self) -> bool:
        """Whether nothing but the name is known, so that the guide is to be looked up."""
        return not (self.materials or self.time_limit or self.fee or self.department or self.contact or self.basis)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns in order of speech. `profile` None means the default profile; `case` ties the visits of one citizen together."""

    turns: tuple[Turn, ...]
    id: str = ""
    channel: Channel = "window"
    profile: str | None = None
    matter: Matter | None = None
    case: str | None = None
    clerk: str | None = None
    unit: str | None = None
    time: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Citation:
    """A clause of one of the source documents, by the short name of the norms."""

    document: str
    clause: str


@dataclass(frozen=True)
class Evidence:
    """A span that shows something: `turns[turn].text[start:end] == text`, in code points of the text as given."""

    turn: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Finding:
    """One thing to mend, with its place, grounds and remedy.

    `turns[turn].text[start:end] == text` in code points of the text as given. `points` is what it takes from the score
    (zero or negative). `trail` lists the judgements it went through, in order.
    """

    rule: str
    kind: Kind
    category: str
    severity: Severity
    status: Status
    turn: int
    start: int
    end: int
    text: str
    how: How
    confidence: float
    message: str
    suggestions: tuple[str, ...]
    basis: tuple[Citation, ...]
    points: float = 0.0
    trail: tuple[str, ...] = ()

    def costing(self, points: float) -> Finding:
        """The same finding with its points; every finding passes here, so no general copying."""
        return Finding(
            self.rule, self.kind, self.category, self.severity, self.status, self.turn, self.start, self.end, self.text,
            self.how, self.confidence, self.message, self.suggestions, self.basis, points, self.trail,
        )  # fmt: skip

    def overlaps(self, other: Finding) -> bool:
        """Whether the two share a character of one turn."""
        return self.turn == other.turn and self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Point:
    """The outcome of one protocol point. `turn` is the turn that decided it."""

    status: PointStatus
    turn: int | None = None


@dataclass(frozen=True)
class Question:
    """A question of the citizen's. `answered_by` is the turn that answers it, None where none does."""

    turn: int
    start: int
    end: int
    text: str
    answered_by: int | None


@dataclass(frozen=True)
class Element:
    """The outcome of one element of a one-time notice."""

    status: ElementStatus
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    """Completeness of a one-time notice (一次性告知) against a profile's elements."""

    profile: str
    elements: Mapping[str, Element]


@dataclass(frozen=True)
class Expression:
    """A polite expression that was used: where, and for which situation it is due."""

    rule: str
    situation: str
    turn: int
    start: int
    end: int
    text: str
    basis: tuple[Citation, ...]


@dataclass(frozen=True)
class Courtesy:
    """Polite expressions used, and the balance of 请/您 against bare 不 in the clerk's words (yakeshi 五)."""

    hits: int
    please_per_100: float
    bare_no_per_100: float
    expressions: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class ScoreItem:
    """One line of the score's account. `finding` indexes the report's findings."""

    points: float
    reason: str
    finding: int | None = None


@dataclass(frozen=True)
class Report:
    """What the checker says of one conversation; `score` is `100 + sum(item.points for item in account)`."""

    id: str
    channel: Channel
    profile: str
    score: float
    grade: Grade
    findings: tuple[Finding, ...]
    notice: Notice | None
    protocol: Mapping[str, Point]
    courtesy: Courtesy
    questions: tuple[Question, ...] = ()
    account: tuple[ScoreItem, ...] = ()
    roles: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
