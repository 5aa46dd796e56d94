"""What people type to come in, and about themselves."""

from __future__ import annotations

import wtforms
from wtforms import validators
from wtforms.fields import SelectChoice

from app.foundation.forms import Form, is_email
from app.foundation.i18n import LANGUAGES
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.links import safe_email

MISSING_EMAIL = _l("Écrivez votre adresse de courriel.")
MISSING_CODE = _l("Écrivez le code.")
MISSING_KEY_NAME = _l("Donnez un nom à cette clé.")
MISSING_NAME = _l("Écrivez votre nom.")


class EmailForm(Form):
    """The address that receives the link, or an invitation."""

    email = wtforms.StringField(
        "", [validators.InputRequired(str(MISSING_EMAIL)), validators.Length(max=254), is_email]
    )

    @property
    def address(self) -> str:
        """The address, normalised."""
        return safe_email(self.email.data) or ""


class CodeForm(Form):
    """A code, typed with or without spaces."""

    code = wtforms.StringField("", [validators.InputRequired(str(MISSING_CODE)), validators.Length(max=40)])


class KeyForm(Form):
    """A new passkey: how its owner calls it, and what the browser answered."""

    name = wtforms.StringField("", [validators.InputRequired(str(MISSING_KEY_NAME)), validators.Length(max=60)])
    key = wtforms.StringField("", [validators.Length(max=20_000)])


class NameForm(Form):
    """How colleagues call this person."""

    name = wtforms.StringField("", [validators.InputRequired(str(MISSING_NAME)), validators.Length(max=120)])


class AccountForm(NameForm):
    """One's own name and language."""

    language = wtforms.SelectField("", choices=[SelectChoice(each.code, each.name) for each in LANGUAGES.values()])
