"""The desk of agents: what waits for a decision, and the whole catalogue kept true."""

from __future__ import annotations

from flask import Flask

from app.foundation.actors import Audience
from app.foundation.i18n import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Open the desk."""
    # Imported here, so that what is read and typed can be tested without the web.
    from app.moderation import arrivals, notices, routes
    from app.moderation.blueprint import blueprint
    from app.moderation.cli import demonstration_cli

    assert routes.__all__, "every page has registered itself"
    app.register_blueprint(blueprint)
    app.extensions.setdefault("desks", []).append((Audience.AGENT, "moderation.tray", _l("Décider ce qui attend")))
    app.extensions["desks"].append((Audience.AGENT, "moderation.yourself", _l("Vos absences et vos courriels")))
    notices.init_app(app)
    arrivals.init_app(app)
    app.cli.add_command(demonstration_cli)
