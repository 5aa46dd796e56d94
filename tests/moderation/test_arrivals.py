"""Agents are told of what arrives in their scope, at the pace they chose, and left in peace when they are away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.foundation import clock
from app.foundation.unit_of_work import unit_of_work
from app.proposals.operations import withdraw
from tests.conftest import WEDNESDAY_IN_TERM
from tests.moderation.conftest import SONIA, TAREK, actor, propose, tell
from tests.moderation.test_absences import lend
from tests.support.people import Browser, last_letter, letters

PLATANES, LAVOIR = "Accueil de loisirs Les Platanes", "Mercredis du Lavoir"
NADIA = "nadia@exemple.fr"


def later(app: Flask, email: str, **more: int) -> list[str]:
    with clock.freeze(WEDNESDAY_IN_TERM + timedelta(**more)):
        return letters(app, email)


def test_an_agent_of_the_scope_is_told_and_nobody_else(desk: Flask, nadia: Browser):
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    said = last_letter(desk, NADIA)
    assert PLATANES in said and f"/moderation/propositions/{sent}" in said and "/moderation/vous" in said
    for who in (SONIA, TAREK, "karim@exemple.fr", "claire@exemple.fr", "paul@exemple.fr"):
        assert letters(desk, who) == []
    assert nadia.get(f"/moderation/propositions/{sent}").status_code == 200


def test_at_most_one_mail_an_hour_that_says_all_that_waits(desk: Flask):
    propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    assert len(letters(desk, NADIA)) == 1
    for number in range(3):
        tell(desk, LAVOIR, f"Le numéro {number} ne répond plus.")
    assert len(later(desk, NADIA, minutes=59)) == 1
    second = later(desk, NADIA, minutes=61)
    assert len(second) == 2 and second[1].count("/moderation/propositions/") == 3 and PLATANES not in second[1]
    assert len(later(desk, NADIA, hours=5)) == 2, "what was told is not told again"


def test_what_is_decided_or_withdrawn_meanwhile_is_not_told(desk: Flask):
    propose(desk, LAVOIR, {"summary": "Jeux."})
    assert len(letters(desk, NADIA)) == 1
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    with desk.app_context(), unit_of_work():
        withdraw(sent, by=actor("karim@exemple.fr"))
    assert len(later(desk, NADIA, hours=2)) == 1


@pytest.mark.parametrize(("pace", "tonight", "morning"), [("day", 0, 1), ("never", 0, 0), ("hour", 1, 1)])
def test_the_pace_is_that_of_the_agents_own_page(desk: Flask, nadia: Browser, pace: str, tonight: int, morning: int):
    assert nadia.post("/moderation/courriels", {"rythme": pace}).location.endswith("fait=courriels")
    assert nadia.client.page("/moderation/vous").one("input", value=pace).get("checked") is not None
    propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    assert len(later(desk, NADIA, hours=6)) == tonight
    with clock.freeze(datetime(2026, 11, 19, 5, 59, tzinfo=UTC)):
        assert len(letters(desk, NADIA)) == tonight
    with clock.freeze(datetime(2026, 11, 19, 6, 1, tzinfo=UTC)):  # 7:01 in Montauban
        assert len(letters(desk, NADIA)) == morning
    assert nadia.post("/moderation/courriels", {"rythme": "minute"}).status_code == 400


def test_who_is_away_is_left_in_peace_and_who_replaces_is_told(
    desk: Flask, nadia: Browser, come_in: Callable[..., Browser]
):
    lend(desk, nadia, SONIA)
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    assert letters(desk, NADIA) == [] and f"/moderation/propositions/{sent}" in last_letter(desk, SONIA)


def test_a_mail_planned_before_the_absence_goes_to_who_replaces(desk: Flask, nadia: Browser):
    propose(desk, LAVOIR, {"summary": "Jeux."})
    assert len(letters(desk, NADIA)) == 1
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    assert len(letters(desk, NADIA)) == 1
    lend(desk, nadia, SONIA)
    assert len(later(desk, NADIA, hours=2)) == 1
    assert f"/moderation/propositions/{sent}" in "".join(later(desk, SONIA, hours=2))
