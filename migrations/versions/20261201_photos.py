"""Photos of listings"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5b1e0c94d7a3"
down_revision = "d91e6b54c027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=32), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.Column("credit", sa.String(length=160), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(file) = 32", name=op.f("ck_photo_name")),
        sa.CheckConstraint("alt <> ''", name=op.f("ck_photo_described")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_photo_size")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_photo_service_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("service_id", name=op.f("uq_photo_service_id")),
    )
    op.create_index(op.f("ix_photo_file"), "photo", ["file"])


def downgrade() -> None:
    """Come back to the version before."""
    op.drop_table("photo")
