"""The territory in one small file, for a phone without network: what one needs to call and to go."""

from __future__ import annotations

import json
from typing import Any

from app.catalogue.cards import Card
from app.catalogue.hours import rules
from app.catalogue.queries import count_shown, shown_cards
from app.directory.presenting.card import card_view
from app.directory.presenting.moments import Moment, week_words
from app.directory.presenting.week import week_views
from app.foundation.i18n import format_date
from app.foundation.text import typography
from app.search.words import tokens
from app.territory.periods import DAY_PERIODS, Period, period_name
from app.territory.reference import Reference

#: Bytes of the file, before compression: a phone keeps it whole, and one on a slow network fetches it whole.
LARGEST = 290_000
#: Listings read at most: a larger territory is cut, and the page says so.
MOST = 2_000


def offline_data(reference: Reference, moment: Moment) -> bytes:
    """The file as JSON, never above `LARGEST` bytes: when all cannot hold, `total` is above the number of `rows`."""
    rows = [_dense(_row(card, reference, moment)) for card, _n in zip(shown_cards(), range(MOST), strict=False)]
    head: dict[str, Any] = {
        "made": format_date(moment.today),
        "total": count_shown(),
        "types": {slug: _words(slug, reference) for slug in reference.types},
        "communes": [commune.name for commune in reference.communes.values()],
        "rows": [],
    }
    room = LARGEST - len(json.dumps(head, ensure_ascii=False).encode())
    return _dense({**head, "rows": []})[:-2] + b",".join(_fitting(rows, room)) + b"]}"


def _dense(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _fitting(rows: list[bytes], room: int) -> list[bytes]:
    kept: list[bytes] = []
    for row in rows:
        room -= len(row) + 1
        if room < 0:
            break
        kept.append(row)
    return kept


def _words(slug: str, reference: Reference) -> list[str]:
    """The label of a type, then the words of families that lead to it, each once: a phone looks for one at a time."""
    terms = (word.term for word in reference.vocabulary if word.type == slug)
    return [typography(reference.types[slug].label), *dict.fromkeys(one for term in terms for one in tokens(term))]


def _row(card: Card, reference: Reference, moment: Moment) -> dict[str, Any]:
    view = card_view(card, reference, moment)
    address = " ".join(part for part in (card.address, card.postcode, view.commune) if part)
    row = {
        "s": card.slug,
        "n": view.name,
        "t": card.type,
        "h": view.theme,
        "c": view.commune,
        "a": typography(address) if card.address else "",
        "g": view.ages_text,
        "o": _weeks(card, moment),
        "e": view.fee_text,
        "x": view.closure_text,
        "p": [view.phone_href, view.phone_text, view.phone_of] if view.phone_href else [],
        "v": view.verified_text,
        "f": int(card.is_fictional),
    }
    return {name: value for name, value in row.items() if value}


def _weeks(card: Card, moment: Moment) -> list[str]:
    """The usual week of each period, in one line each; nothing for hours that cannot be trusted."""
    if not rules.usable(card.hours, moment.today):
        return []
    views = week_views(card.hours, moment)
    if len(views) == 1:
        return [said] if (said := week_words(card.hours, Period.TERM)) else []
    said_by = [(period_name(period), week_words(card.hours, period)) for period in DAY_PERIODS]
    return [f"{name}\u00a0: {said}" for name, said in said_by if said]
