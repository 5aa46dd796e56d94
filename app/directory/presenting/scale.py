"""The national scale of crèches as a grid: what one hour costs, from the floor to the ceiling."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.facts import FeeKind
from app.catalogue.national_scale import Scale, hourly_cents, scale_of
from app.foundation.i18n import format_money_cents, format_number, ngettext
from app.foundation.i18n import gettext as _
from app.foundation.links import safe_url
from app.foundation.text import french
from app.territory.reference import Reference


@dataclass(frozen=True)
class ScaleRow:
    """One line: for how many children, the price of an hour at both ends; what the page's script reads."""

    label: str
    price: str
    children: int
    millionths: int


@dataclass(frozen=True)
class ScaleView:
    """The grid and where it comes from; bounds in cents for the script, a floor of 0 when it is not known."""

    caption: str
    rows: tuple[ScaleRow, ...]
    floor: int
    ceiling: int
    source: str
    url: str


def scale_view(kind: FeeKind, reference: Reference) -> ScaleView | None:
    """The grid for a listing that follows the national scale; None for the others, or when no scale is known."""
    scale = scale_of(reference.facts) if kind is FeeKind.NATIONAL_SCALE else None
    if scale is None:
        return None
    return ScaleView(
        caption=_caption(scale),
        rows=tuple(_row(scale, rank) for rank in range(len(scale.rates))),
        floor=scale.floor_cents,
        ceiling=scale.ceiling_cents,
        source=french(scale.source),
        url=safe_url(scale.url) or "",
    )


def _caption(scale: Scale) -> str:
    year, low, high = str(scale.year), format_money_cents(scale.floor_cents), format_money_cents(scale.ceiling_cents)
    if not scale.floor_cents:
        return _("Prix d’une heure en %(year)s, selon vos revenus, comptés jusqu’à %(high)s par mois.",
                 year=year, high=high)  # fmt: skip
    return _("Prix d’une heure en %(year)s, selon vos revenus : de %(low)s à %(high)s par mois.",
             year=year, low=low, high=high)  # fmt: skip


def _row(scale: Scale, rank: int) -> ScaleRow:
    rate = scale.rates[rank]
    following = scale.rates[rank + 1].children if rank + 1 < len(scale.rates) else None
    low, high = (
        format_money_cents(hourly_cents(scale, cents, rate.children))
        for cents in (scale.floor_cents, scale.ceiling_cents)
    )
    price = _("de %(low)s à %(high)s", low=low, high=high) if scale.floor_cents else _("jusqu’à %(high)s", high=high)
    return ScaleRow(_children(rate.children, following), price, rate.children, rate.millionths)


def _children(first: int, following: int | None) -> str:
    if following is None:
        return _("%(count)s enfants et plus", count=format_number(first))
    if following == first + 1:
        return ngettext("%(num)d enfant", "%(num)d enfants", first)
    return _("de %(first)s à %(last)s enfants", first=format_number(first), last=format_number(following - 1))
