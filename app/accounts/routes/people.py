"""Accounts, for administrators: who may do what, invitations, closing a door."""

from __future__ import annotations

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.accounts import invitations
from app.accounts.blueprint import blueprint
from app.accounts.confirming import fresh_proof
from app.accounts.forms import EmailForm
from app.accounts.gate import current_actor
from app.accounts.models import Person, RoleGrant
from app.accounts.operations import address_works, disable, enable, reset_second_factor, revoke
from app.accounts.queries import people, person_by_uuid, roles_of
from app.accounts.rules import LastAdministrator, Role, WantedRole
from app.foundation import mail
from app.foundation.actors import Actor, Audience, audience
from app.foundation.db import session
from app.foundation.errors import refuse
from app.foundation.i18n import LazyText
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.unit_of_work import unit_of_work
from app.territory.queries import reference

NAMES: dict[Role, LazyText] = {
    Role.OWNER: _l("structure, responsable"),
    Role.EDITOR: _l("structure"),
    Role.AGENT: _l("agent"),
    Role.CTG: _l("équipe de la convention"),
    Role.ADMIN: _l("administrateur"),
}
#: Those that this page offers; structures are invited from their own page.
OFFERED = (Role.AGENT, Role.CTG, Role.ADMIN)
DONE: dict[str, LazyText] = {
    "invite": _l("L’invitation est partie."),
    "ferme": _l("Le compte est fermé, ses connexions sont terminées."),
    "ouvert": _l("Le compte est ouvert de nouveau."),
    "retire": _l("Le rôle est retiré."),
    "courriels": _l("Les courriels repartent vers cette adresse."),
    "facteur": _l("La double vérification est à refaire à la prochaine connexion."),
}


def _actor() -> Actor:
    actor = current_actor()
    assert actor is not None
    return actor


@blueprint.get("/administration/comptes")
@audience(Audience.ADMIN)
def all_people() -> str:
    """Accounts and their roles, by name or address."""
    return _page(EmailForm())


@blueprint.post("/administration/comptes/inviter")
@audience(Audience.ADMIN)
@fresh_proof
def invite_somebody() -> Response | tuple[str, int]:
    """Invite an agent, a reader of the figures, an administrator."""
    form = EmailForm(request.form)
    kind = request.form.get("role", "")
    if not form.validate() or kind not in [role.value for role in OFFERED]:
        return _page(form), 400
    role = WantedRole(Role(kind), communes=_bounds("commune"), themes=_bounds("theme"))
    with unit_of_work():
        wait = invitations.invite(form.address, role, by=_actor())
    if wait:
        raise TooManyRequests(retry_after=wait)
    return redirect(url_for("accounts.all_people", fait="invite"), 303)


def _bounds(name: str) -> tuple[str, ...] | None:
    """The communes or themes ticked, None when none is: no bound. Unknown ones are refused, not widened to all."""
    known = reference().communes if name == "commune" else reference().themes
    wanted = request.form.getlist(name)
    if any(each not in known for each in wanted):
        abort(400)
    return tuple(sorted(wanted)) if wanted and request.form.get("role") == Role.AGENT else None


def _page(form: EmailForm) -> str:
    words = request.args.get("q", "")[:100]
    found = people(words)
    roles = roles_of(person.id for person in found)
    known = reference()
    return render_template(
        "accounts/people.html",
        errors=form.problems,
        email=form.email.data or "",
        words=words,
        people=[(person, [(role.id, NAMES[Role(role.kind)]) for role in roles[person.id]]) for person in found],
        silent=mail.unreachable(person.email or "" for person in found),
        offered=[(role.value, NAMES[role]) for role in OFFERED],
        communes=[(commune.insee, commune.name) for commune in known.communes.values()],
        themes=[(theme.slug, theme.label) for theme in known.themes.values()],
        done=DONE.get(request.args.get("fait", ""), ""),
    )


@blueprint.post("/administration/comptes/<uuid:person>/<any(fermer, ouvrir, verification, courriels):act>")
@audience(Audience.ADMIN)
@fresh_proof
def change_person(person: UUID, act: str) -> Response:
    """Close an account, open it again, take a lost second factor away, or say that its address receives again."""
    verbs = {
        "fermer": (disable, "ferme"),
        "ouvrir": (enable, "ouvert"),
        "verification": (reset_second_factor, "facteur"),
        "courriels": (address_works, "courriels"),
    }
    verb, done = verbs[act]
    try:
        with unit_of_work():
            verb(_found(person), by=_actor())
    except LastAdministrator:
        refuse(409, _("C’est le dernier compte qui administre l’annuaire : ouvrez-en d’abord un autre."))
    return redirect(url_for("accounts.all_people", fait=done), 303)


@blueprint.post("/administration/comptes/<uuid:person>/roles/<int:number>/retirer")
@audience(Audience.ADMIN)
@fresh_proof
def take_role_back(person: UUID, number: int) -> Response:
    """Take one role back."""
    try:
        with unit_of_work():
            given = session().get(RoleGrant, number)
            if given is None or given.person_id != _found(person).id:
                abort(404)
            revoke(given, by=_actor())
    except LastAdministrator:
        refuse(409, _("C’est le dernier compte qui administre l’annuaire : ouvrez-en d’abord un autre."))
    return redirect(url_for("accounts.all_people", fait="retire"), 303)


def _found(uuid: UUID) -> Person:
    person = person_by_uuid(uuid)
    if person is None:
        abort(404)
    return person
