"""A listing in a list: the facts of its card, written for the reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from app.catalogue.cards import Card
from app.catalogue.facts import Status
from app.catalogue.hours import rules
from app.catalogue.hours.model import MINUTES_A_DAY, Period
from app.catalogue.hours.wall_clock import minute_of
from app.directory.presenting.asked import NOTHING, Asked, answers, gap_words
from app.directory.presenting.kept_views import kept_views
from app.directory.presenting.moments import (
    Moment,
    closure_words,
    days_words,
    hours_of,
    open_words,
    told_closure,
    week_words,
)
from app.directory.presenting.prices import fee_words
from app.directory.presenting.trust import state_of, trust_words
from app.foundation.i18n import current_language, format_age_range, format_distance, format_list
from app.foundation.i18n import gettext as _
from app.foundation.phones import phone
from app.foundation.text import french, typography
from app.search.engine import Hit
from app.territory.periods import period_name
from app.territory.reference import Reference


@dataclass(frozen=True)
class CardView:
    """What the card macro shows; '' where nothing is known."""

    number: int
    slug: str
    url_path: str
    name: str
    type_label: str
    theme: str
    theme_icon: str
    theme_label: str
    is_fictional: bool
    commune: str
    distance_text: str
    ages_text: str
    ages_are_usual: bool
    hours_text: str
    open_text: str
    is_open: bool
    fee_text: str
    closure_text: str
    summary: str
    phone_href: str
    phone_text: str
    phone_of: str
    verified: str
    verified_text: str
    gap_text: str = ""
    answers: tuple[str, ...] = ()
    ages: str = ""
    pickable: bool = True

    def at(self, distance_text: str) -> CardView:
        """The same, so far away. `dataclasses.replace` costs fifteen times as much, and a page does it twenty times."""
        other = object.__new__(CardView)
        other.__dict__.update(self.__dict__, distance_text=distance_text)
        return other


@dataclass(frozen=True)
class Reach:
    """A number to call, and whose it is when it is not the place's own."""

    href: str = ""
    text: str = ""
    of: str = ""


def card_view(
    card: Card, reference: Reference, moment: Moment, hit: Hit | None = None, asked: Asked = NOTHING
) -> CardView:
    """The view of one card."""
    return card_views([(card, hit)], reference, moment, asked)[0]


def card_views(
    pairs: Iterable[tuple[Card, Hit | None]], reference: Reference, moment: Moment, asked: Asked = NOTHING
) -> tuple[CardView, ...]:
    """The views of these cards; what does not depend on the search is written when it changes."""
    kept = kept_views((moment.today, reference.version), (current_language(), asked), minute_of(moment.now))
    views = []
    for card, hit in pairs:
        view = kept.view(card)
        if view is None:
            view = kept.keep(card, _written(card, reference, moment, asked), _next_change(card, moment, kept.minute))
        metres = None if hit is None else hit.distance_m
        views.append(view if metres is None else view.at(format_distance(metres)))
    return tuple(views)


def _next_change(card: Card, moment: Moment, minute: int) -> int:
    """The minute of today from which the words of this card may differ: it opens or closes; else the end of the day."""
    today = rules.intervals(card.hours, moment.today, moment.calendar) or ()
    return min((edge for interval in today for edge in interval if edge > minute), default=MINUTES_A_DAY)


def _written(card: Card, reference: Reference, moment: Moment, asked: Asked) -> CardView:
    is_open = rules.open_at(card.hours, moment.now, moment.calendar) is True and not is_stopped(card)
    theme = reference.themes[card.themes[0]]
    reach = reach_of(card, reference)
    return CardView(
        number=card.id,
        slug=card.slug,
        url_path=url_for("directory.service", slug=card.slug),
        name=french(card.name),
        type_label=typography(reference.types[card.type].label),
        theme=theme.slug,
        theme_icon=theme.icon,
        theme_label=typography(theme.label),
        is_fictional=card.is_fictional,
        commune=commune_words(card, reference),
        distance_text="",
        ages_text=format_age_range(card.age_min, card.age_max) or "",
        ages_are_usual=card.ages_are_usual,
        hours_text=_hours(card, moment, asked),
        open_text="" if asked.times else now_words(card, moment),
        is_open=is_open,
        fee_text=fee_words(card.fee_kind, card.fees, moment.today),
        closure_text=closure_text(card, moment),
        summary=french(card.summary),
        phone_href=reach.href,
        phone_text=reach.text,
        phone_of=reach.of,
        verified=state_of(card, moment.today).value,
        verified_text=typography(trust_words(card, moment.today)),
        ages=f"{card.age_min or 0}-{card.age_max or 1200}" if ages_known(card) else "",
        pickable=not reference.types[card.type].sensitive,
        gap_text="" if is_stopped(card) else gap_words(card, asked, moment.today),
        answers=tuple(typography(said) for said in answers(card, asked)),
    )


def ages_known(card: Card) -> bool:
    """Whether anything is said of the ages."""
    return card.age_min is not None or card.age_max is not None


def is_stopped(card: Card) -> bool:
    """Closed for a time, whatever its week says, even when nobody told until when."""
    return card.status == Status.TEMPORARILY_CLOSED


def now_words(card: Card, moment: Moment) -> str:
    """Open or closed at this moment; '' when nobody can say."""
    return _("Fermé") if is_stopped(card) else open_words(card.hours, moment)


def closure_text(card: Card, moment: Moment) -> str:
    """The closure told above everything (U20)."""
    if is_stopped(card):
        closure = rules.current_closure(card.hours, moment.today)
        return closure_words(closure) or _("Fermé pour le moment")
    return closure_words(told_closure(card.hours, moment.today))


def commune_words(card: Card, reference: Reference) -> str:
    """Where it is: its commune; else the communes it serves; '' when nothing is said."""
    if card.commune:
        return reference.communes[card.commune].name
    if len(card.communes) == len(reference.communes):
        return _("Dans tout le territoire")
    return format_list([reference.communes[code].name for code in card.communes])


def reach_of(card: Card, reference: Reference) -> Reach:
    """The listing's own number; without one, the town hall's, named as such."""
    if own := phone(card.phone):
        return Reach(own.href, own.display)
    commune = reference.communes.get(card.commune or (card.communes[0] if card.communes else ""))
    if card.email or commune is None or not (hall := phone(commune.town_hall.phone)):
        return Reach()
    return Reach(hall.href, hall.display, town_hall_name(commune.name))


def town_hall_name(commune: str) -> str:
    """“Mairie de Montbeton”, “Mairie d’Escatalens”."""
    if commune[:1].lower() in "aeiouyéèêh":
        return _("Mairie d’%(commune)s", commune=commune)
    return _("Mairie de %(commune)s", commune=commune)


def _hours(card: Card, moment: Moment, asked: Asked) -> str:
    hours = card.hours
    if not rules.usable(hours, moment.today):
        return ""
    if asked.times:
        return _asked_hours(card, asked)
    if rules.intervals(hours, moment.today, moment.calendar):
        return ""
    period = moment.calendar.period(moment.today)
    return week_words(hours, period) if period else ""


def _asked_hours(card: Card, asked: Asked) -> str:
    """“Été : du lundi au vendredi 8 h – 18 h”; “Dimanche : fermé · Mercredi 14 h – 18 h”."""
    period = asked.period or Period.TERM
    found = week_words(card.hours, period, asked.weekdays or range(7))
    named = period_name(period) if asked.period else ""
    if found:
        return typography(hours_of(named, found)) if named else found
    closed = hours_of(days_words(sorted(asked.weekdays)) or named or period_name(period), "")
    others = week_words(card.hours, period) if asked.weekdays else ""
    return typography(" · ".join(filter(None, (closed[:1].upper() + closed[1:], others))))
