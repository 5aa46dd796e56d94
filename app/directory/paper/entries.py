"""One listing in a guide: its facts in words that still hold next month."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.catalogue.cards import Card
from app.catalogue.hours import rules
from app.catalogue.hours.model import DAY_PERIODS, Period
from app.directory.paper.drawings import qr_figure
from app.directory.presenting.card import closure_text, is_stopped, reach_of
from app.directory.presenting.moments import Moment, hours_of, week_words
from app.directory.presenting.prices import fee_words
from app.directory.presenting.trust import trust_words
from app.foundation.i18n import format_age_range
from app.foundation.i18n import gettext as _
from app.foundation.text import french, typography
from app.territory.periods import period_name
from app.territory.reference import Reference

#: Characters of a summary: a guide has little room.
SUMMARY = 160


@dataclass(frozen=True)
class Entry:
    """What is printed of one listing; `facts` are (question, answers), `reach` what may be called or written to."""

    number: int
    card: Card
    name: str
    type_label: str
    summary: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    reach: tuple[tuple[str, str, str], ...]
    trust: str
    href: str
    qr: Markup

    @property
    def anchor(self) -> str:
        """Where links of the guide lead."""
        return f"f{self.number}"


def entry_of(card: Card, number: int, reference: Reference, moment: Moment, href: str, *, qr: bool) -> Entry:
    """The entry of a card; `href` is its page on the site."""
    return Entry(
        number=number,
        card=card,
        name=french(card.name),
        type_label=typography(reference.types[card.type].label),
        summary=_short(french(card.summary)),
        facts=_facts(card, reference, moment),
        reach=_reach(card, reference),
        trust=typography(trust_words(card, moment.today)),
        href=href,
        qr=qr_figure(href, _("Code QR de la page de %(name)s", name=card.name)) if qr else Markup(""),
    )


def _short(text: str) -> str:
    if len(text) <= SUMMARY:
        return text
    return text[:SUMMARY].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _facts(card: Card, reference: Reference, moment: Moment) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is known, a row each; what is not, together in the last."""
    rows = (
        (_("Où"), where_lines(card, reference)),
        (_("Âges"), _ages(card)),
        (_("Horaires"), hours_lines(card, moment)),
        (_("Prix"), tuple(filter(None, (fee_words(card.fee_kind, card.fees, moment.today),)))),
    )
    closure = closure_text(card, moment)
    missing = tuple(_lowered(question) for question, answers in rows if not answers and not is_stopped(card))
    return (
        *(((_("Fermeture"), (closure,)),) if closure else ()),
        *(row for row in rows if row[1]),
        *(((_("Non communiqué"), (", ".join(missing),)),) if missing else ()),
    )


def where_lines(card: Card, reference: Reference) -> tuple[str, ...]:
    """The address and its commune, else the communes that are served."""
    if card.commune:
        town = f"{card.postcode} {reference.communes[card.commune].name}".strip()
        return (", ".join(part for part in (french(card.address), town) if part),)
    if len(card.communes) == len(reference.communes):
        return (_("Dans tout le territoire"),)
    return (", ".join(reference.communes[code].name for code in card.communes),) if card.communes else ()


def _ages(card: Card) -> tuple[str, ...]:
    ages = format_age_range(card.age_min, card.age_max)
    if not ages:
        return ()
    return (_("%(ages)s (âges habituels)", ages=ages) if card.ages_are_usual else ages,)


def hours_lines(card: Card, moment: Moment) -> tuple[str, ...]:
    """The typical week in words, one line for the periods that are alike; nothing when it is not known."""
    if is_stopped(card) or not card.hours.known:
        return ()
    if not rules.usable(card.hours, moment.today):
        return (_("À vérifier avant de venir"),)
    said = {period: week_words(card.hours, period) for period in DAY_PERIODS}
    if len(set(said.values())) == 1:
        return (said[Period.TERM] or _("Fermé en ce moment de l’année"),)
    alike: dict[str, list[str]] = {}
    for period, words in said.items():
        alike.setdefault(words, []).append(period_name(period))
    return tuple(hours_of(_listed(periods), words) for words, periods in alike.items())


def _listed(periods: list[str]) -> str:
    return ", ".join([periods[0], *(_lowered(one) for one in periods[1:])])


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _reach(card: Card, reference: Reference) -> tuple[tuple[str, str, str], ...]:
    """(address, what is read, whose it is) of what may be called or written to."""
    found = reach_of(card, reference)
    said = [(found.href, found.text, found.of)] if found.href else []
    if card.email:
        said.append((f"mailto:{card.email}", card.email, ""))
    return tuple(said)
