"""What can be followed: a search, a commune, a theme, a listing. One value for feeds, calendars and alerts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import current_app, url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.catalogue.cards import from_json
from app.catalogue.facts import SHOWN_VALUES, Status
from app.catalogue.models import Service
from app.directory.searching.addresses import Address
from app.directory.searching.chips import asked_words
from app.directory.searching.form import read_search
from app.directory.searching.understood import urgent_topics
from app.following.news import EVERYTHING, Reach
from app.foundation.db import session
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.search.finding import Answer, search
from app.search.query import Order, SearchQuery
from app.territory.queries import local_reference, now

#: Listings of one search that are followed.
MOST_LISTINGS = 5000
#: What a search keeps when it is followed: neither the page, nor an exact position, nor what only holds now.
LASTING = (
    "q", "ou", "rayon", "theme", "type", "commune", "age", "age_mois", "jour", "periode", "de", "a", "gratuit",
    "places", "accessible", "handicap", "langue", "inconnus",
)  # fmt: skip
LONGEST_TARGET = 1000


@dataclass(frozen=True)
class Followed:
    """`kind` is service, commune, theme or search; `target` its uuid, code, slug or query; `path` its French address
    on this site. A sensitive one is never offered by mail: others may read the mailbox."""

    kind: str
    target: str
    title: str
    path: str
    reach: Reach
    is_sensitive: bool = False


def followed(kind: str, target: str) -> Followed | None:
    """What is followed, as it is today; None when it no longer exists."""
    readers = {"service": _listing, "commune": _commune, "theme": _theme, "search": followed_search}
    return readers[kind](target) if kind in readers else None


def reach_of(kind: str, target: str) -> Reach | None:
    """What an alert reaches today."""
    found = followed(kind, target)
    return found.reach if found else None


def followed_listing(slug: str) -> Followed | None:
    """The listing that is shown at that address."""
    uuid = session().scalar(select(Service.uuid).where(Service.slug == slug, Service.status.in_(SHOWN_VALUES)))
    return _listing(str(uuid)) if uuid else None


def followed_search(query: str) -> Followed | None:
    """A search, from its parameters as in an address; those that are unknown or not understood are left out."""
    args = MultiDict((name, value) for name, value in parse_qsl(query) if name in LASTING)
    known = local_reference()
    asked = read_search(args, known, now())
    typed = {name: values for name, values in asked.typed.items() if name not in asked.errors}
    target = urlencode([(name, value) for name in LASTING for value in typed.get(name, [])])
    if len(target) > LONGEST_TARGET:
        return None
    for kind, one, parameter in (("commune", asked.query.communes, "commune"), ("theme", asked.query.themes, "theme")):
        if len(one) == 1 and typed.keys() == {parameter}:
            return followed(kind, one[0])
    answer = _found(asked.query)
    title = asked_words(asked.query, Address(typed), known) or _("Tout l’annuaire")
    return Followed(
        "search", target, title, f"/recherche?{target}" if target else "/recherche",
        _reach(asked.query, answer), is_sensitive=bool(urgent_topics(answer)),
    )  # fmt: skip


@dataclass(frozen=True)
class FollowLinks:
    """Where a page is followed: its feed, its calendar, its alert ('' when none is offered), its contact card."""

    feed: str
    calendar: str
    alert: str
    contact: str = ""


def listing_links(slug: str, *, sensitive: bool) -> FollowLinks:
    """Following a listing."""
    names = ("directory.service_feed", "directory.service_calendar", "directory.service_contact")
    feed, calendar, contact = (url_for(name, slug=slug) for name in names)
    return FollowLinks(feed, calendar, "" if sensitive else url_for("directory.alert", fiche=slug), contact)


def search_links(args: MultiDict[str, str], *, sensitive: bool = False, feed: str = "") -> FollowLinks:
    """Following a search; `feed` is the address of the feed when it has one of its own. No letter is offered about a
    sensitive search (others may read the mailbox), nor about everything."""
    query = search_target(args)
    asked = f"?{query}" if query else ""
    feed = feed or url_for("directory.search_feed") + asked
    offered = 0 < len(query) <= LONGEST_TARGET and not sensitive
    alert = url_for("directory.alert") + asked if offered else ""
    return FollowLinks(feed, url_for("directory.search_calendar") + asked, alert)


def search_target(args: MultiDict[str, str]) -> str:
    """The parameters of an address that may be followed, as they were typed."""
    return urlencode([(name, value) for name in LASTING for value in args.getlist(name) if value])


def _found(query: SearchQuery) -> Answer:
    # Asked quietly: a robot that reads a feed looks for nothing in vain.
    whole = replace(query, page=1, per_page=MOST_LISTINGS, order=Order.RELEVANCE, open_now=False)
    return search(whole, current_app.extensions["search_engine"], current_app.extensions["lexicon"]())


def _reach(query: SearchQuery, answer: Answer) -> Reach:
    if not _narrows(query):
        return EVERYTHING
    hits = answer.found.hits
    full = answer.found.full_matches
    sure = hits if full is None else hits[:full]
    return Reach(frozenset(hit.id for hit in sure), *_announcing(query))


def _announcing(query: SearchQuery) -> tuple[frozenset[str], frozenset[str]]:
    """Themes and communes whose own announcements answer a search: only when nothing else is asked."""
    plain = replace(query, themes=(), communes=())
    if _narrows(plain) or (query.themes and query.communes):
        return frozenset(), frozenset()
    return frozenset(query.themes), frozenset(query.communes)


def _narrows(query: SearchQuery) -> bool:
    blank = SearchQuery(query.now)
    left_out = ("now", "near", "page", "per_page", "order", "open_now", "include_unknown", "wanted")
    return any(value != getattr(blank, name) for name, value in vars(query).items() if name not in left_out)


def _listing(uuid: str) -> Followed | None:
    service = session().scalar(select(Service).where(Service.uuid == _uuid(uuid)))
    if service is None or service.status not in (*SHOWN_VALUES, Status.CLOSED.value):
        return None
    kind = local_reference().types[from_json(service.card).type]
    reach = Reach(frozenset({service.id}))
    path = f"/services/{service.slug}"
    return Followed("service", uuid, typography(service.name), path, reach, is_sensitive=bool(kind.sensitive))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _commune(insee: str) -> Followed | None:
    found = local_reference().communes.get(insee)
    if found is None:
        return None
    return replace(_browsed(communes=(insee,)), kind="commune", target=insee, title=found.name,
                   path=f"/communes/{found.slug}")  # fmt: skip


def _theme(slug: str) -> Followed | None:
    found = local_reference().themes.get(slug)
    if found is None:
        return None
    return replace(_browsed(themes=(slug,)), kind="theme", target=slug, title=typography(found.label),
                   path=f"/themes/{slug}")  # fmt: skip


def _browsed(**filters: Any) -> Followed:
    query = SearchQuery(now(), **filters)
    return Followed("search", "", "", "", _reach(query, _found(query)))
