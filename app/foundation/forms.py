"""Forms: French sentences beside the field, cleaned text, bounded lists, three-state answers.

A form parses and cleans; it never answers 500. An address written by hand (`TolerantForm`) keeps what is understood,
and says in a sentence beside each field what is not.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Self

import wtforms
from werkzeug.datastructures import MultiDict
from wtforms import validators
from wtforms.fields import SelectChoice
from wtforms.i18n import get_translations

from app.foundation.i18n import _, current_language, ngettext
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.links import safe_email, safe_url
from app.foundation.phones import phone
from app.foundation.text import typography

LINE_CHARACTERS = 300
TEXT_CHARACTERS = 5000
#: Values of one repeated parameter that are read; the rest is refused with a sentence.
REPEATS = 30
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u2028\u2029\ufeff]")
_TIME = re.compile(r"([0-9]{1,2})\s*[:hH]\s*([0-9]{2})?")


def clean(text: str | None) -> str | None:
    """What was typed, composed (NFC), without control characters nor spaces around."""
    if text is None:
        return None
    return _CONTROL.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


class _Sentences:
    """WTForms' own messages, with French apostrophes and spaces."""

    def __init__(self) -> None:
        self._source = get_translations((current_language(),))

    def gettext(self, message: str) -> str:
        return typography(self._source.gettext(message))

    def ngettext(self, singular: str, plural: str, num: int) -> str:
        return typography(self._source.ngettext(singular, plural, num))


class Form(wtforms.Form):
    """The base of every form: text is cleaned and never longer than its maximum."""

    class Meta:
        def get_translations(self, form: wtforms.Form) -> _Sentences:
            return _Sentences()

        def bind_field(self, form: wtforms.Form, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Clean every text, and bound those that say no maximum."""
            if issubclass(unbound_field.field_class, wtforms.StringField):
                unbound_field.kwargs["filters"] = (clean, *_others(unbound_field.kwargs.get("filters", ()), clean))
                _bound(unbound_field)
            return unbound_field.bind(form=form, **options)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, sentence) pairs, in the order of the page, for the summary of errors."""
        return [(field.id, str(said)) for field in self for said in field.errors if isinstance(said, str) or str(said)]


def _others(filters: Iterable[Any], known: Any) -> list[Any]:
    return [each for each in filters if each is not known]


def _bound(unbound: Any) -> None:
    given = list(unbound.kwargs.get("validators") or (unbound.args[1] if len(unbound.args) > 1 else ()))
    if not any(isinstance(each, validators.Length) for each in given):
        long = issubclass(unbound.field_class, wtforms.TextAreaField)
        given.append(validators.Length(max=TEXT_CHARACTERS if long else LINE_CHARACTERS))
        unbound.args = unbound.args[:1]
        unbound.kwargs["validators"] = given


class TolerantForm(Form):
    """A form read from an address: wrong values are explained and left out, the others count."""

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> Self:
        """The form filled from `request.args`, and validated."""
        form = cls(args)
        form.validate()
        return form

    def accepted(self, name: str) -> Any:
        """The value of a field: what was understood, or the field's default."""
        field = self[name]
        if isinstance(field, ChoicesField):
            return field.data
        return field.default if field.errors else field.data


class ThreeStateField(wtforms.RadioField):
    """Yes, no, unknown: a box could not say “unknown”. `answer` is True, False or None."""

    STATES = (("oui", _l("Oui"), True), ("non", _l("Non"), False), ("inconnu", _l("Je ne sais pas"), None))

    def __init__(self, label: Any = None, checks: Sequence[Any] | None = None, **kwargs: Any) -> None:
        choices = [SelectChoice(slug, said) for slug, said, _value in self.STATES]
        super().__init__(label, checks, choices=choices, default=kwargs.pop("default", "inconnu"), **kwargs)

    def process_data(self, value: Any) -> None:
        """Accept True, False and None as well as the slugs."""
        slugs = {answer: slug for slug, _said, answer in self.STATES}
        self.data = value if isinstance(value, str) else slugs[value]

    def pre_validate(self, form: wtforms.Form) -> None:
        if self.data not in [slug for slug, _said, _answer in self.STATES]:
            raise validators.ValidationError(_("Choisissez oui, non, ou « Je ne sais pas »."))

    @property
    def answer(self) -> bool | None:
        return {slug: answer for slug, _said, answer in self.STATES}.get(self.data)


class _ReadField(wtforms.Field):
    """One value written in an address or a text field; `parse` raises ValueError with a sentence."""

    widget = wtforms.widgets.TextInput()

    def parse(self, text: str) -> Any:
        """The value meant by a cleaned, non-empty text."""
        return text

    def process_formdata(self, valuelist: list[str]) -> None:
        text = clean(valuelist[0])[:LINE_CHARACTERS] if valuelist else ""  # type: ignore[index]
        self.written = text
        self.data = self.parse(text) if text else self.default

    def _value(self) -> str:
        """What was typed, to be shown again."""
        written = getattr(self, "written", None)
        return str(written if written is not None else "" if self.data is None else self.data)


class WholeNumberField(_ReadField):
    """A whole number between two bounds, both included."""

    def __init__(self, label: Any = None, *, minimum: int, maximum: int, **kwargs: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(label, **kwargs)

    def parse(self, text: str) -> int:
        if re.fullmatch(r"[+-]?[0-9]{1,9}", text) and self.minimum <= int(text) <= self.maximum:
            return int(text)
        low, high = self.minimum, self.maximum
        raise ValueError(_("Écrivez un nombre entier entre %(low)s et %(high)s.", low=low, high=high))


class DecimalNumberField(_ReadField):
    """A number with a comma or a point, between two bounds."""

    def __init__(self, label: Any = None, *, minimum: float, maximum: float, **kwargs: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(label, **kwargs)

    def parse(self, text: str) -> float:
        if re.fullmatch(r"[+-]?[0-9]{1,9}([.,][0-9]{1,15})?", text):
            number = float(text.replace(",", "."))
            if math.isfinite(number) and self.minimum <= number <= self.maximum:
                return number
        low, high = self.minimum, self.maximum
        raise ValueError(_("Écrivez un nombre entre %(low)s et %(high)s.", low=low, high=high))


class TimeOfDayField(_ReadField):
    """8:30, 8h30, 18 h: minutes since midnight, 24:00 included."""

    def parse(self, text: str) -> int:
        found = _TIME.fullmatch(text)
        minutes = int(found[1]) * 60 + int(found[2] or 0) if found else -1
        if found is None or not 0 <= minutes <= 1440 or int(found[2] or 0) > 59:
            raise ValueError(_("Écrivez une heure comme 8:30 ou 17:00."))
        return minutes


class FlagField(_ReadField):
    """`1` when asked."""

    def parse(self, text: str) -> bool:
        if text not in ("0", "1"):
            raise ValueError(_("Ce choix n’existe pas."))
        return text == "1"


class ChoiceField(_ReadField):
    """One of the known values."""

    def __init__(self, label: Any = None, *, known: Iterable[str] = (), **kwargs: Any) -> None:
        self.known = tuple(known)
        super().__init__(label, **kwargs)

    def parse(self, text: str) -> str:
        if text not in self.known:
            raise ValueError(_("Ce choix n’existe pas."))
        return text


class ChoicesField(wtforms.Field):
    """Several of the known values: unknown ones are said and left out, doubles count once.

    `known` None accepts any short text (the caller knows better).
    """

    widget = wtforms.widgets.TextInput()

    def __init__(self, label: Any = None, *, known: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.known = None if known is None else tuple(known)
        super().__init__(label, default=kwargs.pop("default", ()), **kwargs)

    def _value(self) -> str:
        return " ".join(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        texts = [text for text in (clean(value) for value in valuelist[:REPEATS]) if text]
        fine = [text for text in texts if len(text) <= LINE_CHARACTERS and (self.known is None or text in self.known)]
        self.data = tuple(dict.fromkeys(fine))
        if len(valuelist) > REPEATS:
            raise ValueError(_("Trop de choix à la fois : %(limit)s au plus.", limit=REPEATS))
        if left_out := len(texts) - len(fine):
            raise ValueError(ngettext("Un choix n’existe pas.", "%(num)s choix n’existent pas.", left_out))


def is_phone(form: wtforms.Form, field: wtforms.Field) -> None:
    """Validator: a number that can be dialled."""
    if field.data and phone(field.data) is None:
        raise validators.ValidationError(_("Écrivez un numéro comme 05 63 00 00 00."))


def is_web_address(form: wtforms.Form, field: wtforms.Field) -> None:
    """Validator: an address that may become a link."""
    if field.data and safe_url(field.data) is None:
        raise validators.ValidationError(_("Écrivez une adresse complète, qui commence par https://."))


def is_email(form: wtforms.Form, field: wtforms.Field) -> None:
    """Validator: a mail address."""
    if field.data and safe_email(field.data) is None:
        raise validators.ValidationError(_("Écrivez une adresse comme nom@exemple.fr."))
