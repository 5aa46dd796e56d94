"""The desk of structures: keeping a listing true in two minutes. And of families who saw a mistake."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the desk."""
    from app.contribution import routes
    from app.contribution.blueprint import blueprint

    assert routes.__all__, "every page has registered itself"
    app.register_blueprint(blueprint)
