"""A section of a listing as a form: from wanted values to fields, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Self

import wtforms
from wtforms import validators
from wtforms.fields import SelectChoice

from app.foundation.forms import Form
from app.foundation.i18n import _
from app.foundation.i18n import lazy_gettext as _l

Values = dict[str, Any]
#: Rows of one table that a page may hold.
MOST_ROWS = 40
_AMOUNT = re.compile(r"(\d{1,6})(?:[.,](\d{1,2}))?")


class SectionForm(Form):
    """One page of a listing. `names` are the fields of the guide that it proposes."""

    names: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def opened(cls, values: Values, posted: Any = None) -> Self:
        """The form on these values, or on what was just typed."""
        form = cls(posted, data=cls.typed(values))
        form.prepare()
        return form

    @classmethod
    def typed(cls, values: Values) -> Values:
        """What the fields hold for these values; by default a field bears the name of the guide."""
        return dict(values)

    def prepare(self) -> None:
        """Choices that depend on the territory."""

    def wanted(self, before: Values) -> Values:
        """The values that were typed, with the names of the guide."""
        return {name: self[name].data for name in self.names}

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, sentence) pairs, rows of tables included."""
        return [pair for field in self for pair in _problems(field)]


def _problems(field: Any) -> Iterator[tuple[str, str]]:
    if isinstance(field, wtforms.FieldList):
        for row in field.entries:
            for inner in row.form:
                yield from _problems(inner)
        return
    for said in field.errors[:1]:
        yield field_id(field), str(said)


def field_id(field: Any) -> str:
    """Where the summary of errors leads."""
    return str(field.id)


class Row(Form):
    """A line of a table; one that is empty, or removed, is not there."""

    remove = wtforms.BooleanField(_l("Retirer cette ligne"))
    #: The fields that say whether something was typed.
    told: ClassVar[tuple[str, ...]] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return bool(self.remove.data) or not any(str(self[name]._value()).strip() for name in self.told)

    def validate(self, extra_validators: Any = None) -> bool:
        """An empty line is never wrong."""
        return True if self.is_blank else bool(super().validate(extra_validators))

    @classmethod
    def typed(cls, value: Mapping[str, Any]) -> Values:
        """What its fields hold for this row."""
        return dict(value)

    def value(self) -> Values:
        """The row that was typed."""
        raise TypeError(type(self).__name__)


def table(row: type[Row], legend: Any, **options: Any) -> Any:
    """A list of such rows, an empty one at the end when there is none."""
    return wtforms.FieldList(wtforms.FormField(row), legend, min_entries=1, max_entries=MOST_ROWS, **options)


def rows_of(field: Any) -> list[Values]:
    """The rows that were typed."""
    return [entry.form.value() for entry in field.entries if not entry.form.is_blank]


def filled_rows(row: type[Row], values: Iterable[Mapping[str, Any]]) -> list[Values]:
    """What the fields of a table hold."""
    return [row.typed(value) for value in values]


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Choices from (value, label) pairs."""
    return [SelectChoice(value, label) for value, label in pairs]


def in_their_order(before: Iterable[str], ticked: Iterable[str] | None) -> list[str]:
    """The ticked values: those that were there in the order they had, the new ones after."""
    chosen = list(ticked or ())
    return list(dict.fromkeys([*(each for each in before if each in chosen), *chosen]))


def line(label: Any, hint: Any = "", *, maximum: int = 300, checks: Iterable[Any] = (), **kw: Any) -> Any:
    """A line of text."""
    limits = [validators.Length(max=maximum, message=_too_long(maximum)), *checks]
    return wtforms.StringField(label, limits, description=hint, render_kw={"maxlength": maximum, **kw})


def words(label: Any, hint: Any = "", *, maximum: int = 5000, rows: int = 5) -> Any:
    """A longer text."""
    limits = [validators.Length(max=maximum, message=_too_long(maximum))]
    return wtforms.TextAreaField(label, limits, description=hint, render_kw={"rows": rows})


def whole(label: Any, hint: Any = "", *, most: int = 100_000) -> Any:
    """A whole number, or nothing."""
    limits = [validators.Optional(), validators.NumberRange(0, most, message=_l("Écrivez un nombre plus petit."))]
    return _Whole(label, limits, description=hint, render_kw={"inputmode": "numeric"})


def day(label: Any, hint: Any = "", *, required: bool = False) -> Any:
    """A date."""
    check = validators.InputRequired(_l("Choisissez une date.")) if required else validators.Optional()
    return _Day(label, [check], description=hint, render_kw={"type": "date"})


class _Whole(wtforms.IntegerField):
    def process_formdata(self, valuelist: Any) -> None:
        try:
            super().process_formdata([each.strip() for each in valuelist])
        except ValueError as fault:
            raise ValueError(_("Écrivez un nombre entier, en chiffres.")) from fault


class _Day(wtforms.DateField):
    def process_formdata(self, valuelist: Any) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(_("Écrivez une date comme 2027-08-31.")) from fault


def _too_long(maximum: int) -> Any:
    return _l("Ce texte est trop long : %(number)s signes au plus.", number=maximum)


def is_amount(form: wtforms.Form, field: wtforms.Field) -> None:
    """Validator: an amount in euros."""
    if cents(field.data) is None:
        raise validators.ValidationError(_("Écrivez un prix en euros, comme 4,20."))


def cents(text: str | None) -> int | None:
    """“4,20”, “4.2 €”, “4”: cents; None for anything else."""
    found = _AMOUNT.fullmatch(re.sub(r"[\s\u00a0\u202f€]+", "", text or ""))
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None


def euros(amount: int) -> str:
    """Cents as they are typed: 4,20."""
    return f"{amount // 100},{amount % 100:02d}" if amount % 100 else str(amount // 100)
