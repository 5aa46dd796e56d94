"""What structures are told of their own listings: it is time to confirm one; it is hidden until they do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Flask

from app.accounts.queries import team_of
from app.catalogue.models import Service
from app.catalogue.queries import organization_names
from app.following.events import AnnouncementDecided
from app.following.models import Announcement
from app.following.rules import Status
from app.foundation import mail
from app.foundation.db import session
from app.foundation.i18n import format_date
from app.foundation.text import typography
from app.foundation.unit_of_work import listen
from app.proposals.events import Delisted, NameAnswered, ReminderDue
from app.proposals.operations.names import answered_name
from app.territory.queries import now

REMINDER, HIDDEN, ANNOUNCEMENT, NAME = "reminder", "hidden", "announcement", "name_answer"


def init_app(app: Flask) -> None:
    """Hear what is due; complete the letters when they leave."""
    listen(app, ReminderDue, remind)
    listen(app, Delisted, tell_hidden)
    listen(app, AnnouncementDecided, tell_announcement)
    listen(app, NameAnswered, tell_name)
    mail.complete(app, REMINDER, reminder_context)
    mail.complete(app, HIDDEN, hidden_context)
    mail.complete(app, ANNOUNCEMENT, announcement_context)
    mail.complete(app, NAME, name_context)


def remind(event: ReminderDue) -> None:
    """Leave a letter to everybody who keeps the listings of that structure."""
    _tell(REMINDER, event.service_id, {"service": event.service_id, "step": event.step})


def tell_hidden(event: Delisted) -> None:
    """The same, for a listing that families no longer see."""
    _tell(HIDDEN, event.service_id, {"service": event.service_id})


def tell_announcement(event: AnnouncementDecided) -> None:
    """What an agent decided of an announcement, to those who keep the listing."""
    found = session().get_one(Announcement, event.announcement_id)
    if found.service_id is not None and not found.by_agent:
        _tell(ANNOUNCEMENT, found.service_id, {"announcement": found.id})


def tell_name(event: NameAnswered) -> None:
    """What an agent answered of the name that was asked, to its author while they are of the structure, else to all."""
    people = {person.id: person for _role, person in team_of(event.organization) if person.email}
    asked = people.get(event.asked_by) if event.asked_by else None
    for person in [asked] if asked else people.values():
        mail.send(NAME, person.email or "", {"organization": str(event.organization)}, person.language)


def name_context(context: dict[str, Any]) -> dict[str, Any]:
    """What the letter says of it; nothing once another name is asked."""
    uuid = UUID(context["organization"])
    found, name = answered_name(uuid), organization_names({uuid}).get(uuid)
    if found is None or name is None:
        raise mail.NothingToSay
    return {
        "organization": typography(name),
        "name": typography(found.name),
        "accepted": not found.denied,
        "reason": typography(found.reason),
        "path": f"/espace/structures/{uuid}",
    }


def announcement_context(context: dict[str, Any]) -> dict[str, Any]:
    """What the letter says of it; nothing once it is taken back."""
    found = session().get(Announcement, context["announcement"])
    if found is None or found.service is None or found.status not in (Status.PUBLISHED, Status.REFUSED):
        raise mail.NothingToSay
    return {
        "title": typography(found.title),
        "listing": typography(found.service.name),
        "published": found.status == Status.PUBLISHED,
        "reason": typography(found.reason),
        "path": f"/espace/fiches/{found.service.uuid}/annonces",
    }


def _tell(template: str, service_id: int, context: dict[str, Any]) -> None:
    service = session().get_one(Service, service_id)
    if service.organization is None:
        return
    people = {person.id: person for _role, person in team_of(service.organization.uuid) if person.email}
    for person in people.values():
        mail.send(template, person.email or "", context, person.language)


def reminder_context(context: dict[str, Any]) -> dict[str, Any]:
    """What the reminder says; nothing to say once somebody confirmed."""
    service = session().get(Service, context["service"])
    if service is None or service.next_due is None or service.next_due > now().date():
        raise mail.NothingToSay
    return {**_said(service), "step": context["step"], "due": format_date(service.next_due)}


def hidden_context(context: dict[str, Any]) -> dict[str, Any]:
    """What hiding says; nothing once it is shown again."""
    service = session().get(Service, context["service"])
    if service is None or service.status != "draft":
        raise mail.NothingToSay
    return _said(service)


def _said(service: Service) -> dict[str, Any]:
    return {"listing": typography(service.name), "path": f"/espace/fiches/{service.uuid}/a-jour"}
