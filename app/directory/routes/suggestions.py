"""`/api/suggestions`: what completes the two fields, for those whose browser runs scripts."""

from __future__ import annotations

from flask import Response, jsonify, request

from app.directory.blueprint import page
from app.directory.searching.suggestions import suggestions
from app.foundation.errors import refuse
from app.foundation.i18n import lazy_gettext as _

FIELDS = ("q", "ou")


@page("/api/suggestions", "api_suggestions")
def api_suggestions() -> Response:
    """At most eight suggestions for `q` in the field `champ` (`q` or `ou`); nothing of it is kept."""
    field = request.args.get("champ", "")
    if field not in FIELDS:
        refuse(400, _("Dites quel champ vous complétez : champ=q ou champ=ou."))
    return jsonify(items=[one.as_dict() for one in suggestions(field, request.args.get("q", ""))])
