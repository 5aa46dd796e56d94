"""The desk of administrators: vocabulary, types, themes, texts, communes and calendars, with history and undo."""

from __future__ import annotations

from flask import Flask

from app.foundation.actors import Audience
from app.foundation.i18n import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Open the desk."""
    # Imported here, so that rules and subjects can be read without the web.
    from app.administration import routes
    from app.administration.blueprint import blueprint

    assert routes.__all__, "every page has registered itself"
    app.register_blueprint(blueprint)
    app.extensions.setdefault("desks", []).append((Audience.ADMIN, "administration.home", _l("Administrer l’annuaire")))
