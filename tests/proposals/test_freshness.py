"""Freshness is a contract: confirmed in time, reminded, hidden, shown again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.rules import NotYourStructure
from app.catalogue.facts import Status
from app.catalogue.operations import assure, set_status
from app.catalogue.queries import shown_ids
from app.foundation import clock
from app.foundation.actors import SYSTEM, Scope
from app.foundation.db import session
from app.foundation.unit_of_work import listen, unit_of_work
from app.proposals.events import Delisted, ReminderDue
from app.proposals.freshness.figures import rounds
from app.proposals.freshness.operations import confirm, remind
from app.proposals.freshness.queries import call_sheet, delisted, figures
from app.proposals.freshness.rules import AFTER_LAST_REMINDER, GRACE, STEPS, step_due, to_delist
from app.proposals.models import Reminder
from tests.catalogue.support import DOWN, UP
from tests.conftest import WEDNESDAY_IN_TERM
from tests.proposals.support import INES, KARIM, entries, listing, row, said
from tests.support.instance import command

CONFIRMED, DUE = date(2026, 11, 18), date(2027, 5, 18)
DAY = timedelta(days=1)


@pytest.fixture
def heard(small: Flask) -> list[Any]:
    found: list[Any] = []
    for kind in (ReminderDue, Delisted):
        listen(small, kind, found.append)
    return found


@pytest.fixture
def confirmed(garderie: UUID) -> UUID:
    with unit_of_work():
        confirm(garderie, by=KARIM)
    return garderie


def on(day: date) -> Any:
    return clock.freeze(WEDNESDAY_IN_TERM + (day - CONFIRMED))


def round_of(day: date) -> tuple[int, int]:
    with on(day):
        with unit_of_work():
            first = remind()
        with unit_of_work():
            again = remind()
    assert (again.reminded, again.delisted) == (0, 0), "safe to run twice"
    return first.reminded, first.delisted


def test_one_click_assures_signs_and_sets_the_next_date(garderie: UUID):
    before = said(garderie)
    with unit_of_work():
        confirm(garderie, by=KARIM)
    found = row(garderie)
    assert (found.assured_on, found.assured_by, found.next_due) == (CONFIRMED, "Les Tilleuls", DUE)
    assert said(garderie) == before, "verified is not modified"
    lines = len(entries())
    with unit_of_work():
        confirm(garderie, by=KARIM)
    assert len(entries()) == lines
    with pytest.raises(NotYourStructure), unit_of_work():
        confirm(garderie, by=INES)


def test_reminders_leave_at_due_fifteen_and_thirty_days_then_it_is_hidden_until_confirmed(
    confirmed: UUID, heard: list[Any]
):
    key = row(confirmed).id
    assert round_of(DUE - DAY) == (0, 0)
    told = [day for day in range(GRACE + 1) if round_of(DUE + day * DAY)[0]]
    assert told == list(STEPS)
    assert heard == [*(ReminderDue(key, DUE, step) for step in STEPS), Delisted(key)]
    assert said(confirmed).status is Status.DRAFT and key not in shown_ids()
    assert key in delisted([key])
    with on(DUE + 100 * DAY), unit_of_work():
        confirm(confirmed, by=KARIM)
    assert said(confirmed).status is Status.PUBLISHED and key in shown_ids()
    assert delisted([key]) == {}


def test_a_command_that_was_forgotten_for_months_warns_before_it_hides(confirmed: UUID, heard: list[Any]):
    late = DUE + 200 * DAY
    assert round_of(late) == (1, 0), "one reminder, not a burst of three"
    assert round_of(late + (AFTER_LAST_REMINDER - 1) * DAY) == (0, 0)
    assert round_of(late + AFTER_LAST_REMINDER * DAY) == (0, 1)


def test_what_was_closed_for_a_time_comes_back_closed_for_a_time(confirmed: UUID):
    with unit_of_work():
        set_status(row(confirmed), Status.TEMPORARILY_CLOSED, by=SYSTEM)
    for day in (0, 15, 30, GRACE):
        round_of(DUE + day * DAY)
    assert said(confirmed).status is Status.DRAFT
    with unit_of_work():
        confirm(confirmed, by=KARIM)
    assert said(confirmed).status is Status.TEMPORARILY_CLOSED


def test_confirming_starts_the_contract_again(confirmed: UUID):
    round_of(DUE)
    with on(DUE + 3 * DAY), unit_of_work():
        confirm(confirmed, by=KARIM)
    assert round_of(DUE + 16 * DAY) == (0, 0)
    (sent,) = session().scalars(select(Reminder))
    assert (sent.due_on, sent.step) == (DUE, 0)


def test_a_listing_that_no_account_ever_confirmed_is_never_hidden_but_called(garderie: UUID):
    with unit_of_work():
        assure(row(garderie), CONFIRMED, by=SYSTEM, said_by="la fiche d’origine")
    assert round_of(DUE + 300 * DAY) == (0, 0)
    sheet = call_sheet(None, DUE + 300 * DAY)
    (mine,) = [one for one in sheet if one.card.uuid == str(garderie)]
    assert not mine.by_account
    assert sheet[0].card.next_due, "the most overdue first"


def test_a_closed_listing_is_left_in_peace(confirmed: UUID):
    with unit_of_work():
        set_status(row(confirmed), Status.CLOSED, by=SYSTEM)
    assert round_of(DUE + GRACE * DAY) == (0, 0)


def test_the_call_sheet_keeps_to_the_scope(garderie: UUID):
    def communes(scope: Scope) -> set[str | None]:
        return {one.card.commune for one in call_sheet((scope,), DUE)}

    assert UP in communes(Scope())
    assert communes(Scope(communes=frozenset({DOWN}))) == {DOWN}
    assert call_sheet((Scope(themes=frozenset({"inconnu"})),), DUE) == []
    assert call_sheet((), DUE) == []


def test_the_command_says_what_it_did_and_can_be_run_again(small: Flask, confirmed: UUID):
    with on(DUE):
        assert "Rappels : 1." in command(small, "freshness", "remind")
        assert "Rappels : 0." in command(small, "freshness", "remind")
        assert "En retard : 2" in command(small, "freshness", "figures")
    found = figures(CONFIRMED)
    assert found.confirmed + found.overdue + found.never == found.shown


def test_a_round_is_bounded_and_the_next_does_the_rest(small: Flask, garderie: UUID):
    others = [listing(name=f"Annexe {number}") for number in range(3)]
    with unit_of_work():
        for uuid in (garderie, *others):
            confirm(uuid, by=KARIM)
    with on(DUE):
        for wanted in (3, 1, 0):
            with unit_of_work():
                assert remind(limit=3).reminded == wanted


def test_figures_say_what_reminders_brought(small: Flask, confirmed: UUID):
    own = {row(confirmed).id}
    assert (rounds(only=own).due, rounds(only=own).confirmed, rounds(only=own).waiting) == (0, 1, 0)
    for step in STEPS[:2]:
        round_of(DUE + step * DAY)
    with on(DUE + 15 * DAY):
        assert (rounds(only=own).due, rounds(only=own).reminded, rounds(only=own).waiting) == (
            1,
            {0: 1, 15: 1, 30: 0},
            1,
        )
        assert rounds(only=()).due == 0, "of one's scope only"
    with on(DUE + 20 * DAY):
        with unit_of_work():
            confirm(confirmed, by=KARIM)
        done = rounds(only=own)
        assert (done.due, done.confirmed, done.after, done.waiting) == (1, 1, {0: 0, 15: 1, 30: 0}, 0)
        told = command(small, "freshness", "figures")
        assert "Rappel 15 jours après : 1 envoyés, 1 fiches confirmées ensuite." in told
        assert " arrivées à leur date, 1 confirmées." in told
    with on(DUE + 130 * DAY):
        assert (rounds(only=own).due, rounds(only=own).reminded[0], rounds(only=own).confirmed) == (0, 0, 0), (
            "of these ninety days only"
        )


def test_figures_count_what_was_hidden_and_shown_again(small: Flask, confirmed: UUID):
    own = {row(confirmed).id}
    for day in (0, 15, 30, GRACE):
        round_of(DUE + day * DAY)
    with on(DUE + GRACE * DAY):
        assert (
            rounds(only=own).delisted,
            rounds(only=own).hidden,
            rounds(only=own).relisted,
            rounds(only=own).waiting,
        ) == (1, 1, 0, 0)
        with unit_of_work():
            confirm(confirmed, by=KARIM)
        done = rounds(only=own)
        assert (done.delisted, done.hidden, done.relisted, done.after[30]) == (1, 0, 1, 1)


@given(st.sets(st.integers(-20, 120)))
def test_whenever_the_command_runs_nobody_is_hidden_without_three_fair_chances(days: set[int]):
    sent: dict[int, date] = {}
    for day in sorted(days):
        today = DUE + day * DAY
        step = step_due(DUE, today, sent)
        if step is not None:
            assert step not in sent and step <= day
            assert all((today - before).days >= AFTER_LAST_REMINDER for before in sent.values())
            sent[step] = today
        elif to_delist(DUE, today, sent):
            assert day >= GRACE and (today - sent[STEPS[-1]]).days >= AFTER_LAST_REMINDER


@pytest.fixture(autouse=True)
def here() -> Iterator[datetime]:
    with clock.freeze(WEDNESDAY_IN_TERM):
        yield WEDNESDAY_IN_TERM
