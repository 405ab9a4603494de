"""Links by which a clerk sees the own findings: a code in the address, of which only the hash is stored."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import Engine, delete, select

from checker.errors import Problem
from checker.review.people import Person, RefusedError, named
from checker.store.base import now
from checker.store.engine import reading, writing
from checker.store.review import ClerkLink, ReviewedConversation


def new_code(engine: Engine, unit: str, clerk: str, person: Person) -> str:
    """A new code for a clerk; the earlier one no longer opens anything. Raises RefusedError for an unknown clerk."""
    name = named(person)
    if person.role != "inspector":
        raise RefusedError(Problem("只有核定人员能发链接"))
    code = secrets.token_urlsafe(24)
    with writing(engine) as session:
        own = (ReviewedConversation.unit == unit, ReviewedConversation.clerk == clerk)
        if not clerk or session.scalars(select(ReviewedConversation.key).where(*own).limit(1)).first() is None:
            raise RefusedError(Problem("没有这位工作人员的对话", "请按列表里的单位和工号选"))
        session.execute(delete(ClerkLink).where(ClerkLink.unit == unit, ClerkLink.clerk == clerk))
        session.add(ClerkLink(unit=unit, clerk=clerk, code_sha256=_hash(code), who=name, at=now()))
    return code


def clerk_of(engine: Engine, code: str) -> Person | None:
    """The clerk whom a code lets in; None where it is not or no longer valid."""
    with reading(engine) as session:
        link = session.scalars(select(ClerkLink).where(ClerkLink.code_sha256 == _hash(code))).one_or_none()
    return Person(link.clerk, "clerk", link.unit, link.clerk) if link else None


def _hash(code: str) -> str:
    """A code has 192 random bits, so that a plain hash cannot be searched."""
    return hashlib.sha256(code.encode()).hexdigest()
