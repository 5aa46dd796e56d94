"""The embedded engine: Whoosh 2.7.4 keeps the index on disk, numpy answers from arrays compiled at opening."""

from app.search.whoosh_engine.engine import WhooshEngine

__all__ = ["WhooshEngine"]
