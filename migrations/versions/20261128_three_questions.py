"""Three questions for those who do not know what to type"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c41e7a90d2f6"
down_revision = "e5a90b7c1d34"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "guide_public",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_guide_public")),
    )


def downgrade() -> None:
    """Come back from it."""
    op.drop_table("guide_public")
