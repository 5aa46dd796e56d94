"""Coming in through ProConnect, where the operator has set it up."""

from __future__ import annotations

import structlog
from flask import abort, make_response, redirect, render_template, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.accounts import cookies, keys, proconnect, sessions
from app.accounts.blueprint import blueprint
from app.accounts.proconnect.provider import NotProved, Provider, ProviderDown
from app.accounts.routes.sign_in import HOME, next_page
from app.foundation.actors import Audience, audience
from app.foundation.i18n import LazyText
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.limits import network
from app.foundation.requests import client_address
from app.foundation.unit_of_work import unit_of_work

log = structlog.get_logger("trait-d-union")

DOWN = _l("ProConnect ne répond pas pour le moment. Demandez plutôt un lien par courriel.")
#: One sentence for all that ProConnect says and we do not accept: which account exists is nobody's business.
REFUSED = _l(
    "ProConnect ne vous fait pas entrer ici. Votre adresse n’a peut-être pas de compte dans l’annuaire : "
    "demandez une invitation à la personne qui l’administre, ou un lien par courriel."
)
OVER = _l("Cette demande est terminée, ou vient d’un autre navigateur. Recommencez.")


def _provider() -> Provider:
    found = proconnect.provider()
    if found is None:
        abort(404)
    return found


@blueprint.post("/connexion/proconnect")
@audience(Audience.PUBLIC)
def leave_for_proconnect() -> Response | tuple[str, int]:
    """Leave for ProConnect."""
    there, browser = _provider(), cookies.asking_cookie() or keys.drawn()
    path = next_page(request.form.get("suite"))
    with unit_of_work():
        left = proconnect.depart(browser=browser, network=network(client_address()), next_path=path)
    if isinstance(left, int):
        raise TooManyRequests(retry_after=left)
    try:
        address = there.leave_to(state=left.state, nonce=left.nonce, challenge=left.challenge)
    except ProviderDown as failure:
        return _problem(DOWN, 503, failure)
    # Not a redirect: `form-action` would follow it, and stop it wherever ProConnect leads.
    response = make_response(render_template("accounts/leaving.html", address=address))
    cookies.give_asking(response, browser)
    return response


@blueprint.get("/connexion/proconnect/retour")
@audience(Audience.PUBLIC)
def back_from_proconnect() -> Response | tuple[str, int]:
    """Come back from ProConnect: its state serves once, in the browser that left."""
    there = _provider()
    with unit_of_work():
        left = proconnect.come_back(request.args.get("state", "")[:200], browser=cookies.asking_cookie())
    if left is None:
        return _problem(OVER, 400)
    try:
        identity = there.identity(request.args.get("code", "")[:2000], nonce=left.nonce, verifier=left.verifier)
    except ProviderDown as failure:
        return _problem(DOWN, 503, failure)
    except NotProved as failure:
        return _problem(REFUSED, 403, failure)
    browser = sessions.browser_called(request.headers.get("User-Agent", ""))
    with unit_of_work():
        token = proconnect.enter(identity, issuer=there.issuer, browser=browser, old=cookies.session_cookie())
    if not token:
        return _problem(REFUSED, 403)
    response = make_response(redirect(left.next_path or HOME, 303))
    cookies.give_session(response, token)
    cookies.take_back_asking(response)
    return response


def _problem(sentence: LazyText, status: int, failure: Exception | None = None) -> tuple[str, int]:
    if failure is not None:
        log.warning("proconnect_refused", kind=type(failure).__name__, why=str(failure))
    return render_template("accounts/sign_in_link.html", token="", problem=sentence), status
