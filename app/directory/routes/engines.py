"""What search engines read: the list of our addresses in each language, and where that list is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import cast
from xml.sax.saxutils import escape

from flask import Response, current_app, request, url_for

from app.catalogue.queries import shown_slugs
from app.directory.blueprint import page
from app.directory.presenting.guides import shown_guides
from app.foundation.i18n import DEFAULT, prefix, spoken
from app.territory.queries import local_reference

#: What a list may hold (sitemaps.org).
MOST = 50_000
#: Seconds for which engines keep it.
KEPT = 3600
ALONE = ("home", "themes", "types", "communes", "guides", "finder", "ctg", "easy_read", "site_plan", "contact",
         "accessibility", "legal", "personal_data", "ecodesign")  # fmt: skip
#: An address, and when it last changed if that is known.
Told = tuple[str, datetime | None]


@page("/robots.txt", "robots")
def robots() -> Response:
    """Everything may be read, except what is made for programs; a page that must not be kept says so itself."""
    lists = (_base() + ("" if code == DEFAULT else f"/{code}") + "/sitemap.xml" for code in spoken())
    lines = ("User-agent: *", "Disallow: /api/", *(f"Sitemap: {one}" for one in lists))
    return _kept("\n".join(lines) + "\n", "text/plain")


@page("/sitemap.xml", "sitemap")
def sitemap() -> Response:
    """The addresses of this language. No example, and nothing that asks not to be kept."""
    body = "".join(_line(*told) for told in islice(_told(), MOST))
    opening = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return _kept(f"{opening}{body}</urlset>\n", "application/xml")


def _told() -> Iterator[Told]:
    known = local_reference()
    yield from ((url_for(f"directory.{name}"), None) for name in ALONE)
    yield from ((url_for("directory.theme", slug=slug), None) for slug in known.themes)
    yield from ((url_for("directory.type", slug=slug), None) for slug in known.types)
    yield from ((url_for("directory.commune", slug=one.slug), None) for one in known.communes.values())
    yield from ((url_for("directory.guide", slug=one.slug), None) for one in shown_guides() if not one.sensitive)
    yield from ((f"{prefix()}/services/{slug}", changed) for slug, changed in shown_slugs())


def _line(path: str, changed: datetime | None) -> str:
    day = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
    return f"<url><loc>{escape(_base() + path)}</loc>{day}</url>\n"


def _base() -> str:
    return str(current_app.extensions["settings"].base_url)


def _kept(body: str, mime: str) -> Response:
    answer = Response(body, content_type=f"{mime}; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={KEPT}"
    answer.add_etag()
    return cast(Response, answer.make_conditional(request))
