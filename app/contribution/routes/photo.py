"""The page of the photo, and the photos that families do not see yet."""

from __future__ import annotations

from uuid import UUID

from flask import Response as Sent
from flask import abort, redirect, render_template, request
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.wrappers import Response

from app.catalogue.photos import MIME, data_of
from app.contribution.blueprint import actor, page
from app.contribution.desk import Desk, SectionMoved, again, keep, listing_desk
from app.contribution.forms.photo import ACCEPTED, PhotoForm
from app.contribution.presenting.problems import sentence_of
from app.contribution.presenting.values import Changed, changes
from app.contribution.queries import own_proposal
from app.contribution.routes.new import draft_desk
from app.contribution.rules import seal
from app.contribution.sections import SECTIONS
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.limits import accepts_file
from app.foundation.unit_of_work import unit_of_work
from app.proposals.checks import ImpossibleValue

#: A little more than a photo may weigh, so that one too heavy still gets its own page back with what was typed.
MOST_BODY = 20 * 1024 * 1024
TOO_HEAVY = _l("Cette photo est beaucoup trop lourde : 8 Mo au plus. Rien n’a changé.")
NEXT = "suite"


@page("/espace/fiches/<uuid:uuid>/modifier/photo", "photo")
def photo(uuid: UUID) -> str:
    """The photo of a listing."""
    return _show(listing_desk(uuid, actor()))


@page("/espace/fiches/<uuid:uuid>/modifier/photo", "save_photo", "POST")
@accepts_file(MOST_BODY, TOO_HEAVY)
def save_photo(uuid: UUID) -> Response | tuple[str, int]:
    """Keep it in the draft."""
    return _receive(listing_desk(uuid, actor()))


@page("/espace/nouvelles/<uuid:uuid>/modifier/photo", "new_photo")
def new_photo(uuid: UUID) -> str | Response:
    """The photo of a listing to come."""
    desk = draft_desk(uuid)
    return _show(desk) if isinstance(desk, Desk) else desk


@page("/espace/nouvelles/<uuid:uuid>/modifier/photo", "save_new_photo", "POST")
@accepts_file(MOST_BODY, TOO_HEAVY)
def save_new_photo(uuid: UUID) -> Response | tuple[str, int]:
    """Keep it in the draft."""
    desk = draft_desk(uuid)
    return _receive(desk) if isinstance(desk, Desk) else desk


@page("/espace/fiches/<uuid:uuid>/photo/<name>", "photo_file")
def photo_file(uuid: UUID, name: str) -> Response:
    """A photo of one's own listing, public or not."""
    return _file(name, listing_desk(uuid, actor()).photos)


@page("/espace/nouvelles/<uuid:uuid>/photo/<name>", "new_photo_file")
def new_photo_file(uuid: UUID, name: str) -> Response:
    """The photo of a listing to come."""
    desk = draft_desk(uuid)
    return _file(name, desk.photos) if isinstance(desk, Desk) else desk


@page("/espace/propositions/<uuid:uuid>/photo/<name>", "sent_photo_file")
def sent_photo_file(uuid: UUID, name: str) -> Response:
    """A photo that was sent to the agents, or that it replaces."""
    rows = [row for row in own_proposal(uuid, actor()).fields if row.field == "photo"]
    values = [value for row in rows for value in (row.seen, row.wanted, row.final) if value]
    return _file(name, {value["file"] for value in values})


def _file(name: str, allowed: set[str]) -> Response:
    data = data_of(name, allowed)
    if data is None:
        abort(404)
    return Sent(data, mimetype=MIME)


def _show(desk: Desk) -> str:
    return _page(desk, PhotoForm.for_listing(str(desk.uuid), desk.shown))


def _receive(desk: Desk) -> Response | tuple[str, int]:
    form = PhotoForm.for_listing(str(desk.uuid), desk.shown, CombinedMultiDict((request.files, request.form)))
    if not form.validate():
        return _page(desk, form), 400
    typed = form.wanted(desk.shown)
    try:
        with unit_of_work(desk.uuid):
            keep(desk, typed, seen=request.form.get("vu", ""), by=actor())
    except SectionMoved as moved:
        return _page(desk, form, changes([("photo", moved.current["photo"], typed["photo"])])), 409
    except ImpossibleValue as fault:
        return _page(desk, form, impossible=sentence_of(fault)), 400
    gesture = request.form.get("geste", "")
    return redirect(f"{desk.home}?fait=enregistre" if gesture == NEXT else desk.review, 303)


def _page(desk: Desk, form: PhotoForm, both: list[Changed] | None = None, *, impossible: str = "") -> str:
    fresh = again(desk, actor()) if both is not None else desk
    return render_template(
        "contribution/sections/photo.html",
        desk=fresh,
        section=SECTIONS["photo"],
        form=form,
        accepted=ACCEPTED,
        current="",
        both=both,
        seen=seal(fresh.shown, form.names),
        errors=[*form.problems, *([("image", impossible)] if impossible else [])],
    )
