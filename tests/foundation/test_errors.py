from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.foundation.errors import PAGES
from tests.foundation.conftest import Make


@pytest.fixture
def client(make: Make) -> FlaskClient:
    app = make()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


@pytest.mark.parametrize("code", [*PAGES, 401, 406, 409, 418, 422, 501, 502, 504])
def test_each_error_has_its_page_and_its_code(client: FlaskClient, code: int) -> None:
    page, data = client.get(f"/code/{code}"), client.get(f"/api/code/{code}")
    assert page.status_code == data.status_code == code
    assert "text/html" in page.content_type and "<h1>" in page.text
    said = data.get_json()["error"]
    assert said["code"] == code and said["message"].endswith(".")
    assert said["request_id"] == data.headers["X-Request-Id"]


def test_an_unforeseen_exception_gives_a_number_and_no_stack(client: FlaskClient) -> None:
    for address in ("/casse/Jeanne", "/api/casse/Jeanne"):
        answer = client.get(address)
        assert answer.status_code == 500 and answer.headers["X-Request-Id"] in answer.text
        assert not any(leak in answer.text for leak in ("RuntimeError", "Traceback", "Jeanne", "secret", ".py"))


def test_a_template_that_fails_still_gives_a_page(client: FlaskClient) -> None:
    answer = client.get("/code/429")
    assert answer.status_code == 429 and "<h1>Erreur 429</h1>" in answer.text and "this_name" not in answer.text
    assert client.head("/code/429").status_code == 429


def test_our_own_sentence_is_shown_as_text(client: FlaskClient) -> None:
    assert "Une phrase &lt;b&gt;à nous&lt;/b&gt;." in client.get("/refus").text


def test_a_busy_database_is_unavailable_not_broken(client: FlaskClient) -> None:
    answer = client.get("/base")
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "30"
    assert "SELECT" not in answer.text and "locked" not in answer.text


def test_the_headers_of_the_error_are_kept(client: FlaskClient) -> None:
    answer = client.post("/long", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code in (403, 405)
    assert "GET" in client.delete("/long").headers.get("Allow", "GET")
    assert client.open("/long", method="TRACE").headers["Allow"]


def test_options_says_what_is_possible(client: FlaskClient) -> None:
    answer = client.options("/")
    assert answer.status_code == 200 and "POST" in answer.headers["Allow"]
