"""The filters beside the results: what can be asked, how many would answer, what is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from app.directory.presenting.languages import language_name
from app.directory.searching.form import WEEKDAYS, Asked
from app.foundation.i18n import current_language, format_age, format_weekday
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.search.engine import Found
from app.search.query import Order
from app.territory.periods import DAY_PERIODS, period_name
from app.territory.reference import Reference

#: Ages offered, in months: close together for babies, then every year (U8).
AGES = (0, 2, 3, 4, 6, 9, 12, 15, 18, 24, 30, *range(36, 18 * 12, 12), 18 * 12, 25 * 12)
RADII_KM = ("2", "5", "10", "20")
#: Types are many: beyond these, the words or the theme find them.
SHOWN_TYPES = 8


class Option(NamedTuple):
    """A box, a radio or a line of a list; `total` None is not counted. `name` when it is not the group's."""

    value: str
    label: str
    chosen: bool
    total: int | None
    name: str


@dataclass(frozen=True)
class Group:
    """A group of filters, as the macro wants it."""

    kind: str
    name: str
    legend: str
    options: tuple[Option, ...] = ()
    error: str = ""
    from_value: str = ""
    to_value: str = ""


def filter_groups(asked: Asked, found: Found, reference: Reference) -> list[Group]:
    """The groups, in the order families need them."""
    groups = [
        _when(asked, found),
        _age(asked),
        _period(asked, found),
        _times(asked),
        _cost(asked, found),
        _listed("theme", _("Thème"), asked, found, {slug: one.label for slug, one in reference.themes.items()}),
        _types(asked, found, reference),
        _listed("commune", _("Commune"), asked, found, {code: one.name for code, one in reference.communes.items()}),
        _languages(asked, found),
        _radius(asked),
        _order(asked),
    ]
    return [group for group in groups if group.options or group.kind == "times"]


def order_name(order: Order) -> str:
    """An order, as families choose it."""
    names = {
        Order.RELEVANCE: _("Les plus proches de votre demande"),
        Order.DISTANCE: _("Les plus près de vous"),
        Order.NAME: _("Par nom"),
        Order.VERIFICATION: _("Les plus récemment vérifiés"),
    }
    return names[order]


def _facet(found: Found, name: str) -> Mapping[str, int]:
    return found.facets.get(name, {})


def _chosen(asked: Asked, name: str) -> list[str]:
    return asked.typed.get(name, [])


def _box(name: str, value: str, label: str, asked: Asked, found: Found) -> Option:
    return Option(value, label, value in asked.typed.get(name, ()), found.facets.get(name, {}).get(value, 0), name)


def _when(asked: Asked, found: Found) -> Group:
    now = _box("ouvert", "maintenant", _("Ouvert maintenant"), asked, found)
    names = [(code, format_weekday(day)) for day, code in enumerate(WEEKDAYS)]
    days = [_box("jour", code, name[:1].upper() + name[1:], asked, found) for code, name in names]
    offered = [day for day in days if day.chosen or day.value not in WEEKDAYS[5:] or day.total]
    error = asked.errors.get("jour") or asked.errors.get("ouvert", "")
    return Group("checks", "jour", _("Quand"), (now, *offered), error)


def _period(asked: Asked, found: Found) -> Group:
    chosen = _chosen(asked, "periode")
    options = [Option("", _("Peu importe"), not any(chosen), None, "periode")]
    options += [_box("periode", one.value, period_name(one), asked, found) for one in DAY_PERIODS]
    return Group("select", "periode", _("Période"), tuple(options), asked.errors.get("periode", ""))


def _age(asked: Asked) -> Group:
    options = _age_options(asked.query.age_months, current_language())
    error = asked.errors.get("age_mois") or asked.errors.get("age", "")
    return Group("select", "age_mois", _("Âge de l’enfant"), options, error)


@lru_cache
def _age_options(age: int | None, language: str) -> tuple[Option, ...]:
    """Every age offered and the one that is asked, said in that language, which is the reader's."""
    ages = sorted({*AGES, *([age] if age is not None else [])})
    labels = [(months, format_age(months) if months else _("Nouveau-né")) for months in ages]
    anyone = Option("", _("Peu importe"), age is None, None, "age_mois")
    return anyone, *(Option(str(months), label, months == age, None, "age_mois") for months, label in labels)


def _times(asked: Asked) -> Group:
    first, last = (next(iter(_chosen(asked, name)), "") for name in ("de", "a"))
    error = asked.errors.get("de") or asked.errors.get("a", "")
    return Group("times", "heures", _("Ouvert au moins"), error=error, from_value=first, to_value=last)


def _cost(asked: Asked, found: Found) -> Group:
    boxes = (
        ("gratuit", _("Gratuit")),
        ("places", _("Places libres annoncées")),
        ("accessible", _("Accessible en fauteuil")),
        ("handicap", _("Accueille le handicap")),
    )
    options = tuple(_box(name, "1", label, asked, found) for name, label in boxes)
    error = next((said for name, _label in boxes if (said := asked.errors.get(name))), "")
    return Group("checks", "accueil", _("Coût et accueil"), options, error)


def _listed(name: str, legend: str, asked: Asked, found: Found, labels: Mapping[str, str]) -> Group:
    counts, chosen = _facet(found, name), _chosen(asked, name)
    options = tuple(
        Option(value, typography(label), value in chosen, counts.get(value, 0), name)
        for value, label in labels.items()
        if counts.get(value) or value in chosen
    )
    return Group("checks", name, legend, options, asked.errors.get(name, ""))


def _types(asked: Asked, found: Found, reference: Reference) -> Group:
    counts, chosen = _facet(found, "type"), set(_chosen(asked, "type"))
    offered = [slug for slug in reference.types if slug in counts or slug in chosen]
    ranked = sorted(offered, key=lambda slug: (slug not in chosen, -counts.get(slug, 0)))
    labels = {slug: reference.types[slug].label for slug in ranked[:SHOWN_TYPES]}
    return _listed("type", _("Type de service"), asked, found, labels)


def _languages(asked: Asked, found: Found) -> Group:
    codes = {*_facet(found, "langue"), *_chosen(asked, "langue")} - {"fr"}
    return _listed("langue", _("Langue parlée"), asked, found, _named(codes))


def _named(codes: Iterable[str]) -> dict[str, str]:
    names = {code: language_name(code) for code in codes}
    return dict(sorted(names.items(), key=lambda item: item[1]))


def _radius(asked: Asked) -> Group:
    if asked.query.near is None:
        return Group("select", "rayon", "")
    chosen = next(iter(_chosen(asked, "rayon")), "")
    values = RADII_KM if chosen in {"", *RADII_KM} else (*RADII_KM, chosen)
    options = [Option("", _("Peu importe"), not chosen, None, "rayon")]
    options += [Option(value, _("%(km)s km", km=value), value == chosen, None, "rayon") for value in values]
    return Group("select", "rayon", _("À moins de (à vol d’oiseau)"), tuple(options), asked.errors.get("rayon", ""))


def _order(asked: Asked) -> Group:
    options = _orders(asked.query.order, asked.query.near is not None, current_language())
    return Group("select", "tri", _("Classer"), options, asked.errors.get("tri", ""))


@lru_cache
def _orders(chosen: Order, has_place: bool, language: str) -> tuple[Option, ...]:
    """The orders, said in that language, which is the reader's."""
    orders = [order for order in Order if order is not Order.DISTANCE or has_place]
    return tuple(Option(one.value, order_name(one), one is chosen, None, "tri") for one in orders)
