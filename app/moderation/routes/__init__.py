"""Every page of the agents' desk."""

from app.moderation.routes import duplicates, edits, listings, organizations, proposals, quality, tray

__all__ = ["duplicates", "edits", "listings", "organizations", "proposals", "quality", "tray"]
