"""What is written to an agent."""

from __future__ import annotations

import wtforms
from wtforms import validators

from app.contribution.forms.base import line, words
from app.foundation.forms import Form, is_email
from app.foundation.i18n import lazy_gettext as _l
from app.proposals.rules import LONGEST_REPORT, SHORTEST_REPORT

_NEEDED = _l("Écrivez quelques mots.")
_NAME = _l("Écrivez votre nom.")
_ADDRESS = _l("Écrivez votre adresse de courriel.")


def _said(label: object, hint: object, longest: int, shortest: int = 1) -> wtforms.TextAreaField:
    too_short = _l("Écrivez une phrase, pour que l’on comprenne.")
    too_long = _l("Ce texte est trop long : %(number)s signes au plus.", number=longest)
    checks = [
        validators.InputRequired(_NEEDED),
        validators.Length(min=shortest, message=too_short),
        validators.Length(max=longest, message=too_long),
    ]
    return wtforms.TextAreaField(label, checks, description=hint)


class AnswerForm(Form):
    """An answer to a question."""

    body = _said(_l("Votre réponse"), "", 5000)


class ClosingForm(Form):
    """Why the service stops."""

    message = _said(_l("Que se passe-t-il ?"), _l("Par exemple : le lieu ferme le 31 août, l’équipe part."), 2000)


class ReopeningForm(Form):
    """Since when it is open again."""

    message = words(_l("Quelque chose à dire à l’agent ?"), _l("Vous pouvez laisser vide."), maximum=2000, rows=3)


class ClaimForm(Form):
    """Who says that a listing is that of their structure."""

    name = line(_l("Votre nom"), "", maximum=120, checks=[validators.InputRequired(_NAME)], autocomplete="name")
    email = line(
        _l("Votre courriel de travail"),
        _l("C’est lui qui recevra l’invitation."),
        maximum=254, checks=[validators.InputRequired(_ADDRESS), is_email], type="email", autocomplete="email",
    )  # fmt: skip
    message = words(
        _l("Quel est votre rôle dans la structure ?"), _l("Vous pouvez laisser vide."), maximum=1000, rows=3
    )
    #: People do not see it; machines fill it.
    website = wtforms.StringField("")


class ReportForm(Form):
    """What a family saw."""

    message = _said(
        _l("Qu’est-ce qui n’est pas juste ?"),
        _l("Par exemple : le lieu est fermé le mercredi, ou le téléphone ne répond plus."),
        LONGEST_REPORT, SHORTEST_REPORT,
    )  # fmt: skip
    about = wtforms.SelectField(_l("De quoi s’agit-il ?"))
    reply_to = line(
        _l("Votre courriel, si vous voulez une réponse"),
        _l("Vous pouvez laisser vide. Nous l’effaçons dès que nous vous avons répondu."),
        maximum=254, checks=[is_email], type="email", autocomplete="email",
    )  # fmt: skip
    #: People do not see it; machines fill it.
    website = wtforms.StringField("")
