"""“Où aller en ce moment”: what is open at this very minute, near a place."""

from __future__ import annotations

from flask import render_template, request, url_for

from app.directory.blueprint import page
from app.directory.searching.addresses import Address
from app.directory.searching.answers import ask
from app.directory.searching.places import place_named
from app.directory.searching.soon import opening_soon
from app.foundation.i18n import format_date, format_time, format_weekday, ngettext
from app.foundation.i18n import gettext as _
from app.search.query import MAX_TEXT, Order, SearchQuery
from app.territory.queries import local_reference, now

#: Below so many open doors, those that open next are shown as well.
FEW = 3
SHOWN = 12


@page("/en-ce-moment", "open_now")
def open_now() -> str:
    """The open listings, the nearest first when a place is said; what opens next when there are few."""
    known, moment = local_reference(), now()
    where = "".join(letter for letter in request.args.get("ou", "") if letter.isprintable())[:MAX_TEXT].strip()
    near, problem = place_named(where, known)
    order = Order.DISTANCE if near else Order.RELEVANCE
    query = SearchQuery(moment, near=near, open_now=True, order=order, per_page=SHOWN)
    found = ask(query)
    kept = {"ou": [where]} if near else {}
    told = _("Le %(day)s %(date)s, à %(time)s", day=format_weekday(moment.weekday()), date=format_date(moment.date()),
             time=format_time(moment.hour * 60 + moment.minute))  # fmt: skip
    return render_template(
        "directory/open_now.html",
        heading=_("Où aller en ce moment"),
        lead=_("%(told)s : %(count)s.", told=told, count=_count(found.total)),
        where=where,
        problem=problem,
        results=found,
        soon=opening_soon(query) if found.total < FEW else (),
        more=Address.of({"ouvert": ["maintenant"], **kept, "tri": ["distance"] if near else []}),
        communes=[(url_for("directory.open_now", ou=one.name), one.name) for one in known.communes.values()],
    )


def _count(total: int) -> str:
    if not total:
        return _("rien n’est ouvert, à notre connaissance")
    return ngettext("%(num)d lieu ouvert", "%(num)d lieux ouverts", total)
