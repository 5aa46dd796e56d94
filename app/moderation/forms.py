"""The forms of the agents' desk that are more than boxes."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import wtforms
from flask import request
from wtforms import validators
from wtforms.fields import SelectChoice

from app.catalogue.queries import service_uuid_of
from app.following.rules import BadAnnouncement, Wanted
from app.foundation.forms import Form
from app.foundation.i18n import LazyText, _
from app.foundation.i18n import lazy_gettext as _l
from app.territory.queries import reference

WHY: dict[str, LazyText] = {
    "missing": _l("Écrivez quelque chose, et choisissez au moins une fiche, un thème ou une commune."),
    "too-long": _l("C’est trop long : faites plus court."),
    "past": _l("Ce dernier jour est déjà passé."),
    "order": _l("Le dernier jour est avant le premier."),
    "too-far": _l("Une annonce dure trois mois au plus. Choisissez un jour plus proche."),
    "unknown": _l("Rien de tel n’est montré aux familles. Vérifiez, puis recommencez."),
    "too-many": _l("Cette fiche a déjà cinq annonces : retirez-en une d’abord."),
}
USUAL = timedelta(days=14)


def form_key() -> UUID | None:
    """What names the listing or the structure that a form adds: sent twice, it adds one."""
    try:
        return UUID(request.form.get("cle", ""))
    except ValueError:
        return None


def _day(label: LazyText) -> Any:
    check = validators.InputRequired(_l("Choisissez une date."))
    return wtforms.DateField(label, [check], render_kw={"type": "date"})


class AgentAnnouncementForm(Form):
    """What an agent tells, and on which pages."""

    title = wtforms.StringField(_l("Titre"), [validators.InputRequired(_l("Écrivez un titre."))])
    text = wtforms.TextAreaField(_l("Texte"), [validators.InputRequired(_l("Écrivez ce qu’il faut savoir."))])
    starts_on = _day(_l("Montrer à partir du"))
    ends_on = _day(_l("Jusqu’au"))
    service = wtforms.StringField(
        _l("Fiche"), description=_l("La fin de l’adresse de sa page publique. Vous pouvez laisser vide.")
    )
    theme = wtforms.SelectField(_l("Thème"))
    commune = wtforms.SelectField(_l("Commune"))
    key = wtforms.HiddenField()

    @classmethod
    def opened(cls, today: date, posted: Any = None) -> AgentAnnouncementForm:
        """The form, from today for two weeks."""
        form = cls(posted, data={"starts_on": today, "ends_on": today + USUAL, "key": secrets.token_hex(16)})
        form.theme.choices = [SelectChoice(*pair) for pair in form.themes]
        form.commune.choices = [SelectChoice(*pair) for pair in form.communes]
        return form

    @property
    def themes(self) -> list[tuple[str, str]]:
        """(slug, label), none first."""
        every = [(one.slug, one.label) for one in reference().themes.values()]
        return [("", _("Aucun thème en particulier")), *every]

    @property
    def communes(self) -> list[tuple[str, str]]:
        """(INSEE code, name), none first."""
        every = [(one.insee, one.name) for one in reference().communes.values()]
        return [("", _("Aucune commune en particulier")), *every]

    def wanted(self) -> Wanted:
        """What was typed. Raises BadAnnouncement when no listing has that address."""
        slug = (self.service.data or "").rstrip("/").rpartition("/")[2]
        uuid = service_uuid_of(slug) if slug else None
        if slug and uuid is None:
            raise BadAnnouncement("service", "unknown")
        return Wanted(
            title=self.title.data or "", text=self.text.data or "",
            starts_on=self.starts_on.data, ends_on=self.ends_on.data,
            service=uuid, theme=self.theme.data or None, commune=self.commune.data or None,
        )  # fmt: skip

    def refuse(self, fault: BadAnnouncement) -> None:
        """Say it beside its field."""
        self[fault.field].errors = [str(WHY[fault.why])]
