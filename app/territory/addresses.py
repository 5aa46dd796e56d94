"""Reading the national address base (BAN, CSV): its lines become streets with their house numbers.

The file of a département has some 200,000 lines: it is read line by line, and only the territory's communes are kept.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import TextIO

from app.territory.gazetteer import LOCALITY, STREET
from app.territory.streets import number_key, street_key

COLUMNS = ("numero", "rep", "nom_voie", "code_insee", "lon", "lat")
#: More houses than this in one street, or streets in one territory, are a mistake of the file.
MOST_NUMBERS, MOST_STREETS = 2000, 200_000
LONGEST_NAME = 160
#: Degrees kept: about one metre.
DECIMALS = 5
_BREAK = re.compile(r"[\x00-\x1f\x7f]")


class AddressRefused(ValueError):
    """A line that cannot be loaded; the message says why, for the operator."""


class NotAddresses(ValueError):
    """A file that is not an address base at all; the message says why."""


@dataclass
class Street:
    """A street while its lines are being read."""

    kind: str
    name: str
    key: str
    commune: str
    numbers: dict[str, list[float]] = field(default_factory=dict)
    total: int = 0
    lat_sum: float = 0.0
    lon_sum: float = 0.0

    def add(self, number: str, lat: float, lon: float) -> None:
        """One more address of this street; the first position of a number counts."""
        self.total, self.lat_sum, self.lon_sum = self.total + 1, self.lat_sum + lat, self.lon_sum + lon
        if number and len(self.numbers) < MOST_NUMBERS:
            self.numbers.setdefault(number, [round(lat, DECIMALS), round(lon, DECIMALS)])

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of its addresses."""
        return round(self.lat_sum / self.total, DECIMALS), round(self.lon_sum / self.total, DECIMALS)


@dataclass
class Addresses:
    """What was read: the streets by commune and key, the refused lines, and how many lines were for elsewhere."""

    streets: dict[tuple[str, str], Street] = field(default_factory=dict)
    refused: list[tuple[int, str]] = field(default_factory=list)
    kept: int = 0
    elsewhere: int = 0


def read_addresses(lines: Iterable[tuple[int, dict[str, str]]], communes: frozenset[str]) -> Addresses:
    """The streets of these communes. Lines of other communes are counted, bad lines are noted with their number."""
    found = Addresses()
    for number, values in lines:
        commune = (values.get("code_insee") or "").strip()
        if commune and commune not in communes:
            found.elsewhere += 1
            continue
        try:
            _add(values, commune, found.streets)
            found.kept += 1
        except AddressRefused as refusal:
            found.refused.append((number, str(refusal)))
    return found


def address_lines(file: TextIO) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, cells by title) of an open file. Raises NotAddresses."""
    reader = csv.DictReader(file, delimiter=";", restval="")
    try:
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise NotAddresses(f"colonnes absentes : {', '.join(missing)}")
        for values in reader:
            yield reader.line_num, values
    except UnicodeDecodeError:
        raise NotAddresses("le fichier n’est pas en UTF-8") from None
    except csv.Error as fault:
        raise NotAddresses(f"ligne {reader.line_num} : {fault}") from None


def _add(values: dict[str, str], commune: str, streets: dict[tuple[str, str], Street]) -> None:
    if not commune:
        raise AddressRefused("le code INSEE de la commune est vide")
    lat, lon = _coordinate(values, "lat", 90), _coordinate(values, "lon", 180)
    number = number_key(values["numero"] or "", values["rep"] or "")
    name = _name(values["nom_voie"])
    if not name:
        raise AddressRefused("le nom de la voie est vide")
    _street(streets, STREET if number else LOCALITY, name, commune).add(number, lat, lon)
    hamlet = _name(values.get("nom_ld"))
    if hamlet and street_key(hamlet) != street_key(name):
        _street(streets, LOCALITY, hamlet, commune).add("", lat, lon)


def _street(streets: dict[tuple[str, str], Street], kind: str, name: str, commune: str) -> Street:
    key = street_key(name)[:LONGEST_NAME]
    if not key:
        raise AddressRefused("le nom de la voie est illisible")
    street = streets.get((commune, key))
    if street is None:
        if len(streets) >= MOST_STREETS:
            raise AddressRefused(f"plus de {MOST_STREETS} voies")
        street = streets[commune, key] = Street(kind, name, key, commune)
    if kind == STREET:
        street.kind = STREET
    return street


def _name(text: str | None) -> str:
    return " ".join(_BREAK.sub(" ", text or "").split())[:LONGEST_NAME]


def _coordinate(values: dict[str, str], column: str, most: float) -> float:
    try:
        value = float(values[column])
    except (TypeError, ValueError):
        raise AddressRefused(f"« {column} » n’est pas un nombre") from None
    if not isfinite(value) or abs(value) > most or value == 0:
        raise AddressRefused(f"« {column} » est hors du monde")
    return value
