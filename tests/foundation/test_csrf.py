from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.foundation import csrf
from tests.foundation.conftest import Make

ORIGIN = {"Origin": "http://localhost"}


@pytest.fixture
def app(make: Make) -> Flask:
    return make()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def token(client: FlaskClient) -> str:
    page = client.get("/formulaire")
    assert "Set-Cookie" not in page.headers
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    return found[1]


def send(client: FlaskClient, **headers: str) -> int:
    fields = {"nom": "Léa", "csrf_token": token(client)}
    return client.post(
        "/", data=fields, headers={name.replace("_", "-"): value for name, value in headers.items()}
    ).status_code


def test_our_own_form_is_accepted(client: FlaskClient) -> None:
    assert send(client, Origin="http://localhost") == 200
    assert send(client, Sec_Fetch_Site="same-origin", Origin="http://localhost") == 200
    assert send(client, Referer="http://localhost/formulaire") == 200
    assert send(client) == 200, "an old browser says nothing; the token proves the page"
    assert client.post("/", headers={**ORIGIN, "X-CSRF-Token": token(client)}).status_code == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [("Origin", "https://evil.example"), ("Origin", "null"), ("Origin", "http://localhost.evil.example"),
     ("Origin", "http://localhost:1"), ("Origin", "https://localhost"), ("Sec-Fetch-Site", "cross-site"),
     ("Sec-Fetch-Site", "same-site"), ("Referer", "https://evil.example/http://localhost/")],
)  # fmt: skip
def test_a_form_from_elsewhere_is_refused_even_with_a_token(client: FlaskClient, name: str, value: str) -> None:
    answer = client.post("/", data={"csrf_token": token(client)}, headers={name: value})
    assert answer.status_code == 403 and "autre site" in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("given", ["", "x", "a.b.c", "é\x00"])
def test_without_a_token_of_ours_nothing_passes(client: FlaskClient, method: str, given: str) -> None:
    answer = client.open("/", method=method, data={"csrf_token": given}, headers=ORIGIN)
    assert answer.status_code in (403, 405) and (method != "POST" or answer.status_code == 403)


def test_what_was_typed_is_kept_when_the_form_is_too_old(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    old = token(client)
    monkeypatch.setattr(csrf, "LIFETIME_SECONDS", -1)
    fields = {"nom": "<Léa>", "mot_de_passe": "caché", "csrf_token": old}
    answer = client.post("/?a=1", data=fields, headers=ORIGIN)
    assert answer.status_code == 403
    assert "value='&lt;Léa&gt;'" in answer.text and "action='/?a=1'" in answer.text and "caché" not in answer.text
    monkeypatch.undo()
    fresh = re.search(r'value="([^"]+)"', answer.text)
    assert fresh and client.post("/", data={"csrf_token": fresh[1]}, headers=ORIGIN).status_code == 200


def test_what_was_typed_is_not_offered_again_when_nothing_proves_our_page(client: FlaskClient) -> None:
    assert "Léa" not in client.post("/", data={"nom": "Léa"}).text


def test_a_token_of_one_session_is_worth_nothing_in_another(app: Flask) -> None:
    client, session = app.test_client(), ["alice"]
    csrf.bind_tokens(app, lambda: session[0])
    own = token(client)
    assert client.post("/", data={"csrf_token": own}, headers=ORIGIN).status_code == 200
    session[0] = "bob"
    assert client.post("/", data={"csrf_token": own}, headers=ORIGIN).status_code == 403


def test_tokens_differ_each_time_and_do_not_survive_another_secret(app: Flask) -> None:
    client = app.test_client()
    given = token(client)
    assert given != token(client)
    app.secret_key = "another secret, just as long as the first"
    assert client.post("/", data={"csrf_token": given}, headers=ORIGIN).status_code == 403


def test_machines_and_json(client: FlaskClient) -> None:
    assert client.post("/machine", headers={"Origin": "https://evil.example"}).status_code == 200
    answer = client.post("/api/ping", headers=ORIGIN)
    assert answer.status_code == 403 and answer.get_json()["error"]["code"] == 403
