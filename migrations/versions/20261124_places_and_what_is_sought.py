"""Streets and places of the territory; what is sought, as counts by day"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8c0d41b7a5e2"
down_revision = "61a54df3ed2e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("commune_insee", sa.String(length=5), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["commune_insee"], ["commune.insee"], name=op.f("fk_place_commune_insee_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("commune_insee", "key", name=op.f("uq_place_commune_insee_key")),
    )
    op.create_table(
        "search_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("in_vain", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "value", name=op.f("pk_search_count")),
    )
    op.create_table(
        "unknown_word_day",
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "day", name=op.f("pk_unknown_word_day")),
    )


def downgrade() -> None:
    """Come back to the version before."""
    op.drop_table("unknown_word_day")
    op.drop_table("search_count")
    op.drop_table("place")
