"""The pages of the structures' desk."""

from app.contribution.routes import acts, announcements, listings, new, photo, proposals, report, review, sections

__all__ = ["acts", "announcements", "listings", "new", "photo", "proposals", "report", "review", "sections"]
