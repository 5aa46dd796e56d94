"""The calendar of the territory, as the hours read it."""

from __future__ import annotations

from datetime import date

from flask import render_template

from app.administration.blueprint import blueprint
from app.administration.queries import holidays_from, special_days
from app.administration.routes.records import done_sentence
from app.administration.subjects.days import LAWFUL, known_until
from app.foundation.actors import Audience, audience
from app.foundation.i18n import format_date
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.territory.periods import Period
from app.territory.queries import calendar, now, reference

PUBLIC_HOLIDAYS = 12


@blueprint.get("/calendriers")
@audience(Audience.ADMIN)
def calendars() -> str:
    """School holidays, public holidays, special days."""
    today, until = now().date(), known_until()
    return render_template(
        "administration/calendars.html",
        heading=_("Calendriers"),
        done=done_sentence(),
        zone=reference().school_zone,
        until=format_date(until) if until else "",
        holidays=[
            (str(one.uuid), typography(one.name), _range(one.starts, one.ends), one.kind == Period.SUMMER)
            for one in holidays_from(today)
        ],
        special=[
            (one.day.isoformat(), typography(one.name), format_date(one.day), one.closed) for one in special_days()
        ],
        public=[
            (name, format_date(day), LAWFUL.holiday_name(day) is None)
            for day, name in calendar().next_public_holidays(today, PUBLIC_HOLIDAYS)
        ],
    )


def _range(starts: date, ends: date) -> str:
    if starts == ends:
        return format_date(starts)
    return _("du %(first)s au %(last)s", first=format_date(starts), last=format_date(ends))
