"""The addresses of administration, and who asks."""

from __future__ import annotations

from flask import Blueprint

from app.accounts.gate import current_actor
from app.foundation.actors import Actor

blueprint = Blueprint("administration", __name__, url_prefix="/administration")


def administrator() -> Actor:
    """The administrator who asks; the gate has let them in, and every operation looks again."""
    actor = current_actor()
    assert actor is not None
    return actor
