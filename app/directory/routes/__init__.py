"""The pages of families; importing them lays their addresses on the blueprint."""

from app.directory.routes import (
    alerts,
    api,
    browse,
    duties,
    easy,
    feeds,
    guides,
    home,
    need,
    offline,
    open_now,
    paper,
    results,
    selection,
    service,
    suggestions,
)

__all__ = [
    "alerts",
    "api",
    "browse",
    "duties",
    "easy",
    "feeds",
    "guides",
    "home",
    "need",
    "offline",
    "open_now",
    "paper",
    "results",
    "selection",
    "service",
    "suggestions",
]
