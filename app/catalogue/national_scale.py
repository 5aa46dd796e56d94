"""The national scale of crèches (prestation de service unique): a share of the family's resources, for one hour.

The rates, the floor and the ceiling are data of the territory file, with their year and their source. Money is cents,
a rate is in millionths of the monthly resources: 619 is 0.0619 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MILLION = 1_000_000


@dataclass(frozen=True)
class Rate:
    """The share asked of families with at least `children` children, until the next line."""

    children: int
    millionths: int


@dataclass(frozen=True)
class Scale:
    """The scale of one year; resources under the floor or above the ceiling count as that bound.

    A floor of nothing is one that nobody could verify: it is not counted, and the page says so.
    """

    year: int
    floor_cents: int
    ceiling_cents: int
    rates: tuple[Rate, ...]
    source: str = ""
    url: str = ""


def scale_of(facts: Mapping[str, Any]) -> Scale | None:
    """The scale that the territory's facts hold; None without one."""
    said = facts.get("psu")
    if not said:
        return None
    rates = tuple(Rate(one["children"], one["millionths"]) for one in said["rates"])
    bounds = int(said.get("floor_cents", 0)), int(said["ceiling_cents"])
    return Scale(int(said["year"]), *bounds, rates, said.get("source", ""), said.get("url", ""))


def hourly_cents(scale: Scale, monthly_cents: int, children: int, disabled: int = 0) -> int:
    """The price of one hour, rounded half up to the cent. Each disabled child of the family moves one line down."""
    resources = min(max(monthly_cents, scale.floor_cents), scale.ceiling_cents)
    line = max(rank for rank, rate in enumerate(scale.rates) if rank == 0 or rate.children <= children)
    rate = scale.rates[min(line + max(0, disabled), len(scale.rates) - 1)]
    return (2 * resources * rate.millionths + MILLION) // (2 * MILLION)
