"""Every section opens on what is true, keeps what is typed, changes nothing by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.contribution.sections import SECTIONS
from tests.contribution.support import fields_of, live, page_of, proposals, save, send
from tests.support.hostile import HOSTILE
from tests.support.people import Browser


def address(uuid: UUID, slug: str) -> str:
    return f"/espace/fiches/{uuid}/modifier/{slug}"


@pytest.mark.parametrize("slug", SECTIONS)
def test_saving_without_touching_changes_nothing(cast: Flask, karim: Browser, platanes: UUID, slug: str):
    answer = save(karim, address(platanes, slug))
    assert answer.status_code == 303, page_of(answer, answer.status_code).visible
    if slug == "places":  # the numbers are said to be true today
        return
    assert proposals(cast) == []
    assert "rien changé" in page_of(karim.get(answer.location)).visible


@pytest.mark.parametrize(
    ("slug", "typed", "field", "part"),
    [
        ("identite", {"summary": "Plus court."}, "summary", "Plus court."),
        ("public", {"youngest": "18", "youngest_unit": "mois"}, "ages", 18),
        ("public", {"no_limit": "oui"}, "ages", 1200),
        ("lieu", {"transport": "Bus 3"}, "access", "Bus 3"),
        ("prix", {"fee_note": "Chèques vacances."}, "fee_note", "Chèques vacances."),
        ("prix", {"fees-0-amount": "4,25"}, "fees", 425),
        (
            "inscription",
            {"campaigns-0-starts": "2027-05-01", "campaigns-0-ends": "2027-06-01"},
            "campaigns",
            "2027-05-01",
        ),
        ("contacts", {"phones-0-typed_value": "05 36 49 12 80"}, "phones", "05 36 49 12 80"),
        ("accueil", {"inclusive": "non"}, "inclusive", False),
        ("documents", {"documents": "Carnet\n- Attestation\n\n"}, "documents", "Attestation"),
    ],
)
def test_what_is_typed_is_sent(
    cast: Flask, karim: Browser, platanes: UUID, slug: str, typed: dict[str, str], field: str, part: Any
):
    answer = save(karim, address(platanes, slug), **typed)
    assert answer.status_code == 303, page_of(answer, answer.status_code).visible
    assert send(karim, answer.location).status_code == 303
    rows = {row.field: row.wanted for row in proposals(cast)[0].fields}
    assert list(rows) == [field]
    assert repr(part) in repr(rows[field])


@pytest.mark.parametrize(
    ("slug", "typed", "where"),
    [
        ("identite", {"name": ""}, "#name"),
        ("identite", {"summary": "a" * 281}, "#summary"),
        ("identite", {"type": "inconnu"}, "#type"),
        ("public", {"youngest": "douze"}, "#youngest"),
        ("public", {"youngest": "12", "youngest_unit": "ans", "oldest": "3", "oldest_unit": "ans"}, "#oldest"),
        ("lieu", {"postcode": "8200"}, "#postcode"),
        ("lieu", {"commune": "75056"}, "#commune"),
        ("prix", {"fees-0-amount": "cher"}, "#fees-0-amount"),
        ("prix", {"fees-0-qf_min": "900", "fees-0-qf_max": "400"}, "#fees-0-qf_max"),
        ("contacts", {"phones-0-typed_value": "12"}, "#phones-0-typed_value"),
        ("contacts", {"websites-0-typed_value": "javascript:alert(1)"}, "#websites-0-typed_value"),
        ("inscription", {"campaigns-0-starts": "2027-06-01", "campaigns-0-ends": "2027-05-01"}, "#campaigns-0-ends"),
        ("places", {"availability-0-free": "-1"}, "#availability-0-free"),
    ],
)
def test_a_mistake_leads_to_its_field(
    cast: Flask, karim: Browser, platanes: UUID, slug: str, typed: dict[str, str], where: str
):
    page = page_of(save(karim, address(platanes, slug), **typed), 400)
    assert where in page.links() and page.title.startswith("Erreur")
    assert proposals(cast) == []
    sent = fields_of(page, f"/modifier/{slug}")
    assert all(sent.get(name) == value for name, value in typed.items() if name not in ("type", "commune"))


def test_a_line_more_follows_the_grid(karim: Browser, platanes: UUID):
    before = fields_of(page_of(karim.get(address(platanes, "prix"))), "/modifier/prix")
    rows = max(int(name.split("-")[1]) for name in before if name.startswith("fees-"))
    page = page_of(save(karim, address(platanes, "prix"), geste="ajouter:fees", **{f"fees-{rows}-qf_max": "1500"}))
    assert fields_of(page, "/modifier/prix")[f"fees-{rows + 1}-qf_min"] == "1501"


def test_a_line_is_removed(cast: Flask, karim: Browser, platanes: UUID):
    answer = save(karim, address(platanes, "contacts"), **{"phones-0-remove": "oui"})
    send(karim, answer.location)
    assert (
        len(proposals(cast)[0].fields[0].wanted)
        == len([c for c in live(cast, platanes).contacts if c.kind == "phone"]) - 1
    )


def test_an_address_that_moves_loses_its_point(cast: Flask, karim: Browser, platanes: UUID):
    send(karim, save(karim, address(platanes, "lieu"), address="1 rue Neuve").location)
    place = proposals(cast)[0].fields[0].wanted
    assert place["precision"] == "commune" and place["lat"] != live(cast, platanes).place.lat  # type: ignore[union-attr]


def test_a_long_description_is_kept(karim: Browser, platanes: UUID):
    page = page_of(save(karim, address(platanes, "identite"), description="mot " * 10_000), 400)
    assert page.text.count("mot ") >= 9_999


@pytest.mark.parametrize("payload", [each for each in HOSTILE if "<" in each or "javascript" in each][:14])
def test_hostile_words_are_only_words(karim: Browser, platanes: UUID, payload: str):
    answer = save(karim, address(platanes, "public"), eligibility=payload, age_note=payload[:300])
    if answer.status_code == 303:
        page_of(karim.get(answer.location))
        page_of(karim.get(f"/espace/fiches/{platanes}/apercu"))
        page_of(karim.get(send(karim, answer.location).location))
    else:
        page_of(answer, 400)


def test_the_same_form_sent_twice_is_kept_once(cast: Flask, karim: Browser, platanes: UUID):
    """The network was lost before the answer: the browser sends again, and nobody hears of a second version."""
    sent = fields_of(page_of(karim.get(address(platanes, "identite"))), "/modifier/identite")
    sent.pop("csrf_token")
    first, second = (karim.post(address(platanes, "identite"), {**sent, "summary": "Plus court."}) for _ in range(2))
    assert first.status_code == second.status_code == 303 and first.location == second.location
    assert len(proposals(cast)) == 1
