"""Listings side by side: the same questions to each, “non communiqué” said as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.catalogue.cards import Card
from app.catalogue.hours import rules
from app.catalogue.hours.model import Period
from app.directory.presenting.asked import places_words
from app.directory.presenting.card import CardView, card_view
from app.directory.presenting.languages import language_name
from app.directory.presenting.moments import Moment, week_words
from app.directory.presenting.prices import explained
from app.foundation.i18n import format_list
from app.foundation.i18n import gettext as _
from app.foundation.text import french, typography
from app.territory.periods import period_name
from app.territory.reference import Reference

Answer = Callable[[Card, CardView], Sequence[str]]


@dataclass(frozen=True)
class Comparison:
    """The columns (address, name, whether it is fictional), the rows (question, the sentences of each), the telephones
    (address, number, whose, name), and the questions that none of them answers."""

    columns: tuple[tuple[str, str, bool], ...]
    rows: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    phones: tuple[tuple[str, str, str, str], ...]
    untold: str


def comparison(cards: Sequence[Card], reference: Reference, moment: Moment) -> Comparison | None:
    """The comparison of these listings; None without any."""
    if not cards:
        return None
    pairs = [(card, card_view(card, reference, moment)) for card in cards]
    asked = _questions(moment)
    unknown = (_("Non communiqué"),)
    rows = [
        (question, tuple(tuple(typography(said) for said in answer(*pair) if said) or unknown for pair in pairs))
        for question, answer in asked
    ]
    return Comparison(
        columns=tuple((view.url_path, view.name, view.is_fictional) for _card, view in pairs),
        rows=tuple(row for row in rows if set(row[1]) != {unknown}),
        untold=format_list([question for question, cells in rows if set(cells) == {unknown}]),
        phones=tuple((view.phone_href, view.phone_text, view.phone_of, view.name) for _card, view in pairs),
    )  # fmt: skip


def _questions(moment: Moment) -> list[tuple[str, Answer]]:
    period = moment.calendar.period(moment.today) or Period.TERM
    return [
        (_("Type de service"), lambda card, view: [view.type_label]),
        (_("Pour qui"), lambda card, view: [view.ages_text, _usual(view)]),
        (_("Où"), lambda card, view: [french(card.address), view.commune]),
        (_("En ce moment"), lambda card, view: [view.open_text, view.closure_text]),
        (
            _("Semaine type (%(period)s)", period=period_name(period).lower()),
            lambda card, view: _week(card, period, moment),
        ),
        (_("Combien"), lambda card, view: [view.fee_text, explained(card.fee_kind) if view.fee_text else ""]),
        (_("Places"), lambda card, view: [places_words(band) for band in card.availability]),
        (_("Bâtiment accessible en fauteuil"), lambda card, view: [_three(card.accessible)]),
        (_("Accueil du handicap"), lambda card, view: [_three(card.inclusive)]),
        (_("Langues parlées"), lambda card, view: [format_list([language_name(code) for code in card.languages])]),
        (_("Sans voiture"), lambda card, view: [french(card.transport)]),
        (_("Vérification"), lambda card, view: [view.verified_text]),
    ]  # fmt: skip


def _week(card: Card, period: Period, moment: Moment) -> list[str]:
    if not rules.usable(card.hours, moment.today):
        return []
    return [week_words(card.hours, period) or _("Fermé dans cette période")]


def _usual(view: CardView) -> str:
    return _("Âges habituels") if view.ages_text and view.ages_are_usual else ""


def _three(value: bool | None) -> str:
    return {True: _("Oui"), False: _("Non"), None: ""}[value]
