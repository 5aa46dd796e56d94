"""How Alembic reaches the models and the database: always through the application that runs it."""

from __future__ import annotations

from alembic import context
from flask import current_app

from app.foundation.db import Base, UtcDateTime, db


def _render(kind: str, value: object, _context: object) -> str | bool:
    # Migrations must still run when the code has moved: they know the database's types only.
    return "sa.DateTime()" if kind == "type" and isinstance(value, UtcDateTime) else False


def run() -> None:
    """Run the migrations on the application's own connection."""
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, render_item=_render, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
