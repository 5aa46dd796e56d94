"""The scaled engine: the index is a schema of the site's own PostgreSQL, and every question is one statement."""

from app.search.postgresql_engine.engine import PostgresqlEngine

__all__ = ["PostgresqlEngine"]
