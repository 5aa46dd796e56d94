"""What families may not see is in no answer of the site, of whatever kind: pages, feeds, files, searches, drawings.

Every public address is asked, with the addresses of what is hidden; nothing of what those listings say comes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.accounts.gate import audiences_of
from app.catalogue.facts import CampaignFacts, ContactFacts, PlaceFacts, SourceFacts, Status
from app.catalogue.hours.model import Closure, SpecialOpening
from app.foundation import clock
from app.foundation.actors import Audience
from app.foundation.unit_of_work import unit_of_work
from app.proposals.freshness.operations import _delist
from tests.directory.support import MONDAY, MONTAUBAN, added, changed, service_of, weekly
from tests.support.pdf import reader

HIDDEN = {"brouillon": Status.DRAFT, "archivee": Status.ARCHIVED, "fermee": Status.CLOSED}
TYPE, THEME, COMMUNE = "accueil-violences", "action-sociale-acces-aux-droits", "montauban"
#: Of a closed listing the name is said, where one asks for it; and nothing else.
WORD = re.compile(
    r"zzcache\w*|05[ .]?63[ .]?99[ .]?00[ .]?\d\d|\+33563990\d{3}|44[.,]0777|1[.,]4111|82099", re.IGNORECASE
)
SKIPPED = {"static", "photos", "service-worker.js", "styles", "developpement"}


def texts(word: str) -> dict[str, Any]:
    """Facts whose every text holds that word."""
    place = PlaceFacts(MONTAUBAN, f"7 rue {word}", "82099", 44.0777, 1.4111, "numero", False, word, True, word)
    return {
        "type": TYPE, "summary": word, "description": word, "eligibility": word, "registration": word, "fee_note": word,
        "hours_note": word, "age_note": word, "internal_note": word, "documents": (word,), "place": place,
        "source": SourceFacts(word, dated=date(2026, 9, 1)), "slots": weekly(540, 1080), "hours_known": True,
        "contacts": (ContactFacts("phone", "05 63 99 00 11", word), ContactFacts("email", f"{word}@exemple.fr"),
                     ContactFacts("website", f"https://{word}.exemple.fr/")),
        "closures": (Closure(date(2026, 12, 21), date(2026, 12, 24), word),),
        "special_openings": (SpecialOpening(date(2026, 12, 23), 600, 720),),
        "campaigns": (CampaignFacts(word, date(2026, 11, 1), date(2027, 1, 31), word),),
    }  # fmt: skip


@pytest.fixture(scope="module")
def slugs(module_app: Flask) -> list[str]:
    """One listing of each kind that is hidden, each shown for a day before; one that was delisted; one of a secret place."""
    made = []
    with clock.freeze(MONDAY - timedelta(days=3)):
        for name in (*HIDDEN, "retiree"):
            made.append(added(module_app, name=f"Essai {name}", **texts(f"zzcache{name}")))
    with clock.freeze(MONDAY - timedelta(days=2)):
        for slug, status in zip(made, HIDDEN.values(), strict=False):
            changed(module_app, slug, status=status)
        with module_app.app_context(), unit_of_work():
            _delist(service_of(made[-1]).id)
        safe = texts("Maison") | {"documents": (), "internal_note": "zzcachenote"}
        safe["place"] = PlaceFacts(MONTAUBAN, "7 rue zzcacherue", "82099", 44.0777, 1.4111, "numero", True, "zzcachebus",
                                   True, "zzcacheporte")  # fmt: skip
        safe["contacts"] = (ContactFacts("phone", "05 63 99 00 22", is_public=False), ContactFacts("phone", "3919"))
        made.append(added(module_app, name="Essai secret", **safe))
    return made


def addresses(app: Flask, slugs: list[str]) -> Iterator[str]:
    """Every public address that is read, with the words that it takes, and the searches that would lead there."""
    with app.app_context():
        ids = [service_of(slug).id for slug in slugs]
    for rule in app.url_map.iter_rules():
        public = Audience.PUBLIC in audiences_of(app.view_functions[rule.endpoint])
        if public and "GET" in (rule.methods or ()) and rule.rule.strip("/").partition("/")[0] not in SKIPPED:
            yield from _filled(rule, slugs)
    for word in ("essai", "maison", *slugs):
        for asked in ({"q": word}, {"q": word, "ou": "Montauban", "tri": "distance"}, {"q": word, "vue": "carte"}):
            yield f"/recherche?{urlencode(asked)}"
            yield f"/api/recherche?{urlencode({**asked, 'per_page': 100})}"
        yield f"/api/suggestions?{urlencode({'q': word, 'champ': 'q'})}"
    near = urlencode({"type": TYPE, "lat": 44.08, "lon": 1.41, "rayon": 5, "tri": "distance"})
    yield from (f"/recherche?{near}", f"/api/recherche?{near}&per_page=100")
    chosen = [("fiches", ",".join(map(str, ids))), *[("fiche", str(one)) for one in (*ids, *slugs)]]
    for room, query in product(("ma-selection", "comparer", "me-prevenir", "calendrier.ics", "flux.atom"), chosen):
        yield f"/{room}?{urlencode([query])}"
    yield from (f"/{room}?type={TYPE}" for room in ("calendrier.ics", "flux.atom", "en-ce-moment", "recherche"))


def _filled(rule: Rule, slugs: list[str]) -> Iterator[str]:
    if rule.arguments == {"slug"}:
        for slug in (*slugs, TYPE, THEME, COMMUNE):
            yield rule.rule.replace("<slug>", slug)
    elif not rule.arguments:
        yield rule.rule


def said(data: bytes, kind: str | None) -> str:
    """What an answer says; a calendar and a contact card with their lines joined again."""
    if kind == "application/pdf":
        return " ".join(page.extract_text() for page in reader(data).pages)
    return re.sub(r"\r\n[ \t]", "", data.decode())


def test_nothing_hidden_is_in_any_answer(module_app: Flask, slugs: list[str]):
    client, found, answered = FlaskClient(module_app, module_app.response_class), {}, 0
    for address in addresses(module_app, slugs):
        answer = client.get(address)
        assert answer.status_code < 500, address
        answered += answer.status_code == 200
        if words := set(WORD.findall(said(answer.data, answer.mimetype))):
            found[address] = words
    assert found == {}
    assert answered > 120, "they were really asked"


def test_the_search_by_its_words_finds_none(module_app: Flask, module_client: Any, slugs: list[str]):
    for word in ("zzcachebrouillon", "zzcachearchivee", "zzcachefermee", "zzcacheretiree", "zzcachenote", "zzcacherue",
                 "zzcachebus", "0563990011", "0563990022"):  # fmt: skip
        items = module_client.get(f"/api/recherche?q={word}&per_page=100").get_json()["items"]
        assert not {item["slug"] for item in items} & set(slugs), word


def test_the_same_listing_is_everywhere_once_it_is_shown(module_app: Flask, slugs: list[str]):
    """The walk sees what it looks for: the draft, published, is met in each kind of answer."""
    client = FlaskClient(module_app, module_app.response_class)
    changed(module_app, slugs[0], status=Status.PUBLISHED)
    try:
        met = {
            address.partition("?")[0].rpartition("/")[2].rpartition(".")[2]
            for address in addresses(module_app, slugs)
            if WORD.search(said((answer := client.get(address)).data, answer.mimetype))
        }
    finally:
        changed(module_app, slugs[0], status=Status.DRAFT)
    assert {"recherche", "pdf", "ics", "vcf", "json", "comparer", TYPE, slugs[0]} <= met, met
