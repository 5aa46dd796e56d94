"""The desk of families: every address is for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.foundation.actors import Audience, audience
from app.foundation.i18n import every_language

blueprint = Blueprint("directory", __name__)
#: Addresses that say nothing to read: one for all languages.
FOR_MACHINES = ("/api/", "/photos/", "/robots.txt")


def page(address: str, name: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A public page at that address, in every language; what machines read has one address alone."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        public = audience(Audience.PUBLIC)(view)
        if not address.startswith(FOR_MACHINES):
            public = every_language(public)
        blueprint.add_url_rule(address, name, public, **options)
        return public

    return register
