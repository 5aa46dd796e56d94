"""From a draft to the truth: what a structure writes, what an agent decides."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.accounts.rules import NotYourStructure, OutOfScope
from app.catalogue.facts import Status as ServiceStatus
from app.catalogue.fields import Group
from app.catalogue.operations import change_service
from app.foundation import clock
from app.foundation.actors import Actor
from app.foundation.db import session
from app.foundation.unit_of_work import listen, unit_of_work
from app.history.operations import first_broken
from app.proposals.access import form_token
from app.proposals.checks import ImpossibleValue
from app.proposals.events import MessageWritten, ProposalDecided, ProposalSubmitted, ProposalWithdrawn
from app.proposals.models import Proposal
from app.proposals.operations import (
    NoProposal,
    NoService,
    NotShown,
    answer,
    ask,
    check_at_once,
    decide,
    discard_draft,
    propose,
    propose_closure,
    propose_reopening,
    save_draft,
    set_policy,
    start_draft,
    start_new,
    submit,
    undo_at_once,
    withdraw,
)
from app.proposals.operations.asking import EmptyMessage
from app.proposals.rules import (
    AlreadyDecided,
    Conflicts,
    Decision,
    FieldMoved,
    NameNeeded,
    NotADraft,
    NothingProposed,
    NotPending,
    ReasonMissing,
    StaleDraft,
    StaleForm,
    StaleProposal,
    Undecided,
    Verdict,
)
from app.proposals.values import UnknownField
from tests.conftest import WEDNESDAY_IN_TERM
from tests.proposals.support import (
    HOURS,
    INES,
    KARIM,
    LEA,
    NADIA,
    PAUL,
    TILLEULS,
    UGO,
    accept,
    entries,
    filed,
    proposal,
    row,
    said,
    structure,
    tilleuls,
    verdicts,
)

YES = Decision(Verdict.ACCEPTED)
NO = Decision(Verdict.REFUSED, "Ce n’est pas ce que dit la mairie.")
ACT = Any
MONDAY = {"period": "scolaire", "weekday": 0, "opens": 1, "closes": 2}


def test_a_change_waits_then_becomes_true_with_one_line_of_history(garderie: UUID):
    sent = filed(garderie, {"summary": "On garde les enfants le jour et la nuit.", "hours": HOURS})
    assert said(garderie) == tilleuls(), "the last approved truth stays public"
    assert verdicts(sent) == {"summary": "pending", "hours": "pending"}
    before = len(entries())
    done = accept(sent, "summary", "hours", expected=proposal(sent).version)
    assert (done.status, done.changed) == ("accepted", ("summary", "slots"))
    assert said(garderie).summary == "On garde les enfants le jour et la nuit."
    (line,) = entries()[before:]
    assert (line.verb, line.subject_id, line.actor_name) == ("change", str(garderie), "Nadia")
    assert line.changes[-1] == {
        "field": "proposal", "before": str(sent),
        "after": {"summary": {"verdict": "accepted"}, "hours": {"verdict": "accepted"}},
    }  # fmt: skip
    assert (proposal(sent).decided_by, proposal(sent).decided_by_id) == ("Nadia", 1)


def test_field_by_field_with_reasons_and_an_edit(garderie: UUID):
    sent = filed(garderie, {"summary": "Ouvert a tous", "hours": HOURS, "eligibility": "Habitants"})
    with unit_of_work():
        done = decide(
            sent,
            {"summary": Decision(Verdict.EDITED, value="Ouvert à tous."), "hours": NO, "eligibility": YES},
            by=NADIA,
            reason="Merci.",
        )
    assert done.status == "partly_accepted"
    now = said(garderie)
    assert (now.summary, now.eligibility, now.slots) == ("Ouvert à tous.", "Habitants", tilleuls().slots)
    kept = {field.field: (field.wanted, field.final, field.reason) for field in proposal(sent).fields}
    assert kept["summary"] == ("Ouvert a tous", "Ouvert à tous.", "")
    assert kept["hours"][1:] == (None, NO.reason)
    assert kept["eligibility"][1] == "Habitants"


def test_a_refusal_of_everything_changes_nothing_and_is_written_down(garderie: UUID):
    sent = filed(garderie, {"summary": "Autre"})
    with unit_of_work():
        assert decide(sent, {"summary": NO}, by=NADIA).status == "refused"
    assert said(garderie) == tilleuls()
    (line,) = [entry for entry in entries("proposal", sent) if entry.verb == "decide"]
    assert line.changes[0]["after"] == {"summary": {"verdict": "refused", "reason": NO.reason}}


def test_a_second_decision_does_no_harm(garderie: UUID):
    sent = filed(garderie, {"summary": "Autre"})
    accept(sent, "summary")
    before = (said(garderie), len(entries()), proposal(sent).version)
    for decision in (YES, NO):
        with pytest.raises(AlreadyDecided) as refusal, unit_of_work():
            decide(sent, {"summary": decision}, by=NADIA, expected=1)
        assert refusal.value.status == "accepted"
    assert (said(garderie), len(entries()), proposal(sent).version) == before


def test_a_field_that_moved_since_says_so_with_the_three_values(garderie: UUID):
    sent = filed(garderie, {"summary": "De Karim", "eligibility": "Habitants"})
    with unit_of_work():
        change_service(row(garderie), tilleuls(summary="De l’agent"), by=NADIA)
    with pytest.raises(FieldMoved) as refusal:
        accept(sent, "summary", "eligibility")
    (one,) = refusal.value.moved
    assert (one.field, one.seen, one.live, one.wanted) == (
        "summary", tilleuls().summary, "De l’agent", "De Karim",
    )  # fmt: skip
    assert said(garderie).eligibility == "", "nothing was half done"
    with pytest.raises(FieldMoved):
        accept(sent, "summary", "eligibility", knowing=refusal.value.service_version - 1)
    assert accept(sent, "summary", "eligibility", knowing=refusal.value.service_version).status == "accepted"
    assert said(garderie).summary == "De Karim"


def test_a_field_that_moved_to_what_is_wanted_is_not_a_conflict(garderie: UUID):
    sent = filed(garderie, {"summary": "Pareil"})
    with unit_of_work():
        change_service(row(garderie), tilleuls(summary="Pareil"), by=NADIA)
    before = len(entries())
    assert accept(sent, "summary").changed == ()
    assert len(entries()) == before + 1


@pytest.mark.parametrize(
    ("decisions", "refusal"),
    [
        ({}, Undecided),
        ({"summary": YES}, Undecided),
        ({"summary": YES, "hours": YES, "name": YES}, Undecided),
        ({"summary": YES, "hours": Decision(Verdict.SUPERSEDED)}, Undecided),
        ({"summary": YES, "hours": Decision(Verdict.REFUSED, " ")}, ReasonMissing),
        ({"summary": Decision(Verdict.EDITED, value=3), "hours": YES}, ImpossibleValue),
        ({"summary": Decision(Verdict.EDITED, value="x" * 281), "hours": YES}, ImpossibleValue),
    ],
)
def test_a_decision_that_cannot_be_is_refused_whole(garderie: UUID, decisions: Any, refusal: type[Exception]):
    sent = filed(garderie, {"summary": "Autre", "hours": HOURS})
    with pytest.raises(refusal), unit_of_work():
        decide(sent, decisions, by=NADIA)
    assert said(garderie) == tilleuls()
    assert proposal(sent).status == "submitted"


def test_only_the_agents_of_the_place_decide(garderie: UUID):
    sent = filed(garderie, {"summary": "Autre"})
    for nobody in (UGO, KARIM, INES):
        with pytest.raises(OutOfScope):
            accept(sent, "summary", by=nobody)
        with pytest.raises(OutOfScope), unit_of_work():
            ask(sent, "Pourquoi ?", by=nobody)
    assert proposal(sent).status == "submitted"


def test_only_the_structure_writes_and_withdraws(garderie: UUID):
    with unit_of_work():
        structure("Les Chênes")
        draft = start_draft(garderie, by=KARIM).uuid
    acts: list[ACT] = [
        lambda: start_draft(garderie, by=INES),
        lambda: save_draft(draft, {"summary": "Volé"}, by=INES),
        lambda: submit(draft, by=INES),
        lambda: discard_draft(draft, by=INES),
        lambda: withdraw(draft, by=INES),
        lambda: propose_closure(garderie, by=INES),
        lambda: start_new(TILLEULS, by=INES),
        lambda: answer(draft, "Moi", by=NADIA),
    ]
    for act in acts:
        with pytest.raises(NotYourStructure), unit_of_work():
            act()
    with pytest.raises(NoService), unit_of_work():
        start_draft(uuid4(), by=KARIM)
    with pytest.raises(NoProposal), unit_of_work():
        submit(uuid4(), by=KARIM)


def test_a_draft_is_kept_found_again_and_loses_what_says_the_same(garderie: UUID):
    with unit_of_work():
        draft = start_draft(garderie, by=KARIM).uuid
    with unit_of_work():
        assert start_draft(garderie, by=KARIM).uuid == draft
        assert start_draft(garderie, by=LEA).uuid != draft
    with unit_of_work():
        save_draft(draft, {"summary": "Autre", "hours": HOURS}, by=KARIM, message="Voilà", assures=True)
    with unit_of_work():
        save_draft(draft, {"summary": tilleuls().summary}, by=KARIM)
    kept = proposal(draft)
    assert (kept.draft, kept.message, kept.assures) == ({"hours": HOURS}, "Voilà", True)
    with unit_of_work():
        save_draft(draft, {}, by=KARIM, drop=["hours"])
    with pytest.raises(NothingProposed), unit_of_work():
        submit(draft, by=KARIM)
    with unit_of_work():
        discard_draft(draft, by=KARIM)
    with pytest.raises(NoProposal), unit_of_work():
        submit(draft, by=KARIM)


def test_two_tabs_on_one_draft_say_so(garderie: UUID):
    with unit_of_work():
        draft = start_draft(garderie, by=KARIM)
        uuid, version = draft.uuid, draft.version
    with unit_of_work():
        save_draft(uuid, {"summary": "Onglet 1"}, by=KARIM, expected=version)
    with pytest.raises(StaleDraft) as refusal, unit_of_work():
        save_draft(uuid, {"summary": "Onglet 2"}, by=KARIM, expected=version)
    assert proposal(uuid).draft == {"summary": "Onglet 1"}
    with pytest.raises(StaleDraft), unit_of_work():
        submit(uuid, by=KARIM, expected=version)
    with unit_of_work():
        submit(uuid, by=KARIM, expected=refusal.value.current)
    for act in (lambda: submit(uuid, by=KARIM), lambda: save_draft(uuid, {"summary": "Tard"}, by=KARIM)):
        with pytest.raises(NotADraft), unit_of_work():
            act()


@pytest.mark.parametrize("field", ["status", "organization", "internal_note", "is_fictional", "slug", "id", "source"])
def test_what_is_not_theirs_to_say_cannot_be_slipped_in(garderie: UUID, field: str):
    with unit_of_work():
        draft = start_draft(garderie, by=KARIM).uuid
    with pytest.raises(UnknownField), unit_of_work():
        save_draft(draft, {field: "archived"}, by=KARIM)
    with pytest.raises(UnknownField), unit_of_work():
        propose(garderie, {field: "archived"}, by=KARIM)


def test_what_a_filed_proposal_says_never_changes(garderie: UUID):
    sent = filed(garderie, {"summary": "Autre"})
    for column, value in (("wanted", '"Volé"'), ("seen", '"Volé"'), ("field", "name")):
        with pytest.raises(DatabaseError, match="cannot be changed"):
            session().execute(text(f"UPDATE proposal_field SET {column} = '{value}'"))
        session().rollback()
    with pytest.raises(DatabaseError, match="cannot be changed"), unit_of_work():
        session().scalars(select(Proposal).where(Proposal.uuid == sent)).one().fields[0].wanted = "Volé"


def test_a_later_proposal_supersedes_only_what_overlaps(garderie: UUID):
    first = filed(garderie, {"summary": "Un", "hours": HOURS})
    shown_version = proposal(first).version
    second = filed(garderie, {"summary": "Deux"})
    assert verdicts(first) == {"summary": "superseded", "hours": "pending"}
    assert proposal(first).status == "submitted"
    with pytest.raises(StaleProposal):
        accept(first, "summary", "hours", expected=shown_version)
    with pytest.raises(Undecided):
        accept(first, "summary", "hours")
    third = filed(garderie, {"hours": {**HOURS, "slots": []}})
    assert proposal(first).status == "superseded"
    with pytest.raises(NotPending):
        accept(first, "hours")
    accept(second, "summary")
    accept(third, "hours")
    assert (said(garderie).summary, said(garderie).slots) == ("Deux", ())


def test_coming_back_to_the_live_value_supersedes_and_leaves_nothing_to_decide(garderie: UUID):
    first = filed(garderie, {"summary": "Une erreur"})
    second = filed(garderie, {"summary": tilleuls().summary})
    assert (proposal(first).status, proposal(second).status) == ("superseded", "accepted")
    assert said(garderie) == tilleuls()


def test_an_import_never_takes_over_a_structure(garderie: UUID):
    robot = Actor(KARIM.kind.IMPORT, "Import Caf")
    with unit_of_work():
        old = propose(garderie, {"summary": "Import"}, by=robot).uuid
    theirs = filed(garderie, {"summary": "Structure"})
    assert proposal(old).status == "superseded"
    with unit_of_work():
        late = propose(garderie, {"summary": "Import"}, by=robot).uuid
    assert verdicts(theirs) == verdicts(late) == {"summary": "pending"}
    accept(theirs, "summary")
    with pytest.raises(FieldMoved):
        accept(late, "summary")


def test_a_colleague_who_wrote_the_same_field_meanwhile_is_not_overwritten_in_silence(garderie: UUID):
    with unit_of_work():
        mine = start_draft(garderie, by=KARIM).uuid
        save_draft(mine, {"summary": "De Karim", "eligibility": "Tous"}, by=KARIM)
    theirs = filed(garderie, {"summary": "De Léa"}, by=LEA)
    with pytest.raises(Conflicts) as refusal, unit_of_work():
        submit(mine, by=KARIM)
    (one,) = refusal.value.conflicts
    assert (one.base, one.theirs, one.mine) == (tilleuls().summary, "De Léa", "De Karim")
    assert verdicts(theirs) == {"summary": "pending"}
    with unit_of_work():
        submit(mine, by=KARIM, replacing={"summary"})
    assert proposal(theirs).status == "superseded"


def test_a_form_that_showed_something_else_is_told(garderie: UUID):
    token = form_token(row(garderie))
    session().rollback()
    filed(garderie, {"summary": "De Léa"}, by=LEA)
    with pytest.raises(StaleForm) as refusal, unit_of_work():
        start_draft(garderie, by=KARIM, token=token)
    with unit_of_work():
        draft = start_draft(garderie, by=KARIM, token=refusal.value.token)
    assert draft.base["summary"] == "De Léa", "the form opens on pending over live"


def test_withdrawing_takes_back_what_waits(garderie: UUID):
    sent = filed(garderie, {"summary": "Autre"})
    with unit_of_work():
        withdraw(sent, by=LEA)
    assert (proposal(sent).status, verdicts(sent)) == ("withdrawn", {"summary": "withdrawn"})
    for act in (lambda: withdraw(sent, by=KARIM), lambda: answer(sent, "Si", by=KARIM)):
        with pytest.raises(NotPending), unit_of_work():
            act()
    with pytest.raises(NotPending):
        accept(sent, "summary")


def test_a_question_and_its_answer_leave_the_proposal_waiting(garderie: UUID):
    sent = filed(garderie, {"summary": "Autre"})
    with unit_of_work():
        ask(sent, "Depuis quand ?", by=NADIA)
    with unit_of_work():
        answer(sent, " Depuis lundi. ", by=LEA)
    assert [(one.by_agent, one.body) for one in proposal(sent).thread] == [
        (True, "Depuis quand ?"), (False, "Depuis lundi."),
    ]  # fmt: skip
    assert proposal(sent).status == "submitted"
    for body in ("", " ", "x" * 5001):
        with pytest.raises(EmptyMessage), unit_of_work():
            ask(sent, body, by=NADIA)


def test_everyone_concerned_is_told_once(garderie: UUID, small: Any):
    heard: list[object] = []
    for kind in (ProposalSubmitted, ProposalDecided, ProposalWithdrawn, MessageWritten):
        listen(small, kind, heard.append)
    sent = filed(garderie, {"summary": "Autre"})
    with unit_of_work():
        ask(sent, "Oui ?", by=NADIA)
    accept(sent, "summary")
    with pytest.raises(AlreadyDecided):
        accept(sent, "summary")
    assert [type(each) for each in heard] == [ProposalSubmitted, MessageWritten, ProposalDecided]


def test_light_fields_of_a_trusted_structure_are_public_at_once_and_checked_later(garderie: UUID):
    with unit_of_work():
        set_policy(TILLEULS, Group.HOURS, allowed=True, by=NADIA)
    sent = filed(garderie, {"summary": "Autre", "hours": HOURS, "phones": []})
    assert verdicts(sent) == {"summary": "pending", "hours": "accepted", "phones": "pending"}
    assert said(garderie).slots[0].closes == 1140
    assert entries("service", garderie)[-1].actor_name == "Karim"
    accept(sent, "summary", "phones")
    with unit_of_work():
        check_at_once(sent, by=NADIA)
    (hours,) = [field for field in proposal(sent).fields if field.field == "hours"]
    assert hours.checked_by == "Nadia"


def test_what_was_public_at_once_can_be_put_back_with_a_reason(garderie: UUID):
    with unit_of_work():
        set_policy(None, Group.HOURS, allowed=True, by=PAUL)
    sent = filed(garderie, {"hours": HOURS})
    assert proposal(sent).status == "accepted"
    with pytest.raises(ReasonMissing), unit_of_work():
        undo_at_once(sent, ["hours"], by=NADIA, reason="")
    with pytest.raises(OutOfScope), unit_of_work():
        undo_at_once(sent, ["hours"], by=UGO, reason="Non")
    with unit_of_work():
        undo_at_once(sent, ["hours"], by=NADIA, reason="Faux d’après la mairie.")
    assert said(garderie) == tilleuls()
    assert (proposal(sent).status, proposal(sent).fields[0].reason) == ("refused", "Faux d’après la mairie.")
    with pytest.raises(Undecided), unit_of_work():
        undo_at_once(sent, ["hours"], by=NADIA, reason="Encore")


def test_a_policy_of_one_structure_wins_and_heavy_fields_never_go_at_once(garderie: UUID):
    with unit_of_work():
        set_policy(None, Group.HOURS, allowed=True, by=PAUL)
        set_policy(TILLEULS, Group.HOURS, allowed=False, by=NADIA)
        for group in Group:
            if group is not Group.HOURS:
                set_policy(TILLEULS, group, allowed=True, by=NADIA)
    sent = filed(garderie, {"hours": HOURS, "summary": "Autre", "emails": [], "name": "Nouveau"})
    assert set(verdicts(sent).values()) == {"pending"}
    assert entries("policy")[-1].actor_name == "Nadia"


def test_only_agents_of_the_whole_structure_trust_it_and_only_administrators_trust_all(garderie: UUID):
    for who, whom in ((UGO, TILLEULS), (KARIM, TILLEULS), (NADIA, None)):
        with pytest.raises(OutOfScope), unit_of_work():
            set_policy(whom, Group.HOURS, allowed=True, by=who)


def test_a_new_listing_is_written_sent_and_published(garderie: UUID):
    wanted = {
        "name": "Garderie du Lac",
        "type": "garderie-exemple",
        "place": {"commune": "99001", "address": "2 rue du Lac", "postcode": "99100", "lat": None, "lon": None,
                  "precision": "", "address_is_private": False},
        "access": {"transport": "Bus 3", "accessible": True, "accessibility_note": ""},
        "eligibility": "Tous",
    }  # fmt: skip
    with unit_of_work():
        draft = start_new(TILLEULS, by=KARIM).uuid
        save_draft(draft, {"eligibility": "Tous"}, by=KARIM)
    with pytest.raises(NameNeeded), unit_of_work():
        submit(draft, by=KARIM)
    with unit_of_work():
        save_draft(draft, wanted, by=KARIM)
    with unit_of_work():
        submit(draft, by=KARIM)
    decisions = dict.fromkeys(wanted, YES) | {"eligibility": NO}
    with pytest.raises(OutOfScope), unit_of_work():
        decide(draft, decisions, by=UGO)
    with pytest.raises(NameNeeded), unit_of_work():
        decide(draft, decisions | {"name": NO}, by=NADIA)
    with unit_of_work():
        done = decide(draft, decisions, by=NADIA)
    assert done.service_uuid
    made = said(done.service_uuid)
    assert (made.status, made.organization, made.eligibility) == (ServiceStatus.PUBLISHED, str(TILLEULS), "")
    assert made.place and made.place.accessible is True
    assert (made.source.name, made.source.dated) == ("Les Tilleuls", date(2026, 11, 18))
    assert len(entries("service", done.service_uuid)) == 1
    with pytest.raises(AlreadyDecided), unit_of_work():
        decide(draft, decisions, by=NADIA)


def test_a_new_structure_comes_with_its_listing_and_not_before(small: Any):
    values = {"name": "Les Saules", "kind": "association"}
    newcomer = Actor(KARIM.kind, "Zoé", 9)
    with unit_of_work():
        draft = start_new(None, by=newcomer, new_organization=values).uuid
        save_draft(draft, {"name": "Halte des Saules", "type": "garderie-exemple"}, by=newcomer)
        with pytest.raises(NotYourStructure):
            save_draft(draft, {}, by=KARIM)
    with unit_of_work():
        submit(draft, by=newcomer)
    with unit_of_work():
        done = decide(draft, {"name": YES, "type": YES}, by=NADIA)
    assert done.service_uuid
    organization = row(done.service_uuid).organization
    assert organization and organization.name == "Les Saules"
    assert proposal(draft).organization == organization.uuid


def test_closing_and_reopening_are_decided_too(garderie: UUID):
    with unit_of_work():
        closing = propose_closure(garderie, by=KARIM, message="Travaux", for_a_time=True).uuid
    assert said(garderie).status is ServiceStatus.PUBLISHED
    with pytest.raises(NotShown), unit_of_work():
        propose_reopening(garderie, by=KARIM)
    accept(closing, "status")
    assert said(garderie).status is ServiceStatus.TEMPORARILY_CLOSED
    with unit_of_work():
        reopening = propose_reopening(garderie, by=KARIM).uuid
    accept(reopening, "status")
    assert said(garderie).status is ServiceStatus.PUBLISHED


def test_saying_that_the_rest_is_right_assures_once_all_is_accepted(garderie: UUID):
    with unit_of_work():
        draft = start_draft(garderie, by=KARIM).uuid
        save_draft(draft, {"summary": "Autre"}, by=KARIM, assures=True)
    with unit_of_work():
        submit(draft, by=KARIM)
    assert row(garderie).assured_on is None
    with clock.freeze(WEDNESDAY_IN_TERM + timedelta(days=2)):
        accept(draft, "summary")
        assert (row(garderie).assured_on, row(garderie).assured_by) == (date(2026, 11, 20), "Les Tilleuls")


@pytest.mark.parametrize(
    ("wanted", "field", "why"),
    [
        ({"summary": "x" * 281}, "summary", "too-long"),
        ({"name": "  "}, "name", "missing"),
        ({"name": "a\x00b"}, "name", "characters"),
        ({"name": 3}, "name", "shape"),
        ({"ages": {"age_min_months": 36, "age_max_months": 24, "age_note": ""}}, "ages", "order"),
        ({"ages": {"age_min_months": -1, "age_max_months": None, "age_note": ""}}, "ages", "out-of-range"),
        ({"ages": {"age_min_months": "36", "age_max_months": None, "age_note": ""}}, "ages", "shape"),
        ({"ages": {}}, "ages", "shape"),
        ({"hours": {**HOURS, "slots": HOURS["slots"] * 2}}, "hours", "overlap"),
        ({"hours": {**HOURS, "slots": [{**MONDAY, "weekday": 9}]}}, "hours", "shape"),
        ({"phones": [{"value": "1", "kind": "email"}]}, "phones", "shape"),
        ({"phones": "0536"}, "phones", "shape"),
        ({"documents": ["x"] * 500}, "documents", "too-many"),
        ({"place": None, "access": {"transport": "Bus", "accessible": None, "accessibility_note": ""}}, "access",
         "no-place"),
        ({"fees": {"fee_kind": "forfait", "fees": [{"amount_cents": 2**40, "unit": "mois"}]}}, "fees", "out-of-range"),
    ],
)  # fmt: skip
def test_what_no_listing_can_say_is_told_by_field_and_the_draft_stays(
    garderie: UUID, wanted: dict[str, Any], field: str, why: str
):
    with unit_of_work():
        draft = start_draft(garderie, by=KARIM).uuid
        save_draft(draft, {"eligibility": "Tous"}, by=KARIM)
    with pytest.raises(ImpossibleValue) as refusal, unit_of_work():
        save_draft(draft, wanted, by=KARIM)
    assert (refusal.value.field, refusal.value.why) == (field, why)
    assert proposal(draft).draft == {"eligibility": "Tous"}


@pytest.mark.parametrize(
    ("wanted", "field"),
    [({"type": "inconnu"}, "type"), ({"communes_served": ["31555"]}, "communes_served"),
     ({"extra_themes": ["inconnu"]}, "extra_themes")],
)  # fmt: skip
def test_what_the_territory_does_not_know_is_refused_when_sent(garderie: UUID, wanted: dict[str, Any], field: str):
    with pytest.raises(ImpossibleValue) as refusal:
        filed(garderie, wanted)
    assert refusal.value.field == field


def test_the_chain_holds_after_all_that(garderie: UUID, morning: datetime):
    for number in range(3):
        accept(filed(garderie, {"summary": f"Version {number}"}), "summary")
    assert first_broken() is None
