"""The desk: one finding with its conversation and history, and what is decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session, joinedload

from checker.errors import Problem
from checker.lexicon.loading import document_titles
from checker.review import listing
from checker.review.listing import Filters
from checker.review.people import ConflictError, Person, RefusedError, UnseenError, named, reasoned
from checker.review.states import (
    ACTION_NAMES,
    CONFIRMED,
    OPEN,
    REJECTED,
    STATE_NAMES,
    STEPS,
    UNDO,
    allowed,
    standing,
    state_of,
    undoable,
)  # fmt: skip
from checker.review.verdicts import Earlier, earlier
from checker.store.base import now
from checker.store.engine import reading, writing
from checker.store.review import Change, ReviewedConversation, ReviewedFinding

REPEATED = {CONFIRMED: "confirm", REJECTED: "reject"}
"""The states that can be given to all open findings of the same content, and the action that leads there."""
SHOWN = (*listing.FIELDS, "turn", "start", "end", "how", "confidence", "suggestions", "current")


@dataclass(frozen=True)
class Desk:
    """The review of one store. `known` holds verdicts of other stores by fingerprint. Safe to share between threads."""

    engine: Engine
    known: Mapping[str, Earlier]

    def page(self, filters: Filters, person: Person, after: int = 0) -> dict[str, Any]:
        """A page of the list, and how many findings the whole list has."""
        with reading(self.engine) as session:
            items = listing.page(session, filters, person, after)
            return {"total": listing.total(session, filters, person), "items": items}

    def facets(self, person: Person) -> dict[str, list[dict[str, Any]]]:
        """What the filters can be set to, with counts."""
        with reading(self.engine) as session:
            return listing.facets(session, person)

    def case(self, number: int, person: Person) -> dict[str, Any]:
        """All about one finding. Raises UnseenError."""
        with reading(self.engine) as session:
            return self._case(session, _find(session, number, person), person)

    def decide(self, number: int, action: str, *, version: int, person: Person, reason: str = "") -> dict[str, Any]:
        """Take an action on a finding of which this version was seen; gives the finding as it is then.

        Raises UnseenError, ConflictError where it was changed meanwhile, and RefusedError.
        """
        with writing(self.engine) as session:
            _take(session, _find(session, number, person), action, version, person, reason)
        return self.case(number, person)

    def repeat(self, number: int, person: Person) -> int:
        """Decide all open findings of the same content as this one was decided; gives how many. Raises RefusedError."""
        with writing(self.engine) as session:
            finding = _find(session, number, person)
            action = REPEATED.get(finding.state)
            if action is None or person.role != "inspector":
                raise RefusedError(Problem("这一条还没有核定", "先核定这一条，再用到相同的内容上"))
            alike = _open_alike(session, finding)
            for each in alike:
                _take(session, each, action, each.version, person, f"内容与第 {number} 条相同")
            return len(alike)

    def _case(self, session: Session, finding: ReviewedFinding, person: Person) -> dict[str, Any]:
        taken = _standing(finding)
        conversation = finding.conversation
        inspector = person.role == "inspector"
        return {
            **{name: getattr(finding, name) for name in SHOWN},
            **{name: getattr(conversation, name) for name in (*listing.PLACES, "name", "turns")},
            "clauses": [_clause(basis) for basis in finding.basis],
            "state_name": STATE_NAMES[finding.state],
            "actions": allowed(finding.state, person.role, undoable=undoable(taken, person.role)),
            "changes": [_change(change) for change in finding.changes],
            "earlier": self._earlier(session, finding) if inspector else Earlier(),
            "alike": len(_open_alike(session, finding)) if inspector else 0,
        }

    def _earlier(self, session: Session, finding: ReviewedFinding) -> Earlier:
        """Verdicts on other findings of the same content, here and in the stores known."""
        here = earlier(session, finding.fingerprint, besides=finding.id)
        return here + self.known.get(finding.fingerprint, Earlier())


def _find(session: Session, number: int, person: Person) -> ReviewedFinding:
    query = select(ReviewedFinding).join(ReviewedConversation).where(ReviewedFinding.id == number)
    query = query.options(joinedload(ReviewedFinding.conversation))
    finding: ReviewedFinding | None = session.scalars(listing.visible(query, person)).one_or_none()
    if finding is None:
        raise UnseenError(Problem("没有这一条", "请回到列表"))
    return finding


def _open_alike(session: Session, finding: ReviewedFinding) -> list[ReviewedFinding]:
    same = (ReviewedFinding.fingerprint == finding.fingerprint, ReviewedFinding.id != finding.id)
    query = select(ReviewedFinding).where(*same, ReviewedFinding.state == OPEN, ReviewedFinding.current)
    return list(session.scalars(query))


def _standing(finding: ReviewedFinding) -> list[tuple[str, str]]:
    return standing((change.action, change.role) for change in finding.changes)


def _take(session: Session, finding: ReviewedFinding, action: str, version: int, person: Person, reason: str) -> None:
    """Add a step to the history. The version is compared by the database, so that of two at once one is told."""
    name, taken = named(person), _standing(finding)
    if finding.version != version:
        raise _conflict(finding)
    if action not in allowed(finding.state, person.role, undoable=undoable(taken, person.role)):
        raise RefusedError(Problem(f"现在是“{STATE_NAMES[finding.state]}”，不能{ACTION_NAMES.get(action, '这样做')}"))
    text = reasoned(reason, needed=action in STEPS and STEPS[action].needs_reason)
    state = state_of(taken[:-1] if action == UNDO else [*taken, (action, person.role)])
    seen = (ReviewedFinding.id == finding.id, ReviewedFinding.version == version)
    changed = session.execute(
        update(ReviewedFinding).where(*seen).values(version=version + 1, state=state).returning(ReviewedFinding.id),
        execution_options={"synchronize_session": False},
    ).all()
    if not changed:
        session.expire_all()
        raise _conflict(finding)
    session.add(
        Change(finding_id=finding.id, version=version + 1, at=now(), who=name, role=person.role, action=action,
               state=state, reason=text)
    )  # fmt: skip


def _conflict(finding: ReviewedFinding) -> ConflictError:
    last = finding.changes[-1] if finding.changes else None
    by = f"{last.who}刚刚改过：" if last else ""
    return ConflictError(Problem(f"{by}现在是“{STATE_NAMES[finding.state]}”，您的操作没有保存", "请看过再定"))


def _change(change: Change) -> dict[str, Any]:
    return {
        "at": change.at,
        "who": change.who,
        "role": change.role,
        "action": ACTION_NAMES[change.action],
        "state": STATE_NAMES[change.state],
        "reason": change.reason,
    }


def _clause(basis: Mapping[str, str]) -> str:
    return f"{document_titles().get(basis['document'], basis['document'])} {basis['clause']}"
