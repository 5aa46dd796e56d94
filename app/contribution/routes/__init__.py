"""The pages of the structures' desk."""

from app.contribution.routes import acts, listings, new, proposals, report, review, sections

__all__ = ["acts", "listings", "new", "proposals", "report", "review", "sections"]
