"""The states of a finding under review, and who may lead it from which to which (wenshang 八5, renshe 七)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Role = Literal["inspector", "clerk"]
OPEN, CONFIRMED, REJECTED = "open", "confirmed", "rejected"
CONTESTED, UPHELD, WITHDRAWN = "contested", "upheld", "withdrawn"
STATE_NAMES = {
    OPEN: "待核定",
    CONFIRMED: "属实",
    REJECTED: "不属实",
    CONTESTED: "申辩中",
    UPHELD: "维持",
    WITHDRAWN: "撤销",
}
HELD = (CONFIRMED, CONTESTED, UPHELD)
"""The states in which a finding stands against the clerk."""
DENIED = (REJECTED, WITHDRAWN)
"""The states in which a person found the checker wrong."""
SHOWN_TO_CLERKS = (CONFIRMED, CONTESTED, UPHELD, WITHDRAWN)
UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Step:
    """What an action leads from and to, and who may take it."""

    name: str
    before: str
    after: str
    roles: tuple[Role, ...] = ("inspector",)
    needs_reason: bool = False


STEPS = {
    "confirm": Step("属实", OPEN, CONFIRMED),
    "reject": Step("不属实", OPEN, REJECTED),
    "contest": Step("申辩", CONFIRMED, CONTESTED, roles=("inspector", "clerk"), needs_reason=True),
    "uphold": Step("维持", CONTESTED, UPHELD),
    "withdraw": Step("撤销", CONTESTED, WITHDRAWN),
}
"""An inspector contests for a clerk who did so by word of mouth; the history tells who wrote it down."""
ACTION_NAMES = {**{action: step.name for action, step in STEPS.items()}, UNDO: "撤回"}


def allowed(state: str, role: Role, *, undoable: bool) -> list[str]:
    """The actions that are open to somebody now."""
    steps = [action for action, step in STEPS.items() if step.before == state and role in step.roles]
    return [*steps, UNDO] if undoable else steps


def standing(history: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The steps, as (action, role), that were taken and not undone."""
    taken: list[tuple[str, str]] = []
    for action, role in history:
        if action != UNDO:
            taken.append((action, role))
        elif taken:
            taken.pop()
    return taken


def state_of(taken: list[tuple[str, str]]) -> str:
    """The state that the steps taken lead to."""
    return STEPS[taken[-1][0]].after if taken else OPEN


def undoable(taken: list[tuple[str, str]], role: Role) -> bool:
    """Whether somebody may take the last step back: inspectors theirs, a clerk the own contest."""
    return bool(taken) and taken[-1][1] == role
