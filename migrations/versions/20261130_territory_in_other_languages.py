"""The words of the territory in other languages"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b2f6a91c7d40"
down_revision = "9d27c6f0b418"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "territory_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory_wording")),
        sa.UniqueConstraint("language", "key", "field", name=op.f("uq_territory_wording_language_key_field")),
    )


def downgrade() -> None:
    """Come back to the version before."""
    op.drop_table("territory_wording")
