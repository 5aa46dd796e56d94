"""The form of a search, as DESIGN §7 gives its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from app.directory.searching.fields import Age, Clock, Flag, Number, OneOf, Several, Text, Whole
from app.directory.searching.places import place_named
from app.directory.searching.selection import LONGEST
from app.foundation.i18n import gettext as _
from app.search.query import MAX_PER_PAGE, MAX_TEXT, PER_PAGE, Order, Point, SearchQuery
from app.territory.periods import DAY_PERIODS, Period
from app.territory.reference import Reference

WEEKDAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
LAST_PAGE = 100_000
FARTHEST_KM = 200


class NotAsked:
    """A field that the address does not name."""

    data: Any = None
    typed = ""
    allowed: frozenset[str] = frozenset()


NOT_ASKED = NotAsked()


class SearchForm(Form):  # type: ignore[misc]  # WTForms has no types
    """What an address may ask; names are those of the public contract."""

    q = Text(longest=MAX_TEXT)
    ou = Text(longest=MAX_TEXT)
    lat = Number(-90, 90)
    lon = Number(-180, 180)
    rayon = Number(0.1, FARTHEST_KM)
    theme = Several()
    type = Several()
    commune = Several()
    age = Age()
    age_mois = Whole(0, 1200)
    jour = Several()
    periode = OneOf([period.value for period in DAY_PERIODS])
    de = Clock()
    a = Clock()
    ouvert = Flag("maintenant")
    gratuit = Flag()
    places = Flag()
    accessible = Flag()
    handicap = Flag()
    langue = Several()
    tri = OneOf([order.value for order in Order])
    inconnus = Flag()
    #: Carried along for those without scripts; it changes nothing of the search.
    fiches = Text(longest=LONGEST)
    #: Whether the map is opened beside the list.
    carte = Flag()
    page = Whole(1, LAST_PAGE)
    per_page = Whole(1, 10**9)

    def __init__(self, args: MultiDict[str, str]) -> None:
        """Only the fields that the address names are made: most addresses name two of them."""
        fields = [(name, kind) for name, kind in kinds() if name in args]
        BaseForm.__init__(self, fields, meta=self.Meta())
        for name, _kind in kinds():
            setattr(self, name, self._fields.get(name, NOT_ASKED))
        self.process(args)


@lru_cache
def kinds() -> tuple[tuple[str, Any], ...]:
    """The fields of the contract, in order, not yet made."""
    found = [(name, kind) for name, kind in vars(SearchForm).items() if isinstance(kind, UnboundField)]
    return tuple(sorted(found, key=lambda pair: pair[1].creation_counter))


@dataclass(frozen=True)
class Asked:
    """A search that was read: the query, and a sentence beside each field that was not understood."""

    query: SearchQuery
    errors: dict[str, str]
    typed: dict[str, list[str]]
    map_opened: bool = False


def read_search(args: MultiDict[str, str], reference: Reference, now: datetime) -> Asked:
    """Read the address of a search; what cannot be read is told and left out of the query."""
    form = SearchForm(args)
    _allow(form, reference)
    form.validate()
    errors = {name: str(said[0]) for name, said in form.errors.items() if name is not None}
    near, problem = _near(form, reference)
    if problem:
        errors["ou"] = problem
    if form.de.data is not None and form.a.data is not None and form.a.data <= form.de.data:
        errors["a"] = _("L’heure de fin doit être après l’heure de début.")
        form.de.data = form.a.data = None
    typed = {name: args.getlist(name) for name in form._fields if args.getlist(name)}
    return Asked(_query(form, near, now), errors, typed, bool(form.carte.data))


def _allow(form: SearchForm, reference: Reference) -> None:
    known: dict[str, Any] = {
        "theme": reference.themes,
        "type": reference.types,
        "commune": reference.communes,
        "jour": WEEKDAYS,
        "langue": form.langue.data or (),
    }
    for name, allowed in known.items():
        if name in form._fields:
            form[name].allowed = frozenset(allowed)


def _near(form: SearchForm, reference: Reference) -> tuple[Point | None, str]:
    lat, lon = form.lat.data, form.lon.data
    if lat is not None and lon is not None:
        return Point(lat, lon, _("votre position")), ""
    if form.lat.typed or form.lon.typed:
        return None, _("Cette position n’existe pas. Écrivez plutôt le nom de votre commune.")
    return place_named(form.ou.data or "", reference)


def _query(form: SearchForm, near: Point | None, now: datetime) -> SearchQuery:
    age = form.age_mois.data if form.age.data is None else form.age.data
    return SearchQuery(
        now=now,
        text=form.q.data or "",
        near=near,
        radius_km=form.rayon.data if near else None,
        themes=tuple(form.theme.data or ()),
        types=tuple(form.type.data or ()),
        communes=tuple(form.commune.data or ()),
        age_months=age,
        weekdays=tuple(sorted(WEEKDAYS.index(day) for day in form.jour.data or ())),
        period=Period(form.periode.data) if form.periode.data else None,
        opens_by=form.de.data,
        closes_after=form.a.data,
        open_now=bool(form.ouvert.data),
        free=bool(form.gratuit.data),
        has_places=bool(form.places.data),
        accessible=bool(form.accessible.data),
        inclusive=bool(form.handicap.data),
        languages=tuple(form.langue.data or ()),
        include_unknown=bool(form.inconnus.data),
        order=Order(form.tri.data) if form.tri.data else Order.RELEVANCE,
        page=form.page.data or 1,
        per_page=min(form.per_page.data or PER_PAGE, MAX_PER_PAGE),
    )
