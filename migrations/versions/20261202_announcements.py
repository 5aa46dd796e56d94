"""Announcements"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "9d27c6f0b418"
down_revision = "5b1e0c94d7a3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("theme", sa.String(length=60), nullable=True),
        sa.Column("commune", sa.String(length=5), nullable=True),
        sa.Column("organization", sa.Uuid(), nullable=True),
        sa.Column("by_agent", sa.Boolean(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'published', 'refused', 'withdrawn')", name=op.f("ck_announcement_status")
        ),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 80", name=op.f("ck_announcement_title_short")),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 500", name=op.f("ck_announcement_text_short")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_announcement_order")),
        sa.CheckConstraint(
            "service_id IS NOT NULL OR theme IS NOT NULL OR commune IS NOT NULL", name=op.f("ck_announcement_tied")
        ),
        sa.CheckConstraint("status <> 'refused' OR reason <> ''", name=op.f("ck_announcement_refused_why")),
        sa.ForeignKeyConstraint(["commune"], ["commune.insee"], name=op.f("fk_announcement_commune_commune")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_announcement_service_id_service")),
        sa.ForeignKeyConstraint(["theme"], ["theme.slug"], name=op.f("fk_announcement_theme_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("form_key", name=op.f("uq_announcement_form_key")),
        sa.UniqueConstraint("uuid", name=op.f("uq_announcement_uuid")),
    )
    for name in ("commune", "organization", "service_id", "theme"):
        op.create_index(op.f(f"ix_announcement_{name}"), "announcement", [name])
    op.create_index("ix_announcement_current", "announcement", ["status", "ends_on"])


def downgrade() -> None:
    """Come back to the version before."""
    op.drop_table("announcement")
