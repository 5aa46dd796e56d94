"""Every page of the agents' desk."""

from app.moderation.routes import (
    access,
    announcements,
    duplicates,
    edits,
    listings,
    needs,
    organizations,
    photos,
    proposals,
    quality,
    transfers,
    tray,
    versions,
    yourself,
)

__all__ = [
    "access",
    "announcements",
    "duplicates",
    "edits",
    "listings",
    "needs",
    "organizations",
    "photos",
    "proposals",
    "quality",
    "transfers",
    "tray",
    "versions",
    "yourself",
]
