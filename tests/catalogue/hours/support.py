"""The year 2026-2027 of zone C, and some places whose hours the cases are about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.catalogue.hours.model import Closure, Hours, Period, Slot, SpecialOpening
from app.territory.calendar import SchoolCalendar, SchoolHoliday

PARIS = ZoneInfo("Europe/Paris")
TERM, SHORT, SUMMER, ALL_YEAR = Period.TERM, Period.SHORT_HOLIDAYS, Period.SUMMER, Period.ALL_YEAR
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
TRUSTED = date(2030, 1, 1)

ZONE_C = SchoolCalendar(
    [
        SchoolHoliday("Vacances de la Toussaint", date(2026, 10, 17), date(2026, 11, 1), SHORT),
        SchoolHoliday("Vacances de Noël", date(2026, 12, 19), date(2027, 1, 3), SHORT),
        SchoolHoliday("Vacances d’hiver", date(2027, 2, 6), date(2027, 2, 21), SHORT),
        SchoolHoliday("Vacances de printemps", date(2027, 4, 3), date(2027, 4, 18), SHORT),
        SchoolHoliday("Pont de l’Ascension", date(2027, 5, 6), date(2027, 5, 8), SHORT),
        SchoolHoliday("Vacances d’été", date(2027, 7, 3), date(2027, 8, 31), SUMMER),
        SchoolHoliday("Vacances de la Toussaint", date(2027, 10, 23), date(2027, 11, 7), SHORT),
        SchoolHoliday("Vacances de Noël", date(2027, 12, 18), date(2028, 1, 2), SHORT),
        SchoolHoliday("Vacances d’hiver", date(2028, 2, 12), date(2028, 2, 27), SHORT),
        SchoolHoliday("Vacances de printemps", date(2028, 4, 15), date(2028, 5, 1), SHORT),
        SchoolHoliday("Pont de l’Ascension", date(2028, 5, 26), date(2028, 5, 27), SHORT),
        SchoolHoliday("Vacances d’été", date(2028, 7, 4), date(2028, 8, 31), SUMMER),
    ],
    covered_from=date(2026, 9, 1),
)


def minutes(clock: str) -> int:
    """`08:30` in minutes; `24:00` is the end of the day."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """`09:00-12:00 14:00-17:00` as intervals; empty text is closed."""
    pairs = (span.split("-") for span in text.split())
    return tuple((minutes(opens), minutes(closes)) for opens, closes in pairs)


def slots(period: Period, weekdays: Iterable[int], text: str) -> tuple[Slot, ...]:
    """The same intervals on several weekdays of a period."""
    return tuple(Slot(period, weekday, opens, closes) for weekday in weekdays for opens, closes in spans(text))


def known(
    *parts: tuple[Slot, ...],
    closures: tuple[Closure, ...] = (),
    special_openings: tuple[SpecialOpening, ...] = (),
    trusted_until: date | None = TRUSTED,
) -> Hours:
    """Hours that someone gave, trusted far ahead unless said otherwise."""
    return Hours(sum(parts, ()), closures, special_openings, known=True, trusted_until=trusted_until)


def at(text: str) -> datetime:
    """`2026-11-11 10:00` on the wall clock of Paris; a final `b` is the second time the clock shows it in October."""
    return datetime.fromisoformat(text.removesuffix("b")).replace(tzinfo=PARIS, fold=int(text.endswith("b")))


def special(day: str, text: str) -> tuple[SpecialOpening, ...]:
    """Special openings of one day."""
    return tuple(SpecialOpening(date.fromisoformat(day), opens, closes) for opens, closes in spans(text))


def closure(starts: str, ends: str) -> tuple[Closure, ...]:
    """One closure, both days included."""
    return (Closure(date.fromisoformat(starts), date.fromisoformat(ends), "Congés"),)


SCHOOL_DAYS = (MONDAY, TUESDAY, THURSDAY, FRIDAY)
WORKING_DAYS = range(5)

#: Lunch break every day, and only the morning on Wednesdays.
TOWN_HALL = known(slots(ALL_YEAR, SCHOOL_DAYS, "09:00-12:00 14:00-17:00"), slots(ALL_YEAR, [WEDNESDAY], "09:00-12:00"))
#: Before and after school in term, the whole day on Wednesdays and in the holidays.
ALAE = known(
    slots(TERM, SCHOOL_DAYS, "07:30-08:30 16:30-18:30"),
    slots(TERM, [WEDNESDAY], "07:30-18:30"),
    slots(SHORT, WORKING_DAYS, "08:00-18:00"),
    slots(SUMMER, WORKING_DAYS, "08:00-17:00"),
)
#: A different hour in each period, so that the first and the last days, which are weekends, can be told apart.
CLUB = known(
    slots(TERM, [FRIDAY, SATURDAY, SUNDAY], "10:00-12:00"),
    slots(SHORT, [FRIDAY, SATURDAY, SUNDAY], "14:00-16:00"),
    slots(SUMMER, [SATURDAY, SUNDAY, TUESDAY], "18:00-20:00"),
    slots(ALL_YEAR, range(7), "06:00-07:00"),
)
#: The summer replaces the week of the year.
LIBRARY = known(
    slots(ALL_YEAR, [TUESDAY, WEDNESDAY, SATURDAY], "10:00-18:00"), slots(SUMMER, [TUESDAY, SATURDAY], "09:00-13:00")
)
#: Says nothing of the holidays: closed then.
TERM_ONLY = known(slots(TERM, range(7), "09:00-17:00"))
#: Two slots that touch at noon.
CONTINUOUS = known(slots(ALL_YEAR, WORKING_DAYS, "08:00-12:00 12:00-18:00"))
#: Across midnight, as two slots.
NIGHT = known(slots(ALL_YEAR, [SATURDAY], "22:00-24:00"), slots(ALL_YEAR, [SUNDAY], "00:00-03:00"))
SHELTER = known(slots(ALL_YEAR, range(7), "00:00-24:00"))
#: Closed three weeks in summer, but one morning within them; open on one public holiday.
CRECHE = known(
    slots(ALL_YEAR, WORKING_DAYS, "07:30-18:30"),
    closures=closure("2027-07-26", "2027-08-15"),
    special_openings=special("2027-08-04", "09:00-10:00 10:00-12:00") + special("2026-11-11", "10:00-16:00"),
)
UNKNOWN = Hours()
UNRELIABLE = Hours(TOWN_HALL.slots, known=True, trusted_until=None)
EXPIRED = known(TOWN_HALL.slots, trusted_until=date(2026, 11, 22))
NEVER_OPEN = known()
