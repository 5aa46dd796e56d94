"""Guides on paper"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c3f58a17e2b6"
down_revision = "c61e8f03a7d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "paper_guide",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=43), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("wanted_by", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'making', 'ready', 'cancelled', 'failed')", name=op.f("ck_paper_guide_state")
        ),
        sa.CheckConstraint("wanted_by >= 0", name=op.f("ck_paper_guide_wanted_by")),
        sa.CheckConstraint(
            "state <> 'ready' OR (pages > 0 AND bytes > 0)", name=op.f("ck_paper_guide_ready_whole")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_guide")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_paper_guide_fingerprint")),
        sa.UniqueConstraint("key", name=op.f("uq_paper_guide_key")),
    )
    op.create_index("ix_paper_guide_sender", "paper_guide", ["sender", "created_at"])
    op.create_index("ix_paper_guide_state", "paper_guide", ["state", "created_at"])


def downgrade() -> None:
    """Come back to the version before."""
    op.drop_table("paper_guide")
