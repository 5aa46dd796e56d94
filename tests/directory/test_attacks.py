"""Attacks and costs on every address of the desk: refused or bounded, and nothing is told (T15, T27, T33, T34, T40)."""

from __future__ import annotations

import time
from urllib.parse import quote
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.catalogue.facts import ContactFacts, SourceFacts
from app.catalogue.operations import create_service, save_organization
from app.foundation.unit_of_work import unit_of_work
from tests.directory.support import NADIA, answers, caller, facts, no_refusal
from tests.support.strict_client import StrictClient

# ---------------------------------------------------------------- T27


@pytest.mark.parametrize("root", ["/static", "/services", "/static/css", "/static/dist", ""])
@pytest.mark.parametrize(
    "path",
    [
        "../app/factory.py",
        "..%2fapp%2ffactory.py",
        "..%252f..%252fetc/passwd",
        "....//....//etc/passwd",
        "%2e%2e/wsgi.py",
        "/etc/passwd",
        "..\\wsgi.py",
        "%5c..%5cwsgi.py",
        "css/..%c0%af..%c0%afwsgi.py",
        "site.css%00.py",
        "C:/windows/win.ini",
        "../instance/annuaire.sqlite3",
        ".env",
        ".git/config",
        "file:///etc/passwd",
    ],
)
def test_no_path_leaves_the_folder(raw: FlaskClient, root: str, path: str):
    response = raw.get(f"{root}/{path}")
    assert response.status_code in (400, 404, 308), response.status
    assert b"root:x:" not in response.data and b"import " not in response.data


# ---------------------------------------------------------------- T33


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:80", "@evil"]
)
def test_another_host_is_refused(raw: FlaskClient, host: str):
    assert raw.get("/", headers={"Host": host}).status_code == 400
    assert b"evil.example" not in raw.get("/services/mairie-de-montbeton", headers={"Host": host}).data


def test_forwarded_hosts_are_not_believed(raw: FlaskClient):
    headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Original-URL": "/evil"}
    for address in ("/services/mairie-de-montbeton", "/api/recherche?q=mairie"):
        assert b"evil.example" not in raw.get(address, headers=headers).data


# ---------------------------------------------------------------- T34


def test_a_failure_tells_the_visitor_a_number_and_nothing_else(own_app: Flask, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise RuntimeError("le secret de la table service, ligne 42")

    monkeypatch.setattr("app.directory.routes.service.service_page", broken)
    own_app.testing = False
    own_app.config["PROPAGATE_EXCEPTIONS"] = False
    client = own_app.test_client()
    assert isinstance(client, StrictClient)
    response = client.get("/services/mairie-de-montbeton")
    body = response.get_data(as_text=True)
    assert response.status_code == 500
    assert "secret" not in body and "RuntimeError" not in body and "Traceback" not in body
    assert response.headers["X-Request-Id"] in body
    assert 'action="/recherche"' in body and 'href="tel:' in body


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_a_wrong_verb_is_refused_plainly(raw: FlaskClient, method: str):
    response = raw.open("/recherche", method=method.upper())
    assert response.status_code in (200, 400, 403, 405) and b"Traceback" not in response.data
    assert response.status_code != 200 or method == "options"


# ---------------------------------------------------------------- T40


def test_a_question_of_ten_kilobytes_is_refused(raw: FlaskClient):
    assert raw.get("/recherche?q=" + "a" * 10_000).status_code == 414
    assert raw.get("/api/recherche?q=" + "mot+" * 2_500, environ_overrides=caller()).status_code == 414


def test_a_thousand_filters_are_refused(raw: FlaskClient):
    many = "&".join(f"type=t{number}" for number in range(1000))
    assert raw.get(f"/recherche?{many}").status_code in (400, 414)
    assert raw.get("/recherche?" + "&".join(["jour=mer"] * 101)).status_code == 400


def test_what_is_asked_without_bound_is_bounded(raw: FlaskClient):
    answer = raw.get("/api/recherche?per_page=1000000000&page=100000", environ_overrides=caller()).get_json()
    assert answer["per_page"] == 100 and answer["items"] == []
    assert answers(raw, "/api/recherche?page=1000000000000000000000") == 400


def test_costly_questions_cost_little(raw: FlaskClient):
    """Once warm, none of these takes a quarter of a second on the seeded catalogue."""
    costly = [
        "q=" + quote("a e i o u d l m s t " * 6),
        "q=" + quote("crèche " * 17),
        "q=" + "x" * 120,
        "q=" + quote(" ".join(f"mot{n}" for n in range(20))),
        "&".join(f"commune=8212{n}" for n in range(9)),
        "q=service&inconnus=1&jour=lun&de=0:00&ouvert=maintenant&per_page=100&tri=distance&lat=44&lon=1.3",
    ]
    for query in costly:
        raw.get(f"/api/recherche?{query}", environ_overrides=caller())
        best = min(_seconds(raw, f"/api/recherche?{query}") for _ in range(3))
        assert best < 0.25, (query[:60], best)


def _seconds(client: FlaskClient, address: str) -> float:
    began = time.perf_counter()
    client.get(address, environ_overrides=caller())
    return time.perf_counter() - began


# ---------------------------------------------------------------- T15


DANGEROUS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "vbscript:x",
    "\tjavascript:x",
)


def test_a_dangerous_address_is_never_a_link(module_app: Flask, module_client: StrictClient):
    with module_app.app_context(), unit_of_work():
        for url in DANGEROUS:
            who = save_organization(uuid4(), {"name": "Org louche", "kind": "association", "website": url}, by=NADIA)
            told = facts(
                name="Lieu louche",
                organization=str(who.uuid),
                contacts=(ContactFacts("website", url),),
                description=f"[ici]({url}) <a href='{url}'>là</a>",
                source=SourceFacts("Essai", url=url),
            )
            create_service(told, by=NADIA)
    with no_refusal(module_client) as client:
        for number in range(1, len(DANGEROUS) + 1):
            suffix = f"-{number}" if number > 1 else ""
            for room in ("services/lieu-louche", "organisations/org-louche"):
                links = client.page(f"/{room}{suffix}").links()
                assert not [link for link in links if "script:" in link.lower() or link.startswith(("data:", "//"))]
