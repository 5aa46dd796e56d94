"""Short ways to say who proposes what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import func, select

from app.catalogue.facts import ContactFacts, PlaceFacts, ServiceFacts
from app.catalogue.hours.model import Period, Slot
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.operations import create_service, save_organization
from app.foundation.actors import SYSTEM, Actor, ActorKind, Audience, Membership, Scope
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.history.models import HistoryEntry
from app.proposals.models import Proposal
from app.proposals.operations import decide, save_draft, start_draft, submit, withdraw
from app.proposals.rules import Decision, Verdict
from tests.catalogue.support import UP, facts


def structure_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


TILLEULS, CHENES = structure_id("Les Tilleuls"), structure_id("Les Chênes")


def agent(name: str, number: int, *scopes: Scope, admin: bool = False) -> Actor:
    audiences = {Audience.ACCOUNT, Audience.AGENT, *([Audience.ADMIN] if admin else [])}
    return Actor(ActorKind.PERSON, name, number, frozenset(audiences), scopes)


def owner(name: str, number: int, organization: UUID) -> Actor:
    audiences = frozenset({Audience.ACCOUNT, Audience.STRUCTURE})
    return Actor(ActorKind.PERSON, name, number, audiences, memberships=(Membership(organization, True),))


NADIA = agent("Nadia", 1, Scope())
UGO = agent("Ugo", 2, Scope(communes=frozenset({"99002"})))
PAUL = agent("Paul", 3, Scope(), admin=True)
KARIM, LEA = owner("Karim", 4, TILLEULS), owner("Léa", 5, TILLEULS)
INES = owner("Inès", 6, CHENES)
MONDAY = Slot(Period.TERM, 0, 480, 1080)
HOURS: dict[str, Any] = {"slots": [{"period": "scolaire", "weekday": 0, "opens": 480, "closes": 1140}], "hours_known": True,
         "hours_reliable": True}  # fmt: skip


def structure(name: str) -> UUID:
    """Inside an act."""
    return save_organization(structure_id(name), {"name": name, "kind": "association"}, by=SYSTEM).uuid


def tilleuls(**changes: Any) -> ServiceFacts:
    """What Karim's listing says."""
    return facts(**{
        "organization": str(TILLEULS),
        "summary": "On garde les enfants le jour.",
        "place": PlaceFacts(UP, "1 place Haute", "99100", 47.0, 3.0, "numero"),
        "contacts": (ContactFacts("phone", "05 36 49 90 09"), ContactFacts("email", "tilleuls@exemple.fr")),
        "slots": (MONDAY,),
        "hours_known": True,
        **changes,
    })  # fmt: skip


def listing(**changes: Any) -> UUID:
    """Add Karim's listing; its UUID."""
    with unit_of_work():
        return create_service(tilleuls(**changes), by=SYSTEM).uuid


def filed(service: UUID, wanted: Mapping[str, Any], by: Actor = KARIM, **more: Any) -> UUID:
    """Begin, write and send."""
    with unit_of_work():
        draft = start_draft(service, by=by).uuid
    with unit_of_work():
        save_draft(draft, wanted, by=by)
    with unit_of_work():
        submit(draft, by=by, **more)
    return draft


def accept(proposal: UUID, *fields: str, by: Actor = NADIA, **more: Any):
    """Accept these fields of a proposal."""
    with unit_of_work():
        return decide(proposal, {name: Decision(Verdict.ACCEPTED) for name in fields}, by=by, **more)


def row(service: UUID) -> Service:
    return session().scalars(select(Service).where(Service.uuid == service)).one()


def said(service: UUID) -> ServiceFacts:
    """What the listing says now."""
    session().rollback()
    return facts_of(row(service))


def proposal(uuid: UUID) -> Proposal:
    session().rollback()
    return session().scalars(select(Proposal).where(Proposal.uuid == uuid)).one()


def verdicts(uuid: UUID) -> dict[str, str]:
    return {field.field: field.decision for field in proposal(uuid).fields}


def entries(kind: str = "", subject: UUID | None = None) -> list[HistoryEntry]:
    session().rollback()
    wanted = select(HistoryEntry).order_by(HistoryEntry.id)
    if kind:
        wanted = wanted.where(HistoryEntry.subject_kind == kind)
    if subject is not None:
        wanted = wanted.where(HistoryEntry.subject_id == str(subject))
    return list(session().scalars(wanted))


def start_again() -> int:
    """Leave nothing half written by whoever was killed before; a number that no act has used, to begin from.

    Counted in the history, which every act makes longer. Not in proposals: a draft that a dead process left is taken
    up again, so that its acts may add none.
    """
    left = session().scalars(select(Proposal.uuid).where(Proposal.status == "submitted")).all()
    for uuid in left:
        with unit_of_work():
            withdraw(uuid, by=KARIM)
    return session().scalar(select(func.max(HistoryEntry.id))) or 0
