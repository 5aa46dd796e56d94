"""Trying a search: what the site understands of a text, as an administrator reads it. Nothing is counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from app.catalogue.shelf import cards
from app.foundation.i18n import LazyText, format_age, format_time, format_weekday
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.text import typography
from app.search.finding import search
from app.search.query import MAX_TEXT, SearchQuery
from app.search.understanding import Guidance, Part
from app.territory.queries import now
from app.territory.reference import Reference

SHOWN = 5
PERIODS: dict[str, LazyText] = {
    "scolaire": _l("période scolaire"),
    "petites-vacances": _l("petites vacances"),
    "ete": _l("vacances d’été"),
}


@dataclass(frozen=True)
class Trial:
    """`parts` are (what was typed, what it means); `alone` are the words that nothing explains."""

    text: str
    parts: tuple[tuple[str, str], ...]
    alone: tuple[str, ...]
    mended: str
    advice: tuple[str, ...]
    total: int
    first: tuple[str, ...]


def tried(text: str, known: Reference) -> Trial:
    """What this text gives today."""
    text = text.strip()[:MAX_TEXT]
    engine, lexicon = current_app.extensions["search_engine"], current_app.extensions["lexicon"]()
    answer = search(SearchQuery(now=now(), text=text, per_page=SHOWN), engine, lexicon)
    reading = answer.reading
    return Trial(
        text=typography(text),
        parts=tuple((typography(part.text), _meaning(part, known)) for part in reading.parts) if reading else (),
        alone=reading.words if reading else (),
        mended=typography(answer.did_you_mean),
        advice=tuple(_advice(one, known) for one in answer.guidance),
        total=answer.found.total,
        first=tuple(typography(card.name) for card in cards([hit.id for hit in answer.found.hits])),
    )


def _meaning(part: Part, known: Reference) -> str:
    meanings: dict[str, Callable[[str], str]] = {
        "type": lambda value: ", ".join(_type(slug, known) for slug in value.split(",")),
        "commune": lambda value: ", ".join(known.communes[code].name for code in value.split(",")),
        "age": lambda value: format_age(int(value)) if int(value) else _("nouveau-né"),
        "jour": lambda value: format_weekday(int(value)),
        "periode": lambda value: str(PERIODS.get(value, value)),
        "de": lambda value: _("dès %(time)s", time=format_time(int(value))),
        "a": lambda value: _("jusqu’à %(time)s", time=format_time(int(value))),
        "ouvert": lambda _value: _("ouvert maintenant"),
        "gratuit": lambda _value: _("gratuit"),
    }
    tell = meanings.get(part.kind)
    return tell(part.value) if tell else part.value


def _advice(one: Guidance, known: Reference) -> str:
    if one.kind == "urgence":
        return _("Les numéros d’urgence viennent d’abord : %(topics)s.", topics=", ".join(one.topics) or _("tous"))
    if one.kind == "question":
        return _("La page pose une question au lieu de deviner : %(topics)s.", topics=", ".join(one.topics))
    return _("Ce type n’a pas de fiches : la page mène à « %(type)s ».", type=_type(one.types[-1], known))


def _type(slug: str, known: Reference) -> str:
    return typography(known.types[slug].label) if slug in known.types else slug
