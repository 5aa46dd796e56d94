"""The addresses of the structures' desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.accounts.gate import current_actor
from app.foundation.actors import Actor, Audience, audience

blueprint = Blueprint("contribution", __name__)
View = Callable[..., Any]


def page(address: str, name: str, *methods: str) -> Callable[[View], View]:
    """A page of structures at that address; GET when no method is said."""

    def register(view: View) -> View:
        guarded = audience(Audience.STRUCTURE)(view)
        blueprint.add_url_rule(address, name, guarded, methods=methods or ("GET",))
        return guarded

    return register


def actor() -> Actor:
    """Who acts; the gate let them in."""
    found = current_actor()
    assert found is not None
    return found
