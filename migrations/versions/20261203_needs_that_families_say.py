"""What families say they did not find, without anyone in it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "4b7e21d95c08"
down_revision = "a9d04c7be2f1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("theme", sa.String(length=60), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("commune", sa.String(length=5), nullable=False),
        sa.Column("age_band", sa.String(length=10), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("weekdays", sa.String(length=30), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.CheckConstraint("length(text) <= 200", name=op.f("ck_need_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    op.create_index(op.f("ix_need_day"), "need", ["day"], unique=False)


def downgrade() -> None:
    """Come back to the version before."""
    op.drop_index(op.f("ix_need_day"), table_name="need")
    op.drop_table("need")
