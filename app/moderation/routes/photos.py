"""Photos on the agents' desk: those that wait, those that are shown, and taking one away at once."""

from __future__ import annotations

from uuid import UUID

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from app.catalogue.photos import MIME, data_of
from app.foundation.actors import Audience, audience
from app.foundation.forms import clean
from app.foundation.i18n import gettext as _
from app.foundation.unit_of_work import unit_of_work
from app.moderation.blueprint import agent, blueprint, own_listing
from app.moderation.routes.listings import listing_page
from app.moderation.routes.proposals import found_proposal
from app.proposals.operations import edit_listing


@blueprint.get("/propositions/<uuid:uuid>/photo/<name>")
@audience(Audience.AGENT)
def sent_photo_file(uuid: UUID, name: str) -> Response:
    """A photo that somebody proposes, or that it would replace."""
    proposal, _service, facts = found_proposal(uuid)
    rows = [row for row in proposal.fields if row.field == "photo"]
    named = {value["file"] for row in rows for value in (row.seen, row.wanted, row.final) if value}
    return _file(name, named | ({facts.photo.file} if facts and facts.photo else set()))


@blueprint.get("/fiches/<uuid:uuid>/photo/<name>")
@audience(Audience.AGENT)
def listing_photo_file(uuid: UUID, name: str) -> Response:
    """The photo of a listing, whatever its state."""
    _service, facts = own_listing(uuid)
    return _file(name, {facts.photo.file} if facts.photo else set())


@blueprint.post("/fiches/<uuid:uuid>/photo/retirer")
@audience(Audience.AGENT)
def remove_photo(uuid: UUID) -> Answer | tuple[str, int]:
    """Take the photo away at once, with a reason; an earlier version of the listing brings it back."""
    own_listing(uuid)
    reason = (clean(request.form.get("motif", "")) or "")[:2000]
    if not reason:
        return listing_page(uuid, [("motif-photo", _("Dites pourquoi : l’histoire de la fiche le garde."))]), 400
    with unit_of_work():
        changed = edit_listing(uuid, {"photo": None}, by=agent(), reason=reason)
    return redirect(url_for("moderation.listing", uuid=uuid, fait="photo" if changed else "rien"), 303)


def _file(name: str, allowed: set[str]) -> Response:
    data = data_of(name, allowed)
    if data is None:
        abort(404)
    return Response(data, mimetype=MIME)
