"""A life situation with the listings of the moment: each link of a step is a search, and the nearest answers show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from app.directory.presenting.card import CardView
from app.directory.searching.addresses import Address
from app.directory.searching.answers import ask
from app.directory.searching.form import read_search
from app.foundation.text import typography
from app.guides.queries import GuideLink, GuideStep
from app.search.query import Order, Point
from app.territory.queries import now, reference

#: Listings shown in a step, shared by its links: enough to call somebody, few enough to read the next step.
SHOWN = 2


@dataclass(frozen=True)
class LiveLink:
    """A search of a step: its address, how many listings answer today, and the nearest ones."""

    label: str
    address: str
    total: int
    cards: tuple[CardView, ...]

    @property
    def more(self) -> int:
        """How many answer beyond those that show."""
        return max(0, self.total - len(self.cards))


@dataclass(frozen=True)
class LiveStep:
    """One thing to do, what to bring, and where to go."""

    title: str
    text: str
    bring: tuple[str, ...]
    links: tuple[LiveLink, ...]


def live_steps(steps: tuple[GuideStep, ...], place: str, near: Point | None) -> list[LiveStep]:
    """The steps, their searches answered now; `place` is what was typed under “Où ?”, `near` the point it names."""
    return [
        LiveStep(
            typography(step.title),
            typography(step.text),
            tuple(typography(paper) for paper in step.bring),
            tuple(live_link(link, place, near, max(1, SHOWN // len(step.links))) for link in step.links),
        )
        for step in steps
    ]


def live_link(link: GuideLink, place: str, near: Point | None, shown: int) -> LiveLink:
    """That search answered now, nearest first when a place is known; `shown` listings of it."""
    typed = MultiDict(parse_qsl(link.search))
    query = replace(read_search(typed, reference(), now()).query, per_page=shown)
    if near:
        query = replace(query, near=near, order=Order.DISTANCE if not query.text else query.order)
        typed.setlist("ou", [place])
    found = ask(query)
    address = Address.of({name: typed.getlist(name) for name in typed})
    return LiveLink(typography(link.label), address, found.total, found.views)
