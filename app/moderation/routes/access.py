"""Who keeps the listings: claims to decide, and addresses that no longer receive."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts import claims, operations
from app.accounts.claims import WhyMissing
from app.accounts.confirming import fresh_proof
from app.accounts.models import Claim
from app.catalogue.models import Service
from app.catalogue.queries import service_by_uuid
from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.forms import clean
from app.foundation.i18n import gettext as _
from app.foundation.unit_of_work import unit_of_work
from app.moderation.blueprint import agent, blueprint, words
from app.moderation.presenting.moments import when
from app.moderation.queries.access import claims_in_scope, silent_people
from app.proposals.operations.organizations import covers_whole, require_whole

Errors = list[tuple[str, str]]


@blueprint.get("/acces")
@audience(Audience.AGENT)
def access() -> str:
    """Claims that wait for an agent, and people of structures whose mail comes back."""
    return _page()


def _page(errors: Errors | None = None, typed: dict[UUID, str] | None = None) -> str:
    by, told = agent(), words()
    found = claims_in_scope(by)
    return render_template(
        "moderation/access.html",
        heading=_("Accès des structures"),
        claims=[_said(claim, service) for claim, service in found],
        silent=[
            (person, told.organizations.get(str(organization), ""), when(since))
            for person, organization, since in silent_people(by)
        ],
        typed=typed or {},
        errors=errors or [],
        done=_done(),
    )


def _said(claim: Claim, service: Service) -> dict[str, object]:
    return {
        "claim": claim,
        "name": service.name,
        "listing": url_for("moderation.listing", uuid=service.uuid),
        "owned": claims.has_owner(claim.organization),
        "whole": covers_whole(claim.organization, agent()),
        "when": when(claim.agents_asked_at or claim.created_at),
    }


def _done() -> str:
    return {
        "accepte": _("C’est accepté : la personne reçoit un courriel."),
        "refuse": _("C’est refusé : la personne reçoit votre raison."),
        "retabli": _("Les courriels repartent vers cette adresse."),
    }.get(request.args.get("fait", ""), "")


@blueprint.post("/acces/demandes/<uuid:claim>/accepter")
@audience(Audience.AGENT)
@fresh_proof
def accept_claim(claim: UUID) -> Response:
    """Give the structure to whoever asks for it."""
    with unit_of_work():
        claims.accept(_in_scope(claim), by=agent())
    return redirect(url_for("moderation.access", fait="accepte"), 303)


@blueprint.post("/acces/demandes/<uuid:claim>/refuser")
@audience(Audience.AGENT)
@fresh_proof
def refuse_claim(claim: UUID) -> Response | tuple[str, int]:
    """Say no, and why."""
    reason = (clean(request.form.get("motif", "")) or "")[:2000]
    try:
        with unit_of_work():
            claims.refuse(_in_scope(claim), reason, by=agent())
    except WhyMissing:
        return _page([(f"motif-{claim}", _("Dites pourquoi : la personne reçoit votre raison."))]), 400
    return redirect(url_for("moderation.access", fait="refuse"), 303)


def _in_scope(uuid: UUID) -> Claim:
    """The claim, if every listing of its structure is in this agent’s scope and nobody has answered."""
    found = claims.claim_by_uuid(uuid)
    if found is None or service_by_uuid(found.service) is None:
        refuse(404, _("Cette demande n’existe pas, ou n’existe plus."))
    require_whole(found.organization, by=agent())
    if found.outcome:
        refuse(409, _("Quelqu’un a déjà répondu à cette demande."))
    return found


@blueprint.post("/acces/adresses/<uuid:person>/retablir")
@audience(Audience.AGENT)
def address_works(person: UUID) -> Response:
    """Somebody’s address receives again."""
    with unit_of_work():
        found = next((each for each, _organization, _since in silent_people(agent()) if each.uuid == person), None)
        if found is None:
            refuse(404, _("Cette adresse n’est pas notée, ou n’est pas de vos structures."))
        operations.address_works(found, by=agent())
    return redirect(url_for("moderation.access", fait="retabli"), 303)
