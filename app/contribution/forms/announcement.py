"""A short piece of news, with its first and its last day."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

import wtforms
from wtforms import validators

from app.contribution.forms.base import day, line, words
from app.following.rules import LONGEST_TEXT, LONGEST_TITLE, BadAnnouncement, Wanted
from app.foundation.forms import Form
from app.foundation.i18n import LazyText
from app.foundation.i18n import lazy_gettext as _l

WHY: dict[str, LazyText] = {
    "missing": _l("Écrivez quelque chose ici."),
    "too-long": _l("C’est trop long : faites plus court."),
    "past": _l("Ce dernier jour est déjà passé."),
    "order": _l("Le dernier jour est avant le premier."),
    "too-far": _l("Une annonce dure trois mois au plus. Choisissez un jour plus proche."),
    "unknown": _l("Choisissez une réponse de la liste."),
    "too-many": _l("Cette fiche a déjà cinq annonces : retirez-en une d’abord."),
}
#: How long an announcement lasts when nobody says.
USUAL = timedelta(days=14)


class AnnouncementForm(Form):
    """What to tell, from when, until when, on which pages."""

    title = line(
        _l("Titre"), _l("Quelques mots, comme on les dirait. Par exemple : portes ouvertes samedi 12 décembre."),
        maximum=LONGEST_TITLE, checks=[validators.InputRequired(WHY["missing"])],
    )  # fmt: skip
    text = words(_l("Texte"), _l("Ce qu’il faut savoir : quoi, où, quand, pour qui. 500 signes au plus."),
                 maximum=LONGEST_TEXT, rows=5)  # fmt: skip
    starts_on = day(_l("Montrer à partir du"), required=True)
    ends_on = day(_l("Jusqu’au"), _l("Ce jour est compris ; ensuite l’annonce disparaît toute seule."), required=True)
    on_commune = wtforms.BooleanField(_l("La montrer aussi sur la page de la commune"))
    on_theme = wtforms.BooleanField(_l("La montrer aussi sur la page du thème"))
    key = wtforms.HiddenField()

    @classmethod
    def opened(cls, today: date, posted: Any = None) -> AnnouncementForm:
        """The form, from today for two weeks."""
        return cls(posted, data={"starts_on": today, "ends_on": today + USUAL, "key": secrets.token_hex(16),
                                 "on_commune": True})  # fmt: skip

    def wanted(self, **tied: Any) -> Wanted:
        """What was typed, tied to a listing, a theme, a commune."""
        return Wanted(
            title=self.title.data or "", text=self.text.data or "",
            starts_on=self.starts_on.data, ends_on=self.ends_on.data, **tied,
        )  # fmt: skip

    def refuse(self, fault: BadAnnouncement) -> None:
        """Say it beside its field."""
        field = fault.field if fault.field in self else "title"
        self[field].errors = [str(WHY[fault.why])]
