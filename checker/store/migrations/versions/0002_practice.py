"""The tables of the practice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_practice"
down_revision = "0001_review"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "practice_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_failure")),
    )
    op.create_index(op.f("ix_practice_failure_subject"), "practice_failure", ["subject"], unique=False)
    op.create_table(
        "practice_trainer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("founder", sa.Boolean(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_trainer")),
        sa.UniqueConstraint("founder", name=op.f("uq_practice_trainer_founder")),
        sa.UniqueConstraint("name", name=op.f("uq_practice_trainer_name")),
    )
    op.create_table(
        "practice_class",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainer_id"], ["practice_trainer.id"], name=op.f("fk_practice_class_trainer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_class")),
        sa.UniqueConstraint("code", name=op.f("uq_practice_class_code")),
        sa.UniqueConstraint("trainer_id", "name", name=op.f("uq_practice_class_trainer_id_name")),
    )
    op.create_index(op.f("ix_practice_class_trainer_id"), "practice_class", ["trainer_id"], unique=False)
    op.create_table(
        "practice_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("scenarios", sa.JSON(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["practice_class.id"], name=op.f("fk_practice_assignment_class_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_assignment")),
    )
    op.create_index(op.f("ix_practice_assignment_class_id"), "practice_assignment", ["class_id"], unique=False)
    op.create_table(
        "practice_trainee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["practice_class.id"], name=op.f("fk_practice_trainee_class_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_trainee")),
        sa.UniqueConstraint("class_id", "name", name=op.f("uq_practice_trainee_class_id_name")),
    )
    op.create_index(op.f("ix_practice_trainee_class_id"), "practice_trainee", ["class_id"], unique=False)
    op.create_table(
        "practice_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainee_id", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("situation", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["trainee_id"], ["practice_trainee.id"], name=op.f("fk_practice_attempt_trainee_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_attempt")),
    )
    op.create_index(op.f("ix_practice_attempt_trainee_id"), "practice_attempt", ["trainee_id"], unique=False)
    op.create_index(
        "uq_practice_attempt_open",
        "practice_attempt",
        ["trainee_id", "scenario"],
        unique=True,
        sqlite_where=sa.text("finished IS NULL"),
        postgresql_where=sa.text("finished IS NULL"),
    )
    op.create_table(
        "practice_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainee_id"], ["practice_trainee.id"], name=op.f("fk_practice_card_trainee_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_card")),
        sa.UniqueConstraint("trainee_id", "kind", "name", name=op.f("uq_practice_card_trainee_id_kind_name")),
    )
    op.create_index(op.f("ix_practice_card_trainee_id"), "practice_card", ["trainee_id"], unique=False)
    op.create_table(
        "practice_sign_in",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=True),
        sa.Column("trainee_id", sa.Integer(), nullable=True),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainee_id"], ["practice_trainee.id"], name=op.f("fk_practice_sign_in_trainee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trainer_id"], ["practice_trainer.id"], name=op.f("fk_practice_sign_in_trainer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_practice_sign_in")),
    )
    op.create_index(op.f("ix_practice_sign_in_trainee_id"), "practice_sign_in", ["trainee_id"], unique=False)
    op.create_index(op.f("ix_practice_sign_in_trainer_id"), "practice_sign_in", ["trainer_id"], unique=False)
    op.create_table(
        "practice_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("given", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["practice_attempt.id"], name=op.f("fk_practice_answer_attempt_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_answer")),
        sa.UniqueConstraint("attempt_id", "number", name=op.f("uq_practice_answer_attempt_id_number")),
    )
    op.create_index(op.f("ix_practice_answer_attempt_id"), "practice_answer", ["attempt_id"], unique=False)


def downgrade() -> None:
    """Drop them, and all answers with them; their indexes go with them."""
    op.drop_table("practice_answer")
    op.drop_table("practice_sign_in")
    op.drop_table("practice_card")
    op.drop_table("practice_attempt")
    op.drop_table("practice_trainee")
    op.drop_table("practice_assignment")
    op.drop_table("practice_class")
    op.drop_table("practice_trainer")
    op.drop_table("practice_failure")
