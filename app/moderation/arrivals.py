"""Agents are told of what arrives in their scope: at most one mail an hour, or one a day, or none.

Sending a proposal leaves one errand and waits for nobody. That errand plans a mail for each agent concerned; the mail
says what has arrived since and still waits when it leaves. Whoever is away is left in peace: who replaces them is told.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from flask import Flask

from app.accounts.absences import agents, away_today, lent_roles
from app.accounts.models import Person
from app.accounts.sessions import actor_of, living_roles
from app.catalogue.models import Service
from app.catalogue.queries import organization_names
from app.foundation import clock, errands, mail
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.text import typography
from app.foundation.unit_of_work import listen, unit_of_work
from app.moderation.models import AgentMail
from app.moderation.presenting.proposal import author_of, title_of
from app.moderation.queries.tray import Asked, Waiting, to_check, waiting
from app.proposals.access import covers_proposal
from app.proposals.events import ProposalSubmitted
from app.proposals.models import Proposal
from app.territory.queries import reference

PLAN, SEND, TEMPLATE = "moderation.plan_mail", "moderation.send_mail", "arrivals"
#: The mails of agents are planned one round after the other, beside the acts about listings.
AGENT_MAILS = uuid5(NAMESPACE_URL, "trait-d-union:agent-mails")
HOUR, DAY, NEVER = "hour", "day", "never"
#: The hour of the morning of the daily mail, on the clocks of the territory.
MORNING = 7
SHOWN = 20


def init_app(app: Flask) -> None:
    """Hear what arrives; plan, send, complete the mails."""
    listen(app, ProposalSubmitted, lambda event: errands.leave_for(PLAN, [event.proposal_id]))
    errands.handle(app, PLAN, plan, lane=errands.Lane.SLOW, together=True)
    errands.handle(app, SEND, send, lane=errands.Lane.SLOW)
    mail.complete(app, TEMPLATE, context_of)


def plan(payload: dict[str, Any]) -> None:
    """Plan a mail for each agent whom these proposals concern."""
    with unit_of_work(AGENT_MAILS):
        away = away_today()
        concerned = [(person, _actor(person)) for person in agents() if person.id not in away]
        found = [_arrived(number) for number in payload["ids"]]
        for person, by in concerned:
            arrived = [one.id for one, service in found if one is not None and covers_proposal(by, one, service)]
            if arrived:
                _plan_for(person, arrived)


def _arrived(number: int) -> tuple[Proposal | None, Service | None]:
    proposal = session().get(Proposal, number)
    if proposal is None or proposal.submitted_at is None:
        return None, None
    return proposal, session().get(Service, proposal.service_id) if proposal.service_id else None


def send(payload: dict[str, Any]) -> None:
    """Leave the mail that was planned, if anything of it still waits."""
    with unit_of_work(AGENT_MAILS):
        planned = session().get(AgentMail, payload["person"], with_for_update=True)
        if planned is None or planned.due_at is None or planned.due_at > clock.now():
            return
        arrived, planned.due_at, planned.arrived = planned.arrived, None, []
        person = session().get(Person, planned.person_id)
        away = away_today()
        if person is None or person.id in away:
            _hand_over(away.get(planned.person_id), arrived)
            return
        if planned.pace == NEVER or person.disabled_at is not None or not _waiting(person, arrived):
            return
        planned.sent_at = clock.now()
        mail.send(TEMPLATE, person.email or "", {"person": person.id, "proposals": arrived}, person.language)


def context_of(context: dict[str, Any]) -> dict[str, Any]:
    """What arrived since and still waits, when the mail leaves."""
    person = session().get(Person, context["person"])
    found = _waiting(person, context["proposals"]) if person and person.email else []
    if not found:
        raise mail.NothingToSay
    names = organization_names({one.proposal.organization for one in found if one.proposal.organization})
    return {
        "count": len(found),
        "rows": [_line(one, names) for one in found[:SHOWN]],
        "more": max(0, len(found) - SHOWN),
        "path": "/moderation",
        "settings": "/moderation/vous",
    }


def _line(one: Waiting, names: dict[UUID, str]) -> tuple[str, str, str]:
    """What is asked, of which listing, where to decide: a mail knows no request to build its links from."""
    wanted = next((str(row.wanted) for row in one.proposal.fields if row.field == "name"), "")
    listing = typography(one.listing.name if one.listing else wanted)
    title = title_of(one.proposal, author_of(one.proposal, names), listing)
    return title, listing, f"/moderation/propositions/{one.proposal.uuid}"


def pace_of(person_id: int) -> str:
    """How this agent wants to be told."""
    found = session().get(AgentMail, person_id)
    return found.pace if found else HOUR


def set_pace(person_id: int, pace: str) -> None:
    """Choose; a mail that is planned follows the new choice."""
    found = _row(person_id)
    found.pace = pace
    if found.due_at is not None:
        found.due_at = _due(found)
        errands.leave(SEND, {"person": person_id}, due_at=found.due_at)


def _plan_for(person: Person, arrived: list[int]) -> None:
    planned = _row(person.id)
    if planned.pace == NEVER:
        return
    planned.arrived = sorted({*planned.arrived, *arrived})
    if planned.due_at is not None:
        return
    planned.due_at = _due(planned)
    errands.leave(SEND, {"person": person.id}, due_at=planned.due_at)


def _hand_over(delegate_id: int | None, arrived: list[int]) -> None:
    delegate = session().get(Person, delegate_id) if delegate_id else None
    if delegate is not None:
        _plan_for(delegate, arrived)


def _row(person_id: int) -> AgentMail:
    found = session().get(AgentMail, person_id)
    if found is None:
        found = AgentMail(person_id=person_id, pace=HOUR, arrived=[])
        session().add(found)
        session().flush()
    return found


def _due(planned: AgentMail) -> datetime:
    moment = clock.now()
    if planned.pace != DAY:
        return max(moment, planned.sent_at + timedelta(hours=1)) if planned.sent_at else moment
    local = moment.astimezone(ZoneInfo(reference().time_zone))
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if local < morning else morning + timedelta(days=1)


def _actor(person: Person) -> Actor:
    roles = living_roles(person.id)
    return actor_of(person, roles, lent_roles(person.id, roles))


def _waiting(person: Person, arrived: list[int]) -> list[Waiting]:
    """Of these proposals, those that this agent may still decide or check, the oldest first."""
    by = _actor(person)
    listed = {one.proposal.id: one for one in (*waiting(by, Asked()), *to_check(by))}
    return [one for number, one in listed.items() if number in arrived]
