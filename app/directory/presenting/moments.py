"""What is said of opening hours at one moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.catalogue.hours import rules
from app.catalogue.hours.model import MINUTES_A_DAY, Calendar, Closure, Hours, Period
from app.foundation.i18n import format_date, format_list, format_time, format_time_range, format_weekday, ngettext
from app.foundation.i18n import gettext as _

#: A closure that begins within these days is told above everything (U20).
CLOSURE_NOTICE_DAYS = 30


@dataclass(frozen=True)
class Moment:
    """Now in the territory, and its calendar."""

    now: datetime
    calendar: Calendar

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()

    @property
    def minute(self) -> datetime:
        """The minute it is: words about being open hold for so long."""
        return self.now.replace(second=0, microsecond=0)


def open_words(hours: Hours, moment: Moment) -> str:
    """“Ouvert jusqu’à 18 h”, “Fermé, ouvre demain à 9 h”; '' when nobody can say."""
    is_open = rules.open_at(hours, moment.now, moment.calendar)
    if is_open is None:
        return ""
    if is_open:
        until = rules.closes_at(hours, moment.now, moment.calendar)
        return _("Ouvert jusqu’à %(time)s", time=_end(until)) if until else _("Ouvert")
    opens = rules.next_opening(hours, moment.now, moment.calendar)
    return _("Fermé, ouvre %(when)s", when=_when(opens, moment.today)) if opens else _("Fermé")


def _end(until: datetime) -> str:
    """Midnight ends a day: it is not 0 h."""
    return format_time(until.hour * 60 + until.minute or MINUTES_A_DAY)


def _when(opens: datetime, today: date) -> str:
    day, time = opens.date(), format_time(opens.time())
    if day == today:
        return _("à %(time)s", time=time)
    if day == today + timedelta(days=1):
        return _("demain à %(time)s", time=time)
    if day < today + timedelta(days=7):
        return _("%(weekday)s à %(time)s", weekday=format_weekday(day.weekday()), time=time)
    return _("le %(date)s à %(time)s", date=format_date(day), time=time)


def closure_words(closure: Closure | None) -> str:
    """“Fermé du 21 décembre au 3 janvier”, with its reason when there is one; '' without closure."""
    if closure is None:
        return ""
    if closure.starts == closure.ends:
        said = _("Fermé le %(date)s", date=format_date(closure.starts))
    elif closure.ends.year - closure.starts.year > 1:
        said = _("Fermé depuis le %(date)s", date=format_date(closure.starts))
    else:
        same_year = closure.starts.year == closure.ends.year
        starts = format_date(closure.starts, "d MMMM") if same_year else format_date(closure.starts)
        said = _("Fermé du %(starts)s au %(ends)s", starts=starts, ends=format_date(closure.ends))
    return said


def told_closure(hours: Hours, today: date) -> Closure | None:
    """The closure to tell first: the present one, else the one that comes soon."""
    return rules.current_closure(hours, today) or rules.upcoming_closure(hours, today, CLOSURE_NOTICE_DAYS)


def week_words(hours: Hours, period: Period, days: Collection[int] = range(7)) -> str:
    """The typical week, or these days of it, in one line: “lundi, mardi et jeudi 9 h – 12 h ; mercredi 14 h – 18 h”."""
    groups: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for weekday, intervals in enumerate(rules.week_in(hours, period)):
        if intervals and weekday in days:
            groups.setdefault(tuple(intervals), []).append(weekday)
    said = [f"{days_words(days)} {times_words(intervals)}" for intervals, days in groups.items()]
    text = _(" ; ").join(said)
    return text[:1].upper() + text[1:]


def hours_of(when: str, hours: str) -> str:
    """“Été : du lundi au vendredi 8 h – 18 h”; closed then, when `hours` is ''."""
    return _("%(period)s : %(hours)s", period=when, hours=hours[:1].lower() + hours[1:] or _("fermé"))


def times_words(intervals: tuple[tuple[int, int], ...]) -> str:
    """“9 h – 12 h et 14 h – 18 h”."""
    return format_list([format_time_range(opens, closes) for opens, closes in intervals])


def days_words(days: list[int]) -> str:
    """“du lundi au vendredi”, “lundi et jeudi”."""
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return _("du %(first)s au %(last)s", first=format_weekday(days[0]), last=format_weekday(days[-1]))
    return format_list([format_weekday(day) for day in days])


def days_left(ends: date, today: date) -> str:
    """“encore 12 jours”."""
    count = (ends - today).days
    return ngettext("encore %(num)d jour", "encore %(num)d jours", count)
