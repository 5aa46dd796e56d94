"""What the search was about, so that each card answers it: these days, these hours, these needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue.cards import Card
from app.catalogue.facts import AvailabilityFacts
from app.catalogue.hours.gaps import Gap, gaps, is_near
from app.catalogue.hours.model import Period
from app.directory.presenting.languages import language_name
from app.directory.presenting.moments import days_words
from app.foundation.i18n import format_date, format_list, format_time, ngettext
from app.foundation.i18n import gettext as _


@dataclass(frozen=True)
class Asked:
    """The part of a search that cards answer; times in minutes since midnight."""

    weekdays: tuple[int, ...] = ()
    period: Period | None = None
    opens_by: int | None = None
    closes_after: int | None = None
    places: bool = False
    accessible: bool = False
    inclusive: bool = False
    languages: bool = False

    @property
    def times(self) -> bool:
        """Whether anything of the typical week was asked."""
        return bool(self.weekdays or self.period or self.opens_by is not None or self.closes_after is not None)


def card_gaps(card: Card, asked: Asked, today: date) -> tuple[Gap, ...] | None:
    """The gaps of this listing on the asked days; None when nothing of it can be compared."""
    window = {"opens_by": asked.opens_by, "closes_after": asked.closes_after}
    return gaps(card.hours, weekdays=asked.weekdays, period=asked.period, on=today, **window)


def gap_words(card: Card, asked: Asked, today: date) -> str:
    """“Mercredi : ferme 30 minutes trop tôt (à 18 h)”; '' when all is covered, or too far to be offered."""
    found = card_gaps(card, asked, today)
    if not found or not is_near(found):
        return ""
    alike: dict[str, list[int]] = {}
    for gap in found:
        if gap.minutes:
            alike.setdefault(_lacking(gap), []).append(gap.weekday)
    text = _(" ; ").join(_("%(days)s : %(what)s", days=days_words(days), what=what) for what, days in alike.items())
    return text[:1].upper() + text[1:]


def _lacking(gap: Gap) -> str:
    said = []
    if gap.late:
        said.append(_("ouvre %(long)s trop tard (à %(time)s)", long=_minutes(gap.late), time=format_time(gap.opens)))
    if gap.early:
        said.append(_("ferme %(long)s trop tôt (à %(time)s)", long=_minutes(gap.early), time=format_time(gap.closes)))
    if gap.pause:
        said.append(_("fermé %(long)s dans la journée", long=_minutes(gap.pause)))
    return format_list(said)


def _minutes(count: int) -> str:
    if count == 60:
        return _("une heure")
    return ngettext("%(num)d minute", "%(num)d minutes", count)


def answers(card: Card, asked: Asked) -> tuple[str, ...]:
    """What this listing says of the needs that were asked; unknown is said as unknown, in one sentence when several
    are."""
    said: list[str] = []
    silent: list[tuple[str, str]] = []
    if asked.places:
        said += [places_words(band) for band in card.availability]
        silent += [] if card.availability else [(_("places"), _("Places : non communiqué"))]
    for wanted, value, words, name in (
        (asked.accessible, card.accessible, access_words, _("accès en fauteuil")),
        (asked.inclusive, card.inclusive, welcome_words, _("accueil du handicap")),
    ):
        if wanted and value is None:
            silent.append((name, words(value)))
        elif wanted:
            said.append(words(value))
    if asked.languages:
        names = format_list([language_name(code) for code in card.languages])
        said += [_("On y parle : %(names)s", names=names)] if names else []
        silent += [] if names else [(_("langues parlées"), _("Langues parlées : non communiqué"))]
    return (*said, *_silent(silent))


def _silent(silent: Sequence[tuple[str, str]]) -> list[str]:
    """(short name, whole sentence) of what is not said."""
    if len(silent) < 2:
        return [sentence for _name, sentence in silent]
    return [_("Non communiqué : %(names)s", names=format_list([name for name, _sentence in silent]))]


def places_words(band: AvailabilityFacts) -> str:
    """“2 places libres au 12 novembre 2026”: never undated."""
    when = format_date(band.observed_on)
    if band.free is None:
        said = _("Places à demander (au %(when)s)", when=when)
    elif band.free:
        said = ngettext("%(num)d place libre au %(when)s", "%(num)d places libres au %(when)s", band.free, when=when)
    else:
        said = _("Complet au %(when)s", when=when)
    return _("%(label)s : %(said)s", label=band.label, said=said[:1].lower() + said[1:]) if band.label else said


def access_words(value: bool | None) -> str:
    """The building, in three states."""
    return {
        True: _("Bâtiment accessible en fauteuil"),
        False: _("Bâtiment non accessible en fauteuil"),
        None: _("Bâtiment accessible en fauteuil : non communiqué"),
    }[value]


def welcome_words(value: bool | None) -> str:
    """The welcome of a disabled person, in three states."""
    return {
        True: _("Accueille une personne handicapée"),
        False: _("N’accueille pas de personne handicapée"),
        None: _("Accueil d’une personne handicapée : non communiqué"),
    }[value]


#: A search that asks nothing of the cards.
NOTHING = Asked()
