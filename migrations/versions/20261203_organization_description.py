"""What a structure says of itself"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c41b7d02e95f"
down_revision = "4b7e21d95c08"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.add_column("organization", sa.Column("description", sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    """Come back."""
    op.drop_column("organization", "description")
