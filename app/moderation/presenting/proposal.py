"""A proposal on an agent's screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import url_for

from app.accounts.queries import names_of
from app.catalogue.facts import SHOWN, ServiceFacts
from app.catalogue.fields import FIELDS, PROPOSABLE
from app.catalogue.models import Service
from app.catalogue.queries import organization_names
from app.foundation.i18n import LazyText, format_list, ngettext
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.text import typography
from app.moderation.deciding import ACCEPT, EDIT, REFUSE, Choice, first_choices
from app.moderation.editing import boxes_of
from app.moderation.presenting.changes import ChangeView, change_view
from app.moderation.presenting.moments import when
from app.moderation.presenting.past import acts
from app.moderation.presenting.places import map_view
from app.moderation.presenting.values import Words, lines_of
from app.moderation.presenting.views import FieldView, ListingView, MessageView, PhotoView, ProposalView, SettledView
from app.moderation.queries.past import past_of
from app.proposals.models import Proposal, ProposalField
from app.proposals.organizations import LABELS, shown_value
from app.proposals.rules import AuthorKind, Kind, Status, Verdict, moved
from app.proposals.values import read

KINDS: dict[str, LazyText] = {
    Kind.CHANGE.value: _l("Changement"),
    Kind.NEW.value: _l("Nouvelle fiche"),
    Kind.CLOSE.value: _l("Fermeture"),
    Kind.REOPEN.value: _l("Réouverture"),
    Kind.REPORT.value: _l("Erreur signalée"),
}
OUTCOMES: dict[str, LazyText] = {
    Status.ACCEPTED.value: _l("Acceptée"),
    Status.PARTLY_ACCEPTED.value: _l("Acceptée en partie"),
    Status.REFUSED.value: _l("Refusée"),
    Status.WITHDRAWN.value: _l("Retirée par la structure"),
    Status.SUPERSEDED.value: _l("Remplacée par une proposition plus récente"),
    Status.DRAFT.value: _l("Brouillon"),
}
VERDICTS: dict[str, LazyText] = {
    Verdict.ACCEPTED.value: _l("Accepté."),
    Verdict.EDITED.value: _l("Corrigé puis accepté."),
    Verdict.REFUSED.value: _l("Refusé."),
    Verdict.SUPERSEDED.value: _l("Remplacé par une proposition plus récente."),
    Verdict.WITHDRAWN.value: _l("Retiré par la structure."),
}


def author_of(proposal: Proposal, names: Mapping[UUID, str]) -> str:
    """Who proposes, as agents call them."""
    if proposal.author_kind == AuthorKind.FAMILY:
        return _("Une famille")
    if proposal.author_kind == AuthorKind.IMPORT:
        return _("Un import")
    own = names.get(proposal.organization) if proposal.organization else None
    return typography(own or str((proposal.new_organization or {}).get("name") or proposal.author_name))


def title_of(proposal: Proposal, author: str, listing: str) -> str:
    """“Les Platanes propose 3 changements”."""
    count = len([one for one in proposal.fields if one.decision == Verdict.PENDING]) or len(proposal.fields)
    said = {"author": author, "listing": listing}
    match Kind(proposal.kind):
        case Kind.REPORT:
            return _("%(author)s signale une erreur", **said)
        case Kind.NEW:
            return _("%(author)s propose une nouvelle fiche : %(listing)s", **said)
        case Kind.CLOSE:
            return _("%(author)s annonce une fermeture", **said)
        case Kind.REOPEN:
            return _("%(author)s annonce une réouverture", **said)
    return ngettext("%(author)s propose %(num)s changement", "%(author)s propose %(num)s changements", count, **said)


def listing_name(proposal: Proposal, service: Service | None) -> str:
    """The name of the listing, present or to come."""
    if service is not None:
        return typography(service.name)
    return typography(next((str(one.wanted) for one in proposal.fields if one.field == "name"), ""))


def proposal_view(
    proposal: Proposal,
    service: Service | None,
    facts: ServiceFacts | None,
    words: Words,
    *,
    choices: Mapping[str, Choice] | None = None,
    correcting: Mapping[str, Choice] | None = None,
    others: list[tuple[str, str]] | None = None,
) -> ProposalView:
    """Everything the page shows; `choices` are those already made on a page that comes back."""
    pending = [one for one in proposal.fields if one.decision == Verdict.PENDING]
    since = _moved(facts, pending)
    made = choices if choices is not None else first_choices([one.field for one in pending], since)
    corrected = correcting or {}
    is_open = proposal.status == Status.SUBMITTED
    return ProposalView(
        **_heading(proposal, service, facts, words),
        uuid=proposal.uuid,
        is_new=service is None,
        is_open=is_open,
        version=proposal.version,
        service_version=service.version if service else 0,
        fields=[
            _field(one, facts, since, made.get(one.field, Choice()), words, proposal.uuid) for one in pending if is_open
        ],
        corrections=[_correction(name, choice, facts, words) for name, choice in corrected.items() if facts],
        settled=[_settled(one, words) for one in proposal.fields if one.decision != Verdict.PENDING],
        to_check=any(one.at_once and one.checked_at is None for one in proposal.fields),
        can_ask=is_open and proposal.author_kind == AuthorKind.STRUCTURE,
        thread=_thread(proposal),
        listing=_listing(service, facts, words),
        past=acts(past_of(service, [proposal], limit=12)),
        button=button(made),
        others=others or [],
        more_fields=_more_fields(proposal, corrected) if proposal.kind == Kind.REPORT else [],
    )


def _heading(proposal: Proposal, service: Service | None, facts: ServiceFacts | None, words: Words) -> dict[str, Any]:
    names = organization_names([proposal.organization] if proposal.organization else [])
    kind = words.known.types.get(facts.type if facts else proposal.type_slug)
    return {
        "title": title_of(proposal, author_of(proposal, names), listing_name(proposal, service)),
        "kind_label": str(KINDS[proposal.kind]),
        "type_label": typography(kind.label) if kind else "",
        "is_fictional": facts.is_fictional if facts else False,
        "sent": _sent(proposal),
        "new_organization": _new_organization(proposal),
        "message": typography(proposal.message),
        "outcome": str(OUTCOMES.get(proposal.status, "")),
        "reason": typography(proposal.reason),
    }


def _new_organization(proposal: Proposal) -> list[tuple[str, str]]:
    """What is said of a structure that would be created too, its name first."""
    told = proposal.new_organization or {}
    return [(str(label), typography(shown_value(name, told[name]))) for name, label in LABELS.items() if told.get(name)]


def button(choices: Mapping[str, Choice]) -> str:
    """What the one button will do."""
    published = sum(choice.verdict in (ACCEPT, EDIT) for choice in choices.values())
    refused = sum(choice.verdict == REFUSE for choice in choices.values())
    if published + refused < len(choices):
        missing = len(choices) - published - refused
        return ngettext("Décidez encore %(num)s fois", "Décidez encore %(num)s fois", missing)
    publish = ngettext("Publier %(num)s changement", "Publier %(num)s changements", published)
    if not refused:
        return publish
    if not published:
        return ngettext("Refuser %(num)s changement", "Refuser %(num)s changements", refused)
    return _("%(publish)s, en refuser %(number)s", publish=publish, number=refused)


def _moved(facts: ServiceFacts | None, pending: list[ProposalField]) -> dict[str, Any]:
    if facts is None:
        return {}
    return {one.field: one for one in moved(facts, [(row.field, row.seen, row.wanted) for row in pending])}


def _photos(uuid: UUID, before: Any, after: Any) -> tuple[PhotoView, ...]:
    def view(value: Any, label: str) -> PhotoView:
        large, small = (
            url_for("moderation.sent_photo_file", uuid=uuid, name=f"{value['file']}{ending}.webp")
            for ending in ("", "-640")
        )
        return PhotoView(value, large, small, label)

    return tuple(view(value, label) for value, label in ((before, _("Avant")), (after, _("Après"))) if value)


def _field(
    row: ProposalField, facts: ServiceFacts | None, since: Mapping[str, Any], choice: Choice, words: Words, uuid: UUID
) -> FieldView:
    line = FIELDS[row.field]
    live = read(facts, row.field) if facts else None
    return FieldView(
        name=row.field,
        label=str(line.label),
        change=change_view(line, live, row.wanted, words),
        choice=choice,
        boxes=boxes_of(line, row.wanted, words),
        moved=row.field in since,
        seen=_said(row.field, row.seen, words),
        live=_said(row.field, live, words),
        map=map_view(live, row.wanted) if row.field == "place" else None,
        photos=_photos(uuid, live, row.wanted) if row.field == "photo" else (),
    )


def _correction(name: str, choice: Choice, facts: ServiceFacts, words: Words) -> FieldView:
    line, live = FIELDS[name], read(facts, name)
    return FieldView(name, str(line.label), ChangeView(), choice, boxes_of(line, live, words),
                     live=_said(name, live, words))  # fmt: skip


def _said(name: str, value: Any, words: Words) -> str:
    return " ; ".join(lines_of(FIELDS[name], value, words)) or _("Non renseigné")


def _settled(row: ProposalField, words: Words) -> SettledView:
    applied = row.decision in (Verdict.ACCEPTED, Verdict.EDITED)
    after = row.final if applied and row.final is not None else row.wanted
    verdict = str(VERDICTS.get(row.decision, ""))
    if row.at_once:
        verdict = _("Publié aussitôt, relu.") if row.checked_at else _("Publié aussitôt, à relire.")
    line = FIELDS[row.field]
    can_undo = row.at_once and row.decision == Verdict.ACCEPTED and row.checked_at is None
    change = change_view(line, row.seen, after, words)
    return SettledView(row.field, str(line.label), change, verdict, typography(row.reason), can_undo)


def _sent(proposal: Proposal) -> str:
    if proposal.submitted_at is None:
        return ""
    who = names_of([proposal.author_id]).get(proposal.author_id) if proposal.author_id else None
    if who and proposal.author_kind == AuthorKind.STRUCTURE:
        return _("Envoyé le %(when)s par %(who)s.", when=when(proposal.submitted_at), who=who)
    return _("Envoyé le %(when)s.", when=when(proposal.submitted_at))


def _thread(proposal: Proposal) -> list[MessageView]:
    names = names_of(one.author_id for one in proposal.thread if one.author_id is not None)
    return [
        MessageView(
            names.get(one.author_id, one.author_name) if one.author_id else one.author_name,
            when(one.written_at),
            typography(one.body),
            one.by_agent,
        )
        for one in proposal.thread
    ]


def _listing(service: Service | None, facts: ServiceFacts | None, words: Words) -> ListingView | None:
    if service is None or facts is None:
        return None
    codes = (facts.place.commune,) if facts.place else facts.communes_served
    communes = [words.known.communes[code].name for code in codes if code in words.known.communes]
    public = url_for("directory.service", slug=service.slug) if facts.status in SHOWN else ""
    return ListingView(service.uuid, typography(service.name), format_list(communes), public)


def _more_fields(proposal: Proposal, corrected: Mapping[str, Choice]) -> list[tuple[str, str]]:
    chosen = list(corrected)
    return [
        (url_for("moderation.proposal", uuid=proposal.uuid, champ=[*chosen, name]), str(line.label))
        for name, line in PROPOSABLE.items()
        if name not in corrected
    ]


__all__ = ["ProposalView", "author_of", "button", "listing_name", "proposal_view", "title_of"]
