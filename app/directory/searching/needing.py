"""The form of a need: choices of the territory and a few words, opened on what was searched."""

from __future__ import annotations

from typing import Any

import wtforms
from flask import url_for
from wtforms import validators

from app.directory.searching.addresses import Address
from app.directory.searching.form import WEEKDAYS
from app.foundation.forms import Form
from app.foundation.i18n import format_weekday
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.text import typography
from app.needs.rules import AGE_BANDS, age_band
from app.needs.stated import LONGEST_NEED, Stated
from app.territory.periods import DAY_PERIODS, period_name
from app.territory.reference import Reference

#: What a search hands on to the form.
HANDED = ("theme", "type", "commune", "jour", "periode", "age_mois")


class NeedForm(Form):
    """What was sought; nothing of who seeks it."""

    theme = wtforms.SelectField(_l("Quel thème ?"), default="")
    type = wtforms.SelectField(_l("Quel type de service ?"), default="")
    commune = wtforms.SelectField(_l("Près de quelle commune ?"), default="")
    age = wtforms.SelectField(_l("Pour quel âge ?"), default="")
    jour = wtforms.SelectMultipleField(_l("Quels jours ?"))
    periode = wtforms.SelectField(_l("À quelle période ?"), default="")
    text = wtforms.TextAreaField(
        _l("Ce qui vous manque, en quelques mots"),
        [validators.Length(max=LONGEST_NEED, message=_l("Ce texte est trop long : 200 signes au plus."))],
        description=_l("Par exemple : un accueil avant 7 h 30. N’écrivez ni nom, ni téléphone, ni adresse."),
    )
    #: People do not see it; machines fill it.
    website = wtforms.StringField("")

    def stated(self) -> Stated:
        """What was said, as plain values."""
        return Stated(
            theme=self.theme.data or "",
            type=self.type.data or "",
            commune=self.commune.data or "",
            age_band=self.age.data or "",
            period=self.periode.data or "",
            weekdays=tuple(self.jour.data or ()),
            text=(self.text.data or "").strip(),
        )


def need_form(reference: Reference, posted: Any = None, **known: Any) -> NeedForm:
    """The form on what was typed, or on what is known of the search."""
    form = NeedForm(posted, data=known)
    anything = ("", _("Je ne sais pas, ou peu importe"))
    form.theme.choices = [anything, *((slug, typography(one.label)) for slug, one in reference.themes.items())]
    listable = sorted((typography(one.label), slug) for slug, one in reference.types.items() if one.listable)
    form.type.choices = [anything, *((slug, label) for label, slug in listable)]
    form.commune.choices = [anything, *((one.insee, one.name) for one in reference.communes.values())]
    form.age.choices = [anything, *((age_band(low * 12), _band(low, high)) for low, high in AGE_BANDS)]
    form.periode.choices = [anything, *((one.value, period_name(one)) for one in DAY_PERIODS)]
    form.jour.choices = [(code, format_weekday(day)) for day, code in enumerate(WEEKDAYS)]
    return form


def _band(low: int, high: int) -> str:
    if high > 100:
        return _("%(low)s ans et plus", low=low)
    return _("moins de %(high)s ans", high=high + 1) if not low else _("de %(low)s à %(high)s ans", low=low, high=high)


def need_address(address: Address) -> str:
    """The form, opened on this search: only its choices, never its words nor its place."""
    kept = {name: values for name, values in address.typed.items() if name in HANDED}
    return url_for("directory.need", **kept)  # type: ignore[arg-type]


def known_of(args: Any, reference: Reference) -> dict[str, Any]:
    """What an address hands on, as far as it is known here."""
    months = args.get("age_mois", "")
    periods = {one.value for one in DAY_PERIODS}
    return {
        "theme": _one(args, "theme", reference.themes),
        "type": _one(args, "type", reference.types),
        "commune": _one(args, "commune", reference.communes),
        "periode": _one(args, "periode", periods),
        "jour": [day for day in args.getlist("jour") if day in WEEKDAYS],
        "age": age_band(int(months)) if months.isdecimal() and len(months) < 5 and int(months) <= 1200 else "",
    }


def _one(args: Any, name: str, known: Any) -> str:
    said = args.get(name, "")
    return said if said in known else ""
