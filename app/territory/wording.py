"""Which words of a territory’s files families read, so that they can be put in other languages.

The names of communes, places and people are never translated; neither is what a structure writes. A translation is
found by its French text: once that text changes, the old translation is not shown any more.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

THEME_FIELDS = ("label", "short", "definition")
TYPE_FIELDS = ("label", "plural", "acronym_meaning", "definition")
#: Parts of `territory.toml`, and the keys whose text is for families.
TERRITORY_PARTS = ("tagline", "help_desk", "emergency", "questions", "ctg")
TERRITORY_KEYS = ("text", "label", "when", "title", "intro", "late_member_note", "purposes", "parties", "tagline")
GUIDE_KEYS = ("title", "summary", "text", "label", "bring", "hint")
#: Files of life situations: the table of each, and the name of one of them.
GUIDE_FILES = {"guides.toml": ("guides", "guide"), "questions.toml": ("publics", "public")}

Place = tuple[str, ...]
Reword = Callable[[Place, str], str]


class Wording(NamedTuple):
    """One text of the files: whose it is, which one, and its French."""

    key: str
    field: str
    source: str


def reworded(value: Any, keys: tuple[str, ...], reword: Reword, path: Place = (), *, told: bool = False) -> Any:
    """The same tables and lists, `reword` having written each text that stands under one of these keys."""
    if isinstance(value, dict):
        items = value.items()
        return {name: reworded(part, keys, reword, (*path, name), told=name in keys) for name, part in items}
    if isinstance(value, list | tuple):
        parts = [reworded(part, keys, reword, (*path, str(rank)), told=told) for rank, part in enumerate(value, 1)]
        return tuple(parts) if isinstance(value, tuple) else parts
    return reword(path, value) if told and isinstance(value, str) and value else value


def wordings(folder: Path) -> list[Wording]:
    """Every text of a `seed_data` folder to put in other languages, in the order of its files."""
    territory = tomllib.loads((folder / "territory.toml").read_text(encoding="utf-8"))
    parts = {name: territory[name] for name in TERRITORY_PARTS if name in territory}
    found = [*_rows(folder / "themes.csv", "theme", THEME_FIELDS)]
    found += _rows(folder / "types.csv", "type", TYPE_FIELDS)
    found += _parts("territory", parts, TERRITORY_KEYS)
    for name, (table, kind) in GUIDE_FILES.items():
        for entry in _tables(folder / name, table):
            found += _parts(f"{kind}:{entry['slug']}", entry, GUIDE_KEYS)
    return found


def _tables(path: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))[table] if path.exists() else []
    return found


def _rows(path: Path, kind: str, fields: tuple[str, ...]) -> Iterator[Wording]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield from (
                Wording(f"{kind}:{row['slug']}", name, text) for name in fields if (text := (row[name] or "").strip())
            )


def _parts(key: str, parts: dict[str, Any], keys: tuple[str, ...]) -> list[Wording]:
    found: list[Wording] = []

    def note(path: Place, text: str) -> str:
        found.append(Wording(key, ".".join(path), text))
        return text

    for name, part in parts.items():
        reworded({name: part}, keys, note)
    return found
