"""What the catalogue says when truth changes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ServicesChanged:
    """These listings were added, changed, hidden or shown again."""

    service_ids: tuple[int, ...]
