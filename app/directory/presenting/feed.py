"""Atom (RFC 4287): what is followed, as a feed that any reader validates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

from flask import current_app

from app.directory.presenting.news import headline, sentences
from app.directory.searching.followed import Followed
from app.directory.site import NAME
from app.following.news import News
from app.foundation.i18n import current_language
from app.foundation.i18n import gettext as _

MIME = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
#: The year in which tags of ours were first made (RFC 4151): it never moves.
TAGS_SINCE = "2026"
#: What XML 1.0 cannot hold, whatever the escape.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(what: Followed, news: Sequence[News], self_url: str, base: str, changed: datetime) -> bytes:
    """The document; `base` stands before every address; `changed` dates a feed without entries."""
    root = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": current_language()})
    _text(root, "title", _("%(site)s : %(title)s", site=NAME, title=what.title))
    _text(root, "id", tag_uri(f"flux/{what.kind}/{what.target}"))
    _text(root, "updated", moment(max((one.since for one in news), default=changed)))
    _link(root, "self", self_url, MIME)
    _link(root, "alternate", base + what.path, "text/html")
    _text(Xml.SubElement(root, "author"), "name", NAME)
    for one in news:
        _entry(root, one, base + (f"/services/{one.service_slug}" if one.service_slug else what.path))
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def tag_uri(name: str) -> str:
    """A name that nobody else gives, and that never changes."""
    host = urlsplit(current_app.extensions["settings"].base_url).hostname or "localhost"
    return f"tag:{host},{TAGS_SINCE}:{name}"


def moment(when: datetime) -> str:
    """RFC 3339, in UTC, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _entry(root: Xml.Element, one: News, url: str) -> None:
    entry = Xml.SubElement(root, "entry")
    _text(entry, "title", headline(one))
    _text(entry, "id", tag_uri(one.key))
    _text(entry, "updated", moment(one.since))
    _link(entry, "alternate", url, "text/html")
    _text(entry, "summary", " ".join(sentences(one)) or headline(one))


def _text(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, name).text = _NOT_XML.sub("", text)


def _link(parent: Xml.Element, rel: str, href: str, kind: str) -> None:
    Xml.SubElement(parent, "link", {"rel": rel, "type": kind, "href": href})
