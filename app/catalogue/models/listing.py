"""The tables of what is true. `facts.py` says what the columns mean; `mapping.py` goes from one to the other."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, UtcDateTime

STATUSES = "('draft', 'published', 'temporarily_closed', 'closed', 'archived')"
PERIODS = "('scolaire', 'petites-vacances', 'ete', 'toute-annee')"
OWNED = "all, delete-orphan"


class Organization(Base):
    """Who offers services: a commune, an association, the Caf… `closed_at`: it exists no more."""

    __tablename__ = "organization"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    slug: Mapped[str] = mapped_column(String(160), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    siren: Mapped[str] = mapped_column(String(14), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    website: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    is_fictional: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Location(Base):
    """Where a service is. `address_is_private`: only its commune may ever be shown."""

    __tablename__ = "location"
    __table_args__ = (
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", "position_whole"),
        CheckConstraint("lat IS NULL OR (lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180)", "position_on_earth"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune: Mapped[str] = mapped_column(ForeignKey("commune.insee"), index=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    postcode: Mapped[str] = mapped_column(String(5), default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    precision: Mapped[str] = mapped_column(String(20), default="")
    address_is_private: Mapped[bool] = mapped_column(default=False)
    transport: Mapped[str] = mapped_column(String(300), default="")
    accessible: Mapped[bool | None]
    accessibility_note: Mapped[str] = mapped_column(Text, default="")


class Service(Base):
    """One listing. `version` is the optimistic lock, which moves with what it says; `card` what lists show, renewed by
    every operation, and `card_turn` the number of times it was written again though the listing says the same."""

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", "status"),
        CheckConstraint("age_min_months IS NULL OR age_min_months BETWEEN 0 AND 1200", "age_min"),
        CheckConstraint("age_max_months IS NULL OR age_max_months BETWEEN 0 AND 1200", "age_max"),
        CheckConstraint("age_min_months IS NULL OR age_max_months IS NULL OR age_min_months <= age_max_months", "ages"),
        CheckConstraint("(assured_on IS NULL) = (assured_by = '')", "assurance_whole"),
        CheckConstraint("length(summary) <= 280", "summary_short"),
        Index("ix_service_shown", "status", "type_slug"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    slug: Mapped[str] = mapped_column(String(160), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    type_slug: Mapped[str] = mapped_column(ForeignKey("service_type.slug"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), index=True)
    extra_themes: Mapped[list[str]] = mapped_column(JSON, default=list)
    summary: Mapped[str] = mapped_column(String(280), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    age_min_months: Mapped[int | None]
    age_max_months: Mapped[int | None]
    age_note: Mapped[str] = mapped_column(String(300), default="")
    eligibility: Mapped[str] = mapped_column(Text, default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    inclusive: Mapped[bool | None]
    inclusive_note: Mapped[str] = mapped_column(Text, default="")
    documents: Mapped[list[str]] = mapped_column(JSON, default=list)
    registration: Mapped[str] = mapped_column(Text, default="")
    contact_fallback: Mapped[str] = mapped_column(String(20), default="")
    hours_known: Mapped[bool] = mapped_column(default=False)
    hours_reliable: Mapped[bool] = mapped_column(default=True)
    hours_note: Mapped[str] = mapped_column(Text, default="")
    fee_kind: Mapped[str] = mapped_column(String(20), default="")
    fee_note: Mapped[str] = mapped_column(Text, default="")
    internal_note: Mapped[str] = mapped_column(Text, default="")
    is_fictional: Mapped[bool] = mapped_column(default=False)
    source_name: Mapped[str] = mapped_column(String(400))
    source_url: Mapped[str] = mapped_column(String(1000), default="")
    source_date: Mapped[date | None]
    source_precision: Mapped[str] = mapped_column(String(10), default="inconnue")
    source_read_on: Mapped[date | None]
    source_confidence: Mapped[str] = mapped_column(String(1), default="")
    source_licence: Mapped[str] = mapped_column(String(120), default="")
    assured_on: Mapped[date | None]
    assured_by: Mapped[str] = mapped_column(String(200), default="")
    next_due: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()
    card: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, deferred=True)
    card_turn: Mapped[int] = mapped_column(default=0, server_default=text("0"))

    organization: Mapped[Organization | None] = relationship()
    location: Mapped[Location | None] = relationship(cascade=OWNED, single_parent=True)
    areas: Mapped[list[ServiceArea]] = relationship(cascade=OWNED, order_by="ServiceArea.commune")
    contacts: Mapped[list[Contact]] = relationship(cascade=OWNED, order_by="Contact.position")
    slots: Mapped[list[ServiceSlot]] = relationship(cascade=OWNED, order_by="ServiceSlot.id")
    closures: Mapped[list[ServiceClosure]] = relationship(cascade=OWNED, order_by="ServiceClosure.starts")
    special_openings: Mapped[list[ServiceSpecialOpening]] = relationship(
        cascade=OWNED, order_by="ServiceSpecialOpening.day, ServiceSpecialOpening.opens"
    )
    fees: Mapped[list[Fee]] = relationship(cascade=OWNED, order_by="Fee.position")
    availability: Mapped[list[Availability]] = relationship(cascade=OWNED, order_by="Availability.position")
    campaigns: Mapped[list[Campaign]] = relationship(cascade=OWNED, order_by="Campaign.starts, Campaign.id")
    photo: Mapped[Photo | None] = relationship(cascade=OWNED)

    __mapper_args__ = {"version_id_col": version}


class _Part(Base):
    """A row that belongs to one listing and goes with it."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)


class ServiceArea(_Part):
    """A commune that the service serves besides, or instead of, its own place."""

    __tablename__ = "service_area"
    __table_args__ = (UniqueConstraint("service_id", "commune"),)

    commune: Mapped[str] = mapped_column(ForeignKey("commune.insee"), index=True)


class Contact(_Part):
    """A way to reach the service; one that is not public never leaves the agents' and the structure's pages."""

    __tablename__ = "contact"
    __table_args__ = (CheckConstraint("kind IN ('phone', 'email', 'website', 'person')", "kind"),)

    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(500))
    label: Mapped[str] = mapped_column(String(160), default="")
    is_public: Mapped[bool] = mapped_column(default=True)


class ServiceSlot(_Part):
    """One opening of one weekday (0 Monday) in one period; minutes since midnight."""

    __tablename__ = "service_slot"
    __table_args__ = (
        CheckConstraint(f"period IN {PERIODS}", "period"),
        CheckConstraint("weekday BETWEEN 0 AND 6", "weekday"),
        CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", "opens_closes"),
        UniqueConstraint("service_id", "period", "weekday", "opens"),
    )

    period: Mapped[str] = mapped_column(String(20))
    weekday: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]


class ServiceClosure(_Part):
    """Closed from one day to another, both included."""

    __tablename__ = "service_closure"
    __table_args__ = (CheckConstraint("starts <= ends", "order"),)

    starts: Mapped[date]
    ends: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300), default="")


class ServiceSpecialOpening(_Part):
    """Open on that date at these times whatever the week says."""

    __tablename__ = "service_special_opening"
    __table_args__ = (CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", "opens_closes"),)

    day: Mapped[date]
    opens: Mapped[int]
    closes: Mapped[int]


class Fee(_Part):
    """A line of the price list, in cents of euro."""

    __tablename__ = "fee"
    __table_args__ = (
        CheckConstraint("amount_cents >= 0", "amount"),
        CheckConstraint("qf_min IS NULL OR qf_max IS NULL OR qf_min <= qf_max", "quotient"),
    )

    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(160), default="")
    qf_min: Mapped[int | None]
    qf_max: Mapped[int | None]
    amount_cents: Mapped[int]
    unit: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Availability(_Part):
    """Places of an age band, at a date, from a source."""

    __tablename__ = "availability"
    __table_args__ = (
        CheckConstraint("authorised IS NULL OR authorised >= 0", "authorised"),
        CheckConstraint("free IS NULL OR free >= 0", "free"),
    )

    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(160), default="")
    age_min_months: Mapped[int | None]
    age_max_months: Mapped[int | None]
    authorised: Mapped[int | None]
    free: Mapped[int | None]
    observed_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))


class Campaign(_Part):
    """A registration campaign, both days included."""

    __tablename__ = "registration_campaign"
    __table_args__ = (CheckConstraint("starts <= ends", "order"),)

    label: Mapped[str] = mapped_column(String(200))
    starts: Mapped[date]
    ends: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")


class Photo(Base):
    """The photo of a listing: the name of its files in the instance folder, what it shows, who took it."""

    __tablename__ = "photo"
    __table_args__ = (
        CheckConstraint("length(file) = 32", "name"),
        CheckConstraint("alt <> ''", "described"),
        CheckConstraint("width > 0 AND height > 0", "size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), unique=True)
    file: Mapped[str] = mapped_column(String(32), index=True)
    alt: Mapped[str] = mapped_column(String(300))
    credit: Mapped[str] = mapped_column(String(160), default="")
    width: Mapped[int]
    height: Mapped[int]
