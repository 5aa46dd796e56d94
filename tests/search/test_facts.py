"""The facts of hundreds of searches: each of them understood, and no other."""

from __future__ import annotations

import csv
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from app.catalogue.hours.model import Period
from app.search.understanding import Lexicon
from app.search.wanted import Facts
from tests.search.test_understanding import read

FILE = Path(__file__).with_name("facts_fresh.csv")
NAMES = {
    "commune": "communes",
    "age": "age_months",
    "jours": "weekdays",
    "periode": "period",
    "des": "opens_by",
    "jusque": "closes_after",
    "maintenant": "open_now",
    "gratuit": "free",
}
PERIODS = {Period.SHORT_HOLIDAYS: "short", Period.SUMMER: "summer"}


def test_every_fact_is_understood_and_no_other(lexicon: Lexicon):
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [(row["query"], row["facts"].split()) for row in csv.DictReader(file)]
    assert len(rows) >= 500
    wrong = [
        (text, said, told(read(text, lexicon).wanted.facts)) for text, said in rows if not right(text, said, lexicon)
    ]
    assert wrong == []


def right(text: str, said: list[str], lexicon: Lexicon) -> bool:
    """`name=value`, `name=low..high`; a name that ends by « ? » may be understood or not."""
    found = told(read(text, lexicon).wanted.facts)
    for one in said:
        name, _, value = one.rstrip("?").partition("=")
        if not _agrees(found.pop(NAMES[name], None), value, optional=one.endswith("?")):
            return False
    return not found


def told(facts: Facts) -> dict[str, Any]:
    """The facts that are there, as the file writes them."""
    there = {
        name: value for name, value in asdict(facts).items() if value is not None and value is not False and value != ()
    }
    return {name: ",".join(map(str, value)) if isinstance(value, tuple) else value for name, value in there.items()}


def _agrees(found: Any, value: str, *, optional: bool) -> bool:
    if found is None:
        return optional
    low, _, high = value.partition("..")
    return not value or (int(low) <= found <= int(high) if high else str(PERIODS.get(found, found)) == value)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("dix-huit mois", Facts(age_months=18)),
        ("deux ans et demi", Facts(age_months=30)),
        ("6 ans 1/2", Facts(age_months=72)),  # half a year is no matter
        ("de 3 à 6 ans", Facts(age_months=54)),
        ("mes enfants ont 4 et 7 ans", Facts(age_months=48)),
        ("bébé de 3 semaines", Facts(age_months=0)),
        ("deux semaines de vacances", Facts(period=Period.SHORT_HOLIDAYS)),
        ("ouvert à 7 h 30", Facts(opens_by=450)),
        ("de 7h à 19h", Facts(opens_by=420, closes_after=1140)),
        ("6h par semaine", Facts()),
        ("marché de Noël", Facts()),
        ("chèques-vacances", Facts()),
        ("club du 3e âge", Facts()),
    ],
)
def test_other_ways_to_say_a_fact(text: str, facts: Facts, lexicon: Lexicon):
    assert read(text, lexicon).wanted.facts == facts
