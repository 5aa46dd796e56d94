"""Coming in and leaving."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.accounts import cookies, demonstration, keys, proconnect, sessions, signing_in
from app.accounts.blueprint import blueprint
from app.accounts.forms import CodeForm, EmailForm
from app.accounts.gate import current_session
from app.accounts.signing_in import Entrance, Refusal
from app.foundation.actors import Audience, audience
from app.foundation.i18n import LazyText
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.limits import network
from app.foundation.links import safe_path
from app.foundation.requests import client_address
from app.foundation.unit_of_work import unit_of_work

HOME = "/compte"
#: Pages under /connexion that are not the way in: setting a second factor up.
SETTINGS = ("/connexion/application", "/connexion/cle")
WHY = {
    Refusal.UNKNOWN: _l("Ce lien n’est pas complet, ou n’existe plus. Demandez-en un nouveau."),
    Refusal.USED: _l("Ce lien a déjà servi. Demandez-en un nouveau."),
    Refusal.EXPIRED: _l("Ce lien a plus de dix minutes. Demandez-en un nouveau."),
    Refusal.OTHER_BROWSER: _l(
        "Ce lien s’ouvre dans le navigateur où vous l’avez demandé. "
        "Tapez plutôt le code du courriel dans la page restée ouverte, ou demandez un nouveau lien ici."
    ),
}
WRONG_CODE = {
    Refusal.UNKNOWN: _l("Ce n’est pas le bon code. Vérifiez le dernier courriel reçu."),
    Refusal.EXPIRED: _l("Aucun code n’est attendu dans ce navigateur. Demandez un nouveau lien."),
    Refusal.USED: _l("Ce code a déjà servi. Demandez un nouveau lien."),
    Refusal.OTHER_BROWSER: _l("Aucun code n’est attendu dans ce navigateur. Demandez un nouveau lien."),
}


@blueprint.get("/connexion")
@audience(Audience.PUBLIC)
def sign_in() -> Response | str:
    """Ask for a link: one field."""
    if current_session() is not None:
        return redirect(next_page(request.args.get("suite")))
    return _asking(EmailForm())


@blueprint.post("/connexion")
@audience(Audience.PUBLIC)
def ask_for_a_link() -> Response | tuple[str, int]:
    """Send a link, if the address has an account; the answer is the same for all."""
    form = EmailForm(request.form)
    if not form.validate():
        return _asking(form), 400
    browser = cookies.asking_cookie() or keys.drawn()
    path = next_page(request.form.get("suite"))
    with unit_of_work():
        wait = signing_in.ask(form.address, browser=browser, network=network(client_address()), next_path=path)
    if wait:
        raise TooManyRequests(retry_after=wait)
    response = redirect(url_for("accounts.type_code"), 303)
    cookies.give_asking(response, browser)  # type: ignore[arg-type]
    return response


def _asking(form: EmailForm) -> str:
    return render_template(
        "accounts/sign_in.html",
        errors=form.problems,
        email=form.email.data or "",
        suite=safe_path(request.values.get("suite"), ""),
        cast=demonstration.cast(),
    )


def next_page(path: str | None) -> str:
    """Where to go once signed in: a page of ours, never the way in again."""
    found = safe_path(path, HOME)
    return HOME if found.startswith("/connexion") and found.partition("?")[0] not in SETTINGS else found


@blueprint.get("/connexion/code")
@audience(Audience.PUBLIC)
def type_code() -> str:
    """“Look at your mail”, and the place for the code."""
    return _code_page(CodeForm())


@blueprint.post("/connexion/code")
@audience(Audience.PUBLIC)
def enter_by_code() -> Response | tuple[str, int]:
    """Come in with the code of the mail, in the browser that asked."""
    form = CodeForm(request.form)
    if not form.validate():
        return _code_page(form), 400
    with unit_of_work():
        entrance = signing_in.enter_by_code(
            form.code.data,
            asking=cookies.asking_cookie(),
            browser=_browser(),
            network=network(client_address()),
            old=cookies.session_cookie(),
        )
    if entrance.refusal:
        form.code.errors = [str(WRONG_CODE[entrance.refusal])]
        return _code_page(form), 400
    return _let_in(entrance)


def _code_page(form: CodeForm) -> str:
    return render_template("accounts/sign_in_code.html", errors=form.problems)


@blueprint.get("/connexion/lien/<token>")
@audience(Audience.PUBLIC)
def link(token: str) -> str:
    """The page behind the link of the mail: one button. Reading it, even three times, uses nothing."""
    return render_template("accounts/sign_in_link.html", token=token, problem=None)


@blueprint.post("/connexion/lien/<token>")
@audience(Audience.PUBLIC)
def enter_by_link(token: str) -> Response | tuple[str, int]:
    """Come in with the link, in the browser that asked."""
    asking, old = cookies.asking_cookie(), cookies.session_cookie()
    with unit_of_work():
        entrance = signing_in.enter_by_link(token, asking=asking, browser=_browser(), old=old)
    if entrance.refusal:
        status = 403 if entrance.refusal is Refusal.OTHER_BROWSER else 410
        problem: LazyText = WHY[entrance.refusal]
        return render_template("accounts/sign_in_link.html", token=token, problem=problem), status
    return _let_in(entrance)


def _let_in(entrance: Entrance) -> Response:
    if entrance.wait:
        raise TooManyRequests(retry_after=entrance.wait)
    response = make_response(redirect(entrance.next_path or HOME, 303))
    cookies.give_session(response, entrance.token)
    cookies.take_back_asking(response)
    return response


def _browser() -> str:
    return sessions.browser_called(request.headers.get("User-Agent", ""))


@blueprint.post("/connexion/demonstration")
@audience(Audience.PUBLIC)
def enter_as_example() -> Response:
    """Demonstration only: come in as one of the people of the example."""
    with unit_of_work():
        token = demonstration.enter(request.form.get("personne", ""), browser=_browser(), old=cookies.session_cookie())
    response = make_response(redirect(next_page(request.form.get("suite")), 303))
    cookies.give_session(response, token)
    return response


@blueprint.post("/deconnexion")
@audience(Audience.SIGNED_IN)
def sign_out() -> Response:
    """Leave: this session is over. Who came in through ProConnect is told how to leave there too."""
    cookie = cookies.session_cookie()
    there = proconnect.sign_out_address(cookie)
    with unit_of_work():
        sessions.end_token(cookie)
    page = render_template("accounts/signed_out.html", there=there) if there else ""
    response = make_response(page or redirect(url_for("accounts.sign_in"), 303))
    cookies.take_back_session(response)
    return response
