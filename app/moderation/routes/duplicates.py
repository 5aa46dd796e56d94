"""Two listings that may be one: compared side by side, merged, parted again, or said to be different."""

from __future__ import annotations

from typing import NoReturn
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.catalogue.facts import ServiceFacts, Status
from app.catalogue.fields import PROPOSABLE
from app.catalogue.models import Service
from app.catalogue.operations import StaleVersion
from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.forms import clean
from app.foundation.i18n import gettext as _
from app.foundation.i18n import ngettext
from app.foundation.text import typography
from app.foundation.unit_of_work import unit_of_work
from app.moderation.blueprint import agent, blueprint, own_listing, words
from app.moderation.presenting.duplicates import (
    FIRST,
    SECOND,
    differences,
    merge_views,
    pair_views,
    side_view,
    signs_sentence,
    wanted_of,
)
from app.moderation.presenting.faults import fault_sentence
from app.moderation.queries.duplicates import merges_in
from app.proposals.checks import ImpossibleValue
from app.proposals.duplicates.operations import CannotMerge, NoMerge, merge, not_duplicates, undo_merge
from app.proposals.duplicates.queries import candidates, likeness_of

Both = tuple[tuple[Service, ServiceFacts], tuple[Service, ServiceFacts]]
ADDRESS = "/doublons/<uuid:uuid>/<uuid:autre>"


@blueprint.get("/doublons")
@audience(Audience.AGENT)
def duplicates() -> str:
    """The likely pairs of one's scope, the likeliest first, and the merges that can be undone."""
    found = pair_views(candidates(agent()))
    done = {
        "differentes": _("C’est noté : ces deux fiches ne seront plus proposées ensemble."),
        "separe": _("Les deux fiches sont de nouveau séparées."),
    }
    return render_template(
        "moderation/duplicates.html",
        heading=ngettext("%(num)s doublon possible", "%(num)s doublons possibles", len(found)),
        pairs=found,
        merges=merge_views(merges_in(agent())),
        done=done.get(request.args.get("fait", ""), ""),
    )


@blueprint.get(ADDRESS)
@audience(Audience.AGENT)
def duplicate(uuid: UUID, autre: UUID) -> str:
    """Both listings side by side: which address stays, and which value of each field."""
    return _page(uuid, autre, {}, FIRST)


@blueprint.post(ADDRESS)
@audience(Audience.AGENT)
def merge_both(uuid: UUID, autre: UUID) -> Response | tuple[str, int]:
    """Make one of them; the other's address leads to it."""
    first, second = _both(uuid, autre)
    kept = SECOND if request.form.get("garder") == SECOND else FIRST
    chosen = {name: request.form.get(f"choix-{name}", "") for name in PROPOSABLE}
    chosen = {name: side for name, side in chosen.items() if side in (FIRST, SECOND)}
    keep, drop = (first, second) if kept == FIRST else (second, first)
    taken = [name for name, side in chosen.items() if side != kept]
    versions = _version(kept), _version(SECOND if kept == FIRST else FIRST)
    try:
        with unit_of_work():
            wanted = wanted_of(keep[1], drop[1], taken)
            merge(keep[0].uuid, drop[0].uuid, by=agent(), wanted=wanted, reason=_reason(), expected=versions)
    except StaleVersion:
        return _page(uuid, autre, chosen, kept, stale=True), 409
    except CannotMerge:
        _refuse_over()
    except ImpossibleValue as fault:
        return _page(uuid, autre, chosen, kept, errors=[(f"choix-{fault.field}", fault_sentence(fault))]), 400
    return redirect(url_for("moderation.listing", uuid=uuid if kept == FIRST else autre, fait="fusion"), 303)


@blueprint.post(f"{ADDRESS}/differentes")
@audience(Audience.AGENT)
def different(uuid: UUID, autre: UUID) -> Response:
    """Say that these are two services: the pair is not offered again."""
    try:
        with unit_of_work():
            _both(uuid, autre)
            not_duplicates(uuid, autre, by=agent())
    except CannotMerge:
        _refuse_over()
    return redirect(url_for("moderation.duplicates", fait="differentes"), 303)


@blueprint.post("/fusions/<uuid:fusion>/defaire")
@audience(Audience.AGENT)
def part_again(fusion: UUID) -> Response:
    """Undo a merge: each listing says again what it said, save what was changed since."""
    try:
        with unit_of_work():
            undo_merge(fusion, by=agent(), reason=_reason())
    except NoMerge:
        refuse(404, _("Ces deux fiches sont déjà séparées."))
    except ImpossibleValue as fault:
        refuse(409, fault_sentence(fault))
    return redirect(url_for("moderation.duplicates", fait="separe"), 303)


def _page(uuid: UUID, autre: UUID, chosen: dict[str, str], kept: str, *, stale: bool = False,
          errors: list[tuple[str, str]] | None = None) -> str:  # fmt: skip
    first, second = _both(uuid, autre)
    if Status.ARCHIVED in (first[1].status, second[1].status):
        _refuse_over()
    fields, alike = differences(first[1], second[1], words(), chosen)
    return render_template(
        "moderation/duplicate.html",
        heading=_("Une seule fiche, ou deux ?"),
        sides=(side_view(FIRST, first[0]), side_view(SECOND, second[0])),
        why=signs_sentence(likeness_of(first[0].id, second[0].id)),
        fields=fields,
        alike=alike,
        kept=kept,
        stale=stale,
        reason=_reason(),
        errors=errors or [],
        names=(typography(first[0].name), typography(second[0].name)),
    )


def _both(uuid: UUID, autre: UUID) -> Both:
    """Both listings, if they are two and both in this agent's scope. Raises OutOfScope."""
    if uuid == autre:
        refuse(404, _("Il faut deux fiches."))
    return own_listing(uuid), own_listing(autre)


def _refuse_over() -> NoReturn:
    refuse(409, _("L’une de ces deux fiches est archivée, ou déjà réunie à une autre : il n’y a plus rien à comparer."))


def _version(side: str) -> int:
    said = request.form.get(f"version-{side}", "")
    return int(said) if said.isdecimal() and len(said) < 10 else -1


def _reason() -> str:
    return (clean(request.form.get("motif", "")) or "")[:2000]
