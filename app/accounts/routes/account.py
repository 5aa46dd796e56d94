"""One’s own account: name and language, sessions, second factor, a copy of one’s data, erasure."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

from flask import current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts import cookies, passkeys, personal_data, second_factor, sessions
from app.accounts.blueprint import blueprint
from app.accounts.confirming import fresh_proof
from app.accounts.forms import AccountForm, CodeForm
from app.accounts.gate import current_session
from app.accounts.invitations import role_sentence
from app.accounts.models import Person
from app.accounts.operations import rename, said_role
from app.accounts.rules import LastAdministrator
from app.accounts.sessions import SignedIn
from app.foundation.actors import Audience, audience
from app.foundation.db import session
from app.foundation.errors import refuse
from app.foundation.i18n import LANGUAGES, LazyText
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.unit_of_work import unit_of_work
from app.territory.queries import reference

#: What has just been done, named in the address, so that the page can be reloaded.
DONE: dict[str, LazyText] = {
    "enregistre": _l("C’est enregistré."),
    "session": _l("Cet appareil est déconnecté."),
    "sessions": _l("Vos autres appareils sont déconnectés."),
    "cle": _l("La clé d’accès est ajoutée."),
    "sans-cle": _l("La clé d’accès est retirée."),
}
ERASE_WORD = "effacer"


def _signed() -> SignedIn:
    signed = current_session()
    assert signed is not None
    return signed


@blueprint.get("/compte")
@audience(Audience.ACCOUNT)
def account() -> str:
    """What is known of this person, and what they can do about it."""
    signed = _signed()
    return _page(AccountForm(data={"name": signed.name, "language": signed.language}))


@blueprint.post("/compte")
@audience(Audience.ACCOUNT)
def change_account() -> Response | tuple[str, int]:
    """Change one’s name and language."""
    form = AccountForm(request.form)
    if not form.validate():
        return _page(form), 400
    with unit_of_work():
        rename(session().get_one(Person, _signed().person_id), form.name.data, form.language.data)
    return redirect(url_for("accounts.account", fait="enregistre"), 303)


def _page(form: AccountForm) -> str:
    signed = _signed()
    zone = ZoneInfo(reference().time_zone)
    roles = sessions.living_roles(signed.person_id)
    teams = [each.organization for each in signed.actor.memberships if each.is_owner]
    names = current_app.extensions["organization_names"](teams)
    return render_template(
        "accounts/account.html",
        errors=form.problems,
        form=form,
        signed=signed,
        done=DONE.get(request.args.get("fait", ""), ""),
        roles=[role_sentence(said_role(role)) for role in roles],
        teams=[(uuid, names.get(uuid, "")) for uuid in teams],
        sessions=sessions.sessions_of(signed.person_id),
        zone=zone,
        languages=[(each.code, each.name) for each in LANGUAGES.values()],
        keys=passkeys.keys_of(signed.person_id),
        with_keys=passkeys.are_possible(),
        codes_left=second_factor.recovery_codes_left(signed.person_id),
        desks=[(url_for(endpoint), label) for who, endpoint, label in _desks() if who in signed.actor.audiences],
    )


def _desks() -> list[tuple[Audience, str, LazyText]]:
    """(for whom, view, what) of the desks above that people with an account work at; each adds its own."""
    found: list[tuple[Audience, str, LazyText]] = current_app.extensions.get("desks", [])
    return found


@blueprint.post("/compte/sessions/<int:number>/terminer")
@audience(Audience.ACCOUNT)
def end_session(number: int) -> Response:
    """Sign another device out."""
    signed = _signed()
    with unit_of_work():
        ended = sessions.end_session(number, person_id=signed.person_id)
    if not ended:
        refuse(404, _("Cet appareil est déjà déconnecté."))
    return redirect(url_for("accounts.account", fait="session"), 303)


@blueprint.post("/compte/sessions/terminer")
@audience(Audience.ACCOUNT)
def end_other_sessions() -> Response:
    """Sign every other device out."""
    signed = _signed()
    with unit_of_work():
        sessions.end_all(signed.person_id, but=signed.session_id)
    return redirect(url_for("accounts.account", fait="sessions"), 303)


@blueprint.get("/compte/mes-donnees.json")
@audience(Audience.ACCOUNT)
def own_data() -> Response:
    """Everything kept about this person, as a file."""
    person = session().get_one(Person, _signed().person_id)
    text = json.dumps(personal_data.export(person), ensure_ascii=False, indent=2)
    response = make_response(text + "\n")
    response.mimetype = "application/json"
    response.headers["Content-Disposition"] = "attachment; filename=mes-donnees.json"
    return response


@blueprint.get("/compte/effacer")
@audience(Audience.ACCOUNT)
def erasing() -> str:
    """What erasing an account does, and the word to type."""
    return _erasing(CodeForm())


@blueprint.post("/compte/effacer")
@audience(Audience.ACCOUNT)
@fresh_proof
def erase_account() -> Response | tuple[str, int]:
    """Erase one’s account; the history keeps a pseudonym."""
    form = CodeForm(request.form)
    if not form.validate() or form.code.data.casefold() != ERASE_WORD:
        form.code.errors = [_("Tapez le mot « effacer » pour confirmer.")]
        return _erasing(form), 400
    try:
        with unit_of_work():
            personal_data.erase(session().get_one(Person, _signed().person_id))
    except LastAdministrator:
        form.code.errors = [_("Vous êtes seul à administrer l’annuaire. Donnez d’abord ce rôle à quelqu’un d’autre.")]
        return _erasing(form), 409
    response = make_response(redirect("/", 303))
    cookies.take_back_session(response)
    return response


def _erasing(form: CodeForm) -> str:
    return render_template("accounts/erase.html", errors=form.problems)
