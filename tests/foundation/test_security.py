from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.foundation.security import content_security_policy
from tests.foundation.conftest import SECRET, Make
from tests.foundation.observatory import score

EVERY_KIND = [
    "/", "/long", "/bureau", "/inconnu", "/code/410", "/code/500", "/api/ping", "/api/code/404", "/healthz", "/readyz",
    "/static/x/css/base.css", "/static/x/nothing.css", "/static/x/font.woff2", "/casse/x",
]  # fmt: skip
PRODUCTION = {
    "ANNUAIRE_ENV": "production",
    "ANNUAIRE_SECRET_KEY": SECRET,
    "ANNUAIRE_BASE_URL": "https://annuaire.test",
}


@pytest.fixture
def client(make: Make) -> FlaskClient:
    return make().test_client()


@pytest.mark.parametrize("address", EVERY_KIND)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "DELETE"])
def test_every_answer_carries_the_headers(client: FlaskClient, address: str, method: str) -> None:
    headers = client.open(address, method=method).headers
    assert headers["Content-Security-Policy"] == content_security_policy()
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=(self)" in headers["Permissions-Policy"] and headers["Cache-Control"]
    assert headers["X-Request-Id"] and "Set-Cookie" not in headers and "Server" not in headers


def test_the_policy_is_the_strict_one() -> None:
    assert content_security_policy() == (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def test_one_page_may_loosen_one_directive(client: FlaskClient) -> None:
    policy = client.get("/carte").headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://data.geopf.fr;" in policy and "script-src 'self';" in policy


def test_https_everywhere_only_when_the_site_is_https(make: Make) -> None:
    assert "Strict-Transport-Security" not in make().test_client().get("/").headers
    secured = make(**PRODUCTION).test_client().get("/", base_url="https://annuaire.test")
    assert int(secured.headers["Strict-Transport-Security"].split(";")[0].split("=")[1]) >= 31_536_000


def test_observatory_grade_is_a_plus(make: Make) -> None:
    answer = make(**PRODUCTION).test_client().get("/", base_url="https://annuaire.test")
    assert score(answer) >= 100


@pytest.mark.parametrize("header", ["Content-Security-Policy", "X-Content-Type-Options", "Strict-Transport-Security"])
def test_the_scorer_sees_what_is_missing(make: Make, header: str) -> None:
    answer = make(**PRODUCTION).test_client().get("/", base_url="https://annuaire.test")
    before = score(answer)
    del answer.headers[header]
    assert score(answer) < before


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80", "[::1]", "a b", ""])
def test_another_host_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400 and "text/html" in answer.content_type
    assert answer.headers["Content-Security-Policy"] and "evil" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8123"])
def test_our_hosts_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_a_forwarded_host_counts_only_behind_a_trusted_proxy(make: Make) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "203.0.113.9"}
    assert "203.0.113.9" not in make().test_client().get("/", headers=forged).text
    assert make(ANNUAIRE_TRUSTED_PROXIES="1").test_client().get("/", headers=forged).status_code == 400
    del forged["X-Forwarded-Host"]
    assert "203.0.113.9" in make(ANNUAIRE_TRUSTED_PROXIES="1").test_client().get("/", headers=forged).text


@pytest.mark.parametrize(
    ("address", "kept"),
    [("/", "no-cache"), ("/bureau", "no-store"), ("/inconnu", "no-store"), ("/readyz", "no-store"),
     ("/api/code/404", "no-store")],
)  # fmt: skip
def test_what_browsers_may_keep(client: FlaskClient, address: str, kept: str) -> None:
    assert client.get(address).headers["Cache-Control"] == kept
