"""Two listings that may be one: found, merged, parted again, left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.rules import OutOfScope
from app.catalogue.facts import ContactFacts, PlaceFacts, ServiceFacts, Status
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service, SlugRedirect
from app.catalogue.operations import StaleVersion, change_service, create_service
from app.catalogue.queries import redirected_slug, service_page
from app.foundation.actors import SYSTEM, Scope
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.history.operations import first_broken
from app.proposals.access import NoService
from app.proposals.duplicates.operations import CannotMerge, NoMerge, merge, not_duplicates, undo_merge
from app.proposals.duplicates.queries import candidates, merges_of
from app.proposals.duplicates.rules import LARGEST_GROUP, Look, Sign, likeness, pairs
from app.proposals.models import Proposal
from app.proposals.values import differing
from tests.catalogue.support import DOWN, UP
from tests.catalogue.test_facts import services
from tests.proposals.support import NADIA, UGO, accept, agent, entries, filed, listing, row, said
from tests.proposals.test_properties import tidy

TWIN = {"name": "La garderie des Tilleuls", "organization": None}


def look(number: int = 1, **changes: Any) -> Look:
    values = {"name": "garderie des tilleuls", "type": "garderie-exemple", "commune": UP, "address": "1 place haute",
              "phone": "536499009", "email": "", "position": (47.0, 3.0)}  # fmt: skip
    return Look(number, **{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "likely"),
    [
        ({}, True),
        ({"name": "la garderie des tilleuls", "phone": "", "position": None}, True),
        ({"name": "garderie tilleuls", "address": "1 pl haute"}, True),
        ({"name": "relais petite enfance", "type": "guichet-exemple"}, False),
        ({"name": "garderie des lilas", "phone": "1", "address": "9 rue basse", "position": (47.1, 3.1)}, False),
        ({"commune": DOWN, "phone": "", "address": "", "position": (47.3, 3.3)}, False),
    ],
)
def test_what_looks_like_one(changes: dict[str, Any], likely: bool):
    found = list(pairs([look(1), look(2, **changes)]))
    assert bool(found) is likely, likeness(look(1), look(2, **changes))


def test_a_likeness_says_why_and_how_far():
    found = likeness(look(), look(position=(47.0, 3.001), email="a@exemple.fr"))
    assert found.signs == (Sign.NAME, Sign.ADDRESS, Sign.PHONE, Sign.DISTANCE, Sign.TYPE)
    assert found.metres == pytest.approx(76, abs=1)
    assert likeness(look(), look(position=None)).metres is None


def test_two_points_of_one_street_are_always_compared():
    """Wherever the street lies on the grids: names alike, nothing else in common but the distance."""
    for step in range(40):
        lat, lon = 43.9 + step * 0.00037, 1.3 + step * 0.00053
        one = look(1, position=(lat, lon), commune="", address="", phone="", type="x")
        other = look(2, position=(lat + 0.0012, lon + 0.002), commune="", address="", phone="", type="y",
                     name="garderie des tilleuls bis")  # fmt: skip
        assert (likeness(one, other).metres or 999) < 250
        assert len(list(pairs([one, other]))) == (likeness(one, other).score >= 70)


def test_a_crowd_that_shares_a_telephone_costs_little_and_still_finds_its_twins():
    crowd = [look(number, name=f"service {number:05} {number * 7919 % 1000:03}", address=f"{number} rue", position=None)
             for number in range(5 * LARGEST_GROUP)]  # fmt: skip
    twins = [look(9001, name="halte du lac"), look(9002, name="halte du lac")]
    found = {(one.id, other.id) for one, other, _ in pairs([*crowd, *twins])}
    assert (9001, 9002) in found


def test_candidates_are_those_of_the_scope_without_those_said_different(garderie: UUID):
    twin = listing(**TWIN)
    (pair,) = candidates(NADIA)
    assert {pair.first.uuid, pair.second.uuid} == {str(garderie), str(twin)}
    assert candidates(NADIA, about=row(twin).id) == [pair]
    assert candidates(UGO) == []
    with pytest.raises(OutOfScope), unit_of_work():
        not_duplicates(garderie, twin, by=UGO)
    for _ in range(2):
        with unit_of_work():
            not_duplicates(twin, garderie, by=NADIA)
    assert candidates(NADIA) == []


def test_a_hidden_address_does_not_betray_itself(garderie: UUID):
    hidden = PlaceFacts(UP, "1 place Haute", "99100", 47.0, 3.0, "numero", address_is_private=True)
    listing(
        name="Abri", type="abri-exemple", place=hidden, contacts=(ContactFacts("phone", "05 36 49 90 09", "", False),)
    )
    signs = {sign for pair in candidates(NADIA) for sign in pair.likeness.signs if "Abri" in pair.second.name}
    assert signs == set()


def test_merging_keeps_one_archives_the_other_and_leads_to_it(garderie: UUID):
    twin = listing(**TWIN)
    with unit_of_work():
        change_service(row(twin), replace(said_in(twin), name="Les Tilleuls"), by=SYSTEM)
    waiting = filed(garderie, {"summary": "Autre"})
    lines = len(entries())
    with unit_of_work():
        made = merge(twin, garderie, by=NADIA, wanted={"eligibility": "Tous"}, reason="Deux fois la même").uuid
    assert len(entries()) == lines + 2
    assert (said(twin).eligibility, said(garderie).status) == ("Tous", Status.ARCHIVED)
    assert service_page("garderie-des-tilleuls") is None
    assert redirected_slug("garderie-des-tilleuls") == "les-tilleuls"
    assert redirected_slug("la-garderie-des-tilleuls") == "les-tilleuls"
    assert waiting_on(waiting) == twin
    assert [each.uuid for each in merges_of(row(twin).id)] == [made]
    accept(waiting, "summary")
    assert said(twin).summary == "Autre"
    for pair in ((twin, twin), (twin, garderie)):
        with pytest.raises(CannotMerge), unit_of_work():
            merge(*pair, by=NADIA)


def test_merging_then_parting_again_is_as_before(garderie: UUID):
    twin = listing(**TWIN)
    with unit_of_work():
        change_service(row(twin), replace(said_in(twin), name="Les Tilleuls"), by=SYSTEM)
    filed(garderie, {"summary": "Autre"})
    before = everything()
    with unit_of_work():
        made = merge(twin, garderie, by=NADIA, wanted={"eligibility": "Tous", "name": "Nom choisi"}).uuid
    assert everything() != before
    with unit_of_work():
        undo_merge(made, by=NADIA, reason="Ce sont deux services")
    now = everything()
    assert now["redirects"].pop("nom-choisi") == row(twin).id, "an address once given leads somewhere for ever"
    assert now == before
    with pytest.raises(NoMerge), unit_of_work():
        undo_merge(made, by=NADIA)
    assert first_broken() is None


def test_what_was_changed_since_the_merge_is_not_lost_when_it_is_undone(garderie: UUID):
    twin = listing(**TWIN)
    with unit_of_work():
        made = merge(garderie, twin, by=NADIA, wanted={"eligibility": "Tous", "registration": "Au guichet"}).uuid
    with unit_of_work():
        change_service(row(garderie), replace(said_in(garderie), eligibility="Habitants"), by=NADIA)
    with unit_of_work():
        undo_merge(made, by=NADIA)
    assert (said(garderie).eligibility, said(garderie).registration) == ("Habitants", "")


def test_only_the_agents_of_both_merge_what_they_have_seen(garderie: UUID):
    twin = listing(**TWIN)
    below = listing(name="En bas", organization=None, place=PlaceFacts(DOWN))
    upper = agent("Ève", 8, Scope(communes=frozenset({UP})))
    with pytest.raises(OutOfScope), unit_of_work():
        merge(garderie, below, by=upper)
    with pytest.raises(StaleVersion), unit_of_work():
        merge(garderie, twin, by=upper, expected=(row(garderie).version + 1, row(twin).version))
    with pytest.raises(NoService), unit_of_work():
        merge(garderie, uuid4(), by=upper)
    with unit_of_work():
        made = merge(garderie, twin, by=upper).uuid
    with pytest.raises(OutOfScope), unit_of_work():
        undo_merge(made, by=UGO)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(services(), services(), st.data())
def test_any_merge_undone_is_as_before(small: Flask, first: ServiceFacts, second: ServiceFacts, data: st.DataObject):
    one, two = (replace(tidy(each), status=Status.PUBLISHED, extra_themes=(), organization=None)
                for each in (first, second))  # fmt: skip
    with unit_of_work():
        keep, drop = (create_service(each, by=SYSTEM).uuid for each in (one, two))
    wanted = differing(one, replace(two, name=one.name, place=two.place or one.place))
    some = data.draw(st.sets(st.sampled_from(sorted(wanted)))) if wanted else set()
    if one.place is None and "access" in some:
        some.add("place")
    before = everything()
    with unit_of_work():
        made = merge(keep, drop, by=NADIA, wanted={name: wanted[name] for name in some}).uuid
    with unit_of_work():
        undo_merge(made, by=NADIA)
    assert everything() == before


def said_in(uuid: UUID) -> ServiceFacts:
    return facts_of(row(uuid))


def waiting_on(proposal: UUID) -> UUID:
    found = select(Service.uuid).join(Proposal, Proposal.service_id == Service.id).where(Proposal.uuid == proposal)
    return session().scalars(found).one()


def everything() -> dict[str, Any]:
    """What every listing says, where every address leads, where every proposal waits."""
    session().rollback()
    services_ = session().scalars(select(Service).order_by(Service.id))
    return {
        "facts": {each.id: (each.slug, facts_of(each)) for each in services_},
        "redirects": {each.slug: each.target_id for each in session().scalars(select(SlugRedirect))},
        "proposals": {each.id: (each.service_id, each.status) for each in session().scalars(select(Proposal))},
    }
