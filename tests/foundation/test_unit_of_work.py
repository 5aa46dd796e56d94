"""One transaction per act: nothing leaves before the commit, nothing is lost after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.foundation import errands
from app.foundation.db import db, session
from app.foundation.errands import Errand
from app.foundation.unit_of_work import NoUnitOfWork, emit, listen, unit_of_work


@dataclass(frozen=True)
class Happened:
    number: int


@dataclass(frozen=True)
class Followed:
    number: int


class Heard(list):
    """What listeners heard and handlers did, in order."""


@pytest.fixture
def heard(empty_app: Flask) -> Iterator[Heard]:
    """Events of this test are heard, each leaves an errand, which notes whether the act was committed."""
    told = Heard()

    def hear(event: Happened) -> None:
        told.append(("heard", event.number))
        errands.leave("note", {"number": event.number})

    def note(payload: dict[str, int]) -> None:
        told.append(("done", payload["number"], committed()))

    listen(empty_app, Happened, hear)
    errands.handle(empty_app, "note", note)
    with empty_app.app_context():
        yield told


def committed() -> int:
    """How many errands another connection sees."""
    with db.engine.connect() as other:
        return other.execute(text("SELECT count(*) FROM errand")).scalar_one()


def test_listeners_hear_before_the_commit_and_errands_leave_after_it(heard: Heard):
    with unit_of_work():
        emit(Happened(1))
        assert heard == []
        assert committed() == 0
    assert heard == [("heard", 1), ("done", 1, 1)]
    assert errands.pending() == 0


def test_an_act_that_fails_leaves_neither_event_nor_errand(heard: Heard):
    with pytest.raises(ValueError, match="non"), unit_of_work():
        emit(Happened(1))
        errands.leave("note", {"number": 2})
        session().flush()
        raise ValueError("non")
    with unit_of_work():
        pass
    assert heard == []
    assert rows() == []


def test_a_listener_that_fails_undoes_the_act(empty_app: Flask, heard: Heard):
    def refuse(_event: Followed) -> None:
        raise ValueError("non")

    listen(empty_app, Followed, refuse)
    with pytest.raises(ValueError, match="non"), unit_of_work():
        emit(Happened(1))
        emit(Followed(1))
    assert ("done", 1, 1) not in heard
    assert rows() == []


def test_a_listener_may_emit_in_turn(empty_app: Flask, heard: Heard):
    listen(empty_app, Followed, lambda event: emit(Happened(event.number + 1)))
    with unit_of_work():
        emit(Followed(1))
    assert heard == [("heard", 2), ("done", 2, 1)]


def test_an_act_inside_an_act_belongs_to_the_outer_one(heard: Heard):
    with unit_of_work():
        with unit_of_work():
            emit(Happened(1))
        assert heard == []
        assert committed() == 0
    assert heard[0] == ("heard", 1)


def test_what_fails_outside_undoes_the_act_inside_too(heard: Heard):
    with pytest.raises(ZeroDivisionError), unit_of_work():
        with unit_of_work():
            emit(Happened(1))
        _ = 1 / 0
    assert heard == []
    assert rows() == []


def test_an_event_outside_of_an_act_is_refused(heard: Heard):
    with pytest.raises(NoUnitOfWork):
        emit(Happened(1))
    with unit_of_work():
        pass
    with pytest.raises(NoUnitOfWork):
        emit(Happened(1))
    assert heard == []


def test_what_was_changed_outside_of_an_act_is_not_kept_by_the_next_one(heard: Heard):
    errands.leave("note", {"number": 9})
    with unit_of_work():
        pass
    assert rows() == []


def test_what_goes_wrong_after_the_commit_does_not_reach_the_author(empty_app: Flask, heard: Heard):
    empty_app.extensions["errand_locks"][errands.Lane.FAST].mkdir()  # the lock cannot be opened
    with unit_of_work():
        emit(Happened(1))
    assert [errand.done_at for errand in rows()] == [None]
    empty_app.extensions["errand_locks"][errands.Lane.FAST].rmdir()
    assert errands.run_due() == 1
    assert heard[-1][:2] == ("done", 1)


def test_an_errand_may_be_an_act_of_its_own(empty_app: Flask, heard: Heard):
    def act(_payload: dict[str, int]) -> None:
        with unit_of_work():
            emit(Happened(5))

    errands.handle(empty_app, "act", act)
    with unit_of_work():
        errands.leave("act", {})
    assert [one[:2] for one in heard] == [("heard", 5), ("done", 5)]
    assert errands.pending() == 0


def rows() -> list[Errand]:
    session().rollback()
    return list(session().scalars(select(Errand)))
