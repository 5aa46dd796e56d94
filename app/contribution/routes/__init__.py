"""The pages of the structures' desk."""

from app.contribution.routes import (
    acts,
    announcements,
    claim,
    listings,
    new,
    organizations,
    photo,
    proposals,
    report,
    review,
    sections,
)

__all__ = [
    "acts",
    "announcements",
    "claim",
    "listings",
    "new",
    "organizations",
    "photo",
    "proposals",
    "report",
    "review",
    "sections",
]
