"""The field guide speaks of every fact, once."""

from __future__ import annotations

from app.catalogue.facts import FIELD_NAMES, ContactFacts, PlaceFacts
from app.catalogue.fields import FIELD_OF_FACT, FIELDS, GROUPS, PROPOSABLE, Group, Shape
from tests.catalogue.support import UP

KINDS = ("phone", "email", "website", "person")


def test_every_fact_has_its_line_and_no_part_has_two():
    assert set(FIELD_OF_FACT) == set(FIELD_NAMES)
    parts = [part for line in FIELDS.values() for part in line.parts]
    assert len(parts) == len(set(parts))
    whole = {"place", "contacts", "photo"}  # written part by part, or drawn again
    plain = {part for part in parts if "." not in part and "[" not in part}
    assert plain == set(FIELD_NAMES) - whole
    assert {part for part in parts if part.startswith("place.")} == {f"place.{name}" for name in vars(PlaceFacts(UP))}
    assert {part for part in parts if "[" in part} == {f"contacts[{ContactFacts(kind, '').kind}]" for kind in KINDS}


def test_what_belongs_to_the_house_is_never_proposed():
    house = {"status", "organization", "source", "internal_note", "contact_fallback", "is_fictional"}
    assert house.isdisjoint(PROPOSABLE)
    assert not FIELDS["internal_note"].exports


def test_light_fields_are_those_of_every_week():
    light = {name for name, line in FIELDS.items() if line.light}
    assert light == {"hours", "hours_note", "closures", "special_openings", "phones", "availability"}


def test_every_line_says_what_people_read():
    for name, line in FIELDS.items():
        assert line.name == name and str(line.label) and str(line.help)
        assert (line.shape is Shape.TABLE) == bool(line.table)
        assert not line.table or line.table in line.parts
    of_fields = {line.group for line in FIELDS.values()}
    # Announcements and the name of the structure are not facts of a listing.
    assert set(GROUPS) == set(Group) == of_fields | {Group.ANNOUNCEMENTS, Group.NAME}
