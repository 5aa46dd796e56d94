"""When a structure closed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "f7c2d9e4a016"
down_revision = "f2a9c6d14b73"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.add_column("organization", sa.Column("closed_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Come back."""
    op.drop_column("organization", "closed_at")
