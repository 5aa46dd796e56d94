"""The database itself refuses what cannot be true, whoever writes and by whatever way."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.catalogue.facts import PlaceFacts
from app.catalogue.models import Service
from app.foundation.db import session
from tests.catalogue.support import UP, created

REFUSED = {
    "status": "UPDATE service SET status = 'ouvert' WHERE id = :id",
    "age below 0": "UPDATE service SET age_min_months = -1 WHERE id = :id",
    "age above 1200": "UPDATE service SET age_max_months = 1201 WHERE id = :id",
    "ages reversed": "UPDATE service SET age_min_months = 48, age_max_months = 36 WHERE id = :id",
    "assured by nobody": "UPDATE service SET assured_on = '2026-11-01' WHERE id = :id",
    "assured at no date": "UPDATE service SET assured_by = 'Karim' WHERE id = :id",
    "long summary": "UPDATE service SET summary = printf('%.281c', 'x') WHERE id = :id",
    "unknown type": "UPDATE service SET type_slug = 'rien' WHERE id = :id",
    "unknown organization": "UPDATE service SET organization_id = 9999 WHERE id = :id",
    "same slug": "UPDATE service SET slug = 'maison-de-l-exemple' WHERE id = :id",
    "half a position": "UPDATE location SET lat = 47.0, lon = NULL WHERE id = :location",
    "position off the Earth": "UPDATE location SET lat = 91.0, lon = 0.0 WHERE id = :location",
    "unknown commune": "UPDATE location SET commune = '31555' WHERE id = :location",
    "slot of no day": "INSERT INTO service_slot (service_id, period, weekday, opens, closes) "
    "VALUES (:id, 'scolaire', 7, 480, 720)",
    "slot of no period": "INSERT INTO service_slot (service_id, period, weekday, opens, closes) "
    "VALUES (:id, 'hiver', 0, 480, 720)",
    "slot reversed": "INSERT INTO service_slot (service_id, period, weekday, opens, closes) "
    "VALUES (:id, 'scolaire', 0, 720, 480)",
    "slot after midnight": "INSERT INTO service_slot (service_id, period, weekday, opens, closes) "
    "VALUES (:id, 'scolaire', 0, 720, 1441)",
    "slot of no listing": "INSERT INTO service_slot (service_id, period, weekday, opens, closes) "
    "VALUES (9999, 'scolaire', 0, 480, 720)",
    "closure reversed": "INSERT INTO service_closure (service_id, starts, ends, reason) "
    "VALUES (:id, '2026-12-02', '2026-12-01', '')",
    "special opening reversed": "INSERT INTO service_special_opening (service_id, day, opens, closes) "
    "VALUES (:id, '2026-12-02', 720, 480)",
    "negative fee": "INSERT INTO fee (service_id, position, label, amount_cents, unit) VALUES (:id, 0, '', -1, 'mois')",
    "quotient reversed": "INSERT INTO fee (service_id, position, label, amount_cents, unit, qf_min, qf_max) "
    "VALUES (:id, 0, '', 100, 'mois', 900, 400)",
    "negative places": "INSERT INTO availability (service_id, position, label, free, observed_on, source) "
    "VALUES (:id, 0, '', -1, '2026-11-01', 'x')",
    "undated places": "INSERT INTO availability (service_id, position, label, free, source) "
    "VALUES (:id, 0, '', 1, 'x')",
    "campaign reversed": "INSERT INTO registration_campaign (service_id, label, starts, ends, note) "
    "VALUES (:id, 'x', '2026-12-02', '2026-12-01', '')",
    "contact of no kind": "INSERT INTO contact (service_id, position, kind, value, label, is_public) "
    "VALUES (:id, 0, 'fax', '1', '', 1)",
    "area twice": "INSERT INTO service_area (service_id, commune) VALUES (:id, '99001'), (:id, '99001')",
    "revision twice": "INSERT INTO revision (service_id, number, snapshot, made_at, made_by, reason) "
    "VALUES (:id, 1, '{}', '2026-11-01 00:00:00', 'x', '')",
    "commune that is used": "DELETE FROM commune WHERE insee = '99001'",
    "type that is used": "DELETE FROM service_type WHERE slug = 'garderie-exemple'",
    "usual ages reversed": "UPDATE service_type SET age_min_months = 9, age_max_months = 8 WHERE slug = 'abri-exemple'",
    "holiday reversed": "UPDATE school_holiday SET ends = '2000-01-01'",
}


@pytest.fixture
def ids(small) -> dict[str, int]:
    service = session().get_one(Service, created(place=PlaceFacts(UP, lat=47.0, lon=3.0)))
    return {"id": service.id, "location": service.location_id or 0}


def test_bad_rows_are_refused_even_by_hand(ids: dict[str, int]):
    accepted = [name for name, statement in REFUSED.items() if not is_refused(statement, ids)]
    assert not accepted


def test_the_same_statements_with_good_values_are_accepted(ids: dict[str, int]):
    good = (
        "UPDATE service SET status = 'draft', age_min_months = 0, age_max_months = 1200 WHERE id = :id",
        "UPDATE service SET assured_on = '2026-11-01', assured_by = 'Karim' WHERE id = :id",
        "UPDATE location SET lat = NULL, lon = NULL WHERE id = :location",
        "INSERT INTO service_slot (service_id, period, weekday, opens, closes) VALUES (:id, 'ete', 6, 0, 1440)",
        "INSERT INTO fee (service_id, position, label, amount_cents, unit) VALUES (:id, 0, '', 0, 'mois')",
    )
    assert not [statement for statement in good if is_refused(statement, ids)]


def is_refused(statement: str, ids: dict[str, int]) -> bool:
    try:
        session().execute(text(statement), {name: ids[name] for name in ids if f":{name}" in statement})
    except IntegrityError:
        return True
    finally:
        session().rollback()
    return False
