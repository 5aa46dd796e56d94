"""The parts of the year as families say them: school term, short holidays, summer.

Here, on the lowest floor that needs them, so that the calendar and the hours share one word.
"""

from __future__ import annotations

from enum import StrEnum

from app.foundation.i18n import lazy_gettext as _l


class Period(StrEnum):
    """The part of the year in which a slot holds; values are those of the public addresses."""

    TERM = "scolaire"
    SHORT_HOLIDAYS = "petites-vacances"
    SUMMER = "ete"
    ALL_YEAR = "toute-annee"


#: The three periods a day can fall in; ALL_YEAR is only ever what a slot says.
DAY_PERIODS = (Period.TERM, Period.SHORT_HOLIDAYS, Period.SUMMER)

NAMES = {
    Period.TERM: _l("Pendant l’école"),
    Period.SHORT_HOLIDAYS: _l("Petites vacances"),
    Period.SUMMER: _l("Été"),
    Period.ALL_YEAR: _l("Toute l’année"),
}


def period_name(period: Period) -> str:
    """A period as a title."""
    return str(NAMES[period])
