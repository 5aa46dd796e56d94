"""The people of a structure: seen by its members, changed by its owners."""

from __future__ import annotations

from uuid import UUID

from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.accounts import invitations
from app.accounts.blueprint import blueprint
from app.accounts.confirming import fresh_proof
from app.accounts.forms import EmailForm
from app.accounts.gate import current_actor
from app.accounts.models import Invitation, RoleGrant
from app.accounts.operations import address_works, revoke
from app.accounts.queries import team_of
from app.accounts.rules import Role, WantedRole, require_structure
from app.foundation import mail
from app.foundation.actors import Actor, Audience, audience
from app.foundation.db import session
from app.foundation.i18n import LazyText
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.unit_of_work import unit_of_work

ROLES = (("editor", _l("Tenir les fiches à jour")), ("owner", _l("Tenir les fiches à jour et inviter des collègues")))
DONE: dict[str, LazyText] = {
    "invite": _l("L’invitation est partie."),
    "retire": _l("C’est retiré."),
    "retabli": _l("Les courriels repartent vers cette adresse."),
}


def _actor() -> Actor:
    actor = current_actor()
    assert actor is not None
    return actor


@blueprint.get("/compte/equipe/<uuid:organization>")
@audience(Audience.STRUCTURE)
def team(organization: UUID) -> str:
    """Who keeps the listings of this structure."""
    require_structure(_actor(), organization)
    return _page(organization, EmailForm())


@blueprint.post("/compte/equipe/<uuid:organization>/inviter")
@audience(Audience.STRUCTURE)
@fresh_proof
def invite_colleague(organization: UUID) -> Response | tuple[str, int]:
    """Invite a colleague (owners only)."""
    require_structure(_actor(), organization, owner=True)
    form = EmailForm(request.form)
    if not form.validate():
        return _page(organization, form), 400
    kind = Role.OWNER if request.form.get("role") == Role.OWNER else Role.EDITOR
    with unit_of_work():
        wait = invitations.invite(form.address, WantedRole(kind, organization), by=_actor())
    if wait:
        raise TooManyRequests(retry_after=wait)
    return redirect(url_for("accounts.team", organization=organization, fait="invite"), 303)


@blueprint.post("/compte/equipe/<uuid:organization>/retirer/<int:number>")
@audience(Audience.STRUCTURE)
@fresh_proof
def remove_colleague(organization: UUID, number: int) -> Response:
    """Take somebody’s role in this structure back (owners only)."""
    require_structure(_actor(), organization, owner=True)
    with unit_of_work():
        given = session().get(RoleGrant, number)
        if given is None or given.organization != organization:
            abort(404)
        revoke(given, by=_actor())
    return redirect(url_for("accounts.team", organization=organization, fait="retire"), 303)


@blueprint.post("/compte/equipe/<uuid:organization>/invitations/<uuid:offer>/retirer")
@audience(Audience.STRUCTURE)
def withdraw_invitation(organization: UUID, offer: UUID) -> Response:
    """Take an invitation back (owners only)."""
    require_structure(_actor(), organization, owner=True)
    with unit_of_work():
        found = next((each for each in invitations.waiting_for(organization) if each.uuid == offer), None)
        if found is None:
            abort(404)
        invitations.withdraw(found, by=_actor())
    return redirect(url_for("accounts.team", organization=organization, fait="retire"), 303)


@blueprint.post("/compte/equipe/<uuid:organization>/adresse/<int:number>")
@audience(Audience.STRUCTURE)
def colleague_address_works(organization: UUID, number: int) -> Response:
    """A colleague’s address receives again (owners only)."""
    require_structure(_actor(), organization, owner=True)
    with unit_of_work():
        found = next((each for role, each in team_of(organization) if role.id == number), None)
        if found is None:
            abort(404)
        address_works(found, by=_actor())
    return redirect(url_for("accounts.team", organization=organization, fait="retabli"), 303)


def _page(organization: UUID, form: EmailForm) -> str:
    owner = any(each.organization == organization and each.is_owner for each in _actor().memberships)
    found = team_of(organization)
    offers: list[Invitation] = list(invitations.waiting_for(organization)) if owner else []
    return render_template(
        "accounts/team.html",
        errors=form.problems,
        email=form.email.data or "",
        organization=organization,
        name=current_app.extensions["organization_names"]([organization]).get(organization, ""),
        team=found,
        offers=offers,
        silent=mail.unreachable([*(each.email or "" for _role, each in found), *(offer.email for offer in offers)]),
        is_owner=owner,
        roles=ROLES,
        done=DONE.get(request.args.get("fait", ""), ""),
    )
