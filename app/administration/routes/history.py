"""Who changed what, and undoing it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.administration.blueprint import administrator, blueprint
from app.administration.operations import undo
from app.administration.presenting import act_views
from app.administration.queries import PER_PAGE, acts
from app.administration.routes.records import done_sentence
from app.administration.rules import CannotUndo, NoSuchThing
from app.administration.subjects import BY_KIND, BY_ROOM, SUBJECTS
from app.foundation.actors import Audience, audience
from app.foundation.errors import refuse
from app.foundation.i18n import gettext as _
from app.foundation.unit_of_work import unit_of_work
from app.territory.queries import reference

#: Older pages are asked for by a filter: no address may cost more.
LAST_PAGE = 500


@blueprint.get("/historique")
@audience(Audience.ADMIN)
def history() -> str:
    """Every change of the reference data, the last first."""
    room, asked = request.args.get("quoi", ""), request.args.get("page", "1")
    subject = BY_ROOM.get(room)
    page = int(asked) if asked.isdecimal() and len(asked) < 4 and 0 < int(asked) <= LAST_PAGE else 1
    found, total = acts([subject.kind] if subject else BY_KIND, page=page)
    return render_template(
        "administration/history.html",
        heading=_("Historique"),
        done=done_sentence(),
        room=room if subject else "",
        rooms=[("", _("Tout")), *((one.room, str(one.title)) for one in SUBJECTS)],
        acts=act_views(found, reference()),
        page=page,
        pages=max(1, -(-total // PER_PAGE)),
        total=total,
    )


@blueprint.post("/historique/<int:number>/annuler")
@audience(Audience.ADMIN)
def undo_act(number: int) -> Response:
    """Put back what was there before an act: this is an act too."""
    try:
        with unit_of_work():
            undo(number, by=administrator())
    except NoSuchThing:
        refuse(404, _("Ce changement n’existe pas, ou ne s’annule pas ici."))
    except CannotUndo as why:
        refuse(409, _("Ce changement ne peut pas être annulé. %(why)s", why=str(why)))
    return redirect(url_for("administration.history", fait="annule"), 303)
