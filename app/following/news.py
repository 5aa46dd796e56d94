"""What is new for families: announcements, and what changed in listings, read from their revisions.

Only public facts are compared, of listings that are public now (or that have just closed for good), and what has been
taken back since (a closure entered by mistake) is no longer news. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select, tuple_

from app.catalogue.facts import SHOWN_VALUES
from app.catalogue.facts import Status as Life
from app.catalogue.models import Revision, Service
from app.following.models import Announcement
from app.following.rules import Status
from app.foundation import clock
from app.foundation.db import session
from app.territory.queries import reference

#: Entries of a feed, and pieces of news of one letter.
MOST = 50
#: Revisions read to find them: a bound on what a feed may cost.
READ = 400
#: Older changes are no longer news.
NEWS_LAST = timedelta(days=92)
#: Listings named one by one in a query; beyond, the rows are sorted here.
NAMED = 400


class Kind(StrEnum):
    """What sort of news."""

    ANNOUNCEMENT = "annonce"
    CLOSURE = "fermeture"
    CAMPAIGN = "inscriptions"
    HOURS = "horaires"
    LISTING = "fiche"
    PAUSED = "pause"
    REOPENED = "reouverture"
    GONE = "fin"


@dataclass(frozen=True)
class Reach:
    """What is followed: listings (None: all of them), and the themes and communes whose announcements count too."""

    services: frozenset[int] | None = None
    themes: frozenset[str] = frozenset()
    communes: frozenset[str] = frozenset()

    def holds(self, service_id: int) -> bool:
        """Whether this listing is followed."""
        return self.services is None or service_id in self.services


EVERYTHING = Reach()


@dataclass(frozen=True)
class News:
    """One piece of news. `key` never changes and is never used again; `since` is when families could first read it.

    `title` is that of an announcement, or the label of a campaign; `text` is an announcement, a reason or a note.
    """

    kind: Kind
    key: str
    since: datetime
    service_slug: str = ""
    service_name: str = ""
    title: str = ""
    text: str = ""
    starts: date | None = None
    ends: date | None = None
    is_fictional: bool = False


def news_of(reach: Reach, since: datetime, until: datetime, *, fictional: bool, limit: int = MOST) -> list[News]:
    """What became public after `since` and until `until`, the last first; examples only when `fictional`."""
    found = [*_announced(reach, since, until), *_changed(reach, since, until)]
    kept = [one for one in found if fictional or not one.is_fictional]
    return sorted(kept, key=lambda one: (one.since, one.key), reverse=True)[:limit]


# ---------------------------------------------------------------- announcements


def announcements_in(reach: Reach, *conditions: ColumnElement[bool]) -> list[tuple[Announcement, Service | None]]:
    """The published announcements of what is followed, those of hidden listings left out."""
    wanted = (
        select(Announcement, Service)
        .outerjoin(Service, Announcement.service_id == Service.id)
        .where(Announcement.status == Status.PUBLISHED.value, *conditions)
        .where(or_(Announcement.service_id.is_(None), Service.status.in_(SHOWN_VALUES)))
        .order_by(Announcement.id.desc())
    )
    return [(told, service) for told, service in session().execute(wanted) if _concerns(reach, told)]


def _concerns(reach: Reach, told: Announcement) -> bool:
    if reach.services is None and not reach.themes and not reach.communes:
        return True
    named = told.service_id is not None and reach.holds(told.service_id)
    return named or told.theme in reach.themes or told.commune in reach.communes


def _announced(reach: Reach, since: datetime, until: datetime) -> Iterator[News]:
    today = until.astimezone(ZoneInfo(reference().time_zone)).date()
    for told, service in announcements_in(reach, Announcement.starts_on <= today, Announcement.ends_on >= today):
        first = max(told.decided_at or told.created_at, _midnight(told.starts_on))
        if since < first <= until:
            yield News(
                Kind.ANNOUNCEMENT, f"annonce/{told.uuid}", first, *_names(service),
                title=told.title, text=told.text, starts=told.starts_on, ends=told.ends_on,
                is_fictional=bool(service and service.is_fictional),
            )  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(reference().time_zone))


def _names(service: Service | None) -> tuple[str, str]:
    return (service.slug, service.name) if service else ("", "")


# ---------------------------------------------------------------- listings


def _changed(reach: Reach, since: datetime, until: datetime) -> Iterator[News]:
    rows = _revisions(reach, since, until)
    before = _before(rows)
    present = {service.id: revision.snapshot for revision, service in reversed(rows)}
    told: set[tuple[int, str]] = set()
    for revision, service in rows:  # the last first: of what is said twice, the last word counts
        earlier = before.get((service.id, revision.number - 1))
        for one, what in _compared(revision, earlier, service, present[service.id]):
            if (service.id, what) not in told:
                told.add((service.id, what))
                yield one


def _revisions(reach: Reach, since: datetime, until: datetime) -> list[tuple[Revision, Service]]:
    open_ones = (*SHOWN_VALUES, Life.CLOSED.value)
    wanted = (
        select(Revision, Service)
        .join(Service, Revision.service_id == Service.id)
        .where(Revision.made_at > since, Revision.made_at <= until, Service.status.in_(open_ones))
        .order_by(Revision.id.desc())
        .limit(READ)
    )
    if reach.services is not None and len(reach.services) <= NAMED:
        wanted = wanted.where(Revision.service_id.in_(sorted(reach.services)))
    return [(revision, service) for revision, service in session().execute(wanted) if reach.holds(service.id)]


def _before(rows: Iterable[tuple[Revision, Service]]) -> dict[tuple[int, int], Mapping[str, Any]]:
    """The snapshots that the revisions follow, by listing and number."""
    known = {(revision.service_id, revision.number): revision.snapshot for revision, _service in rows}
    missing = {(service, number - 1) for service, number in known if number > 1} - known.keys()
    wanted = select(Revision).where(tuple_(Revision.service_id, Revision.number).in_(sorted(missing)))
    found = session().scalars(wanted.order_by(Revision.id)) if missing else ()
    return {**known, **{(one.service_id, one.number): one.snapshot for one in found}}


def _compared(
    revision: Revision, before: Mapping[str, Any] | None, service: Service, present: Mapping[str, Any]
) -> Iterator[tuple[News, str]]:
    """The news of one revision, each with what it is about."""
    after = revision.snapshot
    life = _life(before, after)
    if life is not None:
        # Only the state that still holds is told.
        if after["status"] == service.status:
            yield _news(life, revision, service), "life"
        return
    if service.status not in SHOWN_VALUES or before is None:
        return
    if _hours(before) != _hours(after):
        yield _news(Kind.HOURS, revision, service), "hours"
    for kind, field in ((Kind.CLOSURE, "closures"), (Kind.CAMPAIGN, "campaigns")):
        for number, dated in enumerate(after.get(field, ())):
            if dated not in before.get(field, ()) and dated in present.get(field, ()):
                yield _news(kind, revision, service, number, **_told(dated)), f"{field} {sorted(dated.items())}"


def _life(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Kind | None:
    was, now = before.get("status") if before else None, after.get("status")
    if was == now:
        return None
    if now == Life.CLOSED:
        return Kind.GONE if was in SHOWN_VALUES else None
    if now == Life.TEMPORARILY_CLOSED:
        return Kind.PAUSED
    if now == Life.PUBLISHED:
        return Kind.REOPENED if was in (Life.TEMPORARILY_CLOSED, Life.CLOSED) else Kind.LISTING
    return None


def _hours(facts: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(facts.get(field) for field in ("slots", "special_openings", "hours_known"))


def _told(dated: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": dated.get("label", ""),
        "text": dated.get("reason") or dated.get("note") or "",
        "starts": date.fromisoformat(dated["starts"]),
        "ends": date.fromisoformat(dated["ends"]),
    }


def _news(kind: Kind, revision: Revision, service: Service, number: int | None = None, **told: Any) -> News:
    key = "/".join((str(service.uuid), kind, str(revision.number), *([str(number)] if number is not None else [])))
    return News(kind, key, revision.made_at, service.slug, service.name, is_fictional=service.is_fictional, **told)


def feed_news(reach: Reach, *, fictional: bool) -> list[News]:
    """What a feed holds: the last news, at most fifty."""
    now = clock.now()
    return news_of(reach, now - NEWS_LAST, now, fictional=fictional)
