"""The desk of families: every address is for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.foundation.actors import Audience, audience

blueprint = Blueprint("directory", __name__)


def page(address: str, name: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A public page at that address."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        public = audience(Audience.PUBLIC)(view)
        blueprint.add_url_rule(address, name, public, **options)
        return public

    return register
