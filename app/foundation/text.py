"""French text: slugs, comparison, typography, and Markdown made safe."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, link
from markupsafe import Markup, escape

from app.foundation.i18n import DEFAULT, Told, current_language
from app.foundation.links import safe_href
from app.foundation.settings import Settings

NBSP = "\u00a0"
THIN = "\u202f"
#: Longer texts are cut before they are read: a page never costs more than this.
MARKDOWN_LIMIT = 20_000
SLUG_LIMIT = 80
#: Names and summaries come back on every page: texts up to this length are remembered once set.
REMEMBERED = 400

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "ø": "o", "ł": "l"})
_APART = re.compile(r"[\s'’ʼ‘`´‐‑‒–—―_-]+")
#: A mail address is looked for from the beginning of a word: from every letter, a long word would cost its square.
_NOT_PROSE = re.compile(r"(https?://\S+|www\.\S+|(?<!\S)[^\s@]+@\S+)")
_LINK = re.compile(r"\[[^\[\]]*\]\(")
_ASKING = re.compile(r"\b\w+-(?:vous|nous|je|tu|il|elle|on|moi|ce)\b(?:[\u00a0\u202f]\?)?")
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "h5", "h6", "blockquote", "code", "pre", "hr"}

# Order matters: quotes become « » before the spaces around them are settled.
_TYPOGRAPHY: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<=\w)['ʼ](?=\w)"), "’"),
    (re.compile(r"(?<!\.)\.\.\.(?!\.)"), "…"),
    (re.compile(r'"([^"\n]+)"'), r"« \1 »"),
    (re.compile(r"«\s*"), f"«{NBSP}"),
    (re.compile(r"(?<!\s)\s*»"), f"{NBSP}»"),
    (re.compile(r"(?<=[\w)»%€’.…])\s*:(?=\s|$)"), f"{NBSP}:"),
    (re.compile(r"(?<=[\w)»%€’.…])\s*([;?!]+)(?=\s|$|[»)])"), rf"{THIN}\1"),
    (re.compile(r"\b(\d{1,2})\s?[hH]\s?(\d\d)\b"), rf"\1{NBSP}h{NBSP}\2"),
    (re.compile(r"(?<=\d)\s?(?=[€%])"), NBSP),
    (re.compile(r"(?<=\d) (?=(?:h|min|km|m|ans?|mois)\b)"), NBSP),
    (re.compile(r"(?<!\d)0\d(?:[ .\u00a0\u202f]\d\d){4}(?!\d)"), lambda m: re.sub(r"[ .\u202f]", NBSP, m[0])),
)


def fold(text: str) -> str:
    """For comparing: lower case, no accents, œ as oe, apostrophes and hyphens as spaces, single spaces."""
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_LIGATURES)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return _APART.sub(" ", bare).strip()


def slugify(text: str, default: str = "sans-nom") -> str:
    """A stable piece of address: ascii letters, digits and hyphens, cut at a word; `default` when nothing is left."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(slug) > SLUG_LIMIT:
        slug = slug[: SLUG_LIMIT + 1].rpartition("-")[0] or slug[:SLUG_LIMIT]
    return slug or default


def typography(text: str) -> str:
    """The same words with French apostrophes, quotes and non-breaking spaces, on a page in French: other languages have
    rules of their own. Addresses and HTML are left alone, and so are words that are set already (`Told`)."""
    return text if isinstance(text, Told) or current_language() != DEFAULT else _typeset(text)


def _typeset(text: str) -> str:
    if hasattr(text, "__html__"):
        return text
    return _set(text) if len(text) <= REMEMBERED else _set.__wrapped__(text)


def french(text: str) -> Told:
    """What a structure wrote, as it is: French on a page in any language."""
    return text if isinstance(text, Told) else Told(_typeset(text))


def held(text: str) -> Markup:
    """For titles: “avez-vous” stays on one line. Our font has no non-breaking hyphen."""
    said = _ASKING.sub(r'<span class="nowrap">\g<0></span>', str(escape(typography(text))))
    return Markup(said)  # noqa: S704  escaped just above


@lru_cache(maxsize=8192)
def _set(text: str) -> str:
    pieces = _NOT_PROSE.split(text)
    for pattern, right in _TYPOGRAPHY:
        pieces[::2] = [pattern.sub(right, prose) for prose in pieces[::2]]
    return "".join(pieces)


def _settle(state: StateCore) -> None:
    """Typography on the words only, and headings below those of the page."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
        for child in token.children or ():
            if child.type == "text":
                child.content = _typeset(child.content)


def _link(state: StateInline, silent: bool) -> bool:
    """Only `[words](address)`: from each lone bracket the reader would look to the end, in vain."""
    return _LINK.match(state.src, state.pos) is not None and link(state, silent)


_reader = MarkdownIt("commonmark", {"html": False}).disable(["image", "reference"])
_reader.inline.ruler.at("link", _link)
_reader.core.ruler.push("settle", _settle)


def _href(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return safe_href(value)
    return value if attribute == "rel" else None


def markdown(text: str | None) -> Markup:
    """Markdown as safe HTML: no HTML of theirs, no image, links only to http, https, mailto and tel."""
    rendered = _reader.render((text or "")[:MARKDOWN_LIMIT])
    clean = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_href,
        link_rel="nofollow noopener",
        url_schemes={"http", "https", "mailto", "tel"},
    )
    return Markup(clean)  # noqa: S704  cleaned just above


def plain(text: str | None) -> str:
    """The words of a Markdown text, on one line."""
    words = html.unescape(nh3.clean(str(markdown(text)).replace("<br", " <br").replace("</", " </"), tags=set()))
    return re.sub(r"[ \t\r\n]+", " ", words).strip()


def excerpt(text: str | None, length: int = 280) -> str:
    """The beginning of a Markdown text, at most `length` characters, cut at a word."""
    words = plain(text)
    if len(words) <= length:
        return words
    cut = words[:length].rpartition(" ")[0] or words[: length - 1]
    return cut.rstrip(" ,;:.–-") + "…"


def init_app(app: Flask, settings: Settings) -> None:
    """Filters for templates: `typography`, `french`, `markdown`, `plain`, `excerpt`, `slugify`, `held`."""
    filters = (typography, french, markdown, plain, excerpt, slugify, held)
    app.jinja_env.filters.update({one.__name__: one for one in filters})
