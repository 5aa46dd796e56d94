"""The territory as data: another EPCI is another `seed_data` folder, never another line of code."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class Territory(Base):
    """The one row that says where we are. `facts` holds what only pages read (help desk, publisher, convention).

    `version` moves whenever any row of this room changes, so that processes know when to read the reference again.
    """

    __tablename__ = "territory"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    full_name: Mapped[str] = mapped_column(String(200))
    epci_siren: Mapped[str] = mapped_column(String(9))
    state_province: Mapped[str] = mapped_column(String(80))
    school_zone: Mapped[str] = mapped_column(String(20))
    time_zone: Mapped[str] = mapped_column(String(60))
    tagline: Mapped[str] = mapped_column(String(200))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)


class Commune(Base):
    """A member commune: its town hall, its outline, its centre (decimal degrees, WGS 84)."""

    __tablename__ = "commune"

    insee: Mapped[str] = mapped_column(String(5), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    postcodes: Mapped[list[str]] = mapped_column(JSON)
    population: Mapped[int | None]
    population_year: Mapped[int | None]
    lat: Mapped[float]
    lon: Mapped[float]
    centre_lat: Mapped[float]
    centre_lon: Mapped[float]
    neighbours: Mapped[list[str]] = mapped_column(JSON)
    town_hall: Mapped[dict[str, str]] = mapped_column(JSON)
    ctg_signatory: Mapped[bool]
    outline: Mapped[list[Any]] = mapped_column(JSON)


class Theme(Base):
    """One of the themes of the convention; the first classification of the catalogue."""

    __tablename__ = "theme"

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    label: Mapped[str] = mapped_column(String(120))
    short: Mapped[str] = mapped_column(String(200))
    definition: Mapped[str] = mapped_column(Text)
    icon: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]


class ServiceType(Base):
    """A type of service, with its plain definition and its usual ages in months."""

    __tablename__ = "service_type"
    __table_args__ = (
        CheckConstraint("age_min_months IS NULL OR age_max_months IS NULL OR age_min_months <= age_max_months", "ages"),
    )

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    label: Mapped[str] = mapped_column(String(160))
    plural: Mapped[str] = mapped_column(String(160))
    acronym: Mapped[str] = mapped_column(String(20))
    acronym_meaning: Mapped[str] = mapped_column(String(200))
    theme_slug: Mapped[str] = mapped_column(ForeignKey("theme.slug"))
    secondary_themes: Mapped[list[str]] = mapped_column(JSON)
    age_min_months: Mapped[int | None]
    age_max_months: Mapped[int | None]
    definition: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, str]] = mapped_column(JSON)
    listable: Mapped[bool]
    leads_to: Mapped[str] = mapped_column(String(60))
    sensitive: Mapped[bool]
    verify_every_months: Mapped[int]
    position: Mapped[int]


#: Words that a person added stand after those of the file.
AFTER_THE_FILE = 1_000_000


class VocabularyEntry(Base):
    """What families type, and the type it leads to. `language` is '' for French, `note` the topic of a special word.

    Of several types that one word leads to, the first in `position` comes first.
    """

    __tablename__ = "vocabulary_entry"
    __table_args__ = (UniqueConstraint("term", "type_slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True)
    term: Mapped[str] = mapped_column(String(120))
    type_slug: Mapped[str] = mapped_column(ForeignKey("service_type.slug"))
    language: Mapped[str] = mapped_column(String(5))
    kind: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]


class Wording(Base):
    """What a text of this room says in another language. It is found by the French text, `source`, so that a text
    that changes is shown in French until somebody translates it again; `key` and `field` are for people."""

    __tablename__ = "territory_wording"
    __table_args__ = (UniqueConstraint("language", "key", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(5))
    key: Mapped[str] = mapped_column(String(120))
    field: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


class SchoolHolidayRange(Base):
    """One school holiday of a zone, first and last day without class included."""

    __tablename__ = "school_holiday"
    __table_args__ = (UniqueConstraint("zone", "starts"), CheckConstraint("starts <= ends", "order"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True)
    zone: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    starts: Mapped[date]
    ends: Mapped[date]


class SpecialDay(Base):
    """A day that is not what the law says here: closed as a public holiday is, or open although it is one."""

    __tablename__ = "special_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    closed: Mapped[bool]


class Place(Base):
    """A street or a place of the national address base, by its centre (decimal degrees, WGS 84).

    `key` is its name made comparable (see `app.territory.streets`). `numbers` holds its house numbers as
    {"12 bis": [lat, lon]}; it is read for one street at a time.
    """

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("commune_insee", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(160))
    key: Mapped[str] = mapped_column(String(160))
    commune_insee: Mapped[str] = mapped_column(ForeignKey("commune.insee"))
    lat: Mapped[float]
    lon: Mapped[float]
    numbers: Mapped[dict[str, list[float]]] = mapped_column(JSON, deferred=True)
