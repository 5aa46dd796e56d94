"""A reminder leads to a page with one button; nothing is said to who already answered."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from flask import Flask

from app.catalogue.queries import service_by_uuid
from app.foundation import clock
from app.foundation.actors import SYSTEM
from app.foundation.unit_of_work import unit_of_work
from app.proposals.freshness.operations import confirm, remind
from tests.conftest import WEDNESDAY_IN_TERM
from tests.contribution.conftest import Open
from tests.contribution.support import INES, KARIM, LEA, page_of
from tests.support.people import Browser, last_letter, letters

LATER = WEDNESDAY_IN_TERM + timedelta(days=250)


def overdue(app: Flask, karim: Browser, uuid: UUID) -> None:
    """Karim confirmed once; it is due again."""
    karim.post(f"/espace/fiches/{uuid}/a-jour")
    with clock.freeze(LATER), app.app_context(), unit_of_work():
        remind()


def test_one_button_behind_a_page(cast: Flask, karim: Browser, enter: Open, platanes: UUID):
    overdue(cast, karim, platanes)
    with clock.freeze(LATER):
        assert "Les Platanes" in last_letter(cast, LEA)
        assert not any("Les Platanes" in letter for letter in letters(cast, INES))
        link = re.search(r"http\S+(/espace/fiches/\S+/a-jour)", last_letter(cast, KARIM))
        assert link
        lea = enter(LEA)
        page = page_of(lea.get(link[1]))
        assert "Oui, tout est à jour" in page.visible
        with cast.app_context():
            before = service_by_uuid(platanes)
            assert before and before.next_due and before.next_due < LATER.date(), "opening the link changes nothing"
        assert lea.post(link[1]).status_code == 303
        with cast.app_context():
            after = service_by_uuid(platanes)
            assert after and after.next_due and after.next_due > LATER.date()


def test_who_answered_before_the_letter_left_is_left_alone(cast: Flask, karim: Browser, platanes: UUID):
    overdue(cast, karim, platanes)
    with clock.freeze(LATER):
        with cast.app_context(), unit_of_work():
            confirm(platanes, by=SYSTEM)
        assert not any("est à confirmer" in letter for letter in letters(cast, KARIM))
