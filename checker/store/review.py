"""The tables of the review: what was found and said, the verdicts with their history, the clerks' links, the sample."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Double, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checker.store.base import Base, Moment, now


class ReviewedConversation(Base):
    """A conversation with findings, or of the sample, as in results.jsonl: masked, roles resolved."""

    __tablename__ = "review_conversation"

    key: Mapped[str] = mapped_column(String(16), primary_key=True)
    file: Mapped[str] = mapped_column(Text)
    line: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(16))
    unit: Mapped[str] = mapped_column(Text, index=True)
    clerk: Mapped[str] = mapped_column(Text, index=True)
    time: Mapped[str] = mapped_column(Text)
    turns: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class ReviewedFinding(Base):
    """A finding and its present state. `place` is its index in the report.

    The same words found twice in one conversation differ by `occurrence`. `current` is false where a later scan of
    the same conversation no longer finds it. `version` counts the changes: who decides must have seen the last one.
    """

    __tablename__ = "review_finding"
    __table_args__ = (UniqueConstraint("key", "fingerprint", "occurrence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(ForeignKey("review_conversation.key"), index=True)
    place: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(16), index=True)
    occurrence: Mapped[int]
    rule: Mapped[str] = mapped_column(Text, index=True)
    kind: Mapped[str] = mapped_column(String(16))
    category: Mapped[str] = mapped_column(Text, index=True)
    severity: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    turn: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    how: Mapped[str] = mapped_column(String(16))
    confidence: Mapped[float] = mapped_column(Double)
    message: Mapped[str] = mapped_column(Text)
    suggestions: Mapped[list[str]] = mapped_column(JSON)
    basis: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16), index=True, default="open")
    version: Mapped[int] = mapped_column(default=0)
    current: Mapped[bool] = mapped_column(default=True)

    conversation: Mapped[ReviewedConversation] = relationship()
    changes: Mapped[list[Change]] = relationship(order_by="Change.version")


class Change(Base):
    """One step in a finding's history; rows are added, never altered. `state` is the state it led to."""

    __tablename__ = "review_change"
    __table_args__ = (UniqueConstraint("finding_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("review_finding.id"))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    who: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(16))
    action: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")


class ClerkLink(Base):
    """The code by which one clerk of one unit sees the own findings; only its hash is kept."""

    __tablename__ = "review_link"
    __table_args__ = (UniqueConstraint("unit", "clerk"), UniqueConstraint("code_sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(Text)
    clerk: Mapped[str] = mapped_column(Text)
    code_sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    who: Mapped[str] = mapped_column(Text)


class SampledTurn(Base):
    """A clerk's turn drawn to be labelled by a person.

    `sample` names the draw, `place` its order in it, `found` whether the checker found fault with the turn, `weight`
    how many turns of the whole it stands for.
    """

    __tablename__ = "review_sample"
    __table_args__ = (UniqueConstraint("sample", "key", "turn"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sample: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(ForeignKey("review_conversation.key"))
    turn: Mapped[int]
    place: Mapped[int]
    found: Mapped[bool]
    weight: Mapped[float] = mapped_column(Double)
    label: Mapped[str] = mapped_column(String(16), default="")
    category: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=0)

    conversation: Mapped[ReviewedConversation] = relationship()


class Labelling(Base):
    """One labelling of a sampled turn; rows are added, never altered."""

    __tablename__ = "review_label"
    __table_args__ = (UniqueConstraint("sampled_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sampled_id: Mapped[int] = mapped_column(ForeignKey("review_sample.id"))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    who: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(String(16))
    category: Mapped[str] = mapped_column(Text)
