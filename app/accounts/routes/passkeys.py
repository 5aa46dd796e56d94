"""Passkeys: made, named, used at the second step, removed."""

from __future__ import annotations

from flask import Response as JsonResponse
from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts import cookies, passkeys, second_factor, sessions
from app.accounts.blueprint import blueprint
from app.accounts.confirming import fresh_proof
from app.accounts.forms import KeyForm
from app.accounts.gate import current_session, forget_current
from app.accounts.routes.sign_in import next_page
from app.accounts.rules import requires_factor
from app.accounts.sessions import SignedIn
from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.i18n import gettext as _
from app.foundation.unit_of_work import unit_of_work


def _signed() -> SignedIn:
    """Whoever the gate has let in."""
    signed = current_session()
    assert signed is not None
    return signed


def _may_add() -> SignedIn:
    """Somebody who has a second factor must give it before they add a key."""
    signed = _signed()
    if signed.has_factor and not signed.proved:
        refuse(403, _("Donnez d’abord le code de votre application, puis recommencez."))
    return signed


@blueprint.get("/connexion/cle")
@audience(Audience.SIGNED_IN)
@fresh_proof
def adding_a_key() -> str:
    """Add a passkey: a name, a button."""
    _may_add()
    return _adding(KeyForm(data={"name": _browser()}))


@blueprint.post("/connexion/cle/question")
@audience(Audience.SIGNED_IN)
@fresh_proof
def question_to_add() -> JsonResponse:
    """What the browser needs to make a key (JSON)."""
    signed = _may_add()
    _refuse_without_name()
    with unit_of_work():
        return _json(passkeys.question_to_add(signed))


@blueprint.post("/connexion/cle")
@audience(Audience.SIGNED_IN)
@fresh_proof
def add_key() -> Response | tuple[str, int]:
    """Keep the key that the browser made; with the first second factor, show the recovery codes, this once."""
    signed, form = _may_add(), KeyForm(request.form)
    if not form.validate():
        return _adding(form), 400
    with unit_of_work():
        added = passkeys.add(form.key.data or "", form.name.data, signed)
        codes = second_factor.new_recovery_codes(signed.person_id) if added and not signed.has_factor else ()
        token = sessions.rotate(signed.session_id) if added else ""
    if not added:
        form.name.errors = [_("La clé n’a pas été créée. Recommencez ; si rien ne change, prenez une application.")]
        return _adding(form), 400
    forget_current()
    suite = next_page(request.form.get("suite"))
    page = render_template("accounts/recovery_codes.html", codes=codes, suite=suite) if codes else ""
    response = make_response(page) if codes else redirect(url_for("accounts.account", fait="cle"), 303)
    cookies.give_session(response, token)  # type: ignore[arg-type]
    return response


def _adding(form: KeyForm) -> str:
    return render_template(
        "accounts/add_key.html",
        errors=form.problems,
        name=form.name.data or "",
        possible=passkeys.are_possible(),
        suite=next_page(request.values.get("suite")),
    )


@blueprint.post("/connexion/verification/question")
@audience(Audience.SIGNED_IN)
def question_to_prove() -> JsonResponse:
    """What the browser needs to have a key sign (JSON)."""
    _refuse_without_name()
    with unit_of_work():
        return _json(passkeys.question_to_prove(_signed()))


@blueprint.post("/compte/cles/<int:number>/retirer")
@audience(Audience.ACCOUNT)
@fresh_proof
def remove_key(number: int) -> Response:
    """Take one of one’s keys away; an agent keeps at least one way to prove who they are."""
    signed = _signed()
    if requires_factor(signed.actor) and signed.passkeys == 1 and not signed.has_application:
        refuse(409, _("C’est votre seule vérification. Ajoutez d’abord une autre clé, ou une application de codes."))
    with unit_of_work():
        removed = passkeys.remove(number, signed)
    if not removed:
        refuse(404, _("Cette clé n’existe plus."))
    return redirect(url_for("accounts.account", fait="sans-cle"), 303)


def _refuse_without_name() -> None:
    if not passkeys.are_possible():
        refuse(400, _("Les clés d’accès ne servent que sur l’adresse publique du site."))


def _json(text: str) -> JsonResponse:
    return JsonResponse(text, mimetype="application/json")


def _browser() -> str:
    return sessions.browser_called(request.headers.get("User-Agent", ""))
