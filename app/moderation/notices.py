"""What people are told after an act of an agent: a decision, a question. The letter holds ids; its words are made when
it leaves."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.queries import team_of
from app.catalogue.facts import SHOWN
from app.catalogue.fields import FIELDS
from app.catalogue.models import Service
from app.foundation import mail
from app.foundation.db import session
from app.foundation.i18n import gettext as _
from app.foundation.i18n import ngettext
from app.foundation.text import typography
from app.foundation.unit_of_work import listen
from app.proposals.events import MessageWritten, ProposalDecided
from app.proposals.models import Proposal, ProposalMessage
from app.proposals.rules import AuthorKind, Status, Verdict

DECISION, QUESTION, ANSWER = "decision", "question", "report_answer"


def init_app(app: Flask) -> None:
    """Hear decisions and questions; complete their letters when they leave."""
    listen(app, ProposalDecided, tell_decision)
    listen(app, MessageWritten, tell_question)
    mail.complete(app, DECISION, decision_context)
    mail.complete(app, QUESTION, question_context)
    mail.complete(app, ANSWER, answer_context)


def tell_decision(event: ProposalDecided) -> None:
    """Leave a letter to whoever proposed; to the address that a family left, if it did."""
    proposal = session().get_one(Proposal, event.proposal_id)
    if proposal.author_kind == AuthorKind.FAMILY:
        if event.reply_to:
            _leave(ANSWER, event.reply_to, {"proposal": proposal.id}, "fr")
        return
    for person in _readers(proposal):
        _leave(DECISION, person.email or "", {"proposal": proposal.id}, person.language)


def tell_question(event: MessageWritten) -> None:
    """Leave a letter to whoever proposed: an agent asks something."""
    if not event.by_agent:
        return
    proposal = session().get_one(Proposal, event.proposal_id)
    for person in _readers(proposal):
        _leave(QUESTION, person.email or "", {"proposal": proposal.id, "message": event.message_id}, person.language)


def _leave(template: str, to: str, context: dict[str, Any], language: str) -> None:
    try:
        mail.send(template, to, context, language)
    except mail.BadAddress:
        return  # the decision stands, whatever address was left


def _readers(proposal: Proposal) -> list[Person]:
    """The author while they belong to the structure, else those who keep its listings."""
    team = [person for _role, person in team_of(proposal.organization)] if proposal.organization else []
    author = session().get(Person, proposal.author_id) if proposal.author_id else None
    welcome = author is not None and author.email is not None and author.disabled_at is None
    if author is not None and welcome and (not proposal.organization or author.id in {one.id for one in team}):
        return [author]
    return list({person.id: person for person in team if person.email}.values())


def decision_context(context: dict[str, Any]) -> dict[str, Any]:
    """What was decided, field by field."""
    proposal = _proposal(context)
    if proposal.status in (Status.SUBMITTED, Status.WITHDRAWN, Status.SUPERSEDED, Status.DRAFT):
        raise mail.NothingToSay
    service = session().get(Service, proposal.service_id) if proposal.service_id else None
    rows = [_row(one.field, one.decision, one.reason) for one in proposal.fields]
    refused = sum(one.decision == Verdict.REFUSED for one in proposal.fields)
    return {
        "listing": _name(proposal, service),
        "outcome": _outcome(len(rows) - refused, refused),
        "rows": rows,
        "reason": typography(proposal.reason),
        "path": _public_path(service),
    }


def question_context(context: dict[str, Any]) -> dict[str, Any]:
    """The question, as it was written."""
    proposal = _proposal(context)
    message = session().get(ProposalMessage, context["message"])
    if message is None or proposal.status != Status.SUBMITTED:
        raise mail.NothingToSay
    service = session().get(Service, proposal.service_id) if proposal.service_id else None
    return {"listing": _name(proposal, service), "body": typography(message.body),
            "path": f"/espace/propositions/{proposal.uuid}"}  # fmt: skip


def answer_context(context: dict[str, Any]) -> dict[str, Any]:
    """What became of an error that a family reported."""
    proposal = _proposal(context)
    service = session().get(Service, proposal.service_id) if proposal.service_id else None
    return {
        "listing": _name(proposal, service),
        "corrected": proposal.status == Status.ACCEPTED,
        "reason": typography(proposal.reason),
        "path": _public_path(service),
    }


def _proposal(context: dict[str, Any]) -> Proposal:
    found = session().scalar(select(Proposal).where(Proposal.id == context["proposal"]))
    if found is None:
        raise mail.NothingToSay
    return found


def _name(proposal: Proposal, service: Service | None) -> str:
    wanted = next((str(one.wanted) for one in proposal.fields if one.field == "name"), "")
    return typography(service.name if service else wanted or _("Nouvelle fiche"))


def _outcome(published: int, refused: int) -> str:
    if not refused:
        return ngettext("Votre changement est publié.", "Vos %(num)s changements sont publiés.", published)
    if not published:
        return ngettext("Votre changement n’est pas publié.", "Vos %(num)s changements ne sont pas publiés.", refused)
    parts = (
        ngettext("%(num)s changement publié", "%(num)s changements publiés", published),
        ngettext("%(num)s non publié", "%(num)s non publiés", refused),
    )
    return _("%(one)s, %(other)s.", one=parts[0], other=parts[1])


def _row(field: str, decision: str, reason: str) -> tuple[str, str, str]:
    said = {
        Verdict.ACCEPTED.value: _("publié"),
        Verdict.EDITED.value: _("publié, après une correction de l’agent"),
        Verdict.REFUSED.value: _("non publié"),
        Verdict.SUPERSEDED.value: _("remplacé par votre proposition suivante"),
    }
    return str(FIELDS[field].label), said.get(decision, ""), typography(reason)


def _public_path(service: Service | None) -> str:
    if service is None or service.status not in [status.value for status in SHOWN]:
        return ""
    return f"/services/{service.slug}"
