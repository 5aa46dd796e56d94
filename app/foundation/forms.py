"""Forms that people fill: French sentences beside the field, cleaned and bounded text, three-state answers.

The form of a search address, which keeps what it understands, is `app.directory.searching`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import wtforms
from wtforms import validators
from wtforms.fields import SelectChoice
from wtforms.i18n import get_translations

from app.foundation.i18n import _, current_language
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.links import safe_email, safe_url
from app.foundation.phones import phone
from app.foundation.text import typography

LINE_CHARACTERS = 300
TEXT_CHARACTERS = 5000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u2028\u2029\ufeff]")


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
