"""The second step: a code or a passkey, at each sign-in and before sensitive acts; an application is set up once."""

from __future__ import annotations

from flask import current_app, make_response, redirect, render_template, request, url_for
from itsdangerous import URLSafeTimedSerializer
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.accounts import cookies, passkeys, second_factor, sessions
from app.accounts.blueprint import blueprint
from app.accounts.confirming import fresh_proof
from app.accounts.forms import CodeForm
from app.accounts.gate import current_session, forget_current
from app.accounts.routes.sign_in import next_page
from app.accounts.sessions import SignedIn
from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.i18n import gettext as _
from app.foundation.links import safe_path
from app.foundation.unit_of_work import unit_of_work


def _signed() -> SignedIn:
    """Whoever the gate has let in."""
    signed = current_session()
    assert signed is not None
    return signed


@blueprint.get("/connexion/verification")
@audience(Audience.SIGNED_IN)
def prove() -> Response | str:
    """Ask for the code of the application or a passkey, or lead to setting one up."""
    signed = _signed()
    suite = safe_path(request.args.get("suite"), "")
    if not signed.has_factor and signed.wants_factor:
        return redirect(url_for("accounts.set_up_application", suite=suite or None))
    if not signed.must_prove and signed.is_fresh:
        return redirect(next_page(suite))
    return _proving(CodeForm())


@blueprint.post("/connexion/verification")
@audience(Audience.SIGNED_IN)
def give_proof() -> Response | tuple[str, int]:
    """Check the code, or what the passkey signed; the session goes on under another cookie."""
    signed, form, key = _signed(), CodeForm(request.form), request.form.get("cle", "")
    if not key and not form.validate():
        return _proving(form), 400
    with unit_of_work():
        code = form.code.data or ""
        proof = second_factor.prove(code, key=key, person_id=signed.person_id, session_id=signed.session_id)
    if proof.wait:
        raise TooManyRequests(retry_after=proof.wait)
    if not proof.token:
        form.code.errors = [second_factor.wrong(key=bool(key))]
        return _proving(form), 400
    response = make_response(redirect(next_page(request.form.get("suite")), 303))
    cookies.give_session(response, proof.token)
    return response


def _proving(form: CodeForm) -> str:
    signed = _signed()
    return render_template(
        "accounts/prove.html",
        errors=form.problems,
        suite=safe_path(request.values.get("suite"), ""),
        signed=signed,
        with_keys=signed.passkeys > 0 and passkeys.are_possible(),
    )


@blueprint.get("/connexion/application")
@audience(Audience.SIGNED_IN)
@fresh_proof
def set_up_application() -> str:
    """A picture to photograph with the application, then its first code."""
    signed = _may_set_up()
    return _setting_up(second_factor.begin(_signer(), person_id=signed.person_id, email=signed.email), CodeForm())


@blueprint.post("/connexion/application")
@audience(Audience.SIGNED_IN)
@fresh_proof
def confirm_application() -> Response | tuple[str, int]:
    """Keep the application that gave the right code; show the recovery codes, this once."""
    signed, form = _may_set_up(), CodeForm(request.form)
    ticket = request.form.get("ticket", "")
    nonce = second_factor.again(_signer(), ticket, person_id=signed.person_id)
    if nonce is None:
        refuse(400, _("Cette page est restée ouverte trop longtemps. Recommencez depuis votre compte."))
    with unit_of_work():
        right = form.validate() and second_factor.confirm(nonce, form.code.data, person_id=signed.person_id)
        codes = second_factor.new_recovery_codes(signed.person_id) if right and not signed.passkeys else ()
        token = sessions.rotate(signed.session_id) if right else ""
    if not right:
        if not form.problems:
            form.code.errors = [second_factor.wrong(key=False)]
        return _setting_up(second_factor.drawn(nonce, ticket=ticket, email=signed.email), form), 400
    forget_current()
    page = render_template("accounts/recovery_codes.html", codes=codes, suite=_suite()) if codes else ""
    response = make_response(page or redirect(_suite(), 303))
    cookies.give_session(response, token)
    return response


def _suite() -> str:
    return next_page(request.values.get("suite"))


def _may_set_up() -> SignedIn:
    """Somebody who has an application must give its code before they replace it."""
    signed = _signed()
    if signed.has_factor and not signed.proved:
        refuse(403, _("Donnez d’abord le code de votre application, puis recommencez."))
    return signed


def _setting_up(shown: second_factor.SetUp, form: CodeForm) -> str:
    return render_template(
        "accounts/set_up_application.html",
        errors=form.problems,
        shown=shown,
        suite=_suite(),
        with_keys=passkeys.are_possible(),
    )


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="second-factor")


@blueprint.post("/compte/codes-de-secours")
@audience(Audience.ACCOUNT)
@fresh_proof
def new_recovery_codes() -> str:
    """Ten new recovery codes; the former ones are worth nothing."""
    signed = _signed()
    if not signed.has_factor:
        refuse(400, _("Installez d’abord une application de codes, ou ajoutez une clé d’accès."))
    with unit_of_work():
        codes = second_factor.new_recovery_codes(signed.person_id)
    return render_template("accounts/recovery_codes.html", codes=codes, suite=url_for("accounts.account"))
