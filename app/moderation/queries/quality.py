"""What is missing, late or doubtful in the shown listings of a scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from app.catalogue.facts import SHOWN
from app.catalogue.links.queries import dead_links
from app.catalogue.models import Contact, Location, Service
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.i18n import LazyText
from app.foundation.i18n import lazy_gettext as _l
from app.moderation.queries.listings import ListingRow, rows_of
from app.territory.outlines import near
from app.territory.reference import Reference

DEAD_LINK = "site-muet"
SHOWN_VALUES = tuple(status.value for status in SHOWN)


@dataclass(frozen=True)
class Fault:
    """One thing to look at: how it is named, and which listings have it."""

    key: str
    label: LazyText
    ids: Callable[[Reference, date], Select[Any]]


def _shown() -> Select[Any]:
    return select(Service.id).where(Service.status.in_(SHOWN_VALUES))


def _late(known: Reference, today: date) -> Select[Any]:
    return _shown().where(Service.next_due <= today)


def _never(known: Reference, today: date) -> Select[Any]:
    return _shown().where(Service.assured_on.is_(None))


def _mute(known: Reference, today: date) -> Select[Any]:
    reached = select(Contact.service_id).where(Contact.is_public, Contact.kind.in_(("phone", "email", "website")))
    return _shown().where(Service.id.not_in(reached))


def _no_hours(known: Reference, today: date) -> Select[Any]:
    return _shown().where(Service.hours_known.is_(False))


def _no_price(known: Reference, today: date) -> Select[Any]:
    return _shown().where(Service.fee_kind == "")


def _no_words(known: Reference, today: date) -> Select[Any]:
    return _shown().where(Service.summary == "")


def _no_point(known: Reference, today: date) -> Select[Any]:
    return _shown().join(Location, Location.id == Service.location_id).where(Location.lat.is_(None))


def _outside(known: Reference, today: date) -> Select[Any]:
    wanted = (
        select(Service.id, Location.commune, Location.lat, Location.lon)
        .join(Location, Location.id == Service.location_id)
        .where(Service.status.in_(SHOWN_VALUES), Location.lat.is_not(None))
    )
    found = [
        row.id
        for row in session().execute(wanted)
        if row.commune in known.communes and not near(known.communes[row.commune], row.lat, row.lon)
    ]
    return select(Service.id).where(Service.id.in_(found))


def _dead_link(known: Reference, today: date) -> Select[Any]:
    return select(Service.id).where(Service.id.in_([one.service_id for one in dead_links()]))


FAULTS: dict[str, Fault] = {
    fault.key: fault
    for fault in (
        Fault("en-retard", _l("Confirmation en retard"), _late),
        Fault("jamais-confirmees", _l("Jamais confirmées"), _never),
        Fault("sans-contact", _l("Sans téléphone, courriel ni site"), _mute),
        Fault("sans-horaires", _l("Horaires inconnus"), _no_hours),
        Fault("sans-prix", _l("Prix inconnu"), _no_price),
        Fault("sans-resume", _l("Sans résumé"), _no_words),
        Fault("sans-position", _l("Sans position sur la carte"), _no_point),
        Fault(DEAD_LINK, _l("Site internet qui ne répond plus"), _dead_link),
        Fault("hors-commune", _l("Position hors de la commune"), _outside),
    )
}


def faulty(by: Actor, fault: Fault, known: Reference, today: date) -> list[ListingRow]:
    """The listings of this agent that have it, by name."""
    return list(rows_of(by, fault.ids(known, today)))
