"""The development outbox: the letters that would have left, on a page that production does not have."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from sqlalchemy import select

from app.foundation.actors import Audience, audience
from app.foundation.db import session
from app.foundation.mail.letters import Letter

blueprint = Blueprint("development", __name__)
SHOWN = 50


@blueprint.get("/developpement/courriels")
@audience(Audience.PUBLIC)
def letters() -> str:
    """Development only: the last letters, the newest first. Production does not have this address."""
    found = session().scalars(select(Letter).order_by(Letter.id.desc()).limit(SHOWN)).all()
    return render_template("development/letters.html", letters=[(each, lines_of(each.text)) for each in found])


def lines_of(text: str) -> list[tuple[str, bool]]:
    """The lines of a letter, with whether each is a link of ours."""
    base = current_app.extensions["settings"].base_url
    return [(line, line.startswith(f"{base}/")) for line in text.splitlines() if line.strip()]
