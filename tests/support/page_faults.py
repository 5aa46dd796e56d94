"""What makes a page ill-made. Each fault is a sentence with the place where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from app.foundation.i18n import DEFAULT, LANGUAGES, gettext, speaking
from app.foundation.i18n.prefix import split
from tests.support.page import Page, is_element, plain, text_of
from tests.support.typography import typography_faults

DATA_BLOCKS = frozenset({"application/ld+json", "application/json"})
NEEDS_NO_LABEL = frozenset({"hidden", "submit", "button", "image", "reset"})
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list", "form")
LOADING_RELS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "prefetch"})
#: A form that was refused says so first, in the title that screen readers speak (GOV.UK's pattern).
SAYS_ERROR = "Erreur :"
#: What sets a name apart inside an Arabic sentence.
ISOLATES = re.compile("[\u2068\u2069]")


def page_faults(page: Page, app: Flask) -> list[str]:
    """Everything wrong with this page; empty when all is well."""
    faults = [f"HTML: {error}" for error in page.parse_errors]
    for look in (_heading, _language, _identifiers, _labels, _forms, _images, _inline_code, _loaded, _leftovers):
        faults.extend(look(page))
    return [*faults, *_addresses(page, app), *typography_faults(page)]


def _heading(page: Page) -> Iterator[str]:
    titles, headings = page.all("title"), page.all("h1")
    if len(headings) != 1 or not titles:
        yield f"{len(headings)} h1 and {len(titles)} title, one of each is wanted"
    elif not text_of(headings[0]):
        yield "the h1 is empty"
    elif not _without_error(page, titles[0]).startswith(ISOLATES.sub("", text_of(headings[0]))):
        yield f"the title “{text_of(titles[0])}” does not begin with the h1 “{text_of(headings[0])}”"


def _without_error(page: Page, title: Element) -> str:
    language = page.root.get("lang") or DEFAULT
    with speaking(language if language in LANGUAGES else DEFAULT):
        said = plain(gettext(SAYS_ERROR))
    return ISOLATES.sub("", text_of(title).removeprefix(said).strip())


def _language(page: Page) -> Iterator[str]:
    if not page.root.get("lang"):
        yield "no lang on <html>"
    if page.root.get("lang") == "ar" and page.root.get("dir") != "rtl":
        yield "Arabic is read from right to left"


def _identifiers(page: Page) -> Iterator[str]:
    counts = Counter(element.get("id") for element in page.all() if element.get("id") is not None)
    yield from (f"id “{name}” stands {count} times" for name, count in counts.items() if count > 1)
    for element in page.all():
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in counts:
                    yield f"<{element.tag} {attribute}> names “{name}”, which is not there"
        href = element.get("href") or ""
        if element.tag in ("a", "use") and href.startswith("#") and href[1:] not in counts:
            yield f"<{element.tag}> leads to “{href}”, which is not there"


def _labels(page: Page) -> Iterator[str]:
    labelled = {label.get("for") for label in page.all("label")}
    inside = {id(element) for label in page.all("label") for element in label.iter()}
    for element in page.all("input", "select", "textarea"):
        is_named = element.get("aria-label") or element.get("aria-labelledby")
        if element.get("type") in NEEDS_NO_LABEL or is_named or id(element) in inside:
            continue
        if element.get("id") not in labelled:
            yield f"<{element.tag} name={element.get('name')}> has no label"


def _forms(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        missing = [name for name in ("action", "method") if not form.get(name)]
        if missing:
            yield f"a form without {' and '.join(missing)}"


def _images(page: Page) -> Iterator[str]:
    yield from (f"image without alt: {image.get('src')}" for image in page.all("img") if image.get("alt") is None)


def _inline_code(page: Page) -> Iterator[str]:
    for element in page.root.iter():
        if not is_element(element):
            continue
        name = element.tag.rpartition("}")[2]
        if name == "style" or (name == "script" and not element.get("src") and element.get("type") not in DATA_BLOCKS):
            yield f"inline <{name}>"
        for attribute in element.keys():  # noqa: SIM118  an Element is not a mapping
            if attribute == "style" or attribute.startswith("on"):
                yield f"<{name} {attribute}=…>: no inline code"


def _loaded(page: Page) -> Iterator[str]:
    for element in page.all("script", "img", "source", "iframe", "video", "audio", "embed", "track", "link"):
        if element.tag == "link" and not LOADING_RELS & set((element.get("rel") or "").split()):
            continue
        sources = [element.get("href" if element.tag == "link" else "src") or ""]
        sources += [part.split()[0] for part in (element.get("srcset") or "").split(",") if part.strip()]
        yield from (f"<{element.tag}> loads {url} from elsewhere" for url in sources if urlsplit(url).netloc)


def _leftovers(page: Page) -> Iterator[str]:
    for element, text in page.visible_texts():
        if text.strip() == "None" or "{{" in text or "{%" in text or "%(" in text:
            yield f"<{element.tag}> shows the machinery: {text.strip()[:60]!r}"


def _addresses(page: Page, app: Flask) -> Iterator[str]:
    for element in page.all("a", "link", "form", "img", "script", "source"):
        method = (element.get("method") or "get").upper() if element.tag == "form" else "GET"
        for attribute in ("href", "src", "action"):
            address = element.get(attribute)
            if address is None or (attribute == "href" and address.startswith("#")):
                continue
            fault = _address_fault(address, page.address, app, method)
            if fault:
                yield f"<{element.tag} {attribute}={address[:90]!r}>: {fault}"


def _address_fault(address: str, here: str, app: Flask, method: str) -> str | None:
    if not address.strip():
        return "empty"
    parts = urlsplit(urljoin(f"http://localhost{here}", address))
    if parts.scheme not in ("http", "https"):
        return None if parts.scheme in ("tel", "mailto", "sms") else f"scheme {parts.scheme} is not allowed"
    # Another port is another site: the identity provider of a test, for instance.
    if parts.hostname not in ("localhost", "127.0.0.1") or parts.port not in (None, 8000):
        return None
    if parts.path.startswith("/static/"):
        return None if _is_served(app, parts.path) else "no such file"
    return _route_fault(parts.path, app, method)


def _is_served(app: Flask, path: str) -> bool:
    """Whether a file is there; its address changes with its content, so the answer is kept."""
    known: dict[str, bool] = app.extensions.setdefault("tests.served", {})
    if path not in known:
        known[path] = FlaskClient(app, Response).get(path).status_code == 200
    return known[path]


def _route_fault(path: str, app: Flask, method: str) -> str | None:
    language, bare = split(path)
    try:
        endpoint, _values = app.url_map.bind("localhost").match(bare, method=method)
    except RequestRedirect:
        return "redirects: link to where it leads"
    except MethodNotAllowed:
        return f"does not take {method}"
    except (NotFound, HTTPException):
        return "no such page"
    if language != DEFAULT and not getattr(app.view_functions[endpoint], "in_every_language", False):
        return "only speaks French"
    return None
