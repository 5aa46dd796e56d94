"""The form of an alert: an address, and a field that only machines fill."""

from __future__ import annotations

import wtforms
from werkzeug.datastructures import MultiDict
from wtforms import validators

from app.directory.searching.followed import Followed, followed_listing, followed_search, search_target
from app.following.alerts import Wish
from app.foundation.forms import Form, is_email
from app.foundation.i18n import current_language
from app.foundation.i18n import lazy_gettext as _l

LONGEST_ADDRESS = 254


class AlertForm(Form):
    """Where to write."""

    email = wtforms.StringField(
        _l("Votre adresse de courriel"),
        [
            validators.InputRequired(_l("Écrivez votre adresse de courriel.")),
            validators.Length(max=LONGEST_ADDRESS, message=_l("Cette adresse est trop longue.")),
            is_email,
        ],
        description=_l("Elle ne sert qu’à ces nouvelles. Vous arrêtez quand vous voulez."),
    )
    #: People do not see it; machines fill it.
    website = wtforms.StringField("")


def wanted(args: MultiDict[str, str]) -> Followed | None:
    """What an address of the form names: a listing, or a search; None when it cannot be followed by mail."""
    slug = args.get("fiche", "")
    found = followed_listing(slug[:200]) if slug else followed_search(search_target(args))
    return None if found is None or found.is_sensitive else found


def wish_of(what: Followed) -> Wish:
    """The same, to be kept."""
    return Wish(what.kind, what.target, what.title, what.path, current_language())
