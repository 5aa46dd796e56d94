"""Reads of the life situations."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

from sqlalchemy import select

from app.foundation.db import session
from app.guides.models import Guide, GuidePublic


@dataclass(frozen=True)
class GuideLink:
    """A search that answers a step; `search` is the query string of `/recherche`."""

    label: str
    search: str


@dataclass(frozen=True)
class GuideStep:
    """One thing to do, where, and the papers to bring."""

    title: str
    text: str
    links: tuple[GuideLink, ...]
    bring: tuple[str, ...]


@dataclass(frozen=True)
class GuidePage:
    """A life situation, whole."""

    slug: str
    title: str
    summary: str
    icon: str
    sensitive: bool
    steps: tuple[GuideStep, ...]


@dataclass(frozen=True)
class Need:
    """What somebody may need; `search` is the query string of `/recherche`."""

    slug: str
    label: str
    search: str

    @property
    def asked(self) -> dict[str, list[str]]:
        """The parameters of that search."""
        return parse_qs(self.search)


@dataclass(frozen=True)
class Public:
    """For whom one searches, and what may be needed then."""

    slug: str
    label: str
    hint: str
    needs: tuple[Need, ...]


def publics() -> list[Public]:
    """The answers to the first of the three questions, each with those to the second."""
    rows = session().scalars(select(GuidePublic).order_by(GuidePublic.position))
    return [Public(row.slug, row.label, row.hint, tuple(_need(one) for one in row.needs)) for row in rows]


def _need(data: dict[str, str]) -> Need:
    return Need(data["slug"], data["label"], data["search"])


def all_guides() -> list[GuidePage]:
    """Every life situation, in the order of the file."""
    return [_page(row) for row in session().scalars(select(Guide).order_by(Guide.position))]


def guide_page(slug: str) -> GuidePage | None:
    """One life situation."""
    row = session().get(Guide, slug)
    return _page(row) if row else None


def _page(row: Guide) -> GuidePage:
    steps = tuple(
        GuideStep(
            title=step["title"],
            text=step.get("text", ""),
            links=tuple(GuideLink(link["label"], link["search"]) for link in step.get("links", ())),
            bring=tuple(step.get("bring", ())),
        )
        for step in row.steps
    )
    return GuidePage(row.slug, row.title, row.summary, row.icon, row.sensitive, steps)
