"""What is said of where facts come from and who confirmed them (U18)."""

from __future__ import annotations

from datetime import date
from functools import cache

from app.catalogue.cards import Card
from app.catalogue.facts import DatePrecision, SourceFacts
from app.catalogue.rules import Verification, verification
from app.foundation.i18n import DEFAULT, format_date, format_month, speaking
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l

#: Who confirms, when it is not named.
USUAL = (_l("la structure"), _l("la commune"), _l("un agent de l’agglomération"))


def state_of(card: Card, today: date) -> Verification:
    """How far this listing is confirmed today."""
    return verification(card.source, card.assured_on, card.next_due, today)


def trust_words(card: Card, today: date) -> str:
    """One line: verified when and by whom, or not yet, with the date of the source."""
    day, who = _day(card.assured_on), by_words(card.assured_by)
    match state_of(card, today):
        case Verification.VERIFIED:
            return _("Vérifié le %(date)s par %(who)s", date=day, who=who)
        case Verification.DUE:
            return _("Vérifié le %(date)s par %(who)s, à revoir", date=day, who=who)
        case Verification.OLD:
            when = source_date_words(card.source)
            return _("Information ancienne (%(when)s), à vérifier", when=when) if when else _("Information ancienne")
        case _:
            when = source_date_words(card.source)
            said = _("Pas encore confirmé par la structure")
            return _("%(said)s (source : %(when)s)", said=said, when=when) if when else said


def trust_sentence(card: Card, today: date) -> str:
    """The same on the listing's own page, with the words of U18."""
    day, who = _day(card.assured_on), by_words(card.assured_by)
    match state_of(card, today):
        case Verification.VERIFIED:
            return _("Informations vérifiées le %(date)s par %(who)s", date=day, who=who)
        case Verification.DUE:
            return _(
                "Informations vérifiées le %(date)s par %(who)s : il est temps de les revoir",
                date=day,
                who=who,
            )
        case Verification.OLD:
            said = _("Pas encore confirmée par la structure. Information ancienne, à vérifier avant de venir")
        case _:
            said = _("Pas encore confirmée par la structure")
    when = source_date_words(card.source)
    return _("%(said)s. Source : %(name)s, %(when)s", said=said, name=card.source.name, when=when or _("date inconnue"))


def source_date_words(source: SourceFacts) -> str:
    """The date of a source as precisely as it is known: “9 mars 2017”, “mars 2005”, “2023”, “lu le …”, or ''."""
    if source.dated is None:
        return _("lue le %(date)s", date=format_date(source.read_on)) if source.read_on else ""
    if source.precision is DatePrecision.YEAR:
        return str(source.dated.year)
    if source.precision is DatePrecision.MONTH:
        return format_month(source.dated)
    return format_date(source.dated)


def source_words(source: SourceFacts) -> str:
    """The source, its date with its precision, and its licence, in one sentence."""
    when = source_date_words(source) or _("date inconnue")
    said = _("Source : %(name)s (%(when)s).", name=source.name.rstrip("."), when=when)
    return f"{said} {source.licence}." if source.licence else said


def by_words(name: str) -> str:
    """Who says so: usual words in the language of the page, a name as it is."""
    return _(name) if name in _usual() else name


@cache
def _usual() -> frozenset[str]:
    with speaking(DEFAULT):
        return frozenset(str(each) for each in USUAL)


def _day(day: date | None) -> str:
    return format_date(day) if day else ""
