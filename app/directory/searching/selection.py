"""A family's selection: a few listings, in the address alone. No account, no cookie, nothing kept by the site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from app.catalogue.cards import Card
from app.catalogue.queries import Gone, cards_at, gone_service, redirected_slug

#: Listings of one selection, and those that stand side by side.
MOST, COMPARED = 20, 4
#: Characters that the slugs may take in an address: links must work in a mail and in a QR code.
LONGEST = 1500
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Selection:
    """What an address asked for: the cards that may be shown, those that closed, and how many are nowhere.

    `left_out` counts what came after the bound.
    """

    cards: tuple[Card, ...] = ()
    gone: tuple[Gone, ...] = ()
    unknown: int = 0
    left_out: int = 0

    @property
    def slugs(self) -> tuple[str, ...]:
        """The present addresses of what is shown."""
        return tuple(card.slug for card in self.cards)


def picked(args: MultiDict[str, str]) -> list[str]:
    """The slugs of an address, each once: `fiches=a,b` and repeated `fiche=a`. What is no slug stays, to be told."""
    said = [slug for value in args.getlist("fiches") for slug in value.split(",")] + args.getlist("fiche")
    return list(dict.fromkeys(slug.strip() for slug in said if slug.strip()))


def read_selection(args: MultiDict[str, str], most: int = MOST) -> Selection:
    """The listings of an address, in its order, at most so many; renamed ones under their present name."""
    asked = picked(args)
    slugs = [slug for slug in asked if len(slug) <= 160 and _SLUG.fullmatch(slug)]
    kept, forged = slugs[:most], len(asked) - len(slugs)
    found = {card.slug: card for card in cards_at(kept)}
    moved = {slug: redirected_slug(slug) for slug in kept if slug not in found}
    found |= {card.slug: card for card in cards_at([slug for slug in moved.values() if slug])}
    shown = dict.fromkeys(moved.get(slug) or slug for slug in kept)
    missing = [slug for slug in shown if slug not in found]
    gone = [closed for slug in missing if (closed := gone_service(slug))]
    cards = tuple(found[slug] for slug in shown if slug in found)
    return Selection(cards, tuple(gone), len(missing) - len(gone) + forged, max(0, len(slugs) - most))


def selection_address(slugs: Sequence[str], endpoint: str = "directory.selection") -> str:
    """The page of these listings; the comma stays a comma, to be read in a mail."""
    return url_for(endpoint) + (f"?fiches={','.join(slugs)}" if slugs else "")


def carried() -> list[str]:
    """The selection that the present address carries, bounded; empty outside of one."""
    return [slug for slug in picked(request.args) if _SLUG.fullmatch(slug)][:MOST]


def pick(slug: str) -> str:
    """The address that adds this listing to the selection carried by the present one."""
    slugs = [kept for kept in carried() if kept != slug]
    while slugs and (len(slugs) >= MOST or len(",".join([*slugs, slug])) > LONGEST):
        slugs.pop(0)
    return selection_address([*slugs, slug])


def carrying(address: str) -> str:
    """That address of ours, with the selection that the present one carries."""
    slugs = carried()
    if not slugs:
        return address
    return f"{address}{'&' if '?' in address else '?'}fiches={','.join(slugs)}"
