"""Every listing of one's scope: found, read with its whole past, opened and closed again."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts import invitations
from app.accounts.confirming import fresh_proof
from app.accounts.rules import Role, WantedRole
from app.catalogue.facts import SHOWN, ServiceFacts, Status
from app.catalogue.fields import FIELDS, GROUPS, Group
from app.catalogue.models import Service
from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.forms import clean
from app.foundation.i18n import format_date, ngettext
from app.foundation.i18n import gettext as _
from app.foundation.mail import BadAddress
from app.foundation.text import typography
from app.foundation.unit_of_work import unit_of_work
from app.moderation.blueprint import agent, blueprint, own_listing, words
from app.moderation.presenting import labels
from app.moderation.presenting.duplicates import merge_views
from app.moderation.presenting.listings import list_views
from app.moderation.presenting.past import acts
from app.moderation.presenting.values import Words, lines_of
from app.moderation.queries.duplicates import merges_about
from app.moderation.queries.listings import listings as found_listings
from app.moderation.queries.past import count_revisions, past_of
from app.moderation.routes.versions import version_page
from app.proposals.access import NoService
from app.proposals.operations import restore_listing, set_listing_status
from app.proposals.operations.organizations import covers_whole, require_whole
from app.proposals.rules import ReasonMissing
from app.proposals.values import read
from app.territory.queries import now, reference

SHOWN_ROWS = 200
#: What an agent may do with a listing in each state.
NEXT: dict[Status, tuple[Status, ...]] = {
    Status.DRAFT: (Status.PUBLISHED, Status.ARCHIVED),
    Status.PUBLISHED: (Status.TEMPORARILY_CLOSED, Status.CLOSED),
    Status.TEMPORARILY_CLOSED: (Status.PUBLISHED, Status.CLOSED),
    Status.CLOSED: (Status.PUBLISHED, Status.ARCHIVED),
    Status.ARCHIVED: (Status.PUBLISHED,),
}


def done_sentence() -> str:
    """What has just been done, named in the address."""
    return {
        "enregistre": _("C’est enregistré, et publié si la fiche est publiée."),
        "etat": _("L’état de la fiche est changé."),
        "restaure": _("La fiche dit de nouveau ce qu’elle disait."),
        "invite": _("L’invitation est partie."),
        "cree": _("La fiche est créée, en brouillon. Publiez-la quand elle est prête."),
        "rien": _("La fiche le disait déjà : rien n’a changé."),
        "transfere": _("La fiche est donnée à la nouvelle structure."),
        "photo": _("La photo est retirée. « Reprendre une version » peut la remettre."),
        "fusion": _("Les deux fiches n’en font plus qu’une."),
    }.get(request.args.get("fait", ""), "")


@blueprint.get("/fiches")
@audience(Audience.AGENT)
def listings() -> str:
    """Search over everything in one's scope, drafts and closed listings too."""
    known = reference()
    asked = {name: request.args.get(name, "") for name in ("q", "etat", "commune", "theme")}
    found = found_listings(
        agent(), asked["q"][:200], status=asked["etat"], commune=asked["commune"], theme=asked["theme"]
    )
    return render_template(
        "moderation/listings.html",
        heading=ngettext("%(num)s fiche", "%(num)s fiches", len(found)),
        rows=list_views(found[:SHOWN_ROWS]),
        more=max(0, len(found) - SHOWN_ROWS),
        asked=asked,
        statuses=[("", _("Tous")), *((code, str(said)) for code, said in labels.STATUSES.items())],
        communes=[("", _("Toutes")), *((code, one.name) for code, one in known.communes.items())],
        themes=[("", _("Tous")), *((slug, one.label) for slug, one in known.themes.items())],
    )


@blueprint.get("/fiches/<uuid:uuid>")
@audience(Audience.AGENT)
def listing(uuid: UUID) -> str:
    """A listing: what it says, its whole past, what it said."""
    return listing_page(uuid)


def listing_page(uuid: UUID, errors: list[tuple[str, str]] | None = None) -> str:
    """The page, with what went wrong if anything did."""
    service, facts = own_listing(uuid)
    told = words()
    sections = [(group, _section(group, facts, told)) for group in GROUPS]
    return render_template(
        "moderation/listing.html",
        heading=typography(service.name),
        service=service,
        said=_said(service),
        public=url_for("directory.service", slug=service.slug) if facts.status in SHOWN else "",
        sections=[(group.value, str(GROUPS[group]), rows) for group, rows in sections if rows],
        states=[(state.value, str(labels.STATUSES[state.value])) for state in NEXT[facts.status]],
        past_acts=acts(past_of(service)),
        merges=merge_views(merges_about(service.id)),
        revisions=count_revisions(service),
        may_invite=service.organization is not None and covers_whole(service.organization.uuid, agent()),
        errors=errors or [],
        done=done_sentence(),
    )


def _section(group: Group, facts: ServiceFacts, told: Words) -> list[tuple[str, list[str]]]:
    rows = []
    for line in FIELDS.values():
        if line.group is group:
            rows.append((str(line.label), lines_of(line, read(facts, line.name), told)))
    return rows


def _said(service: Service) -> list[str]:
    known = reference()
    kind = known.types.get(service.type_slug)
    said = [str(labels.STATUSES[service.status]), typography(kind.label) if kind else service.type_slug]
    if service.assured_on:
        said.append(_("Confirmée le %(day)s par %(who)s", day=format_date(service.assured_on), who=service.assured_by))
    else:
        said.append(_("Jamais confirmée"))
    if service.next_due:
        late = service.next_due < now().date()
        words = _("À confirmer depuis le %(day)s") if late else _("À confirmer avant le %(day)s")
        said.append(words % {"day": format_date(service.next_due)})
    return said


@blueprint.post("/fiches/<uuid:uuid>/etat")
@audience(Audience.AGENT)
def change_status(uuid: UUID) -> Response | tuple[str, int]:
    """Publish, close for a time, close, archive, open again, with a reason."""
    _service, facts = own_listing(uuid)
    wanted = request.form.get("etat", "")
    if wanted not in [state.value for state in NEXT[facts.status]]:
        return listing_page(uuid, [("etat", _("Choisissez ce que devient la fiche."))]), 400
    try:
        with unit_of_work(uuid):
            set_listing_status(uuid, Status(wanted), by=agent(), reason=_reason())
    except ReasonMissing:
        return listing_page(uuid, [("motif-etat", _("Dites pourquoi : l’histoire de la fiche le garde."))]), 400
    return redirect(url_for("moderation.listing", uuid=uuid, fait="etat"), 303)


@blueprint.post("/fiches/<uuid:uuid>/revenir")
@audience(Audience.AGENT)
def restore(uuid: UUID) -> Response | tuple[str, int]:
    """Make a listing say again what it said in a revision."""
    own_listing(uuid)
    number = request.form.get("numero", "")
    if not number.isdecimal() or len(number) > 9:
        refuse(400, _("Choisissez la version à reprendre."))
    try:
        with unit_of_work(uuid):
            changed = restore_listing(uuid, int(number), by=agent(), reason=_reason())
    except ReasonMissing:
        return version_page(
            uuid, int(number), [("motif-revenir", _("Dites pourquoi : l’histoire de la fiche le garde."))]
        ), 400
    except NoService:
        refuse(404, _("Cette version n’existe pas."))
    return redirect(url_for("moderation.listing", uuid=uuid, fait="restaure" if changed else "rien"), 303)


@blueprint.post("/fiches/<uuid:uuid>/inviter")
@audience(Audience.AGENT)
@fresh_proof
def invite(uuid: UUID) -> Response | tuple[str, int]:
    """Invite somebody of the structure to keep its listings."""
    service, _facts = own_listing(uuid)
    if service.organization is None:
        return listing_page(uuid, [("courriel", _("Dites d’abord quelle structure propose ce service."))]), 400
    require_whole(service.organization.uuid, by=agent())
    role = WantedRole(Role.OWNER, service.organization.uuid)
    try:
        with unit_of_work():
            wait = invitations.invite(request.form.get("courriel", "")[:320], role, by=agent())
    except BadAddress:
        return listing_page(uuid, [("courriel", _("Écrivez une adresse comme nom@exemple.fr."))]), 400
    if wait:
        refuse(429, _("Trop d’invitations en peu de temps. Attendez un peu, puis recommencez."))
    return redirect(url_for("moderation.listing", uuid=uuid, fait="invite"), 303)


def _reason() -> str:
    return (clean(request.form.get("motif", "")) or "")[:2000]
