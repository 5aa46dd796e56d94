"""A listing in the fewest words: a drawing, a question, a short answer."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.catalogue.queries import redirected_slug, service_page
from app.directory.blueprint import page
from app.directory.presenting.easy import easy_rows
from app.directory.presenting.emergencies import emergencies
from app.directory.presenting.sheet import sheet_of
from app.directory.searching.answers import moment_now
from app.foundation.errors import refuse
from app.foundation.i18n import gettext as _
from app.territory.queries import local_reference


@page("/services/<slug>/facile", "easy_service")
def easy_service(slug: str) -> str | Response:
    """The same listing, easy to read: whoever is lost is led back to the whole one."""
    found = service_page(slug)
    if found is None and (moved := redirected_slug(slug)):
        return redirect(url_for("directory.easy_service", slug=moved), 301)
    if found is None:
        refuse(404, _("Cette fiche n’existe pas."))
    known = local_reference()
    kind = known.types[found.card.type]
    sheet = sheet_of(found, known, moment_now())
    return render_template(
        "directory/easy_service.html",
        card=sheet.card,
        sheet=sheet,
        rows=easy_rows(sheet, kind),
        emergencies=emergencies(known) if kind.sensitive else [],
    )
