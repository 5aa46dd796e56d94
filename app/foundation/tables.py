"""Reading the files of a `seed_data` folder: every refused row is told with its file, its line and why."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")

#: No number of these files is larger; a database refuses those that are much larger.
LARGEST = 10**9


class RowRefused(ValueError):
    """A row that cannot be loaded; the message says why, in French, for the person who wrote the file."""


class FileRefused(ValueError):
    """A file that cannot be read at all (encoding, quotes); the message names it and its line."""


@dataclass(frozen=True)
class Problem:
    """A refused row. `line` counts from 1, the header included."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, ligne {self.line} : {self.reason}"


@dataclass
class Report:
    """What a loading did, to be read by a person."""

    added: int = 0
    changed: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def refuse(self, row: Row, reason: str) -> None:
        """Note that this row was not loaded."""
        self.problems.append(Problem(row.file, row.line, reason))

    def keep(self, key: str, names: Iterable[str]) -> None:
        """Note that these values, changed by a person and in the file too, stay as the person wrote them."""
        self.kept += [f"{key} : « {name} » a été changé par une personne, le fichier attend" for name in names]


@dataclass(frozen=True)
class Row:
    """A line of a CSV file, by column name, without surrounding spaces.

    `ragged`: the line has more or fewer cells than titles, so that no cell can be trusted to be in its column.
    """

    file: str
    line: int
    values: dict[str, str]
    ragged: bool = False

    def __getitem__(self, column: str) -> str:
        """The text of that column. Raises RowRefused when the file has no such column."""
        if column not in self.values:
            raise RowRefused(f"la colonne « {column} » manque")
        return self.get(column)

    def get(self, column: str) -> str:
        """The text of an optional column, '' when the file does not have it. Raises RowRefused on a ragged line."""
        if self.ragged:
            raise RowRefused("la ligne n’a pas autant de cases que de titres")
        return self.values.get(column, "")

    def required(self, column: str) -> str:
        """The text of a column that may not be empty."""
        if not (value := self[column]):
            raise RowRefused(f"« {column} » est vide")
        return value

    def integer(self, column: str) -> int | None:
        """A whole number, None when empty."""
        return self._read(column, _whole, "un nombre entier")

    def decimal(self, column: str) -> float | None:
        """A decimal number, None when empty."""
        return self._read(column, _finite, "un nombre")

    def day(self, column: str) -> date | None:
        """A date; a month or a year alone is its first day."""
        return self._read(column, _day, "une date (AAAA-MM-JJ)")

    def boolean(self, column: str) -> bool | None:
        """oui, non, or unknown when empty."""
        return self._read(column, _boolean, "« oui » ou « non »")

    def items(self, column: str) -> tuple[str, ...]:
        """The parts of a text separated by semicolons."""
        return tuple(part.strip() for part in self.get(column).split(";") if part.strip())

    def one_of(self, column: str, allowed: Iterable[str]) -> str:
        """A value among `allowed`."""
        value, choices = self[column], list(allowed)
        if value not in choices:
            raise RowRefused(f"« {column} » vaut « {value} », attendu : {', '.join(choices)}")
        return value

    def _read(self, column: str, read: Callable[[str], Made], expected: str) -> Made | None:
        text = self.get(column)
        if not text:
            return None
        try:
            return read(text)
        except ValueError:
            raise RowRefused(f"« {column} » vaut « {text} », attendu : {expected}") from None


def rows(path: Path) -> Iterator[Row]:
    """The lines of a CSV file; none when the file does not exist. Raises FileRefused when it is not CSV in UTF-8."""
    if not path.exists():
        return
    name = f"{path.parent.name}/{path.name}"
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            for values in reader:
                ragged = None in values or None in values.values()
                clean = {key: (value or "").strip() for key, value in values.items() if key}
                yield Row(name, reader.line_num, clean, ragged)
        except UnicodeDecodeError:
            raise FileRefused(f"{name} n’est pas en UTF-8") from None
        except csv.Error as fault:
            raise FileRefused(f"{name}, ligne {reader.reader.line_num} : guillemets mal fermés ({fault})") from None


def minutes(text: str) -> int:
    """“07:30” as minutes since midnight. Raises RowRefused."""
    hours, _, rest = text.partition(":")
    if not (hours.isdigit() and rest.isdigit() and len(rest) == 2 and int(rest) < 60 and int(hours) <= 24):
        raise RowRefused(f"« {text} » n’est pas une heure (HH:MM)")
    return int(hours) * 60 + int(rest)


def _whole(text: str) -> int:
    value = int(text)
    if abs(value) > LARGEST:
        raise ValueError(text)
    return value


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return value


def _day(text: str) -> date:
    return date.fromisoformat(text + {4: "-01-01", 7: "-01"}.get(len(text), ""))


def _boolean(text: str) -> bool:
    if text not in {"oui", "non"}:
        raise ValueError(text)
    return text == "oui"
