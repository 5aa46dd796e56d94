"""iCalendar (RFC 5545): days to come, and the weekly hours of a listing with their exceptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur

from app.catalogue.cards import Card
from app.catalogue.hours.model import MINUTES_A_DAY
from app.catalogue.hours.rules import Interval, usable
from app.catalogue.hours.timeline import Replacement, Run, replacements, runs, window
from app.directory.presenting.moments import Moment
from app.directory.presenting.news import headline, sentences
from app.directory.site import NAME
from app.following.dates import Dated
from app.foundation.i18n import gettext as _
from app.foundation.text import typography

MIME = "text/calendar"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)
#: How far hours are told.
AHEAD = 366
#: Hours are named from the first of September, so that an event keeps its name all the school year.
FIRST_MONTH = 9


def calendar_of(title: str, dates: Sequence[Dated], base: str, host: str, opening: Sequence[Event] = ()) -> bytes:
    """The whole file; `host` ends the name of every event."""
    found = Calendar()
    found.add("prodid", f"-//{NAME}//{host}//FR")
    found.add("version", "2.0")
    found.add("x-wr-calname", _clean(f"{NAME} – {title}"))
    found.add("refresh-interval;value=duration", "P1D")
    for event in (*opening, *(_dated(one, base, host) for one in dates)):
        found.add_component(event)
    found.add_missing_timezones()
    return bytes(found.to_ical())


def _dated(one: Dated, base: str, host: str) -> Event:
    event = _event(f"{one.key}@{host}", headline(one), one.said_at)
    event.add("dtstart", one.starts)
    event.add("dtend", one.ends + _DAY)
    event.add("transp", "TRANSPARENT")
    if words := "\n".join(sentences(one)):
        event.add("description", _clean(words))
    if one.service_slug:
        event.add("url", f"{base}/services/{one.service_slug}")
    return event


def opening_events(card: Card, moment: Moment, said_at: datetime, zone: str, url: str, host: str) -> list[Event]:
    """The weekly hours as recurring events, from this week on; none when they are not usable."""
    if not usable(card.hours, moment.today):
        return []
    first = date(moment.today.year - (moment.today.month < FIRST_MONTH), FIRST_MONTH, 1)
    days = window(first, (moment.today - first).days + AHEAD)
    monday = moment.today - _DAY * moment.today.weekday()
    replaced = replacements(card.hours, moment.calendar, days)
    place = ", ".join(part for part in (card.address, card.postcode) if part)
    events = [
        *_weeks(runs(card.hours, moment.calendar, days), replaced, monday, ZoneInfo(zone)),
        *_instead(replaced, monday, ZoneInfo(zone)),
    ]
    for event in events:
        _finish(event, card, said_at, url, host, place)
    return events


def _finish(event: Event, card: Card, said_at: datetime, url: str, host: str, place: str) -> None:
    name = _clean(typography(card.name))
    event["UID"] = f"{event.pop('X-NAMED')}-{card.uuid}@{host}"
    event.add("summary", _("%(name)s : ouvert", name=name))
    event.add("dtstamp", said_at.astimezone(UTC))
    event.add("transp", "TRANSPARENT")
    event.add("url", url)
    if place:
        event.add("location", _clean(place))


def _weeks(cut: Sequence[Run], replaced: Sequence[Replacement], monday: date, zone: ZoneInfo) -> Iterator[Event]:
    gone = {one.first + _DAY * n for one in replaced for n in range((one.last - one.first).days + 1)}
    for run in cut:
        if run.last < monday or run.week is None:
            continue
        for weekday, intervals in enumerate(run.week):
            for interval in intervals:
                if event := _weekly(run, weekday, interval, gone, monday, zone):
                    yield event


def _weekly(run: Run, weekday: int, interval: Interval, gone: set[date], monday: date, zone: ZoneInfo) -> Event | None:
    """One opening of one weekday while its week holds, without the days on which something replaces it."""
    first = max(run.first, monday)
    first += _DAY * ((weekday - first.weekday()) % 7)
    every = [first + _DAY * 7 * n for n in range((run.last - first).days // 7 + 1)] if first <= run.last else []
    kept = [day for day in every if day not in gone]
    if not kept:
        return None
    event = Event()
    event["X-NAMED"] = f"ouvert-{run.first:%Y%m%d}-{_DAYS[weekday]}-{interval[0]}"
    event.add("dtstart", _at(kept[0], interval[0], zone))
    event.add("dtend", _at(kept[0], interval[1], zone))
    if len(kept) > 1:
        until = _at(kept[-1], interval[0], zone).astimezone(UTC)
        event.add("rrule", vRecur(freq="WEEKLY", byday=_DAYS[weekday], until=until))
    for day in every:
        if kept[0] < day < kept[-1] and day in gone:
            event.add("exdate", _at(day, interval[0], zone))
    return event


def _instead(replaced: Sequence[Replacement], monday: date, zone: ZoneInfo) -> Iterator[Event]:
    for one in replaced:
        for number in range((one.last - one.first).days + 1):
            day = one.first + _DAY * number
            for opens, closes in one.intervals if day >= monday else ():
                event = Event()
                event["X-NAMED"] = f"ouvert-{day:%Y%m%d}-{opens}"
                event.add("dtstart", _at(day, opens, zone))
                event.add("dtend", _at(day, closes, zone))
                yield event


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    midnight = minute == MINUTES_A_DAY
    clock = time() if midnight else time(minute // 60, minute % 60)
    return datetime.combine(day + _DAY * midnight, clock, zone)


def _event(uid: str, summary: str, said_at: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", said_at.astimezone(UTC))
    event.add("summary", _clean(summary))
    return event


def _clean(text: str) -> str:
    """Without control characters, which no escape of the format can say."""
    return "".join(letter for letter in text if letter == "\n" or letter.isprintable() or letter in "\u00a0\u202f")
