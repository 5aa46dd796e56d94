"""Pure decisions on a listing: what may be shown, how far it can be trusted, how complete it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum

from app.catalogue.facts import FeeKind, ServiceFacts, SourceFacts
from app.catalogue.hours.model import Hours

#: DESIGN §7: hours neither confirmed nor dated within this many months count as unknown.
HOURS_TRUSTED_MONTHS = 24
#: Facts that most help a family to choose; a listing's completeness counts them.
USEFUL = ("summary", "contacts", "slots", "fee_kind", "registration", "organization")


#: Who offers services, and what is kept of them.
ORGANIZATION_KINDS = ("commune", "epci", "ccas", "association", "company", "departement", "caf", "state", "other")
ORGANIZATION_FIELDS = ("name", "kind", "siren", "phone", "email", "website", "description")
#: What a structure may say of itself; its kind and its number are for agents.
OWN_ORGANIZATION_FIELDS = ("name", "phone", "email", "website", "description")


class Verification(StrEnum):
    """How far a listing is confirmed."""

    VERIFIED = "verified"
    DUE = "due"
    UNCONFIRMED = "unconfirmed"
    OLD = "old"


def add_months(day: date, months: int) -> date:
    """The same day of the month that many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)  # every month has 28 days


def verification(source: SourceFacts, assured_on: date | None, next_due: date | None, today: date) -> Verification:
    """Verified by an account and not overdue; overdue; never confirmed; never confirmed and old (confidence C)."""
    if assured_on is None:
        return Verification.OLD if source.confidence == "C" else Verification.UNCONFIRMED
    return Verification.DUE if next_due is not None and next_due <= today else Verification.VERIFIED


def hours_of(facts: ServiceFacts, assured_on: date | None) -> Hours:
    """The hours as rules want them, with the last day on which they may be believed."""
    return Hours(
        slots=facts.slots,
        closures=facts.closures,
        special_openings=facts.special_openings,
        known=facts.hours_known,
        trusted_until=_trusted_until(facts, assured_on),
    )


def _trusted_until(facts: ServiceFacts, assured_on: date | None) -> date | None:
    if not facts.hours_known or not facts.hours_reliable:
        return None
    dates = [day for day in (assured_on, facts.source.effective_date) if day is not None]
    return add_months(max(dates), HOURS_TRUSTED_MONTHS) if dates else None


def shown(facts: ServiceFacts, centre: tuple[float, float] | None) -> ServiceFacts:
    """The facts without anything private: agents' notes, non-public contacts, and a private address, for which the
    commune's centre stands in (a photo would betray it)."""
    place, photo = facts.place, facts.photo
    if place is not None and place.address_is_private:
        photo = None
        lat, lon = centre if centre else (None, None)
        place = replace(
            place, address="", postcode="", lat=lat, lon=lon, precision="commune", transport="", accessibility_note=""
        )
    contacts = tuple(contact for contact in facts.contacts if contact.is_public)
    return replace(facts, place=place, photo=photo, contacts=contacts, internal_note="")


def is_free(facts: ServiceFacts) -> bool | None:
    """Whether it costs nothing; None when nobody said."""
    return None if facts.fee_kind is FeeKind.UNKNOWN else facts.fee_kind is FeeKind.FREE


def has_places(facts: ServiceFacts) -> bool | None:
    """Whether places are said to be free; None when nobody said, or “ask”."""
    told = [band.free for band in facts.availability if band.free is not None]
    return any(told) if told else None


def completeness(facts: ServiceFacts) -> int:
    """From 0 to 100: the share of the useful facts that are there."""
    there = sum(bool(getattr(facts, name)) for name in USEFUL)
    there += facts.place is not None and facts.place.lat is not None
    return round(100 * there / (len(USEFUL) + 1))
