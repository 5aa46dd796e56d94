"""The point on a drawing of its commune, and in words: the drawing is never the only way to know."""

from __future__ import annotations

from dataclasses import dataclass

from app.contribution.forms.place import PlaceForm
from app.contribution.gestures import CLOSELY, SIDES, STEPS, WHOLE
from app.foundation.i18n import LazyText, format_distance
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.territory.outlines import Picture, bearing, commune_at, distance, in_territory, picture
from app.territory.places import landmarks
from app.territory.queries import reference

WINDS: tuple[LazyText, ...] = (
    _l("au nord"), _l("au nord-est"), _l("à l’est"), _l("au sud-est"),
    _l("au sud"), _l("au sud-ouest"), _l("à l’ouest"), _l("au nord-ouest"),
)  # fmt: skip
SIDE_NAMES: dict[str, LazyText] = {
    "nord": _l("Nord"), "sud": _l("Sud"), "est": _l("Est"), "ouest": _l("Ouest"),
}  # fmt: skip
#: Names that stay readable on a drawing seen from near.
MOST_NAMES = 8


@dataclass(frozen=True)
class Pin:
    """The drawing, the sentence, and the buttons as (verb, label) pairs by step in metres."""

    picture: Picture
    sentence: str
    is_placed: bool
    warning: str
    zoom: tuple[str, str]
    pushes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def pin_view(form: PlaceForm) -> Pin | None:
    """None while no commune is chosen."""
    here = form.here
    if here is None:
        return None
    point = form.point
    closely = form.view.data == CLOSELY
    start = point or here.centre
    nearest = sorted(landmarks(here, streets=closely), key=lambda each: distance(start, each[0]))[:MOST_NAMES]
    return Pin(
        picture(reference(), here, [start], nearest, closely=closely),
        _sentence(form) if point else _("Il n’y a pas encore de point : il est posé au milieu de la commune."),
        point is not None,
        _warning(form),
        (WHOLE, _("Voir toute la commune")) if closely else (CLOSELY, _("Voir de plus près")),
        tuple((_("De %(metres)s m", metres=step), _pushes(step)) for step in STEPS),
    )


def _pushes(step: int) -> tuple[tuple[str, str], ...]:
    return tuple((f"pousser:{side}-{step}", str(SIDE_NAMES[side])) for side in SIDES)


def _sentence(form: PlaceForm) -> str:
    here, point = form.here, form.point
    assert here is not None and point is not None
    hall = (here.lat, here.lon)
    metres = distance(hall, point)
    if metres < 30:
        return _("Le point est à la mairie de %(commune)s.", commune=here.name)
    return _(
        "Le point est à %(distance)s %(wind)s de la mairie de %(commune)s.",
        distance=format_distance(metres), wind=str(WINDS[bearing(hall, point)]), commune=here.name,
    )  # fmt: skip


def _warning(form: PlaceForm) -> str:
    here, point = form.here, form.point
    if here is None or point is None:
        return ""
    if not in_territory(reference(), point):
        return _("Ce point est hors de notre territoire.")
    other = commune_at(reference(), point)
    if other is not None and other.insee != here.insee:
        return _("Ce point est à %(other)s, pas à %(here)s.", other=other.name, here=here.name)
    return ""
