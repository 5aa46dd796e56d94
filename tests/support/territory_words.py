"""The real lexicon and the real names, read straight from the seed files: no database is needed to understand."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from app.search.document import IndexDocument
from app.search.understanding import Kind, Lexicon, Place, Term, build
from app.search.understanding.lexicon import NEIGHBOUR

SEED = Path(__file__).parents[2] / "seed_data"
REAL = SEED / "grand-montauban"
FOLDERS = (REAL, SEED / "demonstration")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def lexicon() -> Lexicon:
    """The words of Grand Montauban."""
    return build(
        [
            Place(row["insee"], row["name"], float(row["lat"]), float(row["lon"]), tuple(row["postcodes"].split(";")))
            for row in table(REAL / "communes.csv")
        ],
        [
            Kind(r["slug"], r["label"], r["plural"], r["acronym"], r["acronym_meaning"], r["leads_to"])
            for r in table(REAL / "types.csv")
        ],
        [Term(row["term"], row["type"], row["kind"], row["note"]) for row in table(REAL / "vocabulary.csv")],
    )


@cache
def vocabulary() -> dict[str, set[str]]:
    """Every word of families, and the types that answer it (those that are never listed lead to another), but lesser
    answers."""
    words: dict[str, set[str]] = {}
    leads = lexicon().leads
    for row in (one for one in table(REAL / "vocabulary.csv") if one["note"] != NEIGHBOUR):
        words.setdefault(row["term"], set()).update({row["type"], leads.get(row["type"], row["type"])})
    return words


@cache
def listings() -> tuple[IndexDocument, ...]:
    """The published listings of both seeds, with what is needed to search them by words, place and age."""
    types = {row["slug"]: row for row in table(REAL / "types.csv")}
    rows = [row for folder in FOLDERS for row in table(folder / "services.csv") if row["status"] == "published"]
    return tuple(_document(number, row, types[row["type"]]) for number, row in enumerate(rows, start=1))


def _document(number: int, row: dict[str, str], kind: dict[str, str]) -> IndexDocument:
    communes = dict.fromkeys(one for one in (row["commune"], *row["served_communes"].split(";")) if one)
    return IndexDocument(
        id=number,
        name=row["name"],
        type=row["type"],
        themes=(kind["theme"],),
        communes=tuple(communes),
        body=f"{row['summary']} {row['description']}",
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        age_min=_number(row["age_min_months"] or kind["age_min_months"]),
        age_max=_number(row["age_max_months"] or kind["age_max_months"]),
    )


def _number(text: str) -> int | None:
    return int(text) if text else None
