"""What a file of scenarios or skills may hold; lexicons/README.md explains the fields."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from checker.lexicon.schema import Basis, Strict
from checker.model import Channel
from checker.practice.model import NEXT, Level, When

ID = r"^[a-z0-9]+([-_][a-z0-9]+)*$"


class SkillEntry(Strict):
    """Something an answer can convey, whatever the wording: the word classes by which it is recognised."""

    id: str = Field(pattern=ID)
    title: str = Field(min_length=2)
    why: str = Field(min_length=2)
    say_instead: list[str] = Field(min_length=1)
    basis: list[Basis] = Field(min_length=1)
    words: list[str] = Field(default=[])
    cues: list[str] = Field(default=[])
    unless: list[str] = Field(default=[])
    unless_cues: list[str] = Field(default=[])
    pass_: list[str] = Field(min_length=2, alias="pass")
    fail: list[str] = Field(min_length=2)


class RequirementEntry(Strict):
    """One thing the answer must convey; what is left out is taken from the situation, element, point or skill named."""

    id: str = Field(default="", pattern=rf"^$|{ID}")
    kind: Literal["expression", "element", "point", "say"]
    name: str = ""
    words: list[str] = Field(default=[])
    title: str = ""
    why: str = ""
    say_instead: list[str] = Field(default=[])
    basis: list[Basis] = Field(default=[])


class ForbiddenEntry(Strict):
    """Something that must not be said in this step, besides the forbidden language of the lexicon."""

    id: str = Field(pattern=ID)
    words: list[str] = Field(min_length=1)
    title: str = Field(min_length=2)
    why: str = Field(min_length=2)
    say_instead: list[str] = Field(min_length=1)
    basis: list[Basis] = Field(min_length=1)


class ReactionEntry(Strict):
    """How the citizen goes on."""

    when: When
    of: list[str] = Field(default=[])
    citizen: str
    goto: str = NEXT


class StepEntry(Strict):
    """One exchange of the dialogue."""

    id: str = Field(pattern=ID)
    citizen: str = ""
    stage: str = ""
    require: list[RequirementEntry] = Field(min_length=1)
    forbid: list[ForbiddenEntry] = Field(default=[])
    allow: list[str] = Field(default=[])
    react: list[ReactionEntry] = Field(default=[])
    model: str = Field(min_length=1)


class BadEntry(Strict):
    """An answer that must fail."""

    step: str
    text: str = Field(min_length=1)
    fails: str
    outcome: Literal["missed", "fault"] = "missed"


class ScenarioEntry(Strict):
    """One practice dialogue."""

    id: str = Field(pattern=ID)
    title: str = Field(min_length=2)
    situation: str
    level: Level
    channel: Channel = "window"
    profile: str = "default"
    matter: str = ""
    setting: str = Field(min_length=4)
    basis: list[Basis] = Field(min_length=1)
    step: list[StepEntry] = Field(min_length=1)
    bad: list[BadEntry] = Field(min_length=1)
