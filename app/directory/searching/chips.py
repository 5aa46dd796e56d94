"""What is asked, as labels that a touch removes (U12)."""

from __future__ import annotations

from collections.abc import Callable

from app.directory.presenting.languages import language_name
from app.directory.searching.addresses import Address
from app.directory.searching.form import WEEKDAYS
from app.foundation.i18n import format_age, format_weekday
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.search.query import SearchQuery
from app.territory.periods import Period, period_name
from app.territory.reference import Reference

Chip = tuple[str, str]


def filter_chips(query: SearchQuery, address: Address, reference: Reference) -> list[Chip]:
    """(label, address without it) of every filter that was understood."""
    chips = [(_value(name, value, reference), address.without(name, value)) for name, value in _pairs(query, address)]
    if query.age_months is not None:
        name = "age" if "age" in address.typed else "age_mois"
        chips.append((format_age(query.age_months) if query.age_months else _("nouveau-né"), address.without(name)))
    return [(label, href) for label, href in chips if label]


def asked_words(query: SearchQuery, address: Address, reference: Reference) -> str:
    """The same search in a few words, for those who follow it; '' when nothing is asked."""
    words = [typography(query.text), query.near.label if query.near else ""]
    words += [_value(name, value, reference) for name, value in _pairs(query, address)]
    words += [format_age(query.age_months)] if query.age_months else []
    return " · ".join(word for word in words if word)


def _pairs(query: SearchQuery, address: Address) -> list[tuple[str, str]]:
    read = {
        "theme": query.themes,
        "type": query.types,
        "commune": query.communes,
        "jour": tuple(WEEKDAYS[day] for day in query.weekdays),
        "periode": (query.period.value,) if query.period else (),
        "langue": query.languages,
        **{name: ("1",) for name, asked in _flags(query).items() if asked},
    }
    single = {
        "de": query.opens_by is not None,
        "a": query.closes_after is not None,
        "rayon": query.radius_km is not None,
        "lat": query.near is not None and "lat" in address.typed,
    }
    pairs = [(name, value) for name, values in read.items() for value in _typed_as(name, values, address)]
    return pairs + [(name, address.typed[name][0]) for name, asked in single.items() if asked]


def _flags(query: SearchQuery) -> dict[str, bool]:
    return {
        "ouvert": query.open_now,
        "gratuit": query.free,
        "places": query.has_places,
        "accessible": query.accessible,
        "handicap": query.inclusive,
        "inconnus": query.include_unknown,
    }


def _typed_as(name: str, values: tuple[str, ...], address: Address) -> list[str]:
    return address.typed.get(name, [])[:1] if values == ("1",) else list(values)


def _value(name: str, value: str, reference: Reference) -> str:
    labels: dict[str, Callable[[], str]] = {
        "theme": lambda: typography(reference.themes[value].label),
        "type": lambda: typography(reference.types[value].label),
        "commune": lambda: reference.communes[value].name,
        "jour": lambda: format_weekday(WEEKDAYS.index(value)),
        "periode": lambda: period_name(Period(value)),
        "langue": lambda: language_name(value),
        "ouvert": lambda: _("ouvert maintenant"),
        "gratuit": lambda: _("gratuit"),
        "places": lambda: _("places libres"),
        "accessible": lambda: _("accessible en fauteuil"),
        "handicap": lambda: _("accueille le handicap"),
        "inconnus": lambda: _("même sans information"),
        "de": lambda: _("dès %(time)s", time=value),
        "a": lambda: _("jusqu’à %(time)s", time=value),
        "rayon": lambda: _("à moins de %(km)s km", km=value),
        "lat": lambda: _("autour de votre position"),
    }
    return labels[name]()
