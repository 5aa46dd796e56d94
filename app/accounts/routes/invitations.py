"""Answering an invitation."""

from __future__ import annotations

from flask import current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts import cookies, invitations, sessions
from app.accounts.blueprint import blueprint
from app.accounts.forms import NameForm
from app.accounts.invitations import Over, role_sentence
from app.accounts.models import Invitation
from app.accounts.rules import WantedRole
from app.foundation.actors import Audience, audience
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.unit_of_work import unit_of_work

WHY = {
    Over.UNKNOWN: _l("Ce lien n’est pas complet, ou n’existe plus. Demandez une nouvelle invitation."),
    Over.ACCEPTED: _l("Cette invitation a déjà été acceptée. Connectez-vous avec votre adresse."),
    Over.WITHDRAWN: _l("Cette invitation a été retirée ou remplacée. Ouvrez le dernier courriel reçu."),
    Over.EXPIRED: _l("Cette invitation a plus de quatorze jours. Demandez-en une nouvelle."),
}


@blueprint.get("/invitation/<token>")
@audience(Audience.PUBLIC)
def invitation(token: str) -> str | tuple[str, int]:
    """What is offered, and by which button it is accepted. Reading it uses nothing."""
    offer = invitations.offered(token)
    return _over(offer) if isinstance(offer, Over) else _offer(offer, token, NameForm())


@blueprint.post("/invitation/<token>")
@audience(Audience.PUBLIC)
def accept_invitation(token: str) -> Response | str | tuple[str, int]:
    """Take the role. A new account is signed in; somebody who had one signs in as usual."""
    offer = invitations.offered(token)
    if isinstance(offer, Over):
        return _over(offer)
    form = NameForm(request.form)
    known = invitations.has_account(offer)
    if not known and not form.validate():
        return _offer(offer, token, form), 400
    cookie = ""
    with unit_of_work():
        person = invitations.accept(offer, name=form.name.data or "")
        if person is not None and not known:
            sessions.end_token(cookies.session_cookie())
            cookie = sessions.open_session(person.id, browser=_browser())
    if person is None:
        return _over(Over.ACCEPTED)
    response = make_response(redirect(url_for("accounts.account" if cookie else "accounts.sign_in"), 303))
    if cookie:
        cookies.give_session(response, cookie)
    return response


def _browser() -> str:
    return sessions.browser_called(request.headers.get("User-Agent", ""))


def _offer(offer: Invitation, token: str, form: NameForm) -> str:
    role = WantedRole.from_json(offer.role)
    names = current_app.extensions["organization_names"]([role.organization] if role.organization else [])
    return render_template(
        "accounts/invitation.html",
        errors=form.problems,
        token=token,
        role=role_sentence(role),
        structure=names.get(role.organization, ""),
        known=invitations.has_account(offer),
        name=form.name.data or "",
    )


def _over(why: Over) -> tuple[str, int]:
    return render_template("accounts/invitation_over.html", problem=WHY[why]), 404 if why is Over.UNKNOWN else 410
