"""Who works at the review, and what is refused to them."""

from __future__ import annotations

from dataclasses import dataclass

from checker.errors import CheckerError, Problem
from checker.review.states import Role

NAME_MAX = 50
REASON_MAX = 2000


@dataclass(frozen=True, slots=True)
class Person:
    """An inspector, or a clerk, who sees the own findings alone: those of this clerk in this unit."""

    name: str
    role: Role = "inspector"
    unit: str = ""
    clerk: str = ""


class UnseenError(CheckerError):
    """There is no such thing, or it is not for this person."""


class RefusedError(CheckerError):
    """The person may not do this, or something is missing for it."""


class ConflictError(CheckerError):
    """Somebody else was faster."""


def named(person: Person) -> str:
    """The name under which a change is recorded. Raises RefusedError where there is none."""
    name = person.name.strip()
    if not name or len(name) > NAME_MAX:
        raise RefusedError(Problem("没有写姓名" if not name else "姓名太长", f"请填姓名，最多 {NAME_MAX} 个字"))
    return name


def reasoned(reason: str, *, needed: bool) -> str:
    """The reason as recorded. Raises RefusedError where one is needed and missing, or where it is too long."""
    reason = reason.strip()
    if needed and not reason:
        raise RefusedError(Problem("申辩要写理由", "请写明理由再提交"))
    if len(reason) > REASON_MAX:
        raise RefusedError(Problem("理由太长", f"最多 {REASON_MAX} 个字"))
    return reason
