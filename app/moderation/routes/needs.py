"""Forgetting what a family said, when something of somebody was left in it."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.foundation.actors import Audience, audience
from app.foundation.unit_of_work import unit_of_work
from app.moderation.blueprint import blueprint
from app.needs.stating import forget_need


@blueprint.post("/besoins/<int:number>/effacer")
@audience(Audience.AGENT)
def erase_need(number: int) -> Response:
    """Erase it for good; a second click finds nothing and does no harm."""
    with unit_of_work():
        forget_need(number)
    return redirect(url_for("moderation.sought") + "#besoins", 303)
