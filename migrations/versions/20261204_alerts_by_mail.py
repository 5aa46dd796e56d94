"""Alerts by mail, without an account"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c61e8f03a7d4"
down_revision = "c41b7d02e95f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        sa.UniqueConstraint("address", name=op.f("uq_follower_address")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_follower_token_hash")),
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("follower_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("target", sa.String(length=1000), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("path", sa.String(length=1100), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("told_until", sa.DateTime(), nullable=True),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("renewal_asked_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('service', 'commune', 'theme', 'search')", name=op.f("ck_alert_kind")),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (told_until IS NULL)", name=op.f("ck_alert_told_once_confirmed")
        ),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["follower.id"], name=op.f("fk_alert_follower_id_follower"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("follower_id", "kind", "target", name=op.f("uq_alert_follower_id_kind_target")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_alert_token_hash")),
        sa.UniqueConstraint("uuid", name=op.f("uq_alert_uuid")),
    )
    op.create_index(op.f("ix_alert_expires_at"), "alert", ["expires_at"])
    op.create_index(op.f("ix_alert_follower_id"), "alert", ["follower_id"])
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follower_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("since", sa.JSON(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["follower.id"], name=op.f("fk_digest_follower_id_follower"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("follower_id", "language", "week", name=op.f("uq_digest_follower_id_language_week")),
    )
    op.create_index(op.f("ix_digest_follower_id"), "digest", ["follower_id"])


def downgrade() -> None:
    """Come back to the version before."""
    for table in ("digest", "alert", "follower"):
        op.drop_table(table)
