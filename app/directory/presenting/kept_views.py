"""The views of cards that a process keeps: the same listings come back in most searches of a day."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from flask import current_app

from app.catalogue.cards import Card

if TYPE_CHECKING:
    from app.directory.presenting.card import CardView

#: Views that a process keeps; beyond, all are forgotten.
MOST = 5000


class Kept(NamedTuple):
    """A view and the minutes of the day during which it holds; `until` is excluded."""

    card: Card
    since: int
    until: int
    view: CardView


@dataclass
class Shelf:
    """Everything kept under one setting (a day, a version of the territory), by way of showing then by card."""

    setting: Hashable
    ways: dict[Hashable, dict[int, Kept]] = field(default_factory=dict)
    count: int = 0


@dataclass(frozen=True)
class KeptViews:
    """The views of one way of showing cards, read at one minute of the day."""

    shelf: Shelf
    views: dict[int, Kept]
    minute: int

    def view(self, card: Card) -> CardView | None:
        """What is kept of this card, when it holds at that minute."""
        # Told by identity: `catalogue.queries` keeps one object a version of a card, and what is kept keeps it alive.
        found = self.views.get(id(card))
        if found is None or found.card is not card or not found.since <= self.minute < found.until:
            return None
        return found.view

    def keep(self, card: Card, view: CardView, until: int) -> CardView:
        """Keep this view from that minute until the other; returns it."""
        self.views[id(card)] = Kept(card, self.minute, until, view)
        self.shelf.count += 1
        return view


def kept_views(setting: Hashable, way: Hashable, minute: int) -> KeptViews:
    """What is kept under this setting for this way; nothing of another setting stays."""
    shelf: Shelf | None = current_app.extensions.get("card_views")
    if shelf is None or shelf.setting != setting or shelf.count > MOST:
        shelf = current_app.extensions["card_views"] = Shelf(setting)
    return KeptViews(shelf, shelf.ways.setdefault(way, {}), minute)
