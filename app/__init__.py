"""The roof. Rooms and floors: see DESIGN in `docs/house.md`; who hears what: `app/wiring.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.foundation.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application of these settings, by default those of the environment. Raises SettingsError."""
    # Imported here, so that a pure rule can be read and tested without the web and the database.
    from app.factory import build

    return build(settings)
