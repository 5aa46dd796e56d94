"""The parts of the year as families say them: school term, short holidays, summer.

Here, on the lowest floor that needs them, so that the calendar and the hours share one word.
"""

from __future__ import annotations

from enum import StrEnum


class Period(StrEnum):
    """The part of the year in which a slot holds; values are those of the public addresses."""

    TERM = "scolaire"
    SHORT_HOLIDAYS = "petites-vacances"
    SUMMER = "ete"
    ALL_YEAR = "toute-annee"


#: The three periods a day can fall in; ALL_YEAR is only ever what a slot says.
DAY_PERIODS = (Period.TERM, Period.SHORT_HOLIDAYS, Period.SUMMER)
