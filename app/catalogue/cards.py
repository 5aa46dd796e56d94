"""The card of a listing: what lists, neighbours and the API show of it, without anything private.

It is kept in the listing's own row and renewed by every operation, so that a page of results costs one query. It
holds facts, not sentences: the desk writes those in the reader's language, at the reader's hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from cattrs.preconf.json import make_converter

from app.catalogue.facts import AvailabilityFacts, FeeFacts, FeeKind, PlaceFacts, ServiceFacts, SourceFacts
from app.catalogue.hours.model import Hours
from app.catalogue.rules import completeness, has_places, hours_of, is_free, shown
from app.territory.reference import Reference

#: Moves when the shape changes, so that cards of an older shape are made again (`flask catalogue refresh-cards`).
SHAPE = 2


@dataclass(frozen=True)
class Card:
    """Everything a list shows of one listing. `lat`/`lon` are public; ages are months."""

    id: int
    uuid: str
    slug: str
    name: str
    type: str
    themes: tuple[str, ...]
    status: str
    summary: str
    organization: str
    commune: str | None
    communes: tuple[str, ...]
    address: str
    postcode: str
    lat: float | None
    lon: float | None
    position_is_exact: bool
    age_min: int | None
    age_max: int | None
    ages_are_usual: bool
    hours: Hours
    fee_kind: FeeKind
    fees: tuple[FeeFacts, ...]
    free: bool | None
    has_places: bool | None
    accessible: bool | None
    inclusive: bool | None
    languages: tuple[str, ...]
    phone: str
    email: str
    contact_fallback: str
    source: SourceFacts
    assured_on: date | None
    assured_by: str
    next_due: date | None
    completeness: int
    is_fictional: bool
    body: str
    availability: tuple[AvailabilityFacts, ...] = ()
    transport: str = ""


@dataclass(frozen=True)
class Identity:
    """What a card needs besides the facts."""

    id: int
    uuid: str
    slug: str
    organization: str
    assured_on: date | None
    assured_by: str
    next_due: date | None


_converter = make_converter()
_converter.register_unstructure_hook(date, date.isoformat)
_converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))


def to_json(card: Card) -> dict[str, Any]:
    """A JSON-ready copy with its shape."""
    return {"shape": SHAPE, **_converter.unstructure(card)}


def from_json(data: dict[str, Any]) -> Card:
    """The card back from `to_json`."""
    return _converter.structure(data, Card)


def says(data: dict[str, Any], card: Card) -> bool:
    """Whether what is kept is this card, in the present shape."""
    return data.get("shape") == SHAPE and from_json(data) == card


def card_of(identity: Identity, facts: ServiceFacts, reference: Reference) -> Card:
    """The card of these facts; ages fall back on the type's usual ones and say so."""
    kind = reference.types[facts.type]
    public = shown(facts, _centre(facts, reference))
    place = public.place
    own_ages = facts.age_min_months is not None or facts.age_max_months is not None
    return Card(
        **identity.__dict__,
        name=public.name,
        type=public.type,
        themes=tuple(dict.fromkeys((*kind.themes, *public.extra_themes))),
        status=public.status.value,
        summary=public.summary,
        **_where(place),
        communes=tuple(dict.fromkeys(((place.commune,) if place else ()) + public.communes_served)),
        age_min=public.age_min_months if own_ages else kind.age_min,
        age_max=public.age_max_months if own_ages else kind.age_max,
        ages_are_usual=not own_ages,
        hours=hours_of(public, identity.assured_on),
        fee_kind=public.fee_kind,
        fees=public.fees,
        free=is_free(public),
        has_places=has_places(public),
        inclusive=public.inclusive,
        languages=public.languages,
        phone=_first(public, "phone"),
        email=_first(public, "email"),
        contact_fallback=public.contact_fallback,
        source=public.source,
        completeness=completeness(public),
        is_fictional=public.is_fictional,
        body=_body(public, reference),
        availability=public.availability,
    )


def _where(place: PlaceFacts | None) -> dict[str, Any]:
    """What a public place gives to the card; all of it empty or unknown without one."""
    place = place or PlaceFacts("", precision="commune")
    return {
        "commune": place.commune or None,
        "address": place.address,
        "postcode": place.postcode,
        "lat": place.lat,
        "lon": place.lon,
        "position_is_exact": place.precision != "commune",
        "accessible": place.accessible,
        "transport": place.transport,
    }


def _centre(facts: ServiceFacts, reference: Reference) -> tuple[float, float] | None:
    commune = reference.communes.get(facts.place.commune) if facts.place else None
    return commune.centre if commune else None


def _first(facts: ServiceFacts, kind: str) -> str:
    return next((contact.value for contact in facts.contacts if contact.kind == kind), "")


def _body(facts: ServiceFacts, reference: Reference) -> str:
    kind = reference.types[facts.type]
    place = facts.place
    communes = [reference.communes[code].name for code in facts.communes_served if code in reference.communes]
    parts = [
        kind.label,
        kind.acronym,
        facts.summary,
        facts.description,
        facts.eligibility,
        place.address if place else "",
        reference.communes[place.commune].name if place else "",
        *communes,
    ]
    return "\n".join(part for part in parts if part)
