"""“C’est votre structure ?”: taking a listing over that nobody keeps, with or without an account."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.accounts import claims, limiting
from app.accounts.claims import Claimed, Outcome
from app.accounts.gate import current_session
from app.accounts.models import Claim
from app.catalogue.queries import redirected_slug
from app.contribution.blueprint import blueprint
from app.contribution.forms.messages import ClaimForm
from app.contribution.queries import claimed
from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.forms import Form
from app.foundation.i18n import gettext as _
from app.foundation.limits import network
from app.foundation.requests import client_address
from app.foundation.unit_of_work import unit_of_work


@blueprint.get("/services/<slug>/c-est-ma-structure")
@audience(Audience.PUBLIC)
def claiming(slug: str) -> str | Response:
    """Say that a listing is that of one’s structure."""
    found = claimed(slug)
    if found is None:
        return _elsewhere(slug)
    signed = current_session()
    return _page(slug, found, ClaimForm(data={"name": signed.name, "email": signed.email} if signed else None))


@blueprint.post("/services/<slug>/c-est-ma-structure")
@audience(Audience.PUBLIC)
def claim_listing(slug: str) -> Response | str | tuple[str, int]:
    """Send the code to the public address of the structure, or ask an agent."""
    found = claimed(slug)
    if found is None:
        return _elsewhere(slug)
    signed, form = current_session(), ClaimForm(request.form)
    if signed and not signed.must_prove:
        form.email.data = signed.email
    if not form.validate() or form.website.data:
        return _page(slug, found, form), 400
    with unit_of_work():
        filed = claims.file(
            found,
            email=form.email.data,
            name=form.name.data,
            message=form.message.data or "",
            network=network(client_address()),
            by=signed.actor if signed and not signed.must_prove else None,
        )
        number = filed.uuid if isinstance(filed, Claim) else None
    if number is None:
        raise TooManyRequests(retry_after=int(filed))  # type: ignore[arg-type]
    return redirect(url_for("contribution.claim", claim=number), 303)


def _page(slug: str, found: Claimed, form: Form) -> str:
    signed = current_session()
    return render_template(
        "contribution/claim.html",
        slug=slug,
        found=found,
        form=form,
        errors=form.problems,
        owned=claims.has_owner(found.organization),
        known=bool(signed and not signed.must_prove),
    )


@blueprint.get("/demandes/<uuid:claim>")
@audience(Audience.PUBLIC)
def claim(claim: UUID) -> str:
    """Where a claim stands: the place for the code, or what happens next."""
    return _standing(_found(claim))


@blueprint.post("/demandes/<uuid:claim>")
@audience(Audience.PUBLIC)
def prove_claim(claim: UUID) -> Response | str | tuple[str, int]:
    """Give the code that the structure received."""
    found, typed, whom = _found(claim), request.form.get("code", "")[:40], network(client_address())
    if not typed.strip():
        return _standing(found, _("Écrivez le code.")), 400
    wait = limiting.wait_for(limiting.CODE_NETWORK, whom)
    if wait:
        raise TooManyRequests(retry_after=wait)
    with unit_of_work():
        outcome = claims.prove(_found(claim), typed)
        if outcome is Outcome.WRONG:
            limiting.count(limiting.CODE_NETWORK, whom)
    if outcome is Outcome.WRONG:
        return _standing(_found(claim), _("Ce n’est pas le bon code. Vérifiez le dernier courriel reçu.")), 400
    return redirect(url_for("contribution.claim", claim=claim), 303)


@blueprint.post("/demandes/<uuid:claim>/agent")
@audience(Audience.PUBLIC)
def ask_an_agent(claim: UUID) -> Response:
    """Nobody reads that mailbox: have an agent look."""
    with unit_of_work():
        claims.ask_agents(_found(claim))
    return redirect(url_for("contribution.claim", claim=claim), 303)


def _found(uuid: UUID) -> Claim:
    found = claims.claim_by_uuid(uuid)
    if found is None:
        refuse(404, _("Cette demande n’existe pas, ou n’existe plus."))
    return found


def _standing(found: Claim, problem: str = "") -> str:
    waits = claims.awaits_code(found)
    errors = [("code", problem)] if problem and waits else []
    return render_template("contribution/claim_standing.html", claim=found, errors=errors, awaits_code=waits)


def _elsewhere(slug: str) -> Response:
    moved = redirected_slug(slug)
    if moved is None:
        refuse(404, _("Cette fiche n’existe pas, ou aucune structure ne peut la demander."))
    return redirect(url_for("contribution.claiming", slug=moved), 301)
