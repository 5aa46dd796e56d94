"""Tables typed as lines: one row a line, columns between bars. Pure; reading what was written gives it back.

Pendant l’école | lundi | 7:30-12:00, 13:30-18:30
0 | 400 | 4,20 | jour | Repas compris
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.foundation.text import fold
from app.moderation.presenting import labels

Row = dict[str, Any]
_BAR = re.compile(r"(?<!\\)\|")
_TIME = re.compile(r"(\d{1,2})\s*[:hH]\s*(\d{2})?")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONEY = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?\s*€?")


class BadLine(ValueError):
    """This line cannot be read; its number, from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def write(table: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as lines."""
    if table == "slots":
        return "\n".join(_joined(cells) for cells in _days(rows))
    names = COLUMNS[_kind(table)]
    return "\n".join(_joined([_CELLS[name][0](row[name]) for name in names]) for row in rows)


def read(table: str, text: str) -> list[Row]:
    """The rows of these lines; empty lines are left out. Raises BadLine."""
    made: list[Row] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            made += _read_line(table, _cells(line))
        except (ValueError, KeyError, IndexError, StopIteration) as fault:
            raise BadLine(number) from fault
    return sorted(made, key=_moment) if table == "slots" else made


def _read_line(table: str, cells: list[str]) -> list[Row]:
    if table == "slots":
        return _slots(cells)
    names = COLUMNS[_kind(table)]
    if len(cells) > len(names):
        raise ValueError(len(cells))
    cells += [""] * (len(names) - len(cells))
    return [{name: _CELLS[name][1](cell) for name, cell in zip(names, cells, strict=True)}]


def _kind(table: str) -> str:
    return table.partition("[")[0]


def _joined(cells: Iterable[str]) -> str:
    return " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n") for cell in cells)


def _cells(line: str) -> list[str]:
    found = [re.sub(r"\\(.)", lambda sign: "\n" if sign[1] == "n" else sign[1], cell) for cell in _split(line)]
    return [cell.strip(" \t") for cell in found]


def _split(line: str) -> list[str]:
    """Cut at bars; a bar after a backslash is a sign."""
    return [match.strip(" \t") for match in re.findall(r"(?:^|\|)((?:\\.|[^|\\])*)", line)]


# ---------------------------------------------------------------- the week


def _days(slots: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    order = list(labels.PERIODS)
    days: dict[tuple[str, int], list[str]] = {}
    for slot in sorted(slots, key=lambda one: (order.index(one["period"]), one["weekday"], one["opens"])):
        said = f"{_clock(slot['opens'])}-{_clock(slot['closes'])}"
        days.setdefault((slot["period"], slot["weekday"]), []).append(said)
    return [[str(labels.PERIODS[period]), labels.weekday(day), ", ".join(said)] for (period, day), said in days.items()]


def _moment(slot: Row) -> tuple[str, int, int]:
    """The order in which a listing gives its slots back."""
    return slot["period"], slot["weekday"], slot["opens"]


def _slots(cells: list[str]) -> list[Row]:
    period, day, times = cells
    code = _code(period, labels.PERIODS)
    weekday = next(number for number in range(7) if fold(labels.weekday(number)) == fold(day))
    made = []
    for part in times.split(","):
        opens, closes = (_minutes(side) for side in re.split(r"[-–—]|\bà\b", part.strip()))
        if not 0 <= opens < closes <= 1440:
            raise ValueError(part)
        made.append({"period": code, "weekday": weekday, "opens": opens, "closes": closes})
    return made


def _code(said: str, names: Mapping[str, Any]) -> str:
    return next(code for code, name in names.items() if fold(said) in (fold(str(name)), fold(code)))


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _minutes(text: str) -> int:
    found = _TIME.fullmatch(text.strip())
    if not found or int(found[2] or 0) > 59:
        raise ValueError(text)
    return int(found[1]) * 60 + int(found[2] or 0)


# ---------------------------------------------------------------- cells


def _write_day(day: str | None) -> str:
    return date.fromisoformat(day).strftime("%d/%m/%Y") if day else ""


def _read_day(text: str) -> str:
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(text)
    return date(int(found[3]), int(found[2]), int(found[1])).isoformat()


def _maybe(reader: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: reader(text) if text else None


def _write_number(number: int | None) -> str:
    return "" if number is None else str(number)


def _write_money(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def _read_money(text: str) -> int:
    found = _MONEY.fullmatch(text)
    if not found:
        raise ValueError(text)
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def _read_public(text: str) -> bool:
    return {"": True, "public": True, "non public": False}[fold(text)]


def _read_unit(text: str) -> str:
    return _code(text, labels.UNITS)


def _some(text: str) -> str:
    if not text:
        raise ValueError(text)
    return text


_DAY = (_write_day, _read_day)
_MAYBE_DAY = (_write_day, _maybe(_read_day))
_NUMBER = (_write_number, _maybe(int))
_TEXT: tuple[Callable[[Any], str], Callable[[str], Any]] = (str, str)

#: How each column is written, and read.
_CELLS: dict[str, tuple[Callable[[Any], str], Callable[[str], Any]]] = {
    **dict.fromkeys(("starts", "ends", "day", "observed_on"), _DAY),
    **dict.fromkeys(("valid_from", "valid_to"), _MAYBE_DAY),
    **dict.fromkeys(("qf_min", "qf_max", "age_min_months", "age_max_months", "authorised", "free"), _NUMBER),
    **dict.fromkeys(("opens", "closes"), (_clock, _minutes)),
    **dict.fromkeys(("label", "reason", "note"), _TEXT),
    **dict.fromkeys(("value", "source"), (str, _some)),
    "amount_cents": (_write_money, _read_money),
    "unit": (str, _read_unit),
    "is_public": (lambda public: "public" if public else "non public", _read_public),
}
#: The columns of each table, in order.
COLUMNS: dict[str, tuple[str, ...]] = {
    "closures": ("starts", "ends", "reason"),
    "special_openings": ("day", "opens", "closes"),
    "fees": ("qf_min", "qf_max", "amount_cents", "unit", "label", "valid_from", "valid_to"),
    "campaigns": ("label", "starts", "ends", "note"),
    "contacts": ("value", "label", "is_public"),
    "availability": (
        "observed_on", "source", "label", "age_min_months", "age_max_months", "authorised", "free",
    ),
}  # fmt: skip
