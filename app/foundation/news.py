"""Saying that something happened, when nothing changes: listeners hear it at once, outside of any transaction.

What changes the truth is said by `unit_of_work.emit` instead. Listeners are wired on the roof, by
`unit_of_work.listen`; they must be quick, and their failure never reaches the visitor.
"""

from __future__ import annotations

import structlog
from flask import current_app

log = structlog.get_logger()


def tell(event: object) -> None:
    """Have every listener of this kind of event hear it."""
    for listener in current_app.extensions["listeners"].get(type(event), ()):
        try:
            listener(event)
        except Exception as failure:
            log.warning("news_not_heard", event_kind=type(event).__name__, error=type(failure).__name__)
