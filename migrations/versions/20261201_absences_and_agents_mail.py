"""Agents who are away, who replaces them, how they want to be told of what arrives"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "a9d04c7be2f1"
down_revision = "b2f6a91c7d40"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("starts <= ends", name=op.f("ck_absence_order")),
        sa.CheckConstraint(
            "delegate_id IS NULL OR delegate_id <> person_id", name=op.f("ck_absence_somebody_else")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.ForeignKeyConstraint(["delegate_id"], ["person.id"], name=op.f("fk_absence_delegate_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("uuid", name=op.f("uq_absence_uuid")),
    )
    op.create_index(op.f("ix_absence_person_id"), "absence", ["person_id"], unique=False)
    op.create_index(op.f("ix_absence_delegate_id"), "absence", ["delegate_id"], unique=False)
    op.create_table(
        "agent_mail",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pace", sa.String(length=5), nullable=False),
        sa.Column("arrived", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("pace IN ('hour', 'day', 'never')", name=op.f("ck_agent_mail_pace")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agent_mail_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_agent_mail")),
    )


def downgrade() -> None:
    """Come back."""
    op.drop_table("agent_mail")
    op.drop_table("absence")
