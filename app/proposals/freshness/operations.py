"""Confirming, reminding, hiding and showing again. Safe to run twice: what was done on a date due is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.accounts.rules import require_structure
from app.catalogue.facts import SHOWN
from app.catalogue.facts import Status as ServiceStatus
from app.catalogue.models import Service
from app.catalogue.operations import assure, set_status
from app.foundation import clock
from app.foundation.actors import SYSTEM, Actor
from app.foundation.db import session
from app.foundation.unit_of_work import emit
from app.proposals.access import locked_service, locked_service_by_id
from app.proposals.events import Delisted, ReminderDue
from app.proposals.freshness.queries import confirmed_by_accounts
from app.proposals.freshness.rules import step_due, to_delist
from app.proposals.models import Delisting, Reminder
from app.territory.queries import now


@dataclass(frozen=True)
class Reminded:
    """What one round did."""

    reminded: int
    delisted: int


def confirm(service_uuid: UUID, *, by: Actor, said_by: str = "") -> None:
    """“Tout est à jour”: assured today, due again later, shown again if it was hidden for want of this.

    Twice the same day changes nothing. Raises NoService, NotYourStructure.
    """
    service = locked_service(service_uuid)
    require_structure(by, service.organization.uuid if service.organization else None)
    note_confirmation(service, by=by, said_by=said_by)


def note_confirmation(service: Service, *, by: Actor, said_by: str = "") -> None:
    """The same, for a listing already locked and an author already checked."""
    today = now().date()
    name = said_by or (service.organization.name if service.organization else by.name)
    if service.assured_on != today or service.assured_by != name:
        assure(service, today, by=by, said_by=name)
    hidden = _open_delisting(service.id)
    if hidden is not None:
        hidden.relisted_at = clock.now()
        if service.status == ServiceStatus.DRAFT:
            set_status(service, ServiceStatus(hidden.was), by=by)


def remind(limit: int = 500) -> Reminded:
    """Emit what is due today, and hide what waited too long; the next round does the rest beyond `limit`."""
    today = now().date()
    reminded = delisted = 0
    for service_id, due_on in _overdue(today):
        if reminded + delisted >= limit:
            break
        sent = _sent(service_id, due_on)
        step = step_due(due_on, today, sent)
        if step is not None:
            _remind(service_id, due_on, step)
            reminded += 1
        elif to_delist(due_on, today, sent):
            delisted += _delist(service_id)
    return Reminded(reminded, delisted)


def _overdue(today: date) -> list[tuple[int, date]]:
    once = confirmed_by_accounts()
    wanted = select(Service.id, Service.uuid, Service.next_due).where(
        Service.next_due <= today, Service.status.in_([status.value for status in SHOWN])
    )
    found = session().execute(wanted.order_by(Service.next_due, Service.id))
    return [(row.id, row.next_due) for row in found if row.uuid in once and row.next_due is not None]


def _sent(service_id: int, due_on: date) -> dict[int, date]:
    zone = now().tzinfo
    wanted = select(Reminder).where(Reminder.service_id == service_id, Reminder.due_on == due_on)
    return {row.step: row.sent_at.astimezone(zone).date() for row in session().scalars(wanted)}


def _remind(service_id: int, due_on: date, step: int) -> None:
    session().add(Reminder(service_id=service_id, due_on=due_on, step=step, sent_at=clock.now()))
    session().flush()
    emit(ReminderDue(service_id, due_on, step))


def _delist(service_id: int) -> int:
    service = locked_service_by_id(service_id)
    session().add(Delisting(service_id=service_id, was=service.status, delisted_at=clock.now()))
    set_status(service, ServiceStatus.DRAFT, by=SYSTEM, reason="freshness")
    emit(Delisted(service_id))
    return 1


def _open_delisting(service_id: int) -> Delisting | None:
    wanted = select(Delisting).where(Delisting.service_id == service_id, Delisting.relisted_at.is_(None))
    return session().scalars(wanted.order_by(Delisting.id.desc()).limit(1)).one_or_none()
