"""The verbs themselves: nobody but an administrator, whatever the door; all or nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.administration.lines import add_line, change_line, lines_of, raise_line, remove_line
from app.administration.operations import add, change, remove, undo
from app.administration.reading import read
from app.administration.rules import AdministratorsOnly, Clash, Conflict, NoSuchThing, digest, together
from app.administration.subjects import BY_ROOM, LIST_ROOMS
from app.administration.subjects.lists import HERE
from app.administration.subjects.policies import EVERYBODY
from app.administration.subjects.texts import SECTIONS
from app.administration.wording import as_typed
from app.foundation.actors import SYSTEM, Actor, ActorKind, Audience
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.guides.queries import all_guides, publics
from app.history.models import HistoryEntry
from app.territory.models import SchoolHolidayRange, Territory, VocabularyEntry
from app.territory.queries import forget, reference
from tests.administration.conftest import PAUL, actor

WORD = {"term": "zébulon", "type_slug": "ludotheque", "language": "", "kind": "", "note": ""}
NUMBERS = LIST_ROOMS["urgences"]
VERBS: dict[str, Callable[[Actor], object]] = {
    "add a line": lambda by: add_line(NUMBERS, HERE, {}, by=by),
    "change a line": lambda by: change_line(NUMBERS, HERE, "x", {}, by=by),
    "remove a line": lambda by: remove_line(NUMBERS, HERE, "x", by=by),
    "raise a line": lambda by: raise_line(NUMBERS, HERE, "x", by=by),
    "policies": lambda by: change(BY_ROOM["publication"], EVERYBODY, {"horaires": True}, by=by),
    "add": lambda by: add(BY_ROOM["vocabulaire"], WORD, by=by),
    "change": lambda by: change(BY_ROOM["types"], "ludotheque", {"definition": "x"}, by=by),
    "remove": lambda by: remove(BY_ROOM["vocabulaire"], "x", by=by),
    "undo": lambda by: undo(1, by=by),
}
OTHERS = [
    SYSTEM,
    Actor(ActorKind.IMPORT, "Import"),
    Actor(ActorKind.PERSON, "Personne", 1),
    Actor(ActorKind.PERSON, "Agent", 1, frozenset({Audience.AGENT, Audience.CTG, Audience.STRUCTURE})),
    Actor(ActorKind.SYSTEM, "Faux", None, frozenset({Audience.ADMIN})),
]


def test_every_verb_asks_for_an_administrator(desk: Flask):
    with desk.app_context():
        for verb in VERBS.values():
            for somebody in OTHERS:
                with pytest.raises(AdministratorsOnly), unit_of_work():
                    verb(somebody)


def test_what_fails_after_the_change_leaves_nothing(desk: Flask, monkeypatch: pytest.MonkeyPatch):
    with desk.app_context():
        paul, before = actor(PAUL), (session().scalar(select(Territory.version)), counted())
        subject = BY_ROOM["types"]

        def fail(*_: object) -> None:
            raise OSError("the disk is full")

        monkeypatch.setattr(subject, "after", fail)
        with pytest.raises(OSError, match="full"), unit_of_work():
            change(subject, "ludotheque", {"definition": "Autre chose."}, by=paul)
        forget()
        assert reference().types["ludotheque"].definition != "Autre chose."
        assert (session().scalar(select(Territory.version)), counted()) == before


def test_a_version_that_is_rolled_back_leaves_no_trace_in_the_process(desk: Flask):
    """Another act takes the same number: what this process remembers must be what that act wrote."""
    with desk.app_context():
        paul, subject = actor(PAUL), BY_ROOM["themes"]
        with pytest.raises(ZeroDivisionError), unit_of_work():
            change(subject, "enfance", {"short": "Jamais écrit."}, by=paul)
            assert reference().themes["enfance"].short == "Jamais écrit.", "inside the act it is read"
            raise ZeroDivisionError
        with unit_of_work():
            change(subject, "jeunesse", {"short": "Écrit."}, by=paul)
    with desk.app_context():
        assert reference().themes["enfance"].short != "Jamais écrit."
        assert reference().themes["jeunesse"].short == "Écrit."


def test_saying_the_same_changes_nothing(desk: Flask):
    with desk.app_context():
        paul, before = actor(PAUL), counted()
        with unit_of_work():
            kind = reference().types["ludotheque"]
            assert change(BY_ROOM["types"], "ludotheque", {"definition": kind.definition}, by=paul) == ()
        assert counted() == before


def test_only_what_grows_on_screen_is_added_or_removed(desk: Flask):
    with desk.app_context():
        paul = actor(PAUL)
        texts, key = BY_ROOM["textes"], "aide"
        for verb in (lambda: add(texts, {}, by=paul), lambda: remove(texts, key, by=paul)):
            with pytest.raises(NoSuchThing), unit_of_work():
                verb()


def counted() -> int:
    return session().scalar(select(func.count(HistoryEntry.id))) or 0


def test_putting_two_changes_together():
    seen = {"a": digest(1), "b": digest(1), "c": digest(1)}
    assert together({"a": 2, "b": 1, "c": 2}, {"a": 1, "b": 3, "c": 2}, seen) == {"a": 2, "b": 3, "c": 2}
    with pytest.raises(Conflict) as raised:
        together({"a": 2, "b": 5, "c": 1}, {"a": 3, "b": 1, "c": 4}, seen)
    assert raised.value.clashes == (Clash("a", 2, 3),)
    assert raised.value.values == {"a": 3, "b": 5, "c": 4}, "mine where both moved, theirs where I did not"


def test_a_form_that_is_sent_as_it_stands_changes_nothing(app: Flask):
    """Whatever the files hold, each box gives back the value it shows."""
    with app.test_request_context():
        known, found = reference(), []
        keys = {
            "vocabulaire": [str(one) for one in session().scalars(select(VocabularyEntry.uuid))],
            "types": known.types,
            "themes": known.themes,
            "communes": known.communes,
            "textes": SECTIONS,
            "situations": [one.slug for one in all_guides()],
            "publics": [one.slug for one in publics()],
            "publication": [EVERYBODY],
            "vacances": [str(one) for one in session().scalars(select(SchoolHolidayRange.uuid))],
        }
        for room, names in keys.items():
            subject = BY_ROOM[room]
            for key in names:
                row = subject.find(key)
                assert row is not None
                fields = subject.fields(key, row, known)
                values = subject.values(row, fields)
                again = {field.path: read(field, as_typed(field, values[field.path]), known) for field in fields}
                found += [(room, key, path) for path, value in again.items() if value != values[path]]
        assert found == []


def test_a_line_that_is_sent_as_it_stands_changes_nothing(app: Flask):
    """The same, for the lines of lists: emergency numbers, questions, steps, needs."""
    with app.test_request_context():
        known, moved = reference(), []
        keys = [("urgences", HERE), ("questions", HERE)]
        keys += [("etapes", one.slug) for one in all_guides()] + [("besoins", one.slug) for one in publics()]
        for room, key in keys:
            subject = LIST_ROOMS[room]
            for line in lines_of(subject, key):
                boxes, said = subject.boxes(line), subject.whole(line)
                again = {box.path: read(box, as_typed(box, said.get(box.path, box.empty)), known) for box in boxes}
                if subject.made({**line, **again}, []) != line:
                    moved.append((room, key, line))
        assert moved == []
