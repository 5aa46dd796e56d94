"""The results of a search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from flask import current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from app.directory.blueprint import page
from app.directory.presenting.emergencies import concerned
from app.directory.presenting.map import MOST, MapView, map_view
from app.directory.searching.addresses import Address
from app.directory.searching.answers import Results, ask
from app.directory.searching.chips import filter_chips
from app.directory.searching.filters import filter_groups, order_name
from app.directory.searching.followed import search_links
from app.directory.searching.form import Asked, read_search
from app.directory.searching.helping import unknown_links, wider_links
from app.directory.searching.looser import come_nearest
from app.directory.searching.near_misses import near_misses
from app.directory.searching.needing import need_address
from app.directory.searching.problems import problems
from app.directory.searching.selection import carried
from app.directory.searching.soon import opening_soon
from app.directory.searching.telling import tell_search
from app.directory.searching.understood import questions, relays, understood_chips, urgent_numbers, urgent_topics
from app.foundation.i18n import gettext as _
from app.foundation.i18n import ngettext
from app.foundation.security import content_security_policy
from app.foundation.text import typography
from app.search.query import PER_PAGE, SearchQuery
from app.territory.queries import local_reference, now
from app.territory.reference import Reference

#: Types of places that help families to search, named when nothing answers (U6).
DESKS = ("rpe", "france-services", "centre-social")
#: « 10 € », « moins de 15 euros », « QF 600 »: words that only the family can hold against each listing.
A_PRICE = re.compile(r"\d\s*(?:€|euros?\b)|\b(?:quotient|qf)\b.*\d", re.IGNORECASE)
#: Pages named around the present one.
AROUND = 2
#: What the filters carry along: they hold the rest themselves.
KEPT = {"q", "ou", "lat", "lon", "inconnus", "fiches", "carte"}


@page("/recherche", "results")
def results() -> str | Response:
    """Twenty listings a page, the filters, what was understood, and what to try when nothing fits."""
    known = local_reference()
    asked = read_search(request.args, known, now())
    query = replace(asked.query, per_page=PER_PAGE, snippets=False)
    asked = replace(asked, query=query, typed=_shorter(asked.typed))
    found = ask(asked.query)
    pages = max(1, -(-found.total // PER_PAGE))
    beyond = asked.query.page > pages
    if beyond:
        asked = replace(asked, query=replace(asked.query, page=1))
        found = ask(asked.query)
    else:
        tell_search(asked.query, found.answer)
    body = render_template("directory/results.html", **_context(asked, found, pages, beyond=beyond))
    return with_tiles(body) if asked.map_opened else body


def _shorter(typed: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same, its selection by numbers: every address of the page repeats it."""
    return {**typed, "fiches": [carried().short]} if "fiches" in typed else typed


def _context(asked: Asked, found: Results, pages: int, *, beyond: bool) -> dict[str, object]:
    known, query, address = local_reference(), asked.query, Address(asked.typed)
    groups = filter_groups(asked, found.answer.found, known)
    filtered = filter_chips(query, address, known)
    chips = understood_chips(found.answer, address, known) + filtered
    urgent = urgent_numbers(found.answer, known)
    return {
        "asked": asked,
        "query": query,
        "results": found,
        "heading": heading(found.total),
        "title_words": [] if urgent else title_words(query, chips),
        "status": status(found),
        "summary": summary(query, found.answer.place or known.name),
        "problems": problems(asked.errors, groups),
        "chips": chips,
        "clear": address.of({name: asked.typed.get(name, []) for name in ("ou", "q", "fiches")}),
        "groups": groups if found.total or filtered or asked.errors else (),
        "kept": [(name, value) for name, value in address.hidden() if name in KEPT],
        "search_kept": address.hidden("q", "ou", "lat", "lon"),
        "order": order_name(query.order),
        "entries": _entries(query.page, pages, address),
        "previous": address.page(query.page - 1) if query.page > 1 else "",
        "following": address.page(query.page + 1) if query.page < pages else "",
        "near_misses": near_misses(query) if query.page == pages else (),
        **_instead(query, found, address),
        "mended": typography(found.answer.did_you_mean),
        "names_a_price": bool(A_PRICE.search(query.text)),
        "questions": questions(found.answer, known, address, query.age_months),
        "relays": relays(found.answer, known),
        "emergencies": urgent,
        "urgent_count": concerned(known, urgent_topics(found.answer)),
        "beyond": beyond,
        "address": address,
        "map": opened_map(asked, found),
        "follow": search_links(request.args, sensitive=bool(urgent)),
    }


def _instead(query: SearchQuery, found: Results, address: Address) -> dict[str, object]:
    """What can be tried when nothing fits, and what stands in when nothing is found."""
    known, nothing = local_reference(), not found.total
    return {
        "unknown_links": unknown_links(found.answer.found, address),
        "wider_links": wider_links(query, address, known),
        "need_href": need_address(address),
        "nearest": come_nearest(query) if nothing else (),
        "soon": opening_soon(query) if query.open_now and nothing else (),
        "desks": desks(known) if nothing else [],
    }


def with_tiles(body: str) -> Response:
    """The page of an opened map: the only one where pictures of the operator's tile server are let in."""
    response = Response(body, mimetype="text/html")
    parts = urlsplit(current_app.extensions["settings"].tiles_url)
    if parts.netloc:
        response.headers["Content-Security-Policy"] = content_security_policy(
            img_src=f"{parts.scheme}://{parts.netloc}"
        )
    return response


def opened_map(asked: Asked, found: Results) -> MapView | None:
    """Every answer on the map, not this page's alone; None when the map is closed or nothing answers."""
    if not asked.map_opened or not found.total:
        return None
    whole = ask(replace(asked.query, page=1, per_page=MOST))
    return map_view(whole.cards, found.total, local_reference())


def heading(total: int) -> str:
    """“26 services trouvés”."""
    if not total:
        return _("Aucun service trouvé")
    return ngettext("%(num)d service trouvé", "%(num)d services trouvés", total)


def title_words(query: SearchQuery, chips: Sequence[tuple[str, str]]) -> list[str]:
    """What tells this search from another in the title of its page; nothing on a sensitive one (U24)."""
    words = [typography(query.text), query.near.label if query.near else "", *(label for label, _href in chips)]
    number = _("page %(number)s", number=query.page) if query.page > 1 else ""
    return [word for word in (*words, number) if word]


def summary(query: SearchQuery, otherwise: str) -> str:
    """What was searched, in one line: a page without results must say it too (U6). `otherwise` is where, without a
    place."""
    where = query.near.label if query.near else otherwise
    if query.text:
        return _("Pour « %(text)s », près de : %(where)s.", text=typography(query.text), where=where)
    return _("Près de : %(where)s.", where=where)


def desks(known: Reference) -> list[tuple[str, str]]:
    """The kinds of places that help to search, when the territory has them."""
    kinds = [known.types[slug] for slug in DESKS if slug in known.types]
    return [(url_for("directory.results", type=kind.slug), typography(kind.plural)) for kind in kinds]


def status(found: Results) -> str:
    """How many answer everything that was asked, when not all do."""
    full = found.answer.found.full_matches
    if full is None or full == found.total:
        return ""
    if not full:
        return _("Aucun ne répond à toute votre demande : voici ce qui s’en approche.")
    close = found.total - full
    said = ngettext("%(num)d répond à toute votre demande", "%(num)d répondent à toute votre demande", full)
    rest = ngettext("%(num)d s’en approche.", "%(num)d s’en approchent.", close)
    return _("%(said)s, %(rest)s", said=said, rest=rest)


def _entries(current: int, pages: int, address: Address) -> list[tuple[int | None, str]]:
    near = {number for number in range(current - AROUND, current + AROUND + 1) if 1 <= number <= pages} | {1, pages}
    entries: list[tuple[int | None, str]] = []
    for number in sorted(near):
        if entries and entries[-1][0] is not None and number - entries[-1][0] > 1:
            entries.append((None, ""))
        entries.append((number, address.page(number)))
    return entries
