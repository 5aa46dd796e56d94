"""An agent away lends what they look after: those days only, never more than they have, and either may end it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.absences import NotAnAgent, be_away
from app.accounts.models import Absence, Person, RoleGrant
from app.foundation import clock
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.history.models import HistoryEntry
from tests.conftest import WEDNESDAY_IN_TERM
from tests.moderation.conftest import SONIA, TAREK, actor, decision_form, listing, proposal, propose
from tests.support.people import Browser, person

PLATANES = "Accueil de loisirs Les Platanes"
NADIA = "nadia@exemple.fr"
FIRST, LAST = date(2026, 11, 18), date(2026, 11, 20)


def uuid_of(app: Flask, email: str) -> UUID:
    with app.app_context():
        return person(email).uuid


def lend(app: Flask, browser: Browser, to: str, starts: date = FIRST, ends: date = LAST) -> None:
    fields = {"debut": starts.isoformat(), "fin": ends.isoformat(), "remplacant": str(uuid_of(app, to))}
    answer = browser.post("/moderation/absences", fields)
    assert answer.location == "/moderation/vous?fait=absence", answer.text


@pytest.fixture
def sonia(come_in: Callable[..., Browser]) -> Browser:
    """She looks after Bressols alone."""
    return come_in(SONIA)


def test_who_replaces_decides_in_the_scope_of_who_is_away(desk: Flask, nadia: Browser, sonia: Browser):
    sent = propose(desk, PLATANES, {"summary": "Jeux le mercredi."})
    assert sonia.get(f"/moderation/propositions/{sent}").status_code == 403
    lend(desk, nadia, SONIA)
    tray = sonia.client.page("/moderation")
    assert PLATANES in tray.visible and "Vous remplacez Nadia jusqu’au 20\u00a0novembre 2026" in tray.visible
    form = decision_form(sonia, sent)
    assert sonia.post(f"/moderation/propositions/{sent}", form).status_code == 303
    assert proposal(desk, sent).status == "accepted"


@pytest.mark.parametrize(("days", "status"), [(-1, 403), (0, 200), (2, 200), (3, 403)])
def test_it_begins_and_ends_by_itself(
    desk: Flask, nadia: Browser, come_in: Callable[..., Browser], days: int, status: int
):
    uuid, _slug = listing(desk, PLATANES)
    lend(desk, nadia, SONIA)
    with clock.freeze(WEDNESDAY_IN_TERM + timedelta(days=days)):
        assert come_in(SONIA).get(f"/moderation/fiches/{uuid}").status_code == status


@pytest.mark.parametrize("who", [NADIA, SONIA])
def test_either_of_them_ends_it(desk: Flask, nadia: Browser, sonia: Browser, come_in: Callable[..., Browser], who: str):
    uuid, _slug = listing(desk, PLATANES)
    lend(desk, nadia, SONIA)
    page = come_in(who).client.page("/moderation/vous")
    (end,) = [form.get("action") or "" for form in page.all("form") if "/finir" in (form.get("action") or "")]
    assert come_in(TAREK).post(end).status_code == 404, "nobody else"
    assert come_in(who).post(end).location.endswith("fait=retour")
    assert sonia.get(f"/moderation/fiches/{uuid}").status_code == 403
    assert come_in(who).post(end).status_code == 404, "a second click does no harm"


def test_nobody_lends_more_than_they_have_nor_what_was_lent_to_them(
    desk: Flask, nadia: Browser, sonia: Browser, come_in: Callable[..., Browser]
):
    """Nadia (everything) → Sonia (Bressols) → Tarek (housing): Tarek gets Bressols, not everything."""
    montbeton, _slug = listing(desk, PLATANES)
    lend(desk, nadia, SONIA)
    lend(desk, sonia, TAREK)
    assert come_in(TAREK).get(f"/moderation/fiches/{montbeton}").status_code == 403
    with desk.app_context(), unit_of_work():
        role = select(RoleGrant.id).join(Person, Person.id == RoleGrant.person_id).where(Person.email == NADIA)
        session().execute(update(RoleGrant).where(RoleGrant.id.in_(role)).values(communes=["82121"]))
    assert sonia.get(f"/moderation/fiches/{montbeton}").status_code == 403, "what shrinks shrinks at once"


@pytest.mark.parametrize("closed", [NADIA, SONIA])
def test_a_closed_account_lends_nothing_and_receives_nothing(desk: Flask, nadia: Browser, sonia: Browser, closed: str):
    uuid, _slug = listing(desk, PLATANES)
    lend(desk, nadia, SONIA)
    with desk.app_context(), unit_of_work():
        session().execute(update(Person).where(Person.email == closed).values(disabled_at=clock.now()))
    assert sonia.get(f"/moderation/fiches/{uuid}").status_code in (302, 403)


def test_it_is_written_in_the_history_under_pseudonyms(desk: Flask, nadia: Browser):
    lend(desk, nadia, SONIA)
    with desk.app_context():
        entry = session().scalars(select(HistoryEntry).where(HistoryEntry.verb == "delegate")).one()
        (change,) = entry.changes
        assert change["after"] == {"from": "2026-11-18", "to": "2026-11-20", "delegate": person(SONIA).pseudonym}
        assert entry.actor_id == person(NADIA).id


@pytest.mark.parametrize(
    ("fields", "box"),
    [({"debut": "hier"}, "debut"), ({"fin": ""}, "fin"), ({"fin": "2026-11-17"}, "fin"), ({"debut": "2026-11-01", "fin": "2026-11-02"}, "fin"),
     ({"fin": "2027-11-18"}, "fin"), ({"remplacant": str(UUID(int=9))}, "remplacant"), ({"remplacant": "x"}, "remplacant")],
)  # fmt: skip
def test_what_makes_no_sense_is_told(desk: Flask, nadia: Browser, fields: dict[str, str], box: str):
    wanted = {"debut": "2026-11-18", "fin": "2026-11-20", "remplacant": str(uuid_of(desk, SONIA))}
    answer = nadia.post("/moderation/absences", wanted | fields)
    assert answer.status_code == 400 and f'href="#{box}"' in answer.text
    with desk.app_context():
        assert session().scalars(select(Absence)).all() == []


def test_not_oneself_nor_a_structure_nor_twice_the_same_days(desk: Flask, nadia: Browser, karim: Browser):
    for email in (NADIA, "karim@exemple.fr"):
        fields = {"debut": "2026-11-18", "fin": "2026-11-20", "remplacant": str(uuid_of(desk, email))}
        assert nadia.post("/moderation/absences", fields).status_code == 400
    lend(desk, nadia, SONIA)
    fields = {"debut": "2026-11-20", "fin": "2026-11-22", "remplacant": ""}
    assert nadia.post("/moderation/absences", fields).status_code == 400
    assert karim.post("/moderation/absences", fields).status_code == 403
    with desk.app_context(), pytest.raises(NotAnAgent), unit_of_work():
        be_away(FIRST, LAST, None, by=actor("karim@exemple.fr"))
