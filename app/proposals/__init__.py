"""What someone would like changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Give the application the commands of this room."""
    # Imported here, so that rules can be read without the web and the database.
    from app.proposals.freshness.cli import freshness_cli

    app.cli.add_command(freshness_cli)
