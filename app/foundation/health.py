"""`/healthz`: the process answers. `/readyz`: everything it needs answers too."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from flask import Blueprint, Flask, Response, current_app, jsonify

from app.foundation.actors import Audience, audience
from app.foundation.settings import Settings

log = structlog.get_logger("trait-d-union")
#: Raises, or returns False, when the thing is not ready.
Check = Callable[[], bool | None]
blueprint = Blueprint("health", __name__)


def register_check(app: Flask, name: str, check: Check) -> None:
    """Add something without which the site must not receive visitors."""
    app.extensions["readiness"][name] = check


@blueprint.get("/healthz")
@audience(Audience.PUBLIC)
def healthz() -> Response:
    """The process is alive."""
    return _unkept(Response("ok\n", mimetype="text/plain"))


@blueprint.get("/readyz")
@audience(Audience.PUBLIC)
def readyz() -> Response:
    """Each check by its name, “ok” or “failed”; 503 when one failed. Reasons go to the log only."""
    results = {name: _passes(name, check) for name, check in current_app.extensions["readiness"].items()}
    ready = all(results.values())
    response = jsonify(ready=ready, checks={name: "ok" if passed else "failed" for name, passed in results.items()})
    response.status_code = 200 if ready else 503
    return _unkept(response)


def _passes(name: str, check: Check) -> bool:
    try:
        return check() is not False
    except Exception as failure:
        log.error("not_ready", check=name, type=type(failure).__name__)
        return False


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def init_app(app: Flask, settings: Settings) -> None:
    """Open the two addresses."""
    app.extensions["readiness"] = {}
    app.register_blueprint(blueprint)
