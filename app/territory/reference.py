"""The territory read once per version: what pages, forms and the search look up all the time, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class TownHall:
    """How to reach the town hall of a commune; empty when no source says."""

    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True)
class CommuneRef:
    """A commune as pages need it. `centre` stands in for private addresses."""

    insee: str
    name: str
    slug: str
    postcodes: tuple[str, ...]
    lat: float
    lon: float
    centre: tuple[float, float]
    town_hall: TownHall
    neighbours: tuple[str, ...] = ()
    population: int | None = None
    population_year: int | None = None
    ctg_signatory: bool = True
    outline: tuple[Any, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class ThemeRef:
    """A theme of the convention."""

    slug: str
    label: str
    short: str
    definition: str
    icon: str


@dataclass(frozen=True)
class TypeRef:
    """A type of service; ages are months and only usual."""

    slug: str
    label: str
    plural: str
    acronym: str
    acronym_meaning: str
    theme: str
    secondary_themes: tuple[str, ...]
    age_min: int | None
    age_max: int | None
    definition: str
    listable: bool
    leads_to: str
    sensitive: bool
    verify_every_months: int
    facts: Mapping[str, str]

    @property
    def themes(self) -> tuple[str, ...]:
        """Its own theme first, then the others it touches."""
        return (self.theme, *self.secondary_themes)


@dataclass(frozen=True)
class VocabularyRef:
    """A word of families and the type it leads to; `kind` is '', 'ambigu' or 'sensible', `note` says of which topic."""

    term: str
    type: str
    kind: str
    note: str = ""
    language: str = ""


@dataclass(frozen=True)
class HolidayRef:
    """A school holiday of the territory's zone, both days included."""

    name: str
    kind: str
    starts: date
    ends: date


@dataclass(frozen=True)
class SpecialDayRef:
    """A day closed as a public holiday is, or (`closed` is False) a public holiday that is an ordinary day here."""

    day: date
    name: str
    closed: bool


@dataclass(frozen=True)
class Reference:
    """All of it, for one version of the territory."""

    version: int
    slug: str
    name: str
    full_name: str
    epci_siren: str
    state_province: str
    school_zone: str
    time_zone: str
    tagline: str
    facts: Mapping[str, Any]
    communes: Mapping[str, CommuneRef]
    themes: Mapping[str, ThemeRef]
    types: Mapping[str, TypeRef]
    vocabulary: tuple[VocabularyRef, ...]
    holidays: tuple[HolidayRef, ...]
    special_days: tuple[SpecialDayRef, ...] = ()

    def commune_by_slug(self, slug: str) -> CommuneRef | None:
        """The commune whose page has that address."""
        return next((commune for commune in self.communes.values() if commune.slug == slug), None)

    def types_of_theme(self, theme: str) -> tuple[TypeRef, ...]:
        """The listable types whose first theme is this one."""
        return tuple(kind for kind in self.types.values() if kind.theme == theme and kind.listable)
