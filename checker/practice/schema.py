"""What a file of scenarios or skills may hold; lexicons/README.md explains the fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from checker.lexicon.schema import Basis, Limit, NotEmpty, Strict, TwoOrMore
from checker.model import Channel
from checker.practice.model import NEXT, Level, When

ID = r"^[a-z0-9]+([-_][a-z0-9]+)*$"


@dataclass(frozen=True, kw_only=True)
class SkillEntry(Strict):
    """Something an answer can convey, whatever the wording: the word classes by which it is recognised."""

    id: Annotated[str, Limit(pattern=ID)]
    title: Annotated[str, TwoOrMore]
    why: Annotated[str, TwoOrMore]
    say_instead: Annotated[list[str], NotEmpty]
    basis: Annotated[list[Basis], NotEmpty]
    words: list[str] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    unless: list[str] = field(default_factory=list)
    unless_cues: list[str] = field(default_factory=list)
    pass_: Annotated[list[str], TwoOrMore]
    fail: Annotated[list[str], TwoOrMore]


@dataclass(frozen=True, kw_only=True)
class RequirementEntry(Strict):
    """One thing the answer must convey; what is left out is taken from the situation, element, point or skill named."""

    id: Annotated[str, Limit(pattern=rf"^$|{ID}")] = ""
    kind: Literal["expression", "element", "point", "say"]
    name: str = ""
    words: list[str] = field(default_factory=list)
    title: str = ""
    why: str = ""
    say_instead: list[str] = field(default_factory=list)
    basis: list[Basis] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ForbiddenEntry(Strict):
    """Something that must not be said in this step, besides the forbidden language of the lexicon."""

    id: Annotated[str, Limit(pattern=ID)]
    words: Annotated[list[str], NotEmpty]
    title: Annotated[str, TwoOrMore]
    why: Annotated[str, TwoOrMore]
    say_instead: Annotated[list[str], NotEmpty]
    basis: Annotated[list[Basis], NotEmpty]


@dataclass(frozen=True, kw_only=True)
class ReactionEntry(Strict):
    """How the citizen goes on."""

    when: When
    of: list[str] = field(default_factory=list)
    citizen: str
    goto: str = NEXT


@dataclass(frozen=True, kw_only=True)
class StepEntry(Strict):
    """One exchange of the dialogue."""

    id: Annotated[str, Limit(pattern=ID)]
    citizen: str = ""
    stage: str = ""
    require: Annotated[list[RequirementEntry], NotEmpty]
    forbid: list[ForbiddenEntry] = field(default_factory=list)
    allow: list[str] = field(default_factory=list)
    react: list[ReactionEntry] = field(default_factory=list)
    model: Annotated[str, NotEmpty]


@dataclass(frozen=True, kw_only=True)
class BadEntry(Strict):
    """An answer that must fail."""

    step: str
    text: Annotated[str, NotEmpty]
    fails: str
    outcome: Literal["missed", "fault"] = "missed"


@dataclass(frozen=True, kw_only=True)
class ScenarioEntry(Strict):
    """One practice dialogue."""

    id: Annotated[str, Limit(pattern=ID)]
    title: Annotated[str, TwoOrMore]
    situation: str
    level: Level
    channel: Channel = "window"
    profile: str = "default"
    matter: str = ""
    setting: Annotated[str, Limit(min_length=4)]
    basis: Annotated[list[Basis], NotEmpty]
    step: Annotated[list[StepEntry], NotEmpty]
    bad: Annotated[list[BadEntry], NotEmpty]
