"""How often the card of a listing was written again without the listing changing"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d81f6b0c2a47"
down_revision = "c3d1f0a7e582"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.add_column("service", sa.Column("card_turn", sa.Integer(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    """Come back."""
    op.drop_column("service", "card_turn")
