"""Structures: found, added, changed, closed and reopened; what each publishes at once; a listing given to another."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts.rules import OutOfScope
from app.catalogue.fields import Group
from app.catalogue.models import Organization
from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.forms import clean
from app.foundation.i18n import gettext as _
from app.foundation.i18n import ngettext
from app.foundation.text import typography
from app.foundation.unit_of_work import unit_of_work
from app.moderation.blueprint import agent, blueprint
from app.moderation.forms import form_key
from app.moderation.presenting.listings import list_views
from app.moderation.presenting.organizations import (
    AS_ALL,
    AT_ONCE,
    CHECKED,
    done_views,
    policy_views,
)
from app.moderation.queries.organizations import acts_on, listings_of, organization_by_uuid, organizations
from app.proposals.light import LIGHT, light_fields
from app.proposals.operations import (
    close_organization,
    create_organization,
    decide_name,
    edit_organization,
    forget_policy,
    reopen_organization,
    set_policy,
    undo_organization_act,
)
from app.proposals.operations.names import asked_name, names_asked
from app.proposals.operations.organizations import (
    TOLD,
    StaleOrganization,
    StillOffers,
    keeps,
    shown_token,
)
from app.proposals.organizations import KINDS, LABELS, Errors, as_written, kind_options, read_organization, said_of
from app.proposals.rules import NotPending, ReasonMissing


def own_organization(uuid: UUID, *, to_change: bool = False) -> Organization:
    """The structure, if this agent looks after one of its listings (after all, to change it). Raises OutOfScope."""
    found = organization_by_uuid(uuid)
    if found is None:
        refuse(404, _("Cette structure n’existe pas."))
    if not keeps(found, agent())[to_change]:
        raise OutOfScope
    return found


@blueprint.get("/organismes")
@audience(Audience.AGENT)
def all_organizations() -> str:
    """Those of one's scope, and what each publishes at once."""
    words = request.args.get("q", "")[:200]
    found = organizations(agent(), words)
    return render_template(
        "moderation/organizations.html",
        heading=ngettext("%(num)s structure", "%(num)s structures", len(found)),
        rows=[(one, typography(one.name), str(KINDS.get(one.kind, one.kind))) for one in found],
        words=words,
        asked=name_links(),
    )


def name_links() -> list[tuple[str, str]]:
    """(address, sentence) of each name that waits for this agent."""
    waiting = [(one, organization_by_uuid(one.organization)) for one in names_asked()]
    return [
        (url_for("moderation.organization", organization=found.uuid),
         _("%(before)s demande à s’appeler %(after)s", before=typography(found.name), after=typography(one.name)))
        for one, found in waiting
        if found is not None and keeps(found, agent())[1]
    ]  # fmt: skip


@blueprint.get("/organismes/nouveau")
@audience(Audience.AGENT)
def new_organization() -> str:
    """A structure to add."""
    return _form({}, [])


@blueprint.post("/organismes/nouveau")
@audience(Audience.AGENT)
def add_organization() -> Response | tuple[str, int]:
    """Add it; listings can then be given to it."""
    values, errors = read_organization(request.form)
    if errors:
        return _form(values, errors), 400
    with unit_of_work():
        uuid = create_organization(values, by=agent(), reason=reason(), uuid=form_key()).uuid
    return redirect(url_for("moderation.organization", organization=uuid, fait="ajoute"), 303)


def _form(values: dict[str, str], errors: Errors) -> str:
    return render_template(
        "moderation/organization_new.html",
        heading=_("Ajouter une structure"),
        values=values,
        errors=errors,
        labels=LABELS,
        kinds=kind_options(),
        reason=reason(),
        key=form_key() or uuid4(),
    )


@blueprint.get("/organismes/<uuid:organization>")
@audience(Audience.AGENT)
def organization(organization: UUID) -> str:
    """A structure: what is said of it, what it offers here, what it publishes at once, what was done."""
    return _page(organization)


def _page(
    uuid: UUID, *, errors: Errors | None = None, values: dict[str, str] | None = None, stale: bool = False
) -> str:
    found = own_organization(uuid)
    may_change = keeps(found, agent())[1]
    done = {
        "ajoute": _("La structure est ajoutée."),
        "enregistre": _("C’est enregistré."),
        "publication": _("C’est enregistré : cela vaut pour ses prochains envois."),
        "ferme": _("La structure est fermée."),
        "rouvre": _("La structure est rouverte."),
        "nom": _("Le nouveau nom est public."),
        "nom-refuse": _("Le nom est refusé : la structure lit votre raison."),
        "remis": _("C’est remis comme avant."),
    }
    return render_template(
        "moderation/organization.html",
        heading=typography(found.name),
        found=found,
        kind=str(KINDS.get(found.kind, found.kind)),
        may_change=may_change,
        asked=asked_name(uuid),
        values=as_written(values) if values else said_of(found),
        live=said_of(found) if stale else {},
        token=shown_token(found),
        stale=stale,
        labels=LABELS,
        kinds=kind_options(),
        policies=policy_views(found),
        rows=list_views(listings_of(found, agent())),
        past=done_views(acts_on([uuid]), found if may_change else None),
        errors=errors or [],
        reason=reason(),
        done=done.get(request.args.get("fait", ""), ""),
    )


@blueprint.post("/organismes/<uuid:organization>")
@audience(Audience.AGENT)
def change_organization(organization: UUID) -> Response | tuple[str, int]:
    """Write what is said of it."""
    own_organization(organization, to_change=True)
    values, errors = read_organization(request.form)
    if errors:
        return _page(organization, errors=errors, values=values), 400
    try:
        with unit_of_work():
            expected = request.form.get("version", "")
            edit_organization(organization, values, by=agent(), expected=expected, reason=reason())
    except StaleOrganization:
        return _page(organization, values=values, stale=True), 409
    return _back(organization, "enregistre")


@blueprint.post("/organismes/<uuid:organization>/nom")
@audience(Audience.AGENT)
def answer_name(organization: UUID) -> Response | tuple[str, int]:
    """Take the name that its owner asks for, or refuse it with a reason."""
    own_organization(organization, to_change=True)
    accepted, shown = request.form.get("reponse") == "accepter", request.form.get("nom", "")
    try:
        with unit_of_work():
            decide_name(organization, shown, accepted=accepted, by=agent(), reason=reason())
    except ReasonMissing:
        return _page(organization, errors=[("motif-nom", _("Dites pourquoi : la structure lit votre raison."))]), 400
    except NotPending:
        refuse(409, _("Ce nom n’attend plus : quelqu’un a répondu, ou la structure en demande un autre."))
    return _back(organization, "nom" if accepted else "nom-refuse")


@blueprint.post("/organismes/<uuid:organization>/publication")
@audience(Audience.AGENT)
def change_policy(organization: UUID) -> Response:
    """Say which light fields it publishes at once; only the groups that the form names change."""
    own_organization(organization, to_change=True)
    with unit_of_work():
        for group in LIGHT:
            _say_policy(organization, group, request.form.get(f"groupe-{group.value}", ""))
    return _back(organization, "publication")


def _say_policy(organization: UUID, group: Group, said: str) -> None:
    if said == AS_ALL:
        forget_policy(organization, group, by=agent())
    elif said in (AT_ONCE, CHECKED):
        set_policy(organization, group, allowed=said == AT_ONCE, by=agent())


@blueprint.post("/organismes/<uuid:organization>/<any(fermer, rouvrir):act>")
@audience(Audience.AGENT)
def close_or_reopen(organization: UUID, act: str) -> Response | tuple[str, int]:
    """It exists no more, or again."""
    own_organization(organization, to_change=True)
    verb, done = (close_organization, "ferme") if act == "fermer" else (reopen_organization, "rouvre")
    try:
        with unit_of_work():
            verb(organization, by=agent(), reason=reason())
    except ReasonMissing:
        said = _("Dites pourquoi : l’histoire de la structure le garde.")
        return _page(organization, errors=[("motif-fermer", said)]), 400
    except StillOffers:
        said = _("Elle propose encore des fiches : fermez-les, ou donnez-les à une autre structure.")
        return _page(organization, errors=[("motif-fermer", said)]), 409
    return _back(organization, done)


@blueprint.post("/organismes/<uuid:organization>/remettre/<int:number>")
@audience(Audience.AGENT)
def undo_organization(organization: UUID, number: int) -> Response:
    """Put back what one act had changed."""
    own_organization(organization, to_change=True)
    try:
        with unit_of_work():
            undo_organization_act(organization, number, by=agent())
    except NotPending:
        refuse(409, _("Cela a changé depuis : il n’y a plus rien à remettre."))
    return _back(organization, "remis")


@blueprint.get("/publication")
@audience(Audience.AGENT)
def publication() -> str:
    """What is published at once in one's scope, by whom, and who decided it."""
    trusted = [one for one in organizations(agent()) if one.at_once]
    told = []
    for one in trusted:
        found = organization_by_uuid(one.uuid)
        if found is not None:
            groups = [view.label for view in policy_views(found) if view.value == AT_ONCE]
            told.append((one.uuid, typography(one.name), groups))
    own = {one.uuid: one.name for one in organizations(agent())}
    said = acts_on(list(own), ("organization",), verb=TOLD)
    return render_template(
        "moderation/publication.html",
        heading=_("Publié aussitôt, relu après"),
        groups=[light_fields(group) for group in LIGHT],
        rows=told,
        past=done_views(acts_on(list(own), ("policy",))),
        told=[
            (UUID(entry.subject_id), typography(own[UUID(entry.subject_id)]), view)
            for entry, view in zip(said, done_views(said), strict=True)
        ],
    )


def _back(organization: UUID, done: str) -> Response:
    return redirect(url_for("moderation.organization", organization=organization, fait=done), 303)


def reason() -> str:
    """Why, as it was typed."""
    return (clean(request.form.get("motif", "")) or "")[:2000]
