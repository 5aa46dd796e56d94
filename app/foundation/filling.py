"""How long somebody took to fill a form, from a signed mark in the page: it tells a machine from a person."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.foundation import clock

#: A mark that nobody signed counts as a page opened long ago.
LONG_AGO = timedelta(days=30)


def opened_now(purpose: str, *, ago: int = 0) -> str:
    """The mark of a page opened now (or so many seconds ago, when it is shown again to somebody who wrote)."""
    return str(_signer(purpose).dumps(int(clock.now().timestamp()) - ago))


def time_taken(purpose: str, mark: str) -> timedelta:
    """The time since that page was opened."""
    try:
        began = int(_signer(purpose).loads(mark))
    except (BadSignature, ValueError, TypeError):
        return LONG_AGO
    return timedelta(seconds=clock.now().timestamp() - began)


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=f"filling {purpose}")
