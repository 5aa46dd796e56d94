"""Which listings a guide holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from app.catalogue.cards import Card
from app.catalogue.queries import cards_at, catalogue_version, shown_cards
from app.foundation.i18n import gettext as _
from app.foundation.i18n import ngettext
from app.foundation.text import typography
from app.paper.rules import MOST_LISTINGS, Wanted
from app.territory.queries import now
from app.territory.reference import Reference


class UnknownChoice(ValueError):
    """No such theme or commune in this territory."""


@dataclass(frozen=True)
class Chosen:
    """The listings of a request, at most MOST_LISTINGS; `left_out` tells that there are more."""

    cards: tuple[Card, ...]
    left_out: bool


def check(wanted: Wanted, reference: Reference) -> None:
    """Raises UnknownChoice when the theme or the commune is not of this territory."""
    if (wanted.theme and wanted.theme not in reference.themes) or (
        wanted.commune and wanted.commune not in reference.communes
    ):
        raise UnknownChoice


def gather(wanted: Wanted) -> Chosen:
    """The cards of this request, one more being read to know whether there are too many."""
    found = tuple(islice(_matching(wanted), MOST_LISTINGS + 1))
    return Chosen(found[:MOST_LISTINGS], len(found) > MOST_LISTINGS)


def _matching(wanted: Wanted) -> Iterator[Card]:
    if wanted.slugs:
        yield from cards_at(wanted.slugs)
        return
    for card in shown_cards():
        if (not wanted.theme or wanted.theme in card.themes) and (
            not wanted.commune or wanted.commune in card.communes
        ):
            yield card


def edition(reference: Reference) -> tuple[int, int, str]:
    """What moves when the pages of the same request would differ: the data, the territory, the day."""
    return catalogue_version(), reference.version, now().date().isoformat()


def title_of(wanted: Wanted, reference: Reference) -> str:
    """What the guide is about, in a few words."""
    if wanted.slugs:
        return ngettext("Ma sélection : %(num)d service", "Ma sélection : %(num)d services", len(wanted.slugs))
    theme = typography(reference.themes[wanted.theme].label) if wanted.theme else ""
    commune = reference.communes[wanted.commune].name if wanted.commune else ""
    if theme and commune:
        return _("%(theme)s, à %(commune)s", theme=theme, commune=commune)
    return theme or commune or typography(reference.full_name)
