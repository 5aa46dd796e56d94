"""The page of a section: what is typed is kept in the draft, and never lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import wtforms
from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from app.catalogue.hours.model import Period
from app.contribution.blueprint import actor, page
from app.contribution.desk import Desk, SectionMoved, again, keep, listing_desk
from app.contribution.forms.base import MOST_ROWS, Row, SectionForm
from app.contribution.forms.place import PlaceForm
from app.contribution.forms.week import WeekForm, opened_week
from app.contribution.gestures import place_gesture, week_gesture
from app.contribution.plain_words import advice
from app.contribution.presenting.hours import holidays_ahead, public_holidays_ahead
from app.contribution.presenting.pin import pin_view
from app.contribution.presenting.problems import sentence_of
from app.contribution.presenting.values import Changed, changes
from app.contribution.rules import seal
from app.contribution.sections import SECTION_OF, SECTIONS, Section
from app.contribution.week import DAYS, MOST_SLOTS, first_period
from app.foundation.unit_of_work import unit_of_work
from app.proposals.checks import ImpossibleValue
from app.proposals.values import Values
from app.territory.periods import period_name
from app.territory.queries import calendar, now, reference

#: Buttons of a page that change what it shows without keeping anything yet.
ADD, PERIOD, HOLIDAY, NEXT = "ajouter:", "periode:", "vacances:", "suite"


@page("/espace/fiches/<uuid:uuid>/modifier/<slug>", "section")
def section(uuid: UUID, slug: str) -> str:
    """One section of a listing."""
    return show(listing_desk(uuid, actor()), _section(slug))


@page("/espace/fiches/<uuid:uuid>/modifier/<slug>", "save_section", "POST")
def save_section(uuid: UUID, slug: str) -> Response | str | tuple[str, int]:
    """Keep what was typed, or change what the page shows."""
    return receive(listing_desk(uuid, actor()), _section(slug))


def _section(slug: str) -> Section:
    found = SECTIONS.get(slug)
    if found is None:
        abort(404)
    return found


def show(desk: Desk, wanted: Section) -> str:
    """The page as it opens."""
    return _page(desk, wanted, _opened(desk, wanted))


def receive(desk: Desk, wanted: Section) -> Response | str | tuple[str, int]:
    """The page once sent."""
    form, gesture = _opened(desk, wanted, request.form), request.form.get("geste", "")
    if _changed_page(form, gesture):
        return _page(desk, wanted, form)
    if not form.validate():
        return _page(desk, wanted, form), 400
    typed = form.wanted(desk.shown)
    try:
        with unit_of_work(desk.uuid):
            keep(desk, typed, seen=request.form.get("vu", ""), by=actor())
    except SectionMoved as moved:
        return _page(desk, wanted, form, _both(moved.current, typed)), 409
    except ImpossibleValue as fault:
        return _page(desk, wanted, form, impossible=sentence_of(fault)), 400
    return redirect(_after(desk, wanted, gesture), 303)


def _opened(desk: Desk, wanted: Section, posted: Any = None) -> SectionForm:
    if wanted.form is WeekForm:
        return opened_week(desk.shown, _period(desk), posted)
    return wanted.form.opened(desk.shown, posted)


def _period(desk: Desk) -> Period:
    asked = request.values.get("periode", "")
    if asked in [period.value for period in Period]:
        return Period(asked)
    return first_period(desk.shown["hours"]["slots"], calendar().period(now().date()))


def _changed_page(form: SectionForm, gesture: str) -> bool:
    """Whether the button only changes the page: a line more, a day copied, a day closed."""
    if isinstance(form, WeekForm):
        return week_gesture(form, gesture)
    if isinstance(form, PlaceForm):
        return place_gesture(form, gesture)
    name = gesture.removeprefix(ADD)
    if gesture.startswith(ADD) and name in form and isinstance(form[name], wtforms.FieldList):
        _add_row(form[name])
        return True
    if gesture.startswith(HOLIDAY):
        _add_holiday(form, gesture.removeprefix(HOLIDAY))
    return False


def _add_row(field: Any) -> None:
    if len(field.entries) >= MOST_ROWS:
        return
    last: Any = field.entries[-1].form if field.entries else None
    follows = getattr(last, "next_bracket", None)
    field.append_entry(follows() if follows and not last.is_blank else None)
    fresh = field.entries[-1].form
    if isinstance(fresh, Row) and "is_public" in fresh:
        fresh["is_public"].data = True


def _add_holiday(form: SectionForm, rank: str) -> None:
    """Closed during these holidays: one line more, in one tap."""
    known = holidays_ahead(now().date())
    if rank.isdecimal() and int(rank) < len(known) and "closures" in form:
        one = known[int(rank)]
        form["closures"].append_entry()
        fresh = form["closures"].entries[-1].form
        for name, value in (("starts", one.first), ("ends", one.last), ("reason", one.name)):
            fresh[name].data, fresh[name].raw_data = value, [str(value)]


def _both(current: Values, typed: Values) -> list[Changed]:
    return changes((name, current[name], value) for name, value in typed.items() if value != current[name])


def _after(desk: Desk, wanted: Section, gesture: str) -> str:
    if gesture.startswith(PERIOD):
        period = gesture.removeprefix(PERIOD)
        return desk.section(wanted.slug, period if period in [each.value for each in Period] else "")
    return f"{desk.home}?fait=enregistre" if gesture == NEXT else desk.review


def _page(
    desk: Desk, wanted: Section, form: SectionForm, both: list[Changed] | None = None, *, impossible: str = ""
) -> str:
    today = now().date()
    _advise(form)
    first = next((field.id for field in form), "")
    slugs = list(SECTIONS)
    return render_template(
        f"contribution/sections/{wanted.slug if wanted.slug in OWN_PAGES else 'plain'}.html",
        desk=desk,
        section=wanted,
        form=form,
        errors=[*form.problems, *([(first, impossible)] if impossible else [])],
        both=both,
        # What the page now shows; after a conflict, what the other version said has been read.
        seen=seal((again(desk, actor()) if both is not None else desk).shown, wanted.names),
        following=SECTIONS[slugs[(slugs.index(wanted.slug) + 1) % len(slugs)]],
        section_of=SECTION_OF,
        periods=[(period.value, period_name(period)) for period in Period],
        current=form.period.value if isinstance(form, WeekForm) else "",
        days=DAYS,
        most_slots=MOST_SLOTS,
        pin=pin_view(form) if isinstance(form, PlaceForm) else None,
        holidays=holidays_ahead(today) if wanted.slug in ("fermetures", "horaires") else [],
        public_holidays=public_holidays_ahead(today) if wanted.slug in ("fermetures", "horaires") else [],
    )


def _advise(form: SectionForm) -> None:
    """Say beside each long text what would make it easier to read."""
    meanings = {kind.acronym: kind.acronym_meaning for kind in reference().types.values() if kind.acronym_meaning}
    for field in form:
        if isinstance(field, wtforms.TextAreaField):
            field.render_kw = {**(field.render_kw or {}), "advice": advice(field.data or "", meanings)}


#: Sections that are more than a list of fields.
OWN_PAGES = ("horaires", "fermetures", "lieu")
