"""The nouns of practice: scenarios with their steps and requirements, reactions, rubrics. Everything is deterministic.

How to use it (see `checker.practice.session`):

    practice = Practice(folders)                    # loads checker and scenarios once; safe to share between threads
    scenario = practice.scenarios["arrival-lost-card"]
    session = practice.start(scenario)
    session.citizen                                 # what is to be answered now; "" where the clerk speaks first
    reaction = session.answer("您好，请坐。")         # the citizen's next words, and the rubric once it is over
    state = session.to_state()                      # plain JSON: scenario, its digest, the answers as given
    session = practice.from_state(state)            # the same session again, by replaying the answers
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checker.model import Channel, Citation

RequirementKind = Literal["expression", "element", "point", "say", "avoid"]
"""expression: a polite expression of a situation (文明用语); element: an element of a notice; point: a protocol point;
say: anything else the answer must convey, by a skill of lexicons/skills/ or the scenario's own words; avoid: what must
not be said (forbidden language, or what a step forbids)."""
Outcome = Literal["met", "missed", "fault"]
When = Literal["fault", "missed", "met"]
Level = Literal[1, 2, 3]
AGAIN, NEXT, END = "again", "next", "end"
"""Where a reaction leads besides a step's id: the same step once more, the next step, the end."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing an answer must do (or, for `avoid`, must not do).

    `id` is unique within the scenario. `name` is the situation, element, point or skill. `why`, `clause` and
    `say_instead` are what a trainee is told. `words` are the scenario's own templates (lexicons/README.md), for facts
    (5号窗口, 三个工作日): any of them does the job, and then they decide in place of the skill named.
    """

    id: str
    kind: RequirementKind
    name: str
    title: str
    why: str
    clause: tuple[Citation, ...]
    say_instead: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReactionRule:
    """When the citizen goes on how: at a fault, when something (of `of`, or anything) was missed, or when all is met.

    `goto` is again, next, end or a step's id.
    """

    when: When
    citizen: str
    of: tuple[str, ...] = ()
    goto: str = NEXT


@dataclass(frozen=True, slots=True)
class Step:
    """One exchange: what the citizen says, what the answer must and must not contain, how the citizen goes on.

    `citizen` is empty where the clerk speaks first; `stage` then tells what happens (电话铃响了). `model` is the model
    answer, read with the citizen's words before it. `allowed` are categories of forbidden language that are no fault
    here: to refuse is right where a gift is offered.
    """

    id: str
    citizen: str
    stage: str
    requirements: tuple[Requirement, ...]
    forbidden: tuple[Requirement, ...]
    reactions: tuple[ReactionRule, ...]
    model: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadAnswer:
    """An answer to one step that must fail, the step's other answers being the model's: by which requirement, and how.

    `fails` is a requirement's id; for forbidden language its category, such as shirking.
    """

    step: str
    text: str
    fails: str
    outcome: Literal["missed", "fault"]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A practice dialogue. `setting` tells the trainee where they are and the facts they know.

    `situation` is one of the situations of the norms (N1) or the name of a duty; `matter` names a service guide;
    `digest` changes whenever the scenario does.
    """

    id: str
    title: str
    course: str
    situation: str
    level: Level
    channel: Channel
    profile: str
    matter: str | None
    setting: str
    basis: tuple[Citation, ...]
    steps: tuple[Step, ...]
    bad: tuple[BadAnswer, ...]
    digest: str
    file: str
    line: int

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """The requirements of all steps, in order."""
        return tuple(requirement for step in self.steps for requirement in step.requirements)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The trainee's words that decided: `answers[answer][start:end] == text`, in code points of the answer as given."""

    answer: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class RubricItem:
    """One line of the rubric.

    `prompted` is true where it was met only after the citizen asked again (it counts half). `suggestion` is what to say
    instead, empty where the requirement was met at once.
    """

    step: str
    requirement: Requirement
    outcome: Outcome
    evidence: tuple[Evidence, ...]
    suggestion: str
    clause: tuple[Citation, ...]
    prompted: bool = False


@dataclass(frozen=True, slots=True)
class Rubric:
    """How a finished session is graded.

    `score` runs from 0 to 100; `passed` wants every requirement met and nothing at fault. `models` are the model
    answers by step id.
    """

    items: tuple[RubricItem, ...]
    score: int
    passed: bool
    models: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reaction:
    """What follows an answer: the citizen's next words (None where there are none), and the rubric at the end.

    `again` is true where the citizen asks once more for what the answer left out. `stage` is what happens next, if
    anything.
    """

    citizen: str | None
    rubric: Rubric | None
    again: bool = False
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """How one of a scenario's own answers fared: its model answers (`fails` empty) or a bad answer."""

    step: str
    text: str
    expected: str
    fine: bool
    rubric: Rubric
