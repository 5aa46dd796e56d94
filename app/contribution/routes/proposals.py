"""What was sent: where it stands, what happens next, the thread with the agent, taking it back."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.catalogue.fields import FIELDS
from app.contribution.blueprint import actor, page
from app.contribution.forms.messages import AnswerForm
from app.contribution.presenting.values import said
from app.contribution.presenting.waiting import VERDICTS, waiting_words
from app.contribution.queries import asks, own_proposal, service_named
from app.foundation.errors import refuse
from app.foundation.i18n import gettext as _
from app.foundation.unit_of_work import unit_of_work
from app.proposals.models import Proposal
from app.proposals.operations import answer, withdraw
from app.proposals.rules import NotPending, Status, Verdict
from app.territory.queries import reference


@page("/espace/propositions/<uuid:uuid>", "proposal")
def proposal(uuid: UUID) -> str | Response:
    """One thing that was sent."""
    found = own_proposal(uuid, actor())
    if found.status == Status.DRAFT:
        return redirect(url_for("contribution.home"))
    return _page(found, AnswerForm())


@page("/espace/propositions/<uuid:uuid>/retirer", "withdraw", "POST")
def take_back(uuid: UUID) -> Response:
    """Take back what nobody decided yet."""
    found = own_proposal(uuid, actor())
    try:
        with unit_of_work(_about(found)):
            withdraw(uuid, by=actor())
    except NotPending:
        refuse(409, _("C’est trop tard : un agent a déjà décidé. Vous pouvez proposer un nouveau changement."))
    return redirect(url_for("contribution.proposal", uuid=uuid), 303)


@page("/espace/propositions/<uuid:uuid>/repondre", "answer", "POST")
def reply(uuid: UUID) -> Response | tuple[str, int]:
    """Answer the agent’s question."""
    found = own_proposal(uuid, actor())
    form = AnswerForm(request.form)
    if not form.validate():
        return _page(found, form), 400
    try:
        with unit_of_work(_about(found)):
            answer(uuid, form.body.data, by=actor())
    except NotPending:
        refuse(409, _("Un agent a déjà décidé : ce message n’est pas parti."))
    return redirect(url_for("contribution.proposal", uuid=uuid) + "#echanges", 303)


def _about(found: Proposal) -> UUID:
    """The listing, or the proposal of one that does not exist yet."""
    service = service_named(found.service_id)
    return service[0] if service else found.uuid


def _page(found: Proposal, form: AnswerForm) -> str:
    zone = ZoneInfo(reference().time_zone)
    rows = [
        (str(FIELDS[row.field].label), said(row.field, row.seen), said(row.field, _last(row)),
         str(VERDICTS[Verdict(row.decision)]), row.reason, row.at_once)
        for row in found.fields
    ]  # fmt: skip
    return render_template(
        "contribution/proposal.html",
        proposal=found,
        words=waiting_words(found),
        service=service_named(found.service_id),
        rows=rows,
        thread=[(each, each.written_at.astimezone(zone)) for each in found.thread],
        is_waiting=found.status == Status.SUBMITTED,
        asks=asks(found),
        at_once=[row[0] for row in rows if row[5]],
        errors=form.problems,
        body=form.body.data or "",
    )


def _last(row: object) -> object:
    final = getattr(row, "final", None)
    return final if getattr(row, "decision", "") == Verdict.EDITED else getattr(row, "wanted", None)
