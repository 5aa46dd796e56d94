"""A listing given to another structure."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.catalogue.mapping import UnknownOrganization
from app.catalogue.operations import StaleVersion
from app.foundation.actors import Audience, audience
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.foundation.unit_of_work import unit_of_work
from app.moderation.blueprint import agent, blueprint, own_listing
from app.moderation.presenting.faults import fault_sentence
from app.moderation.routes.organizations import reason
from app.proposals.checks import ImpossibleValue
from app.proposals.operations import transfer_listing
from app.proposals.operations.organizations import open_organizations
from app.proposals.organizations import Errors
from app.proposals.rules import ReasonMissing


@blueprint.get("/fiches/<uuid:uuid>/transferer")
@audience(Audience.AGENT)
def transfer(uuid: UUID) -> str:
    """Give a listing to another structure: what that changes, and the list."""
    return _transfer_page(uuid)


@blueprint.post("/fiches/<uuid:uuid>/transferer")
@audience(Audience.AGENT)
def transfer_to(uuid: UUID) -> Response | tuple[str, int]:
    """Give it, with a reason."""
    own_listing(uuid)
    said, version = request.form.get("structure", ""), request.form.get("version", "")
    if said not in dict(open_organizations()):
        return _transfer_page(uuid, [("structure", _("Choisissez une structure de la liste."))]), 400
    expected = int(version) if version.isdecimal() and len(version) < 10 else -1
    try:
        with unit_of_work():
            changed = transfer_listing(uuid, UUID(said), by=agent(), reason=reason(), expected=expected)
    except ReasonMissing:
        return _transfer_page(uuid, [("motif", _("Dites pourquoi : l’histoire de la fiche le garde."))]), 400
    except (ImpossibleValue, UnknownOrganization) as fault:
        told = fault_sentence(fault) if isinstance(fault, ImpossibleValue) else _("Cette structure n’existe plus.")
        return _transfer_page(uuid, [("structure", told)]), 400
    except StaleVersion:
        return _transfer_page(uuid, stale=True), 409
    return redirect(url_for("moderation.listing", uuid=uuid, fait="transfere" if changed else "rien"), 303)


def _transfer_page(uuid: UUID, errors: Errors | None = None, *, stale: bool = False) -> str:
    service, _facts = own_listing(uuid)
    return render_template(
        "moderation/transfer.html",
        heading=_("Donner la fiche à une autre structure"),
        service=service,
        name=typography(service.name),
        present=typography(service.organization.name) if service.organization else "",
        chosen=request.form.get("structure", ""),
        organizations=[("", _("À choisir")), *open_organizations()],
        reason=reason(),
        errors=errors or [],
        stale=stale,
    )
