from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.foundation import limits
from app.foundation.limits import Window, network
from tests.foundation.conftest import Make


@pytest.fixture
def client(make: Make) -> FlaskClient:
    return make().test_client()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/?q=" + "x" * 1990, 200), ("/?q=" + "x" * 2000, 414), ("/" + "x" * 1001, 414),
        ("/?" + "&".join(["a=1"] * 100), 200), ("/?" + "&".join(["a=1"] * 101), 400), ("/?q=%00", 400), ("/%00", 400),
        ("/?q=%ff%fe", 200), ("/%ff", 404), ("/?%5B%5D=&&&=", 200),
    ],
)  # fmt: skip
def test_costly_addresses_are_refused_with_a_page(client: FlaskClient, address: str, code: int) -> None:
    answer = client.get(address)
    assert answer.status_code == code and "text/html" in answer.content_type


def test_a_heavy_form_is_refused(client: FlaskClient) -> None:
    answer = client.post("/", data={"nom": "x" * (limits.BODY_BYTES + 1)})
    assert answer.status_code == 413


def test_the_api_slows_down_who_asks_too_much(make: Make) -> None:
    client = make(ANNUAIRE_API_PER_MINUTE="3").test_client()
    codes = [client.get("/api/ping").status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    refused = client.get("/api/ping")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60 and refused.get_json()["error"]["code"] == 429
    assert client.get("/").status_code == 200
    assert client.get("/api/ping", environ_overrides={"REMOTE_ADDR": "203.0.113.7"}).status_code == 200


def test_a_forged_address_changes_nothing_without_a_trusted_proxy(make: Make) -> None:
    client = make(ANNUAIRE_API_PER_MINUTE="2").test_client()
    codes = [client.get("/api/ping", headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(4)]
    assert codes == [200, 200, 429, 429]


def test_a_forged_address_changes_nothing_behind_one_trusted_proxy(make: Make) -> None:
    client = make(ANNUAIRE_API_PER_MINUTE="2", ANNUAIRE_TRUSTED_PROXIES="1").test_client()
    forged = [f"203.0.113.{n}, 198.51.100.1" for n in range(4)]
    assert [client.get("/api/ping", headers={"X-Forwarded-For": one}).status_code for one in forged] == [
        200,
        200,
        429,
        429,
    ]


def test_a_window_opens_again() -> None:
    moment = [0.0]
    window = Window(2, 60, lambda: moment[0])
    assert [window.refused_for("a") for _ in range(3)] == [0, 0, 60]
    moment[0] = 45
    assert window.refused_for("a") == 15 and window.refused_for("b") == 0
    moment[0] = 60
    assert window.refused_for("a") == 0


def test_a_flood_of_addresses_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ADDRESSES", 3)
    window = Window(2)
    assert [window.refused_for(str(n)) > 0 for n in range(7)] == [False] * 5 + [True] * 2


@pytest.mark.parametrize(
    ("address", "counted"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("?", "?")],
)
def test_what_counts_as_one_visitor(address: str, counted: str) -> None:
    assert network(address) == counted
