"""Cards kept in memory: never older than the catalogue, never what an act took back."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.catalogue.facts import Status
from app.catalogue.models import Service
from app.catalogue.operations import change_service, set_status
from app.catalogue.shelf import cards
from app.foundation import commits, errands
from app.foundation.db import db, session
from app.foundation.unit_of_work import unit_of_work
from tests.catalogue.support import NADIA, created, facts
from tests.support.sql import statements

pytestmark = pytest.mark.usefixtures("small")


def test_while_nobody_commits_nothing_is_asked(small: Flask):
    keys = [created(name="Un"), created(name="Deux")]
    assert names(keys) == ["Un", "Deux"]
    with statements(small) as heard:
        assert names(reversed(keys)) == ["Deux", "Un"]
    assert heard == []


def test_what_an_act_took_back_was_never_kept():
    key = created(name="Avant")
    assert names([key]) == ["Avant"]
    with pytest.raises(ZeroDivisionError), unit_of_work():
        rename(key, "Repris")
        assert shown([key]) == ["Repris"], "an act reads what it writes"
        raise ZeroDivisionError
    with unit_of_work():
        rename(key, "Après")  # its version and the catalogue's are those that the act before had
    assert shown([key]) == ["Après"]


def test_what_another_wrote_even_by_hand_is_seen_by_the_next_request():
    key, other = created(name="Un"), created(name="Deux")
    assert names([key, other]) == ["Un", "Deux"]
    with db.engine.begin() as raw:
        raw.exec_driver_sql("UPDATE service SET status = 'archived' WHERE id = ?", (key,))
    assert names([key, other]) == ["Deux"]


def test_a_listing_hidden_then_shown_again_comes_back():
    key = created()
    for status, there in ((Status.DRAFT, 0), (Status.PUBLISHED, 1)):
        with unit_of_work():
            set_status(session().get_one(Service, key), status, by=NADIA)
        assert len(names([key])) == there


def test_each_errand_looks_for_itself(small: Flask):
    seen: list[int | None] = []

    def look(_payload: dict[str, Any]) -> None:
        seen.append(commits.last_commit())
        with db.engine.begin() as raw:  # as another process would, between two errands
            raw.exec_driver_sql("UPDATE catalogue_state SET version = version + 1")

    created()
    errands.handle(small, "look", look)
    with unit_of_work():
        errands.leave("look", {})
        errands.leave("look", {})
    assert len(seen) == 2 and seen[0] != seen[1]


def rename(key: int, name: str) -> None:
    change_service(session().get_one(Service, key), facts(name=name), by=NADIA)


def names(keys) -> list[str]:
    """What a new request would show."""
    session().rollback()
    commits.forget()
    return shown(keys)


def shown(keys) -> list[str]:
    return [card.name for card in cards(list(keys))]
