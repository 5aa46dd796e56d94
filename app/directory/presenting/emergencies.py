"""Emergency numbers of the territory, for the pages where they come first (U24)."""

from __future__ import annotations

from collections.abc import Iterable

from app.foundation.phones import phone
from app.foundation.text import typography
from app.territory.reference import Reference


def emergencies(reference: Reference, topics: Iterable[str] = ()) -> list[tuple[str, str, str]]:
    """(address, number, what for); those of these topics first when any is given, the others after."""
    wanted = set(topics)
    entries = reference.facts.get("emergency", [])
    ranked = sorted(entries, key=lambda one: not wanted & set(one.get("topics", ())))
    made = ((phone(one["number"]), f"{one['label']}. {one['when']}") for one in ranked)
    return [(number.href, number.display, typography(said)) for number, said in made if number]
