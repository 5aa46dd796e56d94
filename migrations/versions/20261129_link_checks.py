"""What the last visit of each web address said"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e5a90b7c1d34"
down_revision = "d81f6b0c2a47"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "link_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=False),
        sa.Column("failing_since", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'answers') = (failing_since IS NULL)", name=op.f("ck_link_check_failing")
        ),
        sa.CheckConstraint("(outcome = 'answers') = (failures = 0)", name=op.f("ck_link_check_failures")),
        sa.CheckConstraint(
            "outcome IN ('answers', 'gone', 'silent', 'refused')", name=op.f("ck_link_check_outcome")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_check")),
        sa.UniqueConstraint("address", name=op.f("uq_link_check_address")),
    )
    op.create_index(op.f("ix_link_check_checked_at"), "link_check", ["checked_at"], unique=False)


def downgrade() -> None:
    """Come back."""
    op.drop_table("link_check")
