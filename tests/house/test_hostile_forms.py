"""Every form of the site, sent by another site, without a token, or twice: nothing changes, or one thing does (T12, T21)."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.catalogue.fields import FIELDS
from app.catalogue.models import Organization, Service
from app.contribution.sections import SECTIONS
from app.foundation import clock
from app.foundation.db import db, session
from app.proposals.models import Proposal
from tests.contribution.support import fields_of, page_of
from tests.house.test_matrix import PEOPLE, PLATANES, _address, _door, site

__all__ = ["site"]

#: What the provider of one's mail sends by itself (RFC 8058); its address holds the proof.
MACHINES = {"/alertes/<token>/desabonnement"}


def digest(app: Flask) -> str:
    """Everything that the database says but when people were last seen."""
    with app.app_context():
        raw: Any = db.engine.raw_connection()
        lines = [line for line in raw.driver_connection.iterdump() if 'INTO "web_session"' not in line]
        raw.close()
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_no_form_is_taken_from_elsewhere_nor_without_a_token(site: Flask):
    enter, sent = _door(site), 0
    hands = {who: enter(email) for who, email in PEOPLE.items()}
    tokens = {who: hand.token() for who, hand in hands.items()}
    before = digest(site)
    for rule in site.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.rule in MACHINES:
            continue
        address = _address(site, rule)
        for who in ("personne", "structure", "agent", "administrateur"):
            client, good = hands[who].client, {"csrf_token": tokens[who]}
            for data, headers in (
                ({}, {}),
                ({"csrf_token": tokens["CTG"]}, {}),
                (good, {"Origin": "https://evil.example"}),
                (good, {"Sec-Fetch-Site": "cross-site"}),
                (good, {"Referer": "https://evil.example/x"}),
            ):
                answer = client.post(address, data=data, headers=headers)
                assert answer.status_code == 403, (who, address, data, headers, answer.status)
                sent += 1
    assert digest(site) == before
    assert sent > 1500


def test_what_is_not_of_a_section_is_never_kept_from_it(site: Flask):
    """Each section is sent every field of the guide, and what no structure may say: only its own fields are kept."""
    hidden = ("status", "organization", "internal_note", "source", "assured_on", "assured_by", "is_fictional", "slug",
              "uuid", "version", "author_kind", "decided_by", "at_once", "organization_id", "type_slug")  # fmt: skip
    for slug, section in SECTIONS.items():
        karim = _door(site)(PEOPLE["structure"])
        address = f"/espace/fiches/{PLATANES}/modifier/{slug}"
        form = fields_of(page_of(karim.get(address)), f"/modifier/{slug}")
        own = {name for name in form if name.partition("-")[0] in section.names}
        stolen = dict.fromkeys(
            {*FIELDS, *hidden} - {name.partition("-")[0] for name in form} - set(section.names), "volé"
        )
        karim.post(address, {**form, **stolen})
        with site.app_context():
            wanted = select(Proposal).where(Proposal.kind == "change", Proposal.status == "draft")
            drafts = [one.draft for one in session().scalars(wanted)]
        for draft in drafts:
            assert set(draft) <= {name for each in SECTIONS.values() for name in each.names}, (slug, own)
            assert "volé" not in str(draft), slug


def counted(app: Flask, kind: Any) -> int:
    with app.app_context():
        return session().scalar(select(func.count()).select_from(kind)) or 0


#: Who presses, where, what they type, what is added.
PRESSED: dict[str, tuple[str | None, str, dict[str, str], Any]] = {
    "report": (None, "/services/{slug}/signaler", {"message": "Le numéro ne répond plus jamais."}, Proposal),
    "begun": (PEOPLE["structure"], "/espace/nouvelle", {"name": "Un lieu", "type": "ludotheque"}, Proposal),
    "listing": ("nadia@exemple.fr", "/moderation/fiches/nouvelle", {"name": "Un lieu", "type": "ludotheque"}, Service),
    "structure": ("nadia@exemple.fr", "/moderation/organismes/nouveau", {"name": "Elle", "kind": "association"},
                  Organization),
}  # fmt: skip


@pytest.mark.parametrize("what", PRESSED)
def test_a_button_pressed_twice_adds_one_thing(site: Flask, what: str):
    who, address, typed, kind = PRESSED[what]
    with site.app_context():
        slug = session().scalars(select(Service.slug).where(Service.uuid == PLATANES)).one()
    browser, address = _door(site)(who), address.format(slug=slug)
    form = fields_of(page_of(browser.get(address)), address)
    boxes = {name: next(box for box in form if box == name or box.startswith(f"valeur-{name}-")) for name in typed}
    form |= {boxes[name]: said for name, said in typed.items()}
    before = counted(site, kind)
    with clock.freeze(clock.now() + timedelta(seconds=30)):
        first, second = (browser.post(address, form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert counted(site, kind) == before + 1


def test_the_key_of_a_form_never_opens_what_exists(site: Flask):
    """An agent who writes the identifier of another listing in the form changes nothing of it."""
    nadia = _door(site)("nadia@exemple.fr")
    form = fields_of(page_of(nadia.get("/moderation/organismes/nouveau")), "/organismes/nouveau")
    with site.app_context():
        known: UUID = session().scalars(select(Organization.uuid).limit(1)).one()
    before = digest(site)
    answer = nadia.post(
        "/moderation/organismes/nouveau", {**form, "name": "Volée", "kind": "association", "cle": str(known)}
    )
    assert answer.status_code == 303 and digest(site) == before
