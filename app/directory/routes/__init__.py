"""The pages of families; importing them lays their addresses on the blueprint."""

from app.directory.routes import (
    api,
    browse,
    duties,
    easy,
    guides,
    home,
    need,
    offline,
    open_now,
    results,
    selection,
    service,
    suggestions,
)

__all__ = [
    "api",
    "browse",
    "duties",
    "easy",
    "guides",
    "home",
    "need",
    "offline",
    "open_now",
    "results",
    "selection",
    "service",
    "suggestions",
]
