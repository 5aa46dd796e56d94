"""A family's selection: a few listings, in the address alone. No account, no cookie, nothing kept by the site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from flask import g, request, url_for
from werkzeug.datastructures import MultiDict

from app.catalogue.cards import Card
from app.catalogue.queries import Gone, cards_at, gone_service, redirected_slug
from app.catalogue.shelf import cards

#: Listings of one selection, and those that stand side by side.
MOST, COMPARED = 20, 4
#: Characters that the slugs may take in an address: links must work in a mail and in a QR code.
LONGEST = 1500
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: The same listings by their numbers, « ~12~57 »: a page of results repeats it in forty addresses. Slugs stay in the
#: address that one keeps and sends.
_NUMBERS = re.compile(r"(?:~[1-9][0-9]{0,8})+")


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
    asked = _spelt(picked(args))
    slugs = [slug for slug in asked if is_slug(slug)]
    kept, forged = slugs[:most], len(asked) - len(slugs)
    found = {card.slug: card for card in cards_at(kept)}
    moved = {slug: redirected_slug(slug) for slug in kept if slug not in found}
    found |= {card.slug: card for card in cards_at([slug for slug in moved.values() if slug])}
    shown = dict.fromkeys(moved.get(slug) or slug for slug in kept)
    missing = [slug for slug in shown if slug not in found]
    gone = [closed for slug in missing if (closed := gone_service(slug))]
    kept_cards = tuple(found[slug] for slug in shown if slug in found)
    return Selection(kept_cards, tuple(gone), len(missing) - len(gone) + forged, max(0, len(slugs) - most))


def is_slug(text: str) -> bool:
    """Whether this may be the address of a listing."""
    return len(text) <= 160 and _SLUG.fullmatch(text) is not None


def selection_address(slugs: Sequence[str], endpoint: str = "directory.selection") -> str:
    """The page of these listings; the comma stays a comma, to be read in a mail."""
    return url_for(endpoint) + (f"?fiches={','.join(slugs)}" if slugs else "")


def _spelt(asked: Sequence[str]) -> list[str]:
    """Numbers replaced by the slugs of the listings that may be shown; the rest as it was asked."""
    numbers = [int(number) for said in asked if _NUMBERS.fullmatch(said) for number in said[1:].split("~")]
    found = [card.slug for card in cards(list(dict.fromkeys(numbers))[: 2 * MOST])] if numbers else []
    return list(dict.fromkeys([*(said for said in asked if not _NUMBERS.fullmatch(said)), *found]))


@dataclass(frozen=True)
class Carried:
    """The selection that an address carries along; false when there is none."""

    slugs: tuple[str, ...] = ()
    short: str = ""

    def __bool__(self) -> bool:
        return bool(self.slugs)

    @property
    def address(self) -> str:
        """Its own page, to keep and to send."""
        return selection_address(self.slugs)


def shortened(chosen: Sequence[Card]) -> str:
    """These listings by their numbers, for addresses that are repeated."""
    return "".join(f"~{card.id}" for card in chosen)


def carried() -> Carried:
    """The selection of the present address, read once; bounded."""
    if "fiches" not in request.args and "fiche" not in request.args:
        return NOTHING
    if "carried" not in g:
        chosen = read_selection(request.args)
        g.carried = Carried(chosen.slugs, shortened(chosen.cards))
    return cast(Carried, g.carried)


def joined(slugs: Sequence[str], slug: str) -> list[str]:
    """With this one last; the oldest let go when the address would be too long."""
    kept = [other for other in slugs if other != slug]
    while kept and (len(kept) >= MOST or len(",".join([*kept, slug])) > LONGEST):
        kept.pop(0)
    return [*kept, slug]


def added() -> str:
    """The slug of the listing whose button was pressed in a list; '' when none was."""
    slug = next(iter(_spelt([request.args.get("fiche", "")])), "")
    return slug if is_slug(slug) else ""


def pick(slug: str) -> str:
    """The address that adds this listing to the selection carried by the present one."""
    return selection_address(joined(carried().slugs, slug))


def carrying(address: str) -> str:
    """That address of ours, with the selection that the present one carries."""
    short = carried().short
    return f"{address}{'&' if '?' in address else '?'}fiches={short}" if short else address


NOTHING = Carried()
