"""“Où ?”: a commune by its name or postcode, forgiving about accents, hyphens and small slips."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from app.foundation.i18n import format_list
from app.foundation.i18n import gettext as _
from app.foundation.text import slugify
from app.search.query import Point
from app.territory.reference import CommuneRef, Reference

#: Out of 100: below, two names are not the same with a slip of the finger.
ALIKE = 80
SUGGESTIONS = 3


def place_named(text: str, reference: Reference) -> tuple[Point | None, str]:
    """The point of that place, or a sentence that says what to write instead; (None, '') for an empty text."""
    if not text.strip():
        return None, ""
    communes = _matching(text, reference)
    if len(communes) == 1:
        return point_of(communes[0]), ""
    if communes:
        names = format_list([commune.name for commune in communes], style="or")
        return None, _("Ce code postal est celui de plusieurs communes. Écrivez : %(names)s.", names=names)
    return None, _(
        "Nous ne connaissons pas « %(text)s ». Écrivez une commune, par exemple : %(names)s.",
        text=text[:60],
        names=_nearest_names(text, reference),
    )


def point_of(commune: CommuneRef) -> Point:
    """The town hall of a commune, where its inhabitants' distances are counted from."""
    return Point(commune.lat, commune.lon, commune.name, commune.insee)


def _matching(text: str, reference: Reference) -> list[CommuneRef]:
    communes = list(reference.communes.values())
    digits = "".join(character for character in text if character.isdigit())
    if len(digits) == 5:
        found = [commune for commune in communes if digits in commune.postcodes or commune.insee == digits]
        named = [commune for commune in found if commune.slug in slugify(text)]
        return named or found
    wanted = slugify(text)
    exact = [commune for commune in communes if commune.slug == wanted]
    return exact or _alike(wanted, communes)


def _alike(wanted: str, communes: list[CommuneRef]) -> list[CommuneRef]:
    by_slug = {commune.slug: commune for commune in communes}
    begins = [commune for slug, commune in by_slug.items() if len(wanted) >= 4 and slug.startswith(wanted)]
    if begins:
        return begins if len(begins) == 1 else []
    best = process.extractOne(wanted, by_slug.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return [by_slug[best[0]]] if best else []


def _nearest_names(text: str, reference: Reference) -> str:
    by_slug = {commune.slug: commune.name for commune in reference.communes.values()}
    best = process.extract(slugify(text), by_slug.keys(), limit=SUGGESTIONS)
    return format_list([by_slug[slug] for slug, _score, _index in best], style="or")
