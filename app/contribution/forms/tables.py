"""Contacts, registration, closures, places: lines that come and go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import wtforms

from app.contribution.forms.base import (
    Row,
    SectionForm,
    Values,
    day,
    filled_rows,
    line,
    rows_of,
    table,
    whole,
    words,
)
from app.contribution.week import read_minutes, written
from app.foundation.forms import is_email, is_phone, is_web_address
from app.foundation.i18n import _
from app.foundation.i18n import lazy_gettext as _l
from app.territory.queries import now


def as_date(value: Any) -> date | None:
    """A date as JSON gives it."""
    return date.fromisoformat(value) if value else None


def in_order(row: Row, first: str, last: str) -> bool:
    """Whether two dates follow each other; says it beside the second when they do not."""
    if row[first].data and row[last].data and row[last].data < row[first].data:
        row[last].errors = [_("Le dernier jour est avant le premier.")]
        return False
    return True


class ContactRow(Row):
    """A way to reach the service; subclasses say which in `typed_value`."""

    told = ("typed_value",)
    label = line(_l("Précision"), _l("Par exemple : secrétariat, le matin."), maximum=160)
    is_public = wtforms.BooleanField(_l("Visible par les familles"), default=True)

    @classmethod
    def typed(cls, value: Mapping[str, Any]) -> Values:
        return {"typed_value": value["value"], "label": value["label"], "is_public": value["is_public"]}

    def value(self) -> Values:
        said = {"value": self["typed_value"].data, "label": self.label.data or ""}
        return {**said, "is_public": bool(self.is_public.data)}


class PhoneRow(ContactRow):
    """A number."""

    typed_value = line(_l("Numéro"), maximum=500, checks=[is_phone], type="tel")


class EmailRow(ContactRow):
    """A mail address."""

    typed_value = line(_l("Adresse de courriel"), maximum=500, checks=[is_email], type="email")


class WebsiteRow(ContactRow):
    """A page."""

    typed_value = line(_l("Adresse du site"), _l("Elle commence par https://."), maximum=500, checks=[is_web_address])


class PersonRow(ContactRow):
    """Somebody."""

    typed_value = line(_l("Nom ou fonction"), maximum=500)


class ContactsForm(SectionForm):
    """Every way to reach the service."""

    names = ("phones", "emails", "websites", "people")
    rows = {"phones": PhoneRow, "emails": EmailRow, "websites": WebsiteRow, "people": PersonRow}
    phones = table(PhoneRow, _l("Téléphones"))
    emails = table(EmailRow, _l("Courriels"))
    websites = table(WebsiteRow, _l("Sites internet"))
    people = table(PersonRow, _l("Personnes à joindre"))

    @classmethod
    def typed(cls, values: Values) -> Values:
        return {name: filled_rows(row, values[name]) for name, row in cls.rows.items()}

    def wanted(self, before: Values) -> Values:
        return {name: rows_of(self[name]) for name in self.names}


class SpanRow(Row):
    """From one day to another, both included, in that order."""

    @classmethod
    def typed(cls, value: Mapping[str, Any]) -> Values:
        return {**value, "starts": as_date(value["starts"]), "ends": as_date(value["ends"])}

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and (self.is_blank or in_order(self, "starts", "ends"))


class CampaignRow(SpanRow):
    """A registration campaign."""

    told = ("label", "starts", "ends", "note")
    label = line(_l("Nom"), _l("Par exemple : inscriptions de septembre."), maximum=200)
    starts = day(_l("Premier jour"), required=True)
    ends = day(_l("Dernier jour"), required=True)
    note = line(_l("Précision"), maximum=500)

    def value(self) -> Values:
        label = self.label.data or _("Inscriptions")
        return {
            "label": label, "starts": self.starts.data.isoformat(), "ends": self.ends.data.isoformat(),
            "note": self.note.data or "",
        }  # fmt: skip


class RegistrationForm(SectionForm):
    """How to enrol, and when."""

    names = ("registration", "campaigns")
    registration = words(_l("Comment s’inscrire"), _l("Les étapes, dans l’ordre."), rows=6)
    campaigns = table(CampaignRow, _l("Périodes d’inscription"))

    @classmethod
    def typed(cls, values: Values) -> Values:
        return {"registration": values["registration"], "campaigns": filled_rows(CampaignRow, values["campaigns"])}

    def wanted(self, before: Values) -> Values:
        return {"registration": self.registration.data or "", "campaigns": rows_of(self.campaigns)}


class ClosureRow(SpanRow):
    """Closed from one day to another."""

    told = ("starts", "ends", "reason")
    starts = day(_l("Premier jour de fermeture"), required=True)
    ends = day(_l("Dernier jour de fermeture"), _l("Le même jour, si c’est un seul jour."), required=True)
    reason = line(_l("Raison"), _l("Par exemple : travaux. Vous pouvez laisser vide."))

    def value(self) -> Values:
        said = {"starts": self.starts.data.isoformat(), "ends": self.ends.data.isoformat()}
        return {**said, "reason": self.reason.data or ""}


class OpeningRow(Row):
    """Open on that date, whatever the week says."""

    told = ("day", "opens", "closes")
    day = day(_l("Jour"), required=True)
    opens = line(_l("Ouvre à"), maximum=10, inputmode="numeric", autocomplete="off")
    closes = line(_l("Ferme à"), maximum=10, inputmode="numeric", autocomplete="off")

    @classmethod
    def typed(cls, value: Mapping[str, Any]) -> Values:
        times = {name: written(value[name]) for name in ("opens", "closes")}
        return {"day": as_date(value["day"]), **times}

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        if not right or self.is_blank:
            return right
        try:
            if read_minutes(self.opens.data) < read_minutes(self.closes.data, closes=True):
                return True
        except ValueError:
            self.opens.errors = [_("Écrivez les deux heures, comme 7 h 30.")]
            return False
        self.closes.errors = [_("La fermeture est avant l’ouverture.")]
        return False

    def value(self) -> Values:
        opens, closes = read_minutes(self.opens.data), read_minutes(self.closes.data, closes=True)
        return {"day": self["day"].data.isoformat(), "opens": opens, "closes": closes}


class ClosuresForm(SectionForm):
    """Dates when the week does not hold."""

    names = ("closures", "special_openings")
    closures = table(ClosureRow, _l("Fermetures"))
    special_openings = table(OpeningRow, _l("Ouvertures exceptionnelles"))

    @classmethod
    def typed(cls, values: Values) -> Values:
        openings = filled_rows(OpeningRow, values["special_openings"])
        return {"closures": filled_rows(ClosureRow, values["closures"]), "special_openings": openings}

    def wanted(self, before: Values) -> Values:
        return {name: rows_of(self[name]) for name in self.names}


class VacancyRow(Row):
    """Places of an age band, today."""

    told = ("label", "free", "authorised")
    label = line(_l("Pour qui"), _l("Par exemple : bébés, ou 3 à 6 ans."), maximum=160)
    free = whole(_l("Places libres"), _l("Laissez vide pour « à demander »."), most=10_000)
    authorised = whole(_l("Places en tout"), most=10_000)
    age_min_months = wtforms.HiddenField()
    age_max_months = wtforms.HiddenField()

    @classmethod
    def typed(cls, value: Mapping[str, Any]) -> Values:
        ages = {name: "" if value[name] is None else str(value[name]) for name in ("age_min_months", "age_max_months")}
        return {**value, **ages}

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        free, total = self.free.data, self.authorised.data
        if right and not self.is_blank and free is not None and total is not None and free > total:
            self.free.errors = [_("Il y a plus de places libres que de places en tout.")]
            return False
        return right

    def value(self) -> Values:
        ages = {
            name: int(text) if (text := self[name].data or "").isdecimal() and len(text) <= 4 else None
            for name in ("age_min_months", "age_max_months")
        }
        return {"label": self.label.data or "", "free": self.free.data, "authorised": self.authorised.data, **ages}


class VacanciesForm(SectionForm):
    """Free places, observed today; lines that did not change keep their date."""

    names = ("availability",)
    availability = table(VacancyRow, _l("Places"))
    confirmed = wtforms.BooleanField(_l("Ces nombres sont vrais aujourd’hui"), default=True)

    @classmethod
    def typed(cls, values: Values) -> Values:
        return {"availability": filled_rows(VacancyRow, values["availability"]), "confirmed": True}

    def wanted(self, before: Values) -> Values:
        today, source = now().date().isoformat(), _("la structure")
        said = {"observed_on": today, "source": source}
        rows = [{**said, **row} for row in rows_of(self.availability)]
        if self.confirmed.data:
            return {"availability": rows}
        dated = {_counts(row): row for row in before["availability"]}
        return {"availability": [dated.get(_counts(row), row) for row in rows]}


def _counts(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("label", "free", "authorised", "age_min_months", "age_max_months"))


class DocumentsForm(SectionForm):
    """What to bring."""

    names = ("documents",)
    documents = words(_l("Pièces à fournir"), _l("Une pièce par ligne."), rows=8)

    @classmethod
    def typed(cls, values: Values) -> Values:
        return {"documents": "\n".join(values["documents"])}

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        if right and len(self._papers()) > 60:
            self.documents.errors = [_("Écrivez 60 pièces au plus.")]
            return False
        return right

    def wanted(self, before: Values) -> Values:
        return {"documents": self._papers()}

    def _papers(self) -> list[str]:
        papers = (paper.strip(" -•\t") for paper in (self.documents.data or "").splitlines())
        return list(dict.fromkeys(paper for paper in papers if paper))
