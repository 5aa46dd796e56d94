"""What a listing says, as one immutable value: read from tables, written to them, kept in revisions, compared.

Ages are completed months (1200: no upper limit), money is cents of euro, positions are decimal degrees. None is
“unknown”, never “no”.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from cattrs.preconf.json import make_converter

from app.catalogue.hours.model import Closure, Slot, SpecialOpening


class Status(StrEnum):
    """The life of a listing. Only the second and third are shown; a closed one answers 410 with its neighbours."""

    DRAFT = "draft"
    PUBLISHED = "published"
    TEMPORARILY_CLOSED = "temporarily_closed"
    CLOSED = "closed"
    ARCHIVED = "archived"


SHOWN = (Status.PUBLISHED, Status.TEMPORARILY_CLOSED)
SHOWN_VALUES = tuple(status.value for status in SHOWN)


class FeeKind(StrEnum):
    """How a service is paid for."""

    FREE = "gratuit"
    FLAT = "forfait"
    QUOTIENT = "quotient"
    NATIONAL_SCALE = "bareme-national"
    PROVIDER = "libre"
    UNKNOWN = ""


class DatePrecision(StrEnum):
    """How precisely the date of a source is known."""

    DAY = "jour"
    MONTH = "mois"
    YEAR = "annee"
    UNKNOWN = "inconnue"


@dataclass(frozen=True)
class PlaceFacts:
    """Where it is. A private address is shown by its commune only."""

    commune: str
    address: str = ""
    postcode: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: str = ""
    address_is_private: bool = False
    transport: str = ""
    accessible: bool | None = None
    accessibility_note: str = ""


@dataclass(frozen=True)
class ContactFacts:
    """A way to reach the service: `kind` is phone, email, website or person."""

    kind: str
    value: str
    label: str = ""
    is_public: bool = True


@dataclass(frozen=True)
class FeeFacts:
    """A line of the price list; bounds of the quotient familial are inclusive, None is open."""

    amount_cents: int
    unit: str
    label: str = ""
    qf_min: int | None = None
    qf_max: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class AvailabilityFacts:
    """Places of an age band; `free` None means “ask”. Never undated."""

    observed_on: date
    source: str
    label: str = ""
    age_min_months: int | None = None
    age_max_months: int | None = None
    authorised: int | None = None
    free: int | None = None


@dataclass(frozen=True)
class CampaignFacts:
    """A registration campaign, both days included."""

    label: str
    starts: date
    ends: date
    note: str = ""


@dataclass(frozen=True)
class PhotoFacts:
    """A photo of the place. `file` is its random name (`catalogue.photos`); `alt` says what it shows; pixels."""

    file: str
    alt: str
    credit: str
    width: int
    height: int


@dataclass(frozen=True)
class SourceFacts:
    """Where the facts come from. `confidence` A, B or C as the seed's README explains."""

    name: str
    url: str = ""
    dated: date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    read_on: date | None = None
    confidence: str = ""
    licence: str = ""

    @property
    def effective_date(self) -> date | None:
        """The day these facts were true as far as is known: the source's date, else the day it was read."""
        return self.dated or self.read_on


@dataclass(frozen=True)
class ServiceFacts:
    """One listing, whole."""

    name: str
    type: str
    source: SourceFacts
    status: Status = Status.PUBLISHED
    organization: str | None = None
    extra_themes: tuple[str, ...] = ()
    summary: str = ""
    description: str = ""
    place: PlaceFacts | None = None
    communes_served: tuple[str, ...] = ()
    age_min_months: int | None = None
    age_max_months: int | None = None
    age_note: str = ""
    eligibility: str = ""
    languages: tuple[str, ...] = ()
    inclusive: bool | None = None
    inclusive_note: str = ""
    documents: tuple[str, ...] = ()
    registration: str = ""
    contacts: tuple[ContactFacts, ...] = ()
    contact_fallback: str = ""
    slots: tuple[Slot, ...] = ()
    closures: tuple[Closure, ...] = ()
    special_openings: tuple[SpecialOpening, ...] = ()
    hours_known: bool = False
    hours_reliable: bool = True
    hours_note: str = ""
    fee_kind: FeeKind = FeeKind.UNKNOWN
    fee_note: str = ""
    fees: tuple[FeeFacts, ...] = ()
    availability: tuple[AvailabilityFacts, ...] = ()
    campaigns: tuple[CampaignFacts, ...] = ()
    photo: PhotoFacts | None = None
    internal_note: str = ""
    is_fictional: bool = False


FIELD_NAMES = tuple(field.name for field in fields(ServiceFacts))

_converter = make_converter()
_converter.register_unstructure_hook(date, date.isoformat)
_converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))


def to_json(facts: ServiceFacts) -> dict[str, Any]:
    """A JSON-ready copy, one key a field."""
    return dict(_converter.unstructure(facts))


def from_json(data: dict[str, Any]) -> ServiceFacts:
    """The facts back from `to_json`. Raises cattrs' errors on a snapshot of another shape."""
    return _converter.structure(data, ServiceFacts)


def changed_fields(before: ServiceFacts, after: ServiceFacts) -> tuple[str, ...]:
    """The names of the fields that differ, in the order of the guide."""
    return tuple(name for name in FIELD_NAMES if getattr(before, name) != getattr(after, name))
