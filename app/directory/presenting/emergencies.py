"""Emergency numbers of the territory, for the pages where they come first (U24)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from app.foundation.i18n import Told
from app.foundation.phones import phone
from app.foundation.text import typography
from app.territory.reference import Reference


def emergencies(reference: Reference, topics: Iterable[str] = ()) -> list[tuple[str, str, str]]:
    """(address, number, what for); those of these topics first when any is given, the others after."""
    wanted = set(topics)
    entries = reference.facts.get("emergency", [])
    return _told(sorted(entries, key=lambda one: not wanted & set(one.get("topics", ()))))


def concerned(reference: Reference, topics: Iterable[str]) -> int:
    """How many of the numbers are about these topics; all of them when none is."""
    wanted, entries = set(topics), reference.facts.get("emergency", [])
    return sum(bool(wanted & set(one.get("topics", ()))) for one in entries) or len(entries)


def emergencies_named(reference: Reference, text: str) -> list[tuple[str, str, str]]:
    """Those that a text names, then the others of the topics they share; all of them when the text names none."""
    said = set(re.findall(r"\d+", text))
    entries = reference.facts.get("emergency", [])
    named = [one for one in entries if one["number"] in said]
    if not named:
        return _told(entries)
    topics = set.intersection(*(set(one.get("topics", ())) for one in named))
    others = [one for one in entries if one not in named and topics & set(one.get("topics", ()))]
    return _told([*named, *others])


def _told(entries: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    numbers = ((phone(one["number"]), one) for one in entries)
    return [
        (f"sms:{number.number}" if one.get("sms") else number.href, number.display, _what_for(one))
        for number, one in numbers
        if number
    ]


def _what_for(entry: Mapping[str, Any]) -> str:
    said = typography(f"{entry['label']}. {entry['when']}")
    return Told(said, entry["when"].lang) if isinstance(entry["when"], Told) else said
