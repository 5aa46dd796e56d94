"""The gate: every address says whom it is for; one that does not is for nobody."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, current_app, request

from app.foundation.actors import Audience


def init_app(app: Flask) -> None:
    """Stand before every request."""
    app.before_request(_check)


def audiences_of(view: Any) -> frozenset[Audience]:
    """Whom a view is for; empty when it does not say."""
    declared: frozenset[Audience] = getattr(view, "audience", frozenset())
    return declared


def _check() -> None:
    if request.endpoint is None:
        return  # no such address: the 404 page answers
    allowed = audiences_of(current_app.view_functions[request.endpoint])
    if Audience.PUBLIC not in allowed:
        abort(403)
