"""The page of a commune: what is there first, what only serves it after."""

from __future__ import annotations

from tests.support.page import text_of
from tests.support.strict_client import StrictClient


def test_what_is_in_the_commune_comes_before_what_serves_it_from_elsewhere(client: StrictClient) -> None:
    cards = client.page("/communes/montbeton").of_class("card")
    here = ["Montbeton" in text_of(card) for card in cards]
    assert any(here) and not all(here)
    assert here == sorted(here, reverse=True)
