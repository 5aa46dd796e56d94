"""What was sought in vain, a table for each sort of thing."""

from __future__ import annotations

from collections.abc import Iterable

from app.foundation.i18n import LazyText, format_number
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.text import typography
from app.moderation.presenting import labels
from app.needs import rules
from app.needs.queries import Count
from app.territory.queries import reference

TITLES: dict[str, LazyText] = {
    rules.TYPE: _l("Services"),
    rules.TYPE_IN_COMMUNE: _l("Services dans une commune"),
    rules.COMMUNE: _l("Communes"),
    rules.THEME: _l("Thèmes"),
    rules.AGE: _l("Âges"),
    rules.PERIOD: _l("Périodes"),
    rules.WORD: _l("Mots"),
    rules.UNKNOWN_WORD: _l("Mots que la recherche ne connaît pas"),
}


def sought_views(found: Iterable[Count]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """(title, rows of (what, asked, in vain)) for each sort that has some."""
    rows: dict[str, list[tuple[str, str, str]]] = {}
    for one in found:
        if one.kind in TITLES:
            told = (_name(one.kind, one.value), format_number(one.asked), format_number(one.in_vain or 0))
            rows.setdefault(one.kind, []).append(told)
    return [(str(title), rows[kind]) for kind, title in TITLES.items() if kind in rows]


def _name(kind: str, value: str) -> str:
    known = reference()
    if kind == rules.TYPE_IN_COMMUNE:
        service, _bar, commune = value.partition("|")
        return f"{_name(rules.TYPE, service)}, {_name(rules.COMMUNE, commune)}"
    if kind == rules.TYPE and value in known.types:
        return typography(known.types[value].label)
    if kind == rules.COMMUNE and value in known.communes:
        return known.communes[value].name
    if kind == rules.THEME and value in known.themes:
        return typography(known.themes[value].label)
    if kind == rules.PERIOD and value in labels.PERIODS:
        return str(labels.PERIODS[value])
    return value
