"""News in words: a headline and a few sentences, for feeds, calendars and letters."""

from __future__ import annotations

from datetime import date

from app.following.dates import Dated
from app.following.news import Kind, News
from app.foundation.i18n import format_date
from app.foundation.i18n import gettext as _
from app.foundation.text import french, typography


def headline(one: News | Dated) -> str:
    """“Ludothèque : fermé du 3 au 7 août”; examples say that they are."""
    said = _headline(one)
    return _("[Exemple fictif] %(said)s", said=said) if one.is_fictional else said


def _headline(one: News | Dated) -> str:
    name, title = typography(one.service_name), typography(one.title)
    said = {
        Kind.CLOSURE: lambda: _("%(name)s : fermeture", name=name),
        Kind.CAMPAIGN: lambda: _("%(name)s : %(title)s", name=name, title=title or _("inscriptions")),
        Kind.HOURS: lambda: _("%(name)s : nouveaux horaires", name=name),
        Kind.LISTING: lambda: _("%(name)s : nouveau dans l’annuaire", name=name),
        Kind.PAUSED: lambda: _("%(name)s : fermé pour le moment", name=name),
        Kind.REOPENED: lambda: _("%(name)s : de nouveau ouvert", name=name),
        Kind.GONE: lambda: _("%(name)s : fermé définitivement", name=name),
        Kind.ANNOUNCEMENT: lambda: _("%(name)s : %(title)s", name=name, title=title) if name else title,
    }
    return said[one.kind]()


def sentences(one: News | Dated) -> list[str]:
    """What is said under the headline: its days, then its words."""
    said = [days(one.starts, one.ends)] if one.starts and one.ends else []
    return said + [str(french(line.strip())) for line in one.text.splitlines() if line.strip()]


def days(starts: date, ends: date) -> str:
    """“Du 3 août 2026 au 7 août 2026.”"""
    if starts == ends:
        return _("Le %(day)s.", day=format_date(starts))
    return _("Du %(first)s au %(last)s.", first=format_date(starts), last=format_date(ends))
