"""Dates, times, numbers, money and distances as people write them. The spaces inside never break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import lru_cache

from babel import dates, lists, numbers

from app.foundation.i18n.catalog import LANGUAGES, current_language, current_locale, gettext

NBSP = "\u00a0"
_FIRST_OF_MONTH = re.compile(r"(?<!\d)1(?=[ \u00a0][a-zéû])")
#: Between a day and its month, with the « de » of Spanish and Portuguese: a line never breaks there.
_OF_MONTH = re.compile(r"(?<=\d) (?=[^\d])|(?<=\der) |(?<=\d de) ")
_NO_CENTS = re.compile(r"[.,٫](?:00|٠٠)(?!\d)")


def format_date(day: date, style: str = "long") -> str:
    """`long`: 1er mai 2027; `full`: samedi 1er mai 2027; `short`: 01/05/2027; or a CLDR pattern such as `d MMMM`."""
    said = dates.format_date(day, style, locale=current_locale())
    whole = _FIRST_OF_MONTH.sub("1er", said) if current_language() == "fr" else said
    return _OF_MONTH.sub(NBSP, whole)


def format_month(day: date) -> str:
    """mai 2027"""
    return dates.format_date(day, "MMMM y", locale=current_locale())


def format_weekday(weekday: int) -> str:
    """The name of a weekday, 0 being Monday: lundi."""
    return _weekdays(current_language())[weekday]


@lru_cache
def _weekdays(language: str) -> tuple[str, ...]:
    names = dates.get_day_names("wide", "stand-alone", current_locale())
    return tuple(str(names[day]) for day in range(7))


def format_time(moment: time | int) -> str:
    """A time of day, or minutes since midnight (0 to 1440): 7 h 30, 19 h, minuit for 1440."""
    minutes = moment if isinstance(moment, int) else moment.hour * 60 + moment.minute
    if minutes >= 1440:
        return gettext("minuit")
    hour, minute = divmod(minutes, 60)
    if current_language() != "fr":
        return dates.format_time(time(hour, minute), LANGUAGES[current_language()].hours, locale=current_locale())
    return f"{hour}{NBSP}h{NBSP}{minute:02d}" if minute else f"{hour}{NBSP}h"


def format_time_range(opens: time | int, closes: time | int) -> str:
    """7 h 30 – 18 h 30; the line may only break after the dash."""
    return f"{format_time(opens)}{NBSP}– {format_time(closes)}"


def format_datetime(moment: datetime) -> str:
    """1er mai 2027 à 7 h 30; the moment must already be in the territory's time zone."""
    return gettext("%(date)s à %(time)s", date=format_date(moment.date()), time=format_time(moment.time()))


def format_number(value: float) -> str:
    """1 234,5"""
    return _number(value, current_language())


@lru_cache(maxsize=4096)
def _number(value: float, language: str) -> str:
    return numbers.format_decimal(value, locale=current_locale())


def format_money_cents(cents: int) -> str:
    """An amount in cents of euro: 4,20 €; whole euros are said without cents: 4 €."""
    return _money(cents, current_language())


@lru_cache(maxsize=4096)
def _money(cents: int, language: str) -> str:
    said = numbers.format_currency(cents / 100, "EUR", locale=current_locale())
    return said if cents % 100 else _NO_CENTS.sub("", said, count=1)


def format_distance(metres: float) -> str:
    """A straight-line distance: moins de 50 m, 600 m, 3,4 km, 12 km."""
    if metres < 50:
        return gettext("moins de 50 m")
    if metres < 995:
        return gettext("%(number)s m", number=format_number(round(metres / 10) * 10))
    kilometres = metres / 1000
    number = format_number(round(kilometres, 1) if kilometres < 9.95 else round(kilometres))
    return gettext("%(number)s km", number=number)


def format_list(items: Iterable[str], style: str = "standard") -> str:
    """a, b et c; with the style `or`: a, b ou c."""
    return lists.format_list(_texts(items), style="or" if style == "or" else "standard", locale=current_locale())


def _texts(items: Iterable[str]) -> Sequence[str]:
    return [str(item) for item in items]
