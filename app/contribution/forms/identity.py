"""What it is, and for whom."""

from __future__ import annotations

from typing import Any

import wtforms
from wtforms import validators
from wtforms.fields import SelectChoice

from app.contribution.forms.base import SectionForm, Values, choices, in_their_order, line, whole, words
from app.foundation.i18n import _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.text import MARKDOWN_LIMIT, fold
from app.territory.queries import reference

#: No upper limit, in months.
NO_LIMIT = 1200
UNITS = (("mois", _l("mois")), ("ans", _l("ans")))


class IdentityForm(SectionForm):
    """Name, type, themes, words."""

    names = ("name", "type", "extra_themes", "summary", "description")
    name = line(
        _l("Nom"), _l("Le nom que les familles connaissent."), maximum=200,
        checks=[validators.InputRequired(_l("Écrivez le nom du service."))],
    )  # fmt: skip
    type = wtforms.SelectField(_l("Type de service"), description=_l("Ce que c’est, en un mot."))
    summary = words(_l("Résumé"), _l("Une ou deux phrases simples, 280 signes au plus."), maximum=280, rows=3)
    description = words(
        _l("Description"), _l("Ce que les familles y trouvent, avec des mots courants."),
        maximum=MARKDOWN_LIMIT, rows=10,
    )  # fmt: skip
    extra_themes = wtforms.SelectMultipleField(
        _l("Autres thèmes"), description=_l("Cochez ceux que le service touche aussi.")
    )

    def prepare(self) -> None:
        known = reference()
        kinds = sorted(known.types.values(), key=lambda kind: fold(kind.label))
        self.type.choices = choices((kind.slug, kind.label) for kind in kinds if kind.listable)
        self.extra_themes.choices = choices((theme.slug, theme.label) for theme in known.themes.values())

    def wanted(self, before: Values) -> Values:
        themes = in_their_order(before["extra_themes"], self.extra_themes.data)
        return {**super().wanted(before), "extra_themes": themes}


class AudienceForm(SectionForm):
    """Ages and conditions."""

    names = ("ages", "eligibility")
    youngest = whole(_l("À partir de"), _l("Laissez vide si vous ne savez pas."), most=NO_LIMIT)
    youngest_unit = wtforms.SelectField(_l("Unité du premier âge"), choices=[SelectChoice(*unit) for unit in UNITS])
    oldest = whole(
        _l("Jusqu’à"), _l("Cet âge est compris : jusqu’à 11 ans, on vient encore à 11 ans et demi."), most=NO_LIMIT
    )
    oldest_unit = wtforms.SelectField(_l("Unité du dernier âge"), choices=[SelectChoice(*unit) for unit in UNITS])
    no_limit = wtforms.BooleanField(_l("Pas de limite d’âge"))
    age_note = line(_l("Précision sur l’âge"), _l("Par exemple : dès la première année d’école."))
    eligibility = words(_l("Conditions"), _l("Qui peut venir : habitants, allocataires, tout le monde…"), rows=3)

    @classmethod
    def typed(cls, values: Values) -> Values:
        ages: Values = values["ages"]
        low, low_unit = _lowest(ages["age_min_months"])
        high, high_unit = _highest(ages["age_max_months"])
        return {
            "youngest": low, "youngest_unit": low_unit, "oldest": high, "oldest_unit": high_unit,
            "no_limit": ages["age_max_months"] == NO_LIMIT,
            "age_note": ages["age_note"], "eligibility": values["eligibility"],
        }  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        low, high = self._bounds()
        if right and low is not None and high is not None and low > high:
            self.oldest.errors = [_("Le dernier âge est avant le premier.")]
            return False
        if right and any(age is not None and age > NO_LIMIT for age in (low, high)):
            self.oldest.errors = [_("Écrivez un âge plus petit, ou cochez « Pas de limite d’âge ».")]
            return False
        return right

    def wanted(self, before: Values) -> Values:
        low, high = self._bounds()
        ages = {"age_min_months": low, "age_max_months": high, "age_note": self.age_note.data or ""}
        return {"ages": ages, "eligibility": self.eligibility.data or ""}

    def _bounds(self) -> tuple[int | None, int | None]:
        low, high = self.youngest.data, self.oldest.data
        if low is not None and self.youngest_unit.data == "ans":
            low *= 12
        if high is not None and self.oldest_unit.data == "ans":
            high = high * 12 + 11
        return low, NO_LIMIT if self.no_limit.data else high


def _lowest(months: int | None) -> tuple[int | None, str]:
    if months is None or (months >= 24 and months % 12 == 0):
        return (months // 12 if months is not None else None), "ans"
    return months, "mois"


def _highest(months: int | None) -> tuple[int | None, str]:
    if months is None or months == NO_LIMIT:
        return None, "ans"
    return (months // 12, "ans") if months % 12 == 11 and months >= 23 else (months, "mois")
