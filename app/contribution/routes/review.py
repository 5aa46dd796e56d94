"""Read again, then send: today, soon. Both versions when somebody else changed the same thing meanwhile."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.catalogue.fields import FIELDS
from app.contribution.blueprint import actor, page
from app.contribution.desk import Desk, again, listing_desk
from app.contribution.presenting.problems import sentence_of
from app.contribution.presenting.values import changes, said
from app.contribution.queries import current_values, own_listing
from app.contribution.rules import is_heavy, seal
from app.contribution.sections import SECTION_OF
from app.foundation.i18n import gettext as _
from app.foundation.unit_of_work import unit_of_work
from app.proposals.checks import ImpossibleValue
from app.proposals.operations import discard_draft, save_draft, submit
from app.proposals.rules import Conflicts, NameNeeded, NotADraft, NothingProposed, StaleDraft

MINE, THEIRS = "mienne", "leur"
#: Texts that families read: long sentences are pointed out, never refused.
READ = ("summary", "description", "registration", "eligibility")


@page("/espace/fiches/<uuid:uuid>/relire", "review")
def review(uuid: UUID) -> str:
    """What families read today, what they will read."""
    return review_page(listing_desk(uuid, actor()))


@page("/espace/fiches/<uuid:uuid>/envoyer", "send", "POST")
def send(uuid: UUID) -> Response | str | tuple[str, int]:
    """Send the draft to the agents."""
    return send_draft(listing_desk(uuid, actor()))


@page("/espace/fiches/<uuid:uuid>/brouillon/effacer", "discard", "POST")
def discard(uuid: UUID) -> Response:
    """Throw the draft away; the listing does not change."""
    desk = listing_desk(uuid, actor())
    if desk.draft is not None:
        with unit_of_work(uuid):
            discard_draft(desk.draft.uuid, by=actor())
    return redirect(url_for("contribution.listing", uuid=uuid, fait="jete"), 303)


def review_page(desk: Desk, errors: list[tuple[str, str]] | None = None) -> str:
    """Today, soon, and what happens next."""
    changed = desk.changed
    return render_template(
        "contribution/review.html",
        desk=desk,
        changes=changes([(name, desk.live[name], desk.shown[name]) for name in changed], SECTION_OF),
        heavy=[str(FIELDS[name].label) for name in changed if name in READ and is_heavy(desk.shown[name])],
        errors=errors or [],
        version=desk.draft.version if desk.draft else 0,
        assures=bool(desk.draft and desk.draft.assures),
        is_short=not desk.is_new and not desk.draft,
    )


def send_draft(desk: Desk) -> Response | str | tuple[str, int]:  # noqa: PLR0911  each refusal has its page
    """Send it once; a second click leads to what was sent."""
    if desk.draft is None:
        return redirect(desk.home, 303)
    uuid = desk.draft.uuid
    try:
        with unit_of_work(desk.uuid):
            _settle(desk)
    except NotADraft:
        return redirect(url_for("contribution.proposal", uuid=uuid), 303)
    except StaleDraft:
        said_so = _("Le brouillon a changé depuis que vous avez ouvert cette page. Relisez, puis envoyez.")
        return review_page(again(desk, actor()), [("relecture", said_so)]), 409
    except NothingProposed:
        return redirect(f"{desk.home}?fait=rien", 303)
    except NameNeeded:
        return review_page(desk, [("relecture", _("Il manque le nom ou le type du service."))]), 400
    except ImpossibleValue as fault:
        return review_page(desk, [("relecture", sentence_of(fault))]), 400
    except Conflicts as found:
        return _conflict_page(desk, found), 409
    return redirect(url_for("contribution.proposal", uuid=uuid), 303)


def _settle(desk: Desk) -> None:
    """Inside a unit of work: keep what was chosen between two versions, then file."""
    assert desk.draft is not None
    version = request.form.get("version", "")
    expected = int(version) if version.isdecimal() and len(version) < 9 else 0
    mine, theirs = _chosen(desk)
    assures = "tout" in request.form.getlist("assure")
    if theirs or assures != desk.draft.assures:
        if desk.draft.version != expected:
            raise StaleDraft(desk.draft.version)
        expected = save_draft(desk.draft.uuid, {}, by=actor(), drop=theirs, assures=assures).version
    submit(desk.draft.uuid, by=actor(), replacing=mine, expected=expected)


def _chosen(desk: Desk) -> tuple[list[str], list[str]]:
    """The fields whose version was chosen: one's own, somebody else's; none when theirs moved once more."""
    chosen = {name: request.form.get(f"garde-{name}", "") for name in desk.changed}
    picked = [name for name, side in chosen.items() if side in (MINE, THEIRS)]
    if desk.is_new or not picked or request.form.get("vu", "") != seal(_now(desk), picked):
        return [], []
    return [name for name in picked if chosen[name] == MINE], [name for name in picked if chosen[name] == THEIRS]


def _now(desk: Desk) -> dict[str, Any]:
    return current_values(own_listing(desk.uuid, actor()))


def _conflict_page(desk: Desk, found: Conflicts) -> str:
    names = [each.field for each in found.conflicts]
    rows = [
        (each.field, str(FIELDS[each.field].label), said(each.field, each.base), said(each.field, each.theirs),
         said(each.field, each.mine))
        for each in found.conflicts
    ]  # fmt: skip
    return render_template(
        "contribution/conflict.html",
        desk=desk,
        rows=rows,
        seen=seal(_now(desk), names),
        version=desk.draft.version if desk.draft else 0,
        assures=bool(desk.draft and desk.draft.assures),
        sides=(MINE, THEIRS),
    )
