"""When: days, periods, times of the day, open now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.catalogue.hours.model import Period
from app.search.understanding.reading import Word
from app.search.understanding.said import Said
from app.search.understanding.spoken import (
    AHEAD,
    ASKS,
    BIG,
    HAVE,
    HOLIDAYS,
    MONEY,
    NAMED,
    NOW,
    OPEN,
    SHORT,
    SUMMER,
    WEEKDAYS,
)
from app.search.wanted import Facts

_TIME = re.compile(r"(\d{1,2})(?:h|heures?)(\d{2})?")
_HOUR = {"h", "heure", "heures"}
_DAY = 1440
#: A time alone: early in the morning it is when to be open, in the evening until when.
_EARLY, _LATE = (5 * 60, 9 * 60 - 1), (17 * 60, 22 * 60)


@dataclass(frozen=True)
class _Time:
    minute: int
    first: int
    last: int


def weekdays(words: Sequence[Word]) -> Iterator[Said]:
    """« mercredi », « du lundi au vendredi »."""
    days = [(at, WEEKDAYS[word.text]) for at, word in enumerate(words) if word.text in WEEKDAYS]
    spanned: set[int] = set()
    for (at, first), (then, last) in pairwise(days):
        if [word.text for word in words[at + 1 : then]] == ["au"] and first < last:
            spanned |= {at, then}
            yield Said("jours", f"{first}-{last}", (at, then), Facts(weekdays=tuple(range(first, last + 1))))
    for at, number in days:
        if at not in spanned:
            yield Said("jour", str(number), (at,), Facts(weekdays=(number,)))


def near_days(words: Sequence[Word], today: int) -> Iterator[Said]:
    """« Demain », « après-demain », « aujourd’hui », from the weekday of today (0 is Monday)."""
    texts = [*(word.text for word in words), ""]
    for at, text in enumerate(texts):
        following, ahead = AHEAD.get(text, ("", 0))
        named = text in AHEAD and (not following or texts[at + 1] == following)
        if named and texts[max(0, at - 1)] not in ("apres", "de"):
            day = (today + ahead) % 7
            yield Said("jour", str(day), (at, at + 1) if following else (at,), Facts(weekdays=(day,)))


def weekends(words: Sequence[Word]) -> Iterator[Said]:
    """« Le week-end », « ce weekend »."""
    texts = [word.text for word in words]
    for at in range(len(texts)):
        whole = (at,) if texts[at] == "weekend" else (at, at + 1) if texts[at : at + 2] == ["week", "end"] else ()
        if whole:
            yield Said("jours", "5-6", whole, Facts(weekdays=(5, 6)))


def periods(words: Sequence[Word]) -> Iterator[Said]:
    """« cet été », « grandes vacances », « vacances de février », « à Noël »."""
    texts = [word.text for word in words]
    holidays = [at for at, text in enumerate(texts) if text in HOLIDAYS and texts[max(0, at - 1)] not in MONEY]
    summer = [at for at, text in enumerate(texts) if _is_summer(texts, at) or (holidays and text in BIG)]
    short = [at for at, text in enumerate(texts) if text in SHORT]
    named = [at for at in short if texts[at] in NAMED and texts[at - 1 if at else 0] not in ("de", "d", "du")]
    if summer:
        yield Said("periode", str(Period.SUMMER), (*holidays, *summer), Facts(period=Period.SUMMER))
    elif holidays or named:
        at = (*holidays, *short) if holidays else tuple(named)
        yield Said("periode", str(Period.SHORT_HOLIDAYS), at, Facts(period=Period.SHORT_HOLIDAYS))


def _is_summer(texts: Sequence[str], at: int) -> bool:
    """« Cet été », but not « il a été »."""
    return texts[at] in SUMMER and not (texts[at] == "ete" and at and texts[at - 1] in HAVE)


def now(words: Sequence[Word]) -> Iterator[Said]:
    """« ouvert maintenant »."""
    said = tuple(at for at, word in enumerate(words) if word.text in NOW)
    if said:
        opened = tuple(at for at, word in enumerate(words) if word.text in OPEN)
        yield Said("ouvert", "maintenant", (*opened, *said), Facts(open_now=True))


def times(words: Sequence[Word]) -> Iterator[Said]:
    """« avant 8h » is open half an hour before; « jusqu’à 19 h » and « après 18h » are open until then or later."""
    for time in _times(words):
        before = next((at for at in range(time.first - 1, max(-1, time.first - 3), -1) if _tells(words[at])), None)
        asks = None if before is None else ASKS.get(words[before].text)
        kind, shift = asks or (_by_itself(words, time), 0)
        minute = time.minute + shift
        if kind and 0 < minute < _DAY:
            at = tuple(range(before if asks and before is not None else time.first, time.last + 1))
            facts = Facts(opens_by=minute) if kind == "de" else Facts(closes_after=minute)
            yield Said(kind, str(minute), at, facts)


def _tells(word: Word) -> bool:
    """The word before a time, « à » and « de » apart."""
    return word.text not in ("a", "de")


def _by_itself(words: Sequence[Word], time: _Time) -> str:
    following = words[time.last + 1].text if time.last + 1 < len(words) else ""
    if following in ("par", "de", "semaine"):  # « 6h par semaine » is a duration
        return ""
    if _EARLY[0] <= time.minute <= _EARLY[1]:
        return "de"
    return "a" if _LATE[0] <= time.minute <= _LATE[1] else ""


def _times(words: Sequence[Word]) -> Iterator[_Time]:
    """« 7h30 », « 7 h 30 », « 19 heures »."""
    texts = [*(word.text for word in words), "", ""]
    for at, text in enumerate(texts[:-2]):
        if found := _TIME.fullmatch(text):
            hour, minute, last = int(found[1]), int(found[2] or 0), at
        elif text.isdecimal() and len(text) <= 2 and texts[at + 1] in _HOUR:
            exact = texts[at + 2].isdecimal() and len(texts[at + 2]) == 2
            hour, minute, last = int(text), int(texts[at + 2]) if exact else 0, at + 1 + exact
        else:
            continue
        if hour < 24 and minute < 60:
            yield _Time(hour * 60 + minute, at, last)
