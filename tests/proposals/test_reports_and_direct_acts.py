"""What families report without an account, and what agents change themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Attempt
from app.accounts.rules import OutOfScope
from app.catalogue.facts import PlaceFacts, Status
from app.catalogue.mapping import UnknownOrganization
from app.catalogue.operations import StaleVersion
from app.foundation import clock
from app.foundation.db import session
from app.foundation.unit_of_work import listen, unit_of_work
from app.proposals.access import NoService
from app.proposals.checks import ImpossibleValue
from app.proposals.events import ProposalDecided
from app.proposals.models import Proposal
from app.proposals.operations import (
    create_listing,
    decide,
    decide_report,
    edit_listing,
    report,
    restore_listing,
    set_listing_status,
    transfer_listing,
)
from app.proposals.rules import AlreadyDecided, Decision, ReasonMissing, Spam, Undecided, Verdict, judge_report
from app.proposals.values import UnknownField
from tests.catalogue.support import DOWN
from tests.conftest import WEDNESDAY_IN_TERM
from tests.proposals.support import KARIM, NADIA, UGO, entries, filed, proposal, row, said, structure, tilleuls

A_MINUTE = timedelta(minutes=1)
HERE: dict[str, Any] = {"network": "192.0.2.7", "taken": A_MINUTE}


def reported(service: UUID, message: str = "Le numéro ne répond plus.", **more: Any) -> UUID:
    with unit_of_work():
        verdict, made = report(service, message, **{**HERE, **more})
        assert verdict is Spam.NO and made
        return made.uuid


def test_a_report_is_answered_with_corrections_and_the_address_is_forgotten(garderie: UUID, small: Flask):
    heard: list[ProposalDecided] = []
    listen(small, ProposalDecided, heard.append)
    sent = reported(garderie, about="phones", reply_to="famille@exemple.fr")
    assert said(garderie) == tilleuls()
    phones = [{"value": "05 36 49 90 10", "label": "", "is_public": True}]
    lines = len(entries())
    with unit_of_work():
        done = decide_report(sent, Verdict.ACCEPTED, by=NADIA, edits={"phones": phones}, reason="Merci.")
    assert (done.status, done.changed) == ("accepted", ("contacts",))
    assert len(entries()) == lines + 1
    assert said(garderie).contacts[0].value == "05 36 49 90 10"
    assert (proposal(sent).reply_to, proposal(sent).about) == ("", "phones")
    assert heard == [ProposalDecided(proposal(sent).id, "famille@exemple.fr")]
    with pytest.raises(AlreadyDecided), unit_of_work():
        decide_report(sent, Verdict.REFUSED, by=NADIA, reason="Encore")


def test_a_report_may_be_taken_into_account_or_refused_without_a_correction(garderie: UUID):
    for outcome in (Verdict.ACCEPTED, Verdict.REFUSED):
        sent = reported(garderie)
        with unit_of_work():
            assert decide_report(sent, outcome, by=NADIA, reason="Vérifié").status == outcome.value
        assert entries("proposal", sent)[-1].changes[0]["after"] == {"outcome": outcome.value}
    assert said(garderie) == tilleuls()


def test_a_report_is_decided_as_a_report_inside_the_scope(garderie: UUID):
    sent = reported(garderie)
    with pytest.raises(ReasonMissing), unit_of_work():
        decide_report(sent, Verdict.REFUSED, by=NADIA)
    with pytest.raises(OutOfScope), unit_of_work():
        decide_report(sent, Verdict.ACCEPTED, by=UGO)
    for act in (lambda: decide(sent, {}, by=NADIA), lambda: decide_report(sent, Verdict.PENDING, by=NADIA)):
        with pytest.raises(Undecided), unit_of_work():
            act()


@pytest.mark.parametrize(
    ("honeypot", "seconds", "wait", "verdict"),
    [
        ("", 60, 0, Spam.NO),
        ("http://", 60, 0, Spam.SURELY),
        ("", 1, 0, Spam.SURELY),
        ("", -5, 0, Spam.SURELY),
        ("", 90_000, 0, Spam.STALE),
        ("", 60, 30, Spam.TOO_MANY),
    ],
)
def test_what_a_machine_sends_is_known_without_a_captcha(honeypot: str, seconds: int, wait: int, verdict: Spam):
    assert judge_report(honeypot, timedelta(seconds=seconds), wait) is verdict


def test_what_is_not_filed_leaves_nothing(garderie: UUID):
    with unit_of_work():
        assert report(garderie, "Achetez !", **{**HERE, "honeypot": "x"}) == (Spam.SURELY, None)
        assert report(garderie, "Achetez !", **{**HERE, "taken": timedelta(0)}) == (Spam.SURELY, None)
    for message in ("", "  ", "non", "x" * 5000, "nul\x00octet"):
        with pytest.raises(ImpossibleValue), unit_of_work():
            report(garderie, message, **HERE)
    with pytest.raises(NoService), unit_of_work():
        report(uuid4(), "Le numéro est faux", **HERE)
    assert session().scalars(select(Proposal)).all() == []
    assert session().scalars(select(Attempt)).all() == []


def test_one_place_is_counted_under_a_hash_and_others_are_not_held_back(garderie: UUID):
    for _ in range(8):
        reported(garderie)
    with unit_of_work():
        assert report(garderie, "Le numéro est faux", **HERE) == (Spam.TOO_MANY, None)
    assert all("192.0.2.7" not in one.key for one in session().scalars(select(Attempt)))
    reported(garderie, network="192.0.2.8")
    with clock.freeze(WEDNESDAY_IN_TERM + timedelta(hours=2)):
        reported(garderie)


def test_a_hidden_listing_is_not_reported(garderie: UUID):
    with unit_of_work():
        set_listing_status(garderie, Status.DRAFT, by=NADIA, reason="Relecture")
    with pytest.raises(NoService), unit_of_work():
        report(garderie, "Le numéro est faux", **HERE)


def test_an_agent_edits_closes_reopens_transfers_and_restores_with_one_line_each(garderie: UUID):
    with unit_of_work():
        chenes = structure("Les Chênes")
    first = said(garderie)
    acts: list[Any] = [
        lambda: edit_listing(garderie, {"summary": "De Nadia", "internal_note": "Vu"}, by=NADIA, reason="Appel"),
        lambda: set_listing_status(garderie, Status.CLOSED, by=NADIA, reason="Fin"),
        lambda: set_listing_status(garderie, Status.PUBLISHED, by=NADIA, reason="Reprise"),
        lambda: transfer_listing(garderie, chenes, by=NADIA, reason="Reprise par les Chênes"),
        lambda: restore_listing(garderie, 1, by=NADIA, reason="Erreur"),
    ]
    for rank, act in enumerate(acts, start=2):
        with unit_of_work():
            assert act()
        assert len(entries("service", garderie)) == rank
    assert said(garderie) == first


def test_an_agent_of_elsewhere_or_nobody_changes_nothing(garderie: UUID):
    for who in (UGO, KARIM):
        acts: list[Any] = [
            lambda who=who: edit_listing(garderie, {"summary": "Volé"}, by=who),
            lambda who=who: set_listing_status(garderie, Status.CLOSED, by=who, reason="Non"),
            lambda who=who: transfer_listing(garderie, None, by=who, reason="Non"),
            lambda who=who: restore_listing(garderie, 1, by=who, reason="Non"),
            lambda who=who: create_listing(tilleuls(), by=who),
        ]
        for act in acts:
            with pytest.raises(OutOfScope), unit_of_work():
                act()
    assert said(garderie) == tilleuls()


def test_an_agent_cannot_push_a_listing_out_of_the_scope_nor_bring_one_in(garderie: UUID):
    upper = UGO
    with unit_of_work():
        below = create_listing(tilleuls(place=PlaceFacts(DOWN), organization=None), by=upper).uuid
    moved = {"commune": "99001", "address": "", "postcode": "", "lat": None, "lon": None, "precision": "",
             "address_is_private": False}  # fmt: skip
    with pytest.raises(OutOfScope), unit_of_work():
        edit_listing(below, {"place": moved}, by=upper)
    with unit_of_work():
        edit_listing(garderie, {"place": {**moved, "commune": DOWN}}, by=NADIA)
    with pytest.raises(OutOfScope), unit_of_work():
        restore_listing(garderie, 1, by=UGO, reason="Revenir là-haut")


def test_a_decision_does_not_push_a_listing_out_of_the_scope_either(small: Flask):
    """What an agent may not write, they may not accept, nor correct in an answer."""
    with unit_of_work():
        structure("Les Tilleuls")
        below = create_listing(tilleuls(place=PlaceFacts(DOWN)), by=NADIA).uuid
    moved = {"commune": "99001", "address": "", "postcode": "", "lat": None, "lon": None, "precision": "",
             "address_is_private": False}  # fmt: skip
    sent, told = filed(below, {"place": moved}), reported(below)
    acts: list[Any] = [
        lambda: decide(sent, {"place": Decision(Verdict.ACCEPTED)}, by=UGO),
        lambda: decide_report(told, Verdict.ACCEPTED, by=UGO, edits={"place": moved}, reason="Déménagé"),
    ]
    for act in acts:
        with pytest.raises(ImpossibleValue, match="out-of-scope"), unit_of_work():
            act()
    assert said(below).place == PlaceFacts(DOWN)
    with unit_of_work():
        assert decide(sent, {"place": Decision(Verdict.ACCEPTED)}, by=NADIA).status == "accepted"


def test_a_direct_act_is_checked_like_any_other(garderie: UUID):
    version = row(garderie).version
    with unit_of_work():
        edit_listing(garderie, {"summary": "Un"}, by=NADIA, expected=version)
    with pytest.raises(StaleVersion), unit_of_work():
        edit_listing(garderie, {"summary": "Deux"}, by=NADIA, expected=version)
    refused: list[tuple[type[Exception], Any]] = [
        (ImpossibleValue, lambda: edit_listing(garderie, {"type": "inconnu"}, by=NADIA)),
        (ImpossibleValue, lambda: create_listing(tilleuls(name=" "), by=NADIA)),
        (ImpossibleValue, lambda: create_listing(tilleuls(summary="x" * 281), by=NADIA)),
        (UnknownField, lambda: edit_listing(garderie, {"slug": "x"}, by=NADIA)),
        (ReasonMissing, lambda: set_listing_status(garderie, Status.CLOSED, by=NADIA, reason=" ")),
        (ReasonMissing, lambda: restore_listing(garderie, 1, by=NADIA, reason="")),
        (NoService, lambda: restore_listing(garderie, 99, by=NADIA, reason="Oups")),
        (UnknownOrganization, lambda: transfer_listing(garderie, uuid4(), by=NADIA, reason="Oups")),
    ]
    for refusal, act in refused:
        with pytest.raises(refusal), unit_of_work():
            act()
    assert said(garderie).summary == "Un"
