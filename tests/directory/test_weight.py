"""A page of twenty results stays light, whatever was asked of it (issue 3): on a phone at the edge of the network."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask

from app.foundation.compression import LEVEL
from app.search.query import PER_PAGE
from tests.support.pages import by_fullness
from tests.support.strict_client import StrictClient

RAW, COMPRESSED = 40_000, 9_000
#: The heaviest of the demonstration: many filters, cards that say much, distances, languages, a page in the middle.
SEARCHES = (
    "",
    "q=garde",
    "q=centre+de+loisirs",
    "q=nounou+le+mercredi+à+Montauban",
    "q=violences",
    "q=aide+pour+payer+le+loyer",
    "q=garde+d’enfants+le+mercredi+pour+un+enfant+de+8+ans+à+Montbeton+gratuit&inconnus=1",
    "theme=enfance&theme=petite-enfance&theme=jeunesse&jour=lun&jour=mer&jour=ven",
    "ou=Montauban&tri=distance",
    "ou=Montbeton&rayon=20&inconnus=1",
    "age_mois=96&jour=mer&de=08:00&a=18:00&inconnus=1",
    "gratuit=1",
    "places=1&inconnus=1",
    "accessible=1&inconnus=1",
    "handicap=1&inconnus=1",
    "langue=es&inconnus=1",
    "places=1&accessible=1&handicap=1&gratuit=1&inconnus=1&jour=lun&jour=mar&jour=mer&ou=Montauban",
    "commune=82121&commune=82013&inconnus=1&places=1",
    "periode=ete",
    "ouvert=maintenant",
    "lat=44.0&lon=1.35&tri=distance",
    "tri=verification&page=2",
    "page=3&theme=enfance",
)


def carrying_twenty(app: Flask) -> list[str]:
    """The same pages, for a family that has kept twenty listings and runs no script."""
    whole = ",".join(by_fullness(app)[-20:])
    return [f"fiches={whole}", f"page=2&fiches={whole}", f"q=garde&ou=Montauban&fiches={whole}"]


@pytest.fixture
def searches(app: Flask) -> list[str]:
    return [*SEARCHES, *carrying_twenty(app)]


def test_the_heaviest_pages_of_results_stay_under_their_cap(client: StrictClient, searches: list[str]):
    weights, full = {}, 0
    for asked in searches:
        page = client.page(f"/recherche?{asked}")
        raw = page.text.encode()
        full += len(page.of_class("card")) == PER_PAGE
        weights[asked] = (len(raw), len(gzip.compress(raw, LEVEL)))
    assert full > 15, "whole pages of twenty are weighed"
    heavy = {asked: said for asked, said in weights.items() if said[0] > RAW or said[1] > COMPRESSED}
    assert not heavy
