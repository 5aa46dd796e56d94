"""Every page of the agents' desk."""

from app.moderation.routes import edits, listings, proposals, quality, tray

__all__ = ["edits", "listings", "proposals", "quality", "tray"]
