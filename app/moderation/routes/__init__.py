"""Every page of the agents' desk."""

from app.moderation.routes import (
    announcements,
    duplicates,
    edits,
    listings,
    needs,
    organizations,
    photos,
    proposals,
    quality,
    tray,
    versions,
    yourself,
)

__all__ = [
    "announcements",
    "duplicates",
    "edits",
    "listings",
    "needs",
    "organizations",
    "photos",
    "proposals",
    "quality",
    "tray",
    "versions",
    "yourself",
]
