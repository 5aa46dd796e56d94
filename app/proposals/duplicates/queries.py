"""The pairs of listings that may be one, the likeliest first; the merges made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.catalogue.cards import Card, from_json
from app.catalogue.facts import Status
from app.catalogue.models import Service
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.text import fold
from app.proposals.access import covers
from app.proposals.duplicates.rules import Likeness, Look, likeness, pairs
from app.proposals.models import Merge, NotADuplicate

LIVING = (Status.DRAFT.value, Status.PUBLISHED.value, Status.TEMPORARILY_CLOSED.value)


@dataclass(frozen=True)
class Pair:
    """Two listings that may be one. The first was there before."""

    first: Card
    second: Card
    likeness: Likeness


def candidates(by: Actor, *, limit: int = 100, about: int | None = None) -> list[Pair]:
    """The likely pairs inside this agent's scope (`about`: those of one listing, by key), the likeliest first."""
    cards = {card.id: card for card in _cards() if covers(by, _communes(card), card.themes)}
    refused = _refused()
    found = [
        Pair(cards[one.id], cards[other.id], likeness)
        for one, other, likeness in pairs(_look(card) for card in cards.values())
        if (one.id, other.id) not in refused and about in (None, one.id, other.id)
    ]
    return sorted(found, key=lambda pair: (-pair.likeness.score, pair.first.id, pair.second.id))[:limit]


def likeness_of(first_id: int, second_id: int) -> Likeness:
    """How much these two look like one, whatever agents said of them."""
    found = session().execute(select(Service.id, Service.card).where(Service.id.in_((first_id, second_id))))
    looks = {row.id: _look(from_json(row.card)) for row in found}
    return likeness(looks[first_id], looks[second_id])


def merges_of(service_id: int) -> list[Merge]:
    """The merges in which this listing took part, the last first."""
    wanted = select(Merge).where(or_(Merge.keep_id == service_id, Merge.drop_id == service_id))
    return list(session().scalars(wanted.order_by(Merge.id.desc())))


def _cards() -> Iterable[Card]:
    wanted = select(Service.card).where(Service.status.in_(LIVING)).order_by(Service.id)
    return (from_json(row.card) for row in session().execute(wanted.execution_options(yield_per=500)))


def _refused() -> set[tuple[int, int]]:
    wanted = select(NotADuplicate.first_id, NotADuplicate.second_id)
    return {(first, second) for first, second in session().execute(wanted)}


def _communes(card: Card) -> tuple[str, ...]:
    return (card.commune,) if card.commune else card.communes


def _look(card: Card) -> Look:
    # From the card, which holds nothing private: a hidden address or telephone never betrays itself by a likeness.
    exact = card.position_is_exact and card.lat is not None and card.lon is not None
    digits = "".join(char for char in card.phone if char.isdigit())
    return Look(
        id=card.id,
        name=fold(card.name),
        type=card.type,
        commune=card.commune or "",
        address=fold(card.address),
        phone=digits[-9:] if len(digits) >= 9 else "",
        email=card.email.strip().lower(),
        position=(card.lat, card.lon) if exact and card.lat is not None and card.lon is not None else None,
        is_fictional=card.is_fictional,
    )
