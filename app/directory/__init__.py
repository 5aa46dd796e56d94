"""The desk of families: searching, browsing, reading a listing. No account, no cookie."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the desk."""
    from app.directory import routes
    from app.directory.blueprint import blueprint
    from app.directory.paper.making import let_go, make
    from app.directory.searching.selection import carried, carrying, pick
    from app.directory.site import site_context
    from app.directory.telling_followers import init_app as tell_followers
    from app.foundation import errands
    from app.paper.operations import FORGET, MAKE

    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(pick=pick, carrying=carrying, carried=carried)
    app.context_processor(site_context)
    tell_followers(app)
    errands.handle(app, MAKE, make, lane=errands.Lane.LONG)
    errands.handle(app, FORGET, let_go)
    app.extensions["directory_routes"] = routes
