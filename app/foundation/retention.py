"""What time erases by itself: each room says what it forgets, one command does it all."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

#: Forgets what is too old; how many. Runs inside an act, and is safe to run twice.
Purge = Callable[[], int]


def forget_in_time(app: Flask, name: str, purge: Purge) -> None:
    """Have `purge` run with the others; `name` is what the operator reads."""
    app.extensions.setdefault("retention", {})[name] = purge


def forget_all() -> dict[str, int]:
    """Apply every rule; what was forgotten, by name."""
    rules: dict[str, Purge] = current_app.extensions.get("retention", {})
    return {name: purge() for name, purge in rules.items()}
