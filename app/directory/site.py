"""What every page of the site receives: the frame's own facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, has_request_context, request
from sqlalchemy.exc import SQLAlchemyError

from app.foundation.i18n import LANGUAGES, Language, current_language, in_languages, is_spoken, spoken, text_direction
from app.foundation.phones import phone
from app.territory.queries import NoTerritory, local_reference
from app.territory.reference import Reference

NAME = "Trait d’union"


@dataclass(frozen=True)
class HelpPhone:
    """The desk that helps, its number, and what it does."""

    name: str
    href: str
    text: str
    sentence: str


@dataclass(frozen=True)
class LanguageLink:
    """This very page in a language, which names itself."""

    code: str
    name: str
    dir: str
    href: str
    url: str


@dataclass(frozen=True)
class Site:
    """The frame of every page."""

    name: str
    tagline: str
    territory_name: str
    demonstration: bool
    lang: str
    dir: str
    help_phone: HelpPhone | None
    languages: tuple[LanguageLink, ...]


def site_context() -> dict[str, Any]:
    """For templates; an empty, locked or absent database still has a frame, so that its error page can be read."""
    try:
        known: Reference | None = local_reference()
    except (NoTerritory, SQLAlchemyError):
        known = None
    return {
        "site": Site(
            name=NAME,
            tagline=known.tagline if known else "",
            territory_name=known.name if known else "",
            demonstration=current_app.extensions["settings"].demonstration,
            lang=current_language(),
            dir=text_direction(),
            help_phone=help_phone(known) if known else None,
            languages=languages(),
        )
    }


def languages() -> tuple[LanguageLink, ...]:
    """The languages this page may be read in; none where there is only French."""
    codes = spoken() if has_request_context() and is_spoken(request.endpoint) else ()
    root = request.host_url.rstrip("/") if len(codes) > 1 else ""
    return tuple(_link(LANGUAGES[code], root, href) for code, href in in_languages(codes).items()) if root else ()


def _link(language: Language, root: str, href: str) -> LanguageLink:
    return LanguageLink(language.code, language.name, language.direction, href, root + href)


def help_phone(known: Reference) -> HelpPhone | None:
    """The desk that helps in this territory; None when it has none."""
    desk = known.facts.get("help_desk") or {}
    number = phone(desk.get("phone"))
    return HelpPhone(desk["label"], number.href, number.display, desk.get("text", "")) if number else None
