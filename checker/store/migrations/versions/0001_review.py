"""The tables of the review."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001_review"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "review_conversation",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False),
        sa.Column("turns", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_review_conversation")),
    )
    op.create_index(op.f("ix_review_conversation_clerk"), "review_conversation", ["clerk"], unique=False)
    op.create_index(op.f("ix_review_conversation_unit"), "review_conversation", ["unit"], unique=False)
    op.create_table(
        "review_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_link")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_review_link_code_sha256")),
        sa.UniqueConstraint("unit", "clerk", name=op.f("uq_review_link_unit_clerk")),
    )
    op.create_table(
        "review_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("suggestions", sa.JSON(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["key"], ["review_conversation.key"], name=op.f("fk_review_finding_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_finding")),
        sa.UniqueConstraint(
            "key", "fingerprint", "occurrence", name=op.f("uq_review_finding_key_fingerprint_occurrence")
        ),
    )
    op.create_index(op.f("ix_review_finding_category"), "review_finding", ["category"], unique=False)
    op.create_index(op.f("ix_review_finding_fingerprint"), "review_finding", ["fingerprint"], unique=False)
    op.create_index(op.f("ix_review_finding_key"), "review_finding", ["key"], unique=False)
    op.create_index(op.f("ix_review_finding_rule"), "review_finding", ["rule"], unique=False)
    op.create_index(op.f("ix_review_finding_state"), "review_finding", ["state"], unique=False)
    op.create_table(
        "review_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("label", sa.String(length=16), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["key"], ["review_conversation.key"], name=op.f("fk_review_sample_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_sample")),
        sa.UniqueConstraint("sample", "key", "turn", name=op.f("uq_review_sample_sample_key_turn")),
    )
    op.create_table(
        "review_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["review_finding.id"], name=op.f("fk_review_change_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_change")),
        sa.UniqueConstraint("finding_id", "version", name=op.f("uq_review_change_finding_id_version")),
    )
    op.create_table(
        "review_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sampled_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("label", sa.String(length=16), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sampled_id"], ["review_sample.id"], name=op.f("fk_review_label_sampled_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_label")),
        sa.UniqueConstraint("sampled_id", "version", name=op.f("uq_review_label_sampled_id_version")),
    )


def downgrade() -> None:
    """Drop them, and the verdicts with them."""
    op.drop_table("review_label")
    op.drop_table("review_change")
    op.drop_table("review_sample")
    op.drop_index(op.f("ix_review_finding_state"), table_name="review_finding")
    op.drop_index(op.f("ix_review_finding_rule"), table_name="review_finding")
    op.drop_index(op.f("ix_review_finding_key"), table_name="review_finding")
    op.drop_index(op.f("ix_review_finding_fingerprint"), table_name="review_finding")
    op.drop_index(op.f("ix_review_finding_category"), table_name="review_finding")
    op.drop_table("review_finding")
    op.drop_table("review_link")
    op.drop_index(op.f("ix_review_conversation_unit"), table_name="review_conversation")
    op.drop_index(op.f("ix_review_conversation_clerk"), table_name="review_conversation")
    op.drop_table("review_conversation")
