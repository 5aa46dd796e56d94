"""Loading a territory from its folder: communes, themes, types, words, calendar; never over what a person changed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import inspect, select

from app.foundation.db import session
from app.foundation.sowing import Bed, has_sown, sow
from app.foundation.tables import Report, Row, RowRefused, rows
from app.territory.models import Commune, SchoolHolidayRange, ServiceType, Territory, Theme, VocabularyEntry, Wording
from app.territory.queries import forget, moved
from app.territory.translations import load_wordings

Values = dict[str, Any]

COLUMNS = ("slug", "name", "full_name", "epci_siren", "state_province", "school_zone", "time_zone", "tagline")
TOWN_HALL = ("address", "phone", "email", "website")
TYPE_FACTS = ("operator", "approval", "funding", "di_thematique", "schema_org")
HOLIDAY_KINDS = ("petites-vacances", "ete")
#: A school year begins in August; languages of the vocabulary besides French stand in its notes.
FIRST_MONTH = 8
LANGUAGES = ("ar", "en", "es", "pt", "ro", "tr", "uk")

TERRITORY = Bed("territory", Territory, "id", "name")
COMMUNES = Bed("commune", Commune, "insee", "name")
THEMES = Bed("theme", Theme, "slug", "label")
TYPES = Bed("type", ServiceType, "slug", "label", under=(("theme_slug", Theme, "slug"),))
HOLIDAYS = Bed("holiday", SchoolHolidayRange, "uuid", "name", once=("zone", "starts"), leaves=True)
WORDS = Bed("word", VocabularyEntry, "uuid", "term", once=("term", "type_slug"), leaves=True,
            under=(("type_slug", ServiceType, "slug"),))  # fmt: skip


def load_territory(folder: Path, report: Report) -> None:
    """Make the database hold the territory of this folder, except where a person changed it (see `sowing`).

    A folder without `territory.toml` changes nothing. Raises tomllib.TOMLDecodeError or KeyError on an unreadable
    territory file: nothing can stand without it.
    """
    if not (folder / "territory.toml").exists():
        return
    before, outlines = _dump(), _outlines(folder)
    sow(TERRITORY, {"1": _territory(folder / "territory.toml")}, report)
    sow(COMMUNES, _by(folder / "communes.csv", report, "insee", lambda row: _commune(row, outlines)), report)
    sow(THEMES, _by(folder / "themes.csv", report, "slug", _theme), report)
    sow(TYPES, _by(folder / "types.csv", report, "slug", _type), report)
    sow(HOLIDAYS, _keyed(HOLIDAYS, folder / "school_holidays.csv", report, _holiday, holiday_key), report)
    sow(WORDS, _keyed(WORDS, folder / "vocabulary.csv", report, _word, word_key), report)
    load_wordings(folder / "translations", report)
    if before != _dump():
        moved()
    else:
        forget()


def word_key(values: Values) -> UUID:
    """What tells a word of a file from all others, whatever a person makes of it afterwards."""
    return uuid5(NAMESPACE_URL, f"trait-d-union:word:{values['term']}|{values['type_slug']}")


def holiday_key(values: Values) -> UUID:
    """The same for a holiday: its zone, its name and its school year, which a correction of dates does not move."""
    year = values["starts"].year - (values["starts"].month < FIRST_MONTH)
    return uuid5(NAMESPACE_URL, f"trait-d-union:holiday:{values['zone']}|{year}|{values['name']}")


def _dump() -> str:
    """Everything the territory holds, as one text, to know whether loading changed anything."""
    session().flush()
    kept = [
        sorted(
            str({name: value for name, value in row.items() if name not in {"id", "version"}})
            for row in session().execute(select(inspect(table).local_table)).mappings()
        )
        for table in (*(bed.table for bed in (TERRITORY, COMMUNES, THEMES, TYPES, HOLIDAYS, WORDS)), Wording)
    ]
    return json.dumps(kept)


def _territory(path: Path) -> Values:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    facts = {key: value for key, value in data.items() if key not in COLUMNS}
    return {**{name: data[name] for name in COLUMNS}, "facts": facts}


def _by(path: Path, report: Report, key: str, make: Callable[[Row], Values]) -> dict[str, Values]:
    """The rows of a file by the column that names them."""
    found: dict[str, Values] = {}
    for row in rows(path):
        try:
            values = make(row)
        except RowRefused as refusal:
            report.refuse(row, str(refusal))
        else:
            found[values.pop(key)] = values
    return found


def _keyed(
    bed: Bed, path: Path, report: Report, make: Callable[[Row], Values], key: Callable[[Values], UUID]
) -> dict[str, Values]:
    """The same, by what is said in each; a line that says again what another said is refused."""
    found: dict[str, Values] = {}
    seen: set[tuple[Any, ...]] = set()
    for row in rows(path):
        try:
            values = make(row)
            name, once = str(key(values)), tuple(values[column] for column in bed.once)
            if name in found or once in seen:
                raise RowRefused(f"« {', '.join(str(each) for each in once)} » est écrit deux fois")
        except RowRefused as refusal:
            report.refuse(row, str(refusal))
        else:
            found[name] = values
            seen.add(once)
    return found


def _outlines(folder: Path) -> dict[str, list[Any]]:
    path = folder / "communes.geojson"
    if not path.exists():
        return {}
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {item["properties"]["code"]: _polygons(item["geometry"]) for item in features}


def _polygons(geometry: dict[str, Any]) -> list[Any]:
    found: list[Any] = geometry["coordinates"]
    return [found] if geometry["type"] == "Polygon" else found


def _commune(row: Row, outlines: dict[str, list[Any]]) -> Values:
    insee = row.required("insee")
    return {
        "insee": insee,
        "name": row.required("name"),
        "slug": row.required("slug"),
        "postcodes": list(row.items("postcodes")),
        "population": row.integer("population"),
        "population_year": row.integer("population_year"),
        "lat": _needed(row, "lat"),
        "lon": _needed(row, "lon"),
        "centre_lat": _needed(row, "centre_lat"),
        "centre_lon": _needed(row, "centre_lon"),
        "neighbours": list(row.items("neighbours")),
        "town_hall": {name: row.get(f"town_hall_{name}") for name in TOWN_HALL},
        "ctg_signatory": row.boolean("ctg_signatory") is not False,
        "outline": outlines.get(insee, []),
    }


def _needed(row: Row, column: str) -> float:
    value = row.decimal(column)
    if value is None:
        raise RowRefused(f"« {column} » est vide")
    return value


def _theme(row: Row) -> Values:
    return {
        "slug": row.required("slug"),
        "label": row.required("label"),
        "short": row["short"],
        "definition": row["definition"],
        "icon": row.required("icon"),
        "position": row.integer("position") or row.line,
    }


def _type(row: Row) -> Values:
    theme = row.required("theme")
    for slug in (theme, *row.items("secondary_themes")):
        if session().get(Theme, slug) is None and not has_sown(THEMES, slug):
            raise RowRefused(f"le thème « {slug} » n’existe pas")
    return {
        "slug": row.required("slug"),
        "label": row.required("label"),
        "plural": row["plural"] or row["label"],
        "acronym": row["acronym"],
        "acronym_meaning": row["acronym_meaning"],
        "theme_slug": theme,
        "secondary_themes": list(row.items("secondary_themes")),
        "age_min_months": row.integer("age_min_months"),
        "age_max_months": row.integer("age_max_months"),
        "definition": row["definition"],
        "facts": {name: row.get(name) for name in TYPE_FACTS},
        "listable": row.boolean("listable") is not False,
        "leads_to": row["leads_to"],
        "sensitive": row.boolean("sensitive") is True,
        "verify_every_months": row.integer("verify_every_months") or 6,
        "position": row.line,
    }


def _word(row: Row) -> Values:
    kind = row.required("type")
    if session().get(ServiceType, kind) is None and not has_sown(TYPES, kind):
        raise RowRefused(f"le type « {kind} » n’existe pas")
    special, note = row["kind"], row["note"]
    language = row.get("language") or (note if note in LANGUAGES else "")
    return {
        "term": row.required("term"),
        "type_slug": kind,
        "language": language,
        "kind": special,
        "note": "" if note == language else note,
        "position": row.line,
    }


def _holiday(row: Row) -> Values:
    starts, ends = row.day("starts"), row.day("ends")
    if starts is None or ends is None or ends < starts:
        raise RowRefused("les dates sont vides ou à l’envers")
    kind = row.one_of("kind", HOLIDAY_KINDS)
    said = {"zone": row.required("zone"), "name": row.required("name")}
    return {**said, "kind": kind, "starts": starts, "ends": ends}
