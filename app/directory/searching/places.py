"""“Où ?”: a commune, a postcode, a street or a place, forgiving about accents, hyphens and small slips.

In this order: the communes of the territory, the streets that were loaded, then the geocoder when one is set.
"""

from __future__ import annotations

from flask import current_app
from rapidfuzz import fuzz, process

from app.foundation.i18n import format_list
from app.foundation.i18n import gettext as _
from app.foundation.text import fold, slugify, typography
from app.search.query import Point
from app.territory.gazetteer import PlaceRef
from app.territory.geocoder import Geocoder
from app.territory.places import gazetteer, house_position
from app.territory.reference import CommuneRef, Reference
from app.territory.streets import Written, read_address

Found = tuple[Point | None, str]

#: Out of 100: below, two names are not the same with a slip of the finger.
ALIKE = 80
#: Inside an address more words could be mistaken for a commune.
ALIKE_IN_ADDRESS, MOST_WORDS = 86, 4
SUGGESTIONS = 3


def place_named(text: str, reference: Reference) -> Found:
    """The point of that place, or a sentence that says what to write instead; (None, '') for an empty text."""
    text = text.strip()
    if not text:
        return None, ""
    written = read_address(text)
    communes = _matching(text, written, reference)
    if len(communes) == 1:
        return point_of(communes[0]), ""
    found = _address(written, reference)
    if found:
        return found
    if communes:
        names = format_list([commune.name for commune in communes], style="or")
        return None, _("Ce code postal est celui de plusieurs communes. Écrivez : %(names)s.", names=names)
    return _elsewhere(text, written, reference)


def point_of(commune: CommuneRef) -> Point:
    """The town hall of a commune, where its inhabitants' distances are counted from."""
    return Point(commune.lat, commune.lon, commune.name, commune.insee)


def _matching(text: str, written: Written, reference: Reference) -> list[CommuneRef]:
    """The communes that this whole text names: a postcode, a name, or both."""
    communes = list(reference.communes.values())
    if written.postcode:
        found = [one for one in communes if written.postcode in one.postcodes or one.insee == written.postcode]
        named = [one for one in found if one.slug == slugify(written.rest)]
        return named or (found if not written.rest else [])
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


def _address(written: Written, reference: Reference) -> Found | None:
    """A street or a place: with the commune that the text ends with, else as it is; None when there is none."""
    street, commune = _split(written, reference)
    if commune:
        # “route de Montauban” is a street of Montbeton: the whole text may be its name.
        found = _placed(street, frozenset({commune.insee})) or _placed(written.rest, _communes(written, reference))
    else:
        found = _placed(written.rest, _communes(written, reference))
    if not found:
        return None
    towns = sorted({reference.communes[place.commune].name for place in found})
    if len(towns) > 1:
        names = format_list(towns, style="or")
        return None, _("Cette adresse existe dans plusieurs communes. Ajoutez : %(names)s.", names=names)
    return _point(found[0], written.number, reference), ""


def _split(written: Written, reference: Reference) -> tuple[str, CommuneRef | None]:
    """The street, and the commune whose name ends the text (or begins it)."""
    words = fold(written.rest)
    for commune in sorted(reference.communes.values(), key=lambda one: -len(one.name)):
        name = fold(commune.name)
        if words.endswith(f" {name}"):
            return words.removesuffix(name).strip(), commune
        if words.startswith(f"{name} "):
            return words.removeprefix(name).strip(), commune
    return _split_alike(words.split(), reference)


def _split_alike(words: list[str], reference: Reference) -> tuple[str, CommuneRef | None]:
    """The same, for a commune written with a slip."""
    by_name = {fold(commune.name): commune for commune in reference.communes.values()}
    for count in range(min(MOST_WORDS, len(words) - 1), 0, -1):
        tail = " ".join(words[-count:])
        if best := process.extractOne(tail, by_name.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE_IN_ADDRESS):
            return " ".join(words[:-count]), by_name[best[0]]
    return " ".join(words), None


def _communes(written: Written, reference: Reference) -> frozenset[str]:
    """The communes of the postcode that was typed; none means all."""
    return frozenset(one.insee for one in reference.communes.values() if written.postcode in one.postcodes)


def _placed(text: str, communes: frozenset[str]) -> list[PlaceRef]:
    known = gazetteer()
    return known.named(text, communes) or known.alike(text, communes)


def _point(place: PlaceRef, number: str, reference: Reference) -> Point:
    exact = house_position(place, number) if number else None
    lat, lon = exact or (place.lat, place.lon)
    street = f"{number} {place.name}" if exact else place.name
    label = _("%(place)s, %(commune)s", place=typography(street), commune=reference.communes[place.commune].name)
    return Point(lat, lon, label, place.commune)


def _elsewhere(text: str, written: Written, reference: Reference) -> Found:
    """What our own lists do not know: the geocoder, else the commune of the text, else what to write instead."""
    geocoder: Geocoder = current_app.extensions["geocoder"]
    if answer := geocoder.find(text, reference):
        return Point(answer.lat, answer.lon, typography(answer.label), answer.commune), ""
    _street, commune = _split(written, reference)
    postal = [reference.communes[insee] for insee in _communes(written, reference)]
    commune = commune or (postal[0] if len(postal) == 1 else None)
    if commune:
        label = _("%(commune)s (nous ne connaissons pas cette rue)", commune=commune.name)
        return Point(commune.lat, commune.lon, label, commune.insee), ""
    return None, _(
        "Nous ne connaissons pas « %(text)s ». Écrivez une commune, par exemple : %(names)s.",
        text=text[:60],
        names=_nearest_names(text, written, reference),
    )


def _nearest_names(text: str, written: Written, reference: Reference) -> str:
    streets = [place.name for place in gazetteer().nearest(written.rest, 1)] if " " in written.rest else []
    by_slug = {commune.slug: commune.name for commune in reference.communes.values()}
    best = process.extract(slugify(text), by_slug.keys(), limit=SUGGESTIONS - len(streets))
    return format_list([*streets, *(by_slug[slug] for slug, _score, _index in best)], style="or")
