from __future__ import annotations

import json
from typing import Any

import pytest

from app.foundation import health
from tests.foundation.conftest import Make


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_one_line_per_request_and_nothing_personal(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    client = make().test_client()
    answer = client.get("/code/404?q=Jeanne+Dupont", headers={"User-Agent": "Jeanne", "X-Forwarded-For": "203.0.113.9"})
    (line,) = lines(capsys)
    assert line["event"] == "request" and line["route"] == "/code/<int:code>"
    assert line["method"] == "GET" and line["status"] == 404 and line["ms"] >= 0
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert not any(said in json.dumps(line) for said in ("Jeanne", "127.0.0.1", "203.0.113.9"))


def test_an_exception_leaves_its_place_and_not_its_words(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    app = make()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.test_client().get("/casse/Jeanne")
    exception, request = lines(capsys)
    assert exception["type"] == "RuntimeError" and exception["frames"][-1].endswith("broken")
    assert request["status"] == 500 and exception["request_id"] == request["request_id"]
    assert "Jeanne" not in json.dumps([exception, request])


def test_an_unknown_address_is_not_written(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    make().test_client().get("/jeanne.dupont@exemple.fr")
    assert lines(capsys)[0]["route"] == "-"


def test_a_proxy_may_number_requests_only_when_trusted(make: Make) -> None:
    given = {"X-Request-Id": "abcdef-0123456789"}
    assert (
        make(ANNUAIRE_TRUSTED_PROXIES="1").test_client().get("/", headers=given).headers["X-Request-Id"]
        == given["X-Request-Id"]
    )
    assert make().test_client().get("/", headers=given).headers["X-Request-Id"] != given["X-Request-Id"]
    bad = {"X-Request-Id": "<script>alert(1)</script>"}
    assert "<" not in make(ANNUAIRE_TRUSTED_PROXIES="1").test_client().get("/", headers=bad).headers["X-Request-Id"]


def test_alive_and_ready(make: Make) -> None:
    app = make()
    client = app.test_client()
    assert client.get("/healthz").text == "ok\n" and client.get("/readyz").get_json() == {"ready": True, "checks": {}}
    health.register_check(app, "database", lambda: None)
    assert client.get("/readyz").status_code == 200


def test_not_ready_says_which_and_not_why(make: Make) -> None:
    def fails() -> None:
        raise RuntimeError("mot de passe")

    app = make()
    health.register_check(app, "database", fails)
    health.register_check(app, "index", lambda: False)
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503 and "mot de passe" not in answer.text
    assert answer.get_json() == {"ready": False, "checks": {"database": "failed", "index": "failed"}}


def test_developers_see_the_whole_exception(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    app = make(ANNUAIRE_ENV="development")
    assert app.test_client().get("/casse/Jeanne").status_code == 500
    assert "RuntimeError: secret de Jeanne" in capsys.readouterr().err
