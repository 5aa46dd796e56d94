"""Loading a territory from its folder: communes, themes, types, words, calendar. Rows are replaced by their key."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import delete, inspect, select

from app.foundation.db import Base, session
from app.foundation.tables import Report, Row, RowRefused, rows
from app.territory.models import Commune, SchoolHolidayRange, ServiceType, Territory, Theme, VocabularyEntry
from app.territory.queries import forget

COLUMNS = ("slug", "name", "full_name", "epci_siren", "state_province", "school_zone", "time_zone", "tagline")
TOWN_HALL = ("address", "phone", "email", "website")
TYPE_FACTS = ("operator", "approval", "funding", "di_thematique", "schema_org")
HOLIDAY_KINDS = ("petites-vacances", "ete")


def load_territory(folder: Path, report: Report) -> None:
    """Make the database hold the territory of this folder; a folder without `territory.toml` changes nothing.

    Raises tomllib.TOMLDecodeError or KeyError on an unreadable territory file: nothing can stand without it.
    """
    if not (folder / "territory.toml").exists():
        return
    before = _dump()
    outlines = _outlines(folder)
    _each(folder / "communes.csv", report, lambda row: _put(_commune(row, outlines)))
    _each(folder / "themes.csv", report, lambda row: _put(_theme(row)))
    _each(folder / "types.csv", report, lambda row: _put(_type(row)))
    _replace(SchoolHolidayRange, folder / "school_holidays.csv", report, _holiday, ("zone", "starts"))
    _replace(VocabularyEntry, folder / "vocabulary.csv", report, _word, ("term", "type_slug"))
    _territory(tomllib.loads((folder / "territory.toml").read_text(encoding="utf-8")))
    session().flush()
    if before != _dump():
        session().get_one(Territory, 1).version += 1
        session().flush()
    forget()


def _dump() -> str:
    """Everything the territory holds, as one text, to know whether loading changed anything."""
    session().flush()
    tables: list[type[Base]] = [Territory, Commune, Theme, ServiceType, SchoolHolidayRange, VocabularyEntry]
    kept = [
        sorted(
            str({name: value for name, value in row.items() if name not in {"id", "version"}})
            for row in session().execute(select(inspect(table).local_table)).mappings()
        )
        for table in tables
    ]
    return json.dumps(kept)


def _territory(data: dict[str, Any]) -> None:
    row = session().get(Territory, 1) or Territory(id=1, version=0)
    for name in COLUMNS:
        setattr(row, name, data[name])
    row.facts = {key: value for key, value in data.items() if key not in COLUMNS}
    session().add(row)


def _each(path: Path, report: Report, load: Callable[[Row], None]) -> None:
    for row in rows(path):
        try:
            load(row)
        except RowRefused as refusal:
            report.refuse(row, str(refusal))


def _put(made: Base) -> None:
    session().merge(made)


def _replace(table: type[Base], path: Path, report: Report, make: Callable[[Row], Base], key: tuple[str, str]) -> None:
    """Make the table what the file says; `key` names the columns that tell two rows apart."""
    session().flush()
    session().execute(delete(table))
    seen: set[tuple[Any, ...]] = set()

    def add(row: Row) -> None:
        made = make(row)
        if (value := tuple(getattr(made, name) for name in key)) in seen:
            raise RowRefused(f"« {value[0]}, {value[1]} » est écrit deux fois")
        seen.add(value)
        session().add(made)

    with session().no_autoflush:
        _each(path, report, add)
    session().flush()


def _outlines(folder: Path) -> dict[str, list[Any]]:
    path = folder / "communes.geojson"
    if not path.exists():
        return {}
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {item["properties"]["code"]: _polygons(item["geometry"]) for item in features}


def _polygons(geometry: dict[str, Any]) -> list[Any]:
    found: list[Any] = geometry["coordinates"]
    return [found] if geometry["type"] == "Polygon" else found


def _commune(row: Row, outlines: dict[str, list[Any]]) -> Commune:
    insee = row.required("insee")
    return Commune(
        insee=insee,
        name=row.required("name"),
        slug=row.required("slug"),
        postcodes=list(row.items("postcodes")),
        population=row.integer("population"),
        population_year=row.integer("population_year"),
        lat=_needed(row, "lat"),
        lon=_needed(row, "lon"),
        centre_lat=_needed(row, "centre_lat"),
        centre_lon=_needed(row, "centre_lon"),
        neighbours=list(row.items("neighbours")),
        town_hall={name: row.get(f"town_hall_{name}") for name in TOWN_HALL},
        ctg_signatory=row.boolean("ctg_signatory") is not False,
        outline=outlines.get(insee, []),
    )


def _needed(row: Row, column: str) -> float:
    value = row.decimal(column)
    if value is None:
        raise RowRefused(f"« {column} » est vide")
    return value


def _theme(row: Row) -> Theme:
    return Theme(
        slug=row.required("slug"),
        label=row.required("label"),
        short=row["short"],
        definition=row["definition"],
        icon=row.required("icon"),
        position=row.integer("position") or row.line,
    )


def _type(row: Row) -> ServiceType:
    theme = row.required("theme")
    for slug in (theme, *row.items("secondary_themes")):
        if session().get(Theme, slug) is None:
            raise RowRefused(f"le thème « {slug} » n’existe pas")
    return ServiceType(
        slug=row.required("slug"),
        label=row.required("label"),
        plural=row["plural"] or row["label"],
        acronym=row["acronym"],
        acronym_meaning=row["acronym_meaning"],
        theme_slug=theme,
        secondary_themes=list(row.items("secondary_themes")),
        age_min_months=row.integer("age_min_months"),
        age_max_months=row.integer("age_max_months"),
        definition=row["definition"],
        facts={name: row.get(name) for name in TYPE_FACTS},
        listable=row.boolean("listable") is not False,
        leads_to=row["leads_to"],
        sensitive=row.boolean("sensitive") is True,
        verify_every_months=row.integer("verify_every_months") or 6,
        position=row.line,
    )


def _word(row: Row) -> VocabularyEntry:
    kind = row.required("type")
    if session().get(ServiceType, kind) is None:
        raise RowRefused(f"le type « {kind} » n’existe pas")
    return VocabularyEntry(term=row.required("term"), type_slug=kind, kind=row["kind"], note=row["note"])


def _holiday(row: Row) -> SchoolHolidayRange:
    starts, ends = row.day("starts"), row.day("ends")
    if starts is None or ends is None or ends < starts:
        raise RowRefused("les dates sont vides ou à l’envers")
    kind = row.one_of("kind", HOLIDAY_KINDS)
    return SchoolHolidayRange(zone=row.required("zone"), name=row.required("name"), kind=kind, starts=starts, ends=ends)
