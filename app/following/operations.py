"""Announcing, deciding, taking back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import func, select

from app.accounts.rules import OutOfScope, require_structure
from app.catalogue.cards import from_json
from app.catalogue.facts import SHOWN
from app.catalogue.models import Organization, Service
from app.catalogue.queries import service_by_uuid
from app.following.events import (
    AnnouncementDecided,
    AnnouncementPublished,
    AnnouncementSubmitted,
    AnnouncementWithdrawn,
)
from app.following.models import Announcement
from app.following.rules import (
    MOST_AT_ONCE,
    AlreadyDecided,
    BadAnnouncement,
    ReasonMissing,
    StaleAnnouncement,
    Status,
    Wanted,
    check_words,
    checked,
)
from app.foundation import clock
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.unit_of_work import emit
from app.history.operations import Change, record
from app.territory.queries import now, reference

LIVING = (Status.WAITING.value, Status.PUBLISHED.value)
TOLD = ("title", "text", "starts_on", "ends_on", "theme", "commune")


class NoAnnouncement(LookupError):
    """No announcement has that identifier."""


def announce(wanted: Wanted, *, by: Actor, as_agent: bool = False, key: str | None = None) -> Announcement:
    """Tell something. Agents are read at once; a structure, when an agent said so or when its policy trusts it.

    Raises BadAnnouncement, NotYourStructure, OutOfScope.
    """
    if key is not None and (known := session().scalar(select(Announcement).where(Announcement.form_key == key))):
        _require_author(known, by)
        return known
    made = checked(wanted, now().date())
    service = _service(made.service)
    if as_agent:
        _require_agent(by, service, made.theme, made.commune)
    else:
        _require_own(by, service, made)
    organization = service.organization if service else None
    at_once = not as_agent and organization is not None and _is_trusted(organization)
    announcement = Announcement(
        status=(Status.PUBLISHED if as_agent or at_once else Status.WAITING).value,
        **{name: getattr(made, name) for name in TOLD},
        service=service, organization=None if as_agent or organization is None else organization.uuid,
        form_key=key, by_agent=as_agent, at_once=at_once,
        author_id=by.person_id, author_name=by.name, created_at=clock.now(),
    )  # fmt: skip
    session().add(announcement)
    session().flush()
    _record("announce", announcement, by, [Change(name, None, _plain(getattr(made, name))) for name in TOLD])
    is_public = announcement.status == Status.PUBLISHED
    emit((AnnouncementPublished if is_public else AnnouncementSubmitted)(announcement.id))
    return announcement


def decide(
    uuid: UUID, publish: bool, *, by: Actor, reason: str = "", title: str = "", text: str = "",
    expected: int | None = None,
) -> Announcement:  # fmt: skip
    """Publish it, in other words if some are given, or refuse it with a reason.

    Raises NoAnnouncement, OutOfScope, AlreadyDecided, StaleAnnouncement, ReasonMissing, BadAnnouncement.
    """
    found = _locked(uuid)
    require_agent_for(by, found)
    if found.status != Status.WAITING:
        raise AlreadyDecided(found.status)
    if expected is not None and expected != found.version:
        raise StaleAnnouncement
    if not publish and not reason.strip():
        raise ReasonMissing
    changes = _reword(found, title, text) if publish else []
    before, found.status = found.status, (Status.PUBLISHED if publish else Status.REFUSED).value
    found.decided_at, found.decided_by, found.reason = clock.now(), by.name, reason.strip()
    session().flush()
    _record("decide", found, by, [Change("status", before, found.status), *changes], reason)
    emit(AnnouncementDecided(found.id))
    if publish:
        emit(AnnouncementPublished(found.id))
    return found


def withdraw(uuid: UUID, *, by: Actor, as_agent: bool = False, reason: str = "") -> Announcement:
    """Take it back; an agent says why. Raises NoAnnouncement, NotYourStructure, OutOfScope, AlreadyDecided,
    ReasonMissing."""
    found = _locked(uuid)
    if as_agent:
        require_agent_for(by, found)
        if not found.by_agent and not reason.strip():
            raise ReasonMissing
    else:
        _require_author(found, by)
    if found.status not in LIVING:
        raise AlreadyDecided(found.status)
    before, found.status, found.reason = found.status, Status.WITHDRAWN.value, reason.strip()
    session().flush()
    _record("withdraw", found, by, [Change("status", before, found.status)], reason)
    emit(AnnouncementWithdrawn(found.id))
    return found


def require_agent_for(by: Actor, found: Announcement) -> None:
    """Raises OutOfScope unless this agent looks after all that it is tied to."""
    _require_agent(by, found.service, found.theme, found.commune)


def reach_of(service: Service) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The communes and the themes of a listing: where its announcements may also be shown."""
    card = from_json(service.card)
    return ((card.commune,) if card.commune else card.communes), card.themes


def _locked(uuid: UUID) -> Announcement:
    wanted = select(Announcement).where(Announcement.uuid == uuid).with_for_update(of=Announcement)
    found = session().scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NoAnnouncement
    return found


def _service(uuid: UUID | None) -> Service | None:
    if uuid is None:
        return None
    found = service_by_uuid(uuid)
    if found is None or found.status not in SHOWN:
        raise BadAnnouncement("service", "unknown")
    return found


def _require_own(by: Actor, service: Service | None, made: Wanted) -> None:
    """A structure speaks of its own listing, on the pages where that listing is found."""
    if service is None:
        raise BadAnnouncement("service", "missing")
    require_structure(by, service.organization.uuid if service.organization else None)
    communes, themes = reach_of(service)
    for field, value, allowed in (("commune", made.commune, communes), ("theme", made.theme, themes)):
        if value is not None and value not in allowed:
            raise BadAnnouncement(field, "unknown")
    living = select(func.count()).select_from(Announcement).where(
        Announcement.service_id == service.id, Announcement.status.in_(LIVING), Announcement.ends_on >= now().date()
    )  # fmt: skip
    if (session().scalar(living) or 0) >= MOST_AT_ONCE:
        raise BadAnnouncement("title", "too-many")


def _require_agent(by: Actor, service: Service | None, theme: str | None, commune: str | None) -> None:
    """Everything that it is tied to is of this agent's scope. Raises OutOfScope, BadAnnouncement."""
    known = reference()
    if theme is not None and theme not in known.themes:
        raise BadAnnouncement("theme", "unknown")
    if commune is not None and commune not in known.communes:
        raise BadAnnouncement("commune", "unknown")
    if not by.is_person:
        return
    communes, themes = reach_of(service) if service else ((), ())
    if service and not _covers(by, communes or (None,), themes):
        raise OutOfScope
    elsewhere = (commune is not None and commune not in communes) or (theme is not None and theme not in themes)
    if (elsewhere or service is None) and not _covers(by, (commune,), (theme,) if theme else tuple(known.themes)):
        raise OutOfScope


def _covers(by: Actor, communes: tuple[str | None, ...], themes: tuple[str, ...]) -> bool:
    return any(scope.covers(commune, themes) for scope in by.scopes for commune in communes)


def _require_author(found: Announcement, by: Actor) -> None:
    if found.by_agent and found.author_id == by.person_id:
        return
    require_structure(by, found.organization)


def _is_trusted(organization: Organization) -> bool:
    return bool(current_app.extensions["announcements_trusted"](organization.uuid))


def _reword(found: Announcement, title: str, text: str) -> list[Change]:
    title, text = title.strip() or found.title, text.strip() or found.text
    check_words(title, text)
    pairs = (("title", found.title, title), ("text", found.text, text))
    found.title, found.text = title, text
    return [Change(field, before, after) for field, before, after in pairs if before != after]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _record(verb: str, found: Announcement, by: Actor, changes: list[Change], reason: str = "") -> None:
    record(verb, ("announcement", str(found.uuid)), by=by, changes=changes, reason=reason)
