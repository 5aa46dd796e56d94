"""The desk of structures: keeping a listing true in two minutes. And of families who saw a mistake."""

from __future__ import annotations

from flask import Flask

from app.foundation.actors import Audience
from app.foundation.i18n import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Open the desk."""
    from app.contribution import notices, routes
    from app.contribution.blueprint import blueprint
    from app.contribution.cli import photos_cli

    assert routes.__all__, "every page has registered itself"
    app.register_blueprint(blueprint)
    app.cli.add_command(photos_cli)
    notices.init_app(app)
    app.extensions.setdefault("desks", []).append((Audience.STRUCTURE, "contribution.home", _l("Mes fiches")))
