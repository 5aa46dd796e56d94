"""What could not be read of a search address, each with the place in the page where it can be mended (U32)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.directory.searching.filters import Group

#: Parameters whose field bears another name.
ELSEWHERE = {"age": "age_mois", "ouvert": "jour", "lat": "ou", "lon": "ou"}
WELCOME = ("gratuit", "places", "accessible", "handicap")
#: Where the page itself begins: what has no field of its own (page, per_page, inconnus…) leads there.
CONTENT = "contenu"


def problems(errors: Mapping[str, str], groups: Iterable[Group]) -> list[tuple[str, str]]:
    """(id in the page, sentence) of each error, for the summary; an id is always that of something shown."""
    shown = {group.name for group in groups}
    told = [(_anchor(name, shown), said) for name, said in errors.items()]
    return list(dict.fromkeys(told))


def _anchor(name: str, shown: set[str]) -> str:
    name = ELSEWHERE.get(name, "accueil" if name in WELCOME else name)
    if name in ("q", "ou"):
        return name
    if name in ("de", "a"):
        return f"f-{name}"
    return f"f-{name}" if name in shown else CONTENT
