"""Every field can be shown as boxes and read back: a correction never changes what the agent did not touch."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.catalogue.fields import FIELDS
from app.catalogue.mapping import facts_of
from app.catalogue.models import Organization, Service
from app.foundation.db import session
from app.moderation.editing import Unreadable, boxes_of, lines, value_of
from app.moderation.presenting.changes import change_view
from app.moderation.presenting.values import Words, lines_of
from app.proposals.values import read
from app.territory.queries import reference

EDITED = [line for line in FIELDS.values() if line.name != "source"]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=20)


def test_every_field_of_every_listing_comes_back_from_its_boxes(app: Flask):
    with app.test_request_context():
        names = {str(each.uuid): each.name for each in session().scalars(select(Organization))}
        words = Words(reference(), names)
        for service in session().scalars(select(Service)):
            facts = facts_of(service)
            for line in EDITED:
                value = read(facts, line.name)
                typed = {box.name: box.value for box in boxes_of(line, value, words)}
                back = value_of(line, typed.__getitem__, words)
                assert same(line.name, back, value), (service.name, line.name, value, back)
                assert isinstance(lines_of(line, value, words), list)
                assert change_view(line, None, value, words) is not None


def same(name: str, back: object, value: object) -> bool:
    if isinstance(value, str) and isinstance(back, str):
        return back == value.strip()
    return back == value or (name == "access" and value is None) or (name == "place" and value is None)


@given(st.lists(st.tuples(WORDS, WORDS, st.booleans()), max_size=5))
def test_contacts_come_back(rows: list[tuple[str, str, bool]]):
    contacts = [{"value": f"x{value}", "label": label, "is_public": public} for value, label, public in rows]
    assert lines.read("contacts[phone]", lines.write("contacts[phone]", contacts)) == contacts


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("slots", "Pendant l’école | lundi"),
        ("slots", "Pendant l’école | lundi | 18:00-8:00"),
        ("slots", "Pendant l’école | lundi | 8:00-25:00"),
        ("slots", "Jamais | lundi | 8:00-9:00"),
        ("closures", "31/02/2026 | 01/03/2026"),
        ("fees", "0 | 400 | gratuit | jour"),
        ("fees", "0 | 400 | 4,20 | siècle"),
        ("contacts[phone]", " | secrétariat"),
        ("contacts[phone]", "a | b | public | d"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(table: str, text: str, app: Flask):
    with app.test_request_context(), pytest.raises(lines.BadLine) as told:
        lines.read(table, "\n" + text)
    assert told.value.number == 2


def test_people_type_as_they_like(app: Flask):
    with app.test_request_context():
        made = lines.read("slots", "toute l'annee | Lundi | 7h30 – 12 h, 13:30-18:30")
    assert [(slot["period"], slot["opens"], slot["closes"]) for slot in made] == [
        ("toute-annee", 450, 720), ("toute-annee", 810, 1110),
    ]  # fmt: skip


def test_a_list_says_what_it_does_not_know(app: Flask):
    with app.test_request_context(), pytest.raises(Unreadable, match="Toulouse"):
        value_of(FIELDS["communes_served"], lambda name: "Montauban\nToulouse", Words(reference(), {}))
