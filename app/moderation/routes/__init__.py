"""Every page of the agents' desk."""

from app.moderation.routes import duplicates, edits, listings, proposals, quality, tray

__all__ = ["duplicates", "edits", "listings", "proposals", "quality", "tray"]
