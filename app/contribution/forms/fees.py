"""Prices: how they are made, and the grid of the quotient familial."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import wtforms

from app.catalogue.facts import FeeKind
from app.contribution.forms.base import (
    Row,
    SectionForm,
    Values,
    cents,
    choices,
    day,
    euros,
    filled_rows,
    is_amount,
    line,
    rows_of,
    table,
    whole,
    words,
)
from app.contribution.forms.tables import as_date, in_order
from app.foundation.i18n import _
from app.foundation.i18n import lazy_gettext as _l

UNITS = (
    ("jour", _l("la journée")), ("demi-journee", _l("la demi-journée")), ("heure", _l("par heure")),
    ("repas", _l("le repas")), ("seance", _l("la séance")), ("semaine", _l("la semaine")), ("mois", _l("par mois")),
    ("an", _l("par an")), ("sejour", _l("le séjour")), ("acte", _l("la démarche")),
)  # fmt: skip
KINDS = (
    (FeeKind.FREE.value, _l("Gratuit")),
    (FeeKind.FLAT.value, _l("Le même prix pour tous")),
    (FeeKind.QUOTIENT.value, _l("Selon le quotient familial (QF)")),
    (FeeKind.NATIONAL_SCALE.value, _l("Selon les revenus, avec le barème national de la Caf")),
    (FeeKind.PROVIDER.value, _l("Prix fixé par la structure")),
    ("", _l("Je ne sais pas")),
)


class FeeRow(Row):
    """A price, for a bracket or for everybody."""

    told: ClassVar[tuple[str, ...]] = ("amount", "qf_min", "qf_max")
    qf_min = whole(_l("QF à partir de"), most=100_000)
    qf_max = whole(_l("QF jusqu’à"), _l("Vide : et plus."), most=100_000)
    amount = line(_l("Prix en euros"), maximum=12, checks=[is_amount], inputmode="decimal")
    unit = wtforms.SelectField(_l("Pour"), choices=choices(UNITS))
    label = line(_l("Précision"), _l("Par exemple : journée avec repas."), maximum=160)
    valid_from = day(_l("Valable à partir du"))
    valid_to = day(_l("Valable jusqu’au"))

    @classmethod
    def typed(cls, value: Mapping[str, Any]) -> Values:
        dates = {name: as_date(value[name]) for name in ("valid_from", "valid_to")}
        return {**value, **dates, "amount": euros(value["amount_cents"])}

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        if not right or self.is_blank:
            return right
        low, high = self.qf_min.data, self.qf_max.data
        if low is not None and high is not None and high < low:
            self.qf_max.errors = [_("La fin de la tranche est avant son début.")]
            return False
        return in_order(self, "valid_from", "valid_to")

    def value(self) -> Values:
        dates = {name: self[name].data.isoformat() if self[name].data else None for name in ("valid_from", "valid_to")}
        plain = {name: self[name].data for name in ("qf_min", "qf_max", "unit")}
        return {**plain, **dates, "amount_cents": cents(self.amount.data), "label": self.label.data or ""}

    def next_bracket(self) -> Values:
        """The row that follows this one in a grid: the next bracket, for the same thing, at the same dates."""
        same = {name: self[name].data for name in ("unit", "label", "valid_from", "valid_to")}
        return {**same, "qf_min": self.qf_max.data + 1 if self.qf_max.data is not None else None}


class FeesForm(SectionForm):
    """How much."""

    names = ("fees", "fee_note")
    fee_kind = wtforms.RadioField(_l("Comment le prix est fait"), choices=choices(KINDS))
    fees = table(FeeRow, _l("Les prix"))
    fee_note = words(_l("Précision sur les prix"), _l("Aides possibles, moyens de paiement."), rows=3)

    @classmethod
    def typed(cls, values: Values) -> Values:
        rows = filled_rows(FeeRow, values["fees"]["fees"])
        return {"fee_kind": values["fees"]["fee_kind"], "fees": rows, "fee_note": values["fee_note"]}

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        return right and self._is_free_or_priced() and self._brackets_are_apart()

    def wanted(self, before: Values) -> Values:
        fees = {"fee_kind": self.fee_kind.data or "", "fees": rows_of(self.fees)}
        return {"fees": fees, "fee_note": self.fee_note.data or ""}

    def _is_free_or_priced(self) -> bool:
        row = next((entry.form for entry in self.fees.entries if not entry.form.is_blank), None)
        if self.fee_kind.data == FeeKind.FREE.value and row is not None and cents(row.amount.data):
            row.amount.errors = [_("Vous avez choisi « Gratuit » : retirez ce prix, ou choisissez un autre mode.")]
            return False
        return True

    def _brackets_are_apart(self) -> bool:
        """Two brackets of one thing never hold the same quotient."""
        last: dict[tuple[Any, ...], tuple[int, Any]] = {}
        rows = [entry.form for entry in self.fees.entries if not entry.form.is_blank]
        for row in sorted(rows, key=lambda row: row.qf_min.data or 0):
            if row.qf_min.data is None and row.qf_max.data is None:
                continue
            key = (row.unit.data, row.label.data, row.valid_from.data, row.valid_to.data)
            if key in last and (row.qf_min.data or 0) <= last[key][0]:
                row.qf_min.errors = [_("Cette tranche commence avant la fin de la précédente.")]
                return False
            last[key] = (10**9 if row.qf_max.data is None else row.qf_max.data, row)
        return True
