"""What is done in one tap: everything is right, places today; and saying that a service stops or is back."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts.rules import NotYourStructure
from app.catalogue.facts import SHOWN, Status
from app.contribution.blueprint import actor, page
from app.contribution.desk import listing_desk
from app.contribution.forms.messages import ClosingForm, ReopeningForm
from app.contribution.presenting.sheet import preview
from app.contribution.queries import current_values, own_listing, own_service
from app.contribution.routes.listings import listing_page
from app.foundation.errors import refuse
from app.foundation.i18n import gettext as _
from app.foundation.unit_of_work import unit_of_work
from app.proposals.freshness.operations import confirm
from app.proposals.operations import NoService, NotShown, propose, propose_closure, propose_reopening
from app.proposals.rules import AuthorKind, NothingProposed
from app.proposals.values import Values
from app.territory.queries import now

#: More free places than any service has.
MOST_PLACES = 2000


@page("/espace/fiches/<uuid:uuid>/a-jour", "confirming")
def confirming(uuid: UUID) -> str:
    """Where the link of a reminder leads: the listing, and one button."""
    desk = listing_desk(uuid, actor())
    return render_template("contribution/confirm.html", desk=desk, sheet=preview(desk.live))


@page("/espace/fiches/<uuid:uuid>/a-jour", "confirm", "POST")
def confirm_listing(uuid: UUID) -> Response:
    """Everything is right: assured today."""
    try:
        with unit_of_work(uuid):
            confirm(uuid, by=actor())
    except NoService:
        raise NotYourStructure from None
    return redirect(url_for("contribution.listing", uuid=uuid, fait="a-jour"), 303)


@page("/espace/fiches/<uuid:uuid>/places-libres", "tell_places", "POST")
def tell_places(uuid: UUID) -> Response | tuple[str, int]:
    """Free places today, in one tap."""
    typed = request.form.get("libres", "").strip()
    values = current_values(own_listing(uuid, actor()))
    if not typed.isdecimal() or len(typed) > 5 or int(typed) > MOST_PLACES:
        return listing_page(uuid, _("Écrivez un nombre de places, en chiffres."), typed), 400
    try:
        with unit_of_work(uuid):
            own_service(uuid, actor())
            wanted = {"availability": _with_free(values, int(typed))}
            sent = propose(uuid, wanted, by=actor(), author_kind=AuthorKind.STRUCTURE)
            number = sent.uuid
    except NothingProposed:
        return redirect(url_for("contribution.listing", uuid=uuid, fait="places"), 303)
    return redirect(url_for("contribution.proposal", uuid=number), 303)


def _with_free(values: Values, free: int) -> list[Values]:
    """The first band with this many free places today; a band is made when there is none."""
    today = {"free": free, "observed_on": now().date().isoformat(), "source": _("la structure")}
    empty = {"label": "", "age_min_months": None, "age_max_months": None, "authorised": None}
    first, *others = values["availability"] or [empty]
    total = first["authorised"]
    return [{**first, **today, "authorised": max(total, free) if total is not None else None}, *others]


@page("/espace/fiches/<uuid:uuid>/fermer", "closing")
def closing(uuid: UUID) -> str:
    """Say that the service stops, for a time or for good."""
    service = own_service(uuid, actor())
    _require(service.status in SHOWN)
    return render_template("contribution/closing.html", service=service, form=ClosingForm(), errors=[], chosen="temps")


@page("/espace/fiches/<uuid:uuid>/fermer", "close", "POST")
def close(uuid: UUID) -> Response | tuple[str, int]:
    """Send it to the agents."""
    service, form = own_service(uuid, actor()), ClosingForm(request.form)
    chosen = request.form.get("duree", "")
    errors = [] if form.validate() else form.problems
    if chosen not in ("temps", "toujours"):
        errors = [("duree", _("Dites si c’est pour un temps ou pour toujours.")), *errors]
    if errors:
        page = render_template("contribution/closing.html", service=service, form=form, errors=errors, chosen=chosen)
        return page, 400
    try:
        with unit_of_work(uuid):
            number = propose_closure(uuid, by=actor(), message=form.message.data, for_a_time=chosen == "temps").uuid
    except (NotShown, NothingProposed):
        _require(False)
    return redirect(url_for("contribution.proposal", uuid=number), 303)


@page("/espace/fiches/<uuid:uuid>/rouvrir", "reopening")
def reopening(uuid: UUID) -> str:
    """Say that the service is there again."""
    service = own_service(uuid, actor())
    _require(service.status in (Status.CLOSED, Status.TEMPORARILY_CLOSED))
    return render_template("contribution/reopening.html", service=service, form=ReopeningForm(), errors=[])


@page("/espace/fiches/<uuid:uuid>/rouvrir", "reopen", "POST")
def reopen(uuid: UUID) -> Response | tuple[str, int]:
    """Send it to the agents."""
    service, form = own_service(uuid, actor()), ReopeningForm(request.form)
    if not form.validate():
        page = render_template("contribution/reopening.html", service=service, form=form, errors=form.problems)
        return page, 400
    try:
        with unit_of_work(uuid):
            number = propose_reopening(uuid, by=actor(), message=form.message.data or "").uuid
    except (NotShown, NothingProposed):
        _require(False)
    return redirect(url_for("contribution.proposal", uuid=number), 303)


def _require(possible: bool) -> None:
    if not possible:
        refuse(409, _("La fiche n’est pas dans un état qui permet cela. Ouvrez-la de nouveau."))
