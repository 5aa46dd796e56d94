"""T31: whatever the geocoder does, the page answers, soon, and our own network is never asked."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from app.foundation.fetching import FetchFailed, JsonFetcher
from app.foundation.settings import SettingsError
from app.territory.geocoder import FAILURES, KEPT, REST_SECONDS, Breaker, Geocoder
from app.territory.queries import reference
from app.territory.reference import Reference
from tests.support.instance import settings_for
from tests.support.live import free_port
from tests.support.strict_client import StrictClient

Answer = Callable[[BaseHTTPRequestHandler], None]


def feature(**changes: Any) -> dict[str, Any]:
    """A good answer: a made-up street of Montbeton."""
    told = {"label": "12 Rue du Hibou Vert 82290 Montbeton", "score": 0.9, "citycode": "82124", **changes}
    place = {"type": "Point", "coordinates": told.pop("coordinates", [1.30, 44.01])}
    return {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": place, "properties": told}]}


def says(content: bytes | dict[str, Any], status: int = 200, **headers: str) -> Answer:
    """Answer with that content."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def sleeps(request: BaseHTTPRequestHandler) -> None:
    """Never answer in time."""
    time.sleep(4)


def drips(request: BaseHTTPRequestHandler) -> None:
    """A header, one letter at a time: no single read is ever late."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(60):
        request.wfile.write(b"a")
        request.wfile.flush()
        time.sleep(0.1)


def endless(request: BaseHTTPRequestHandler) -> None:
    """More bytes than anybody wants."""
    request.send_response(200)
    request.end_headers()
    for _ in range(200):
        request.wfile.write(b"[" * 10_000)


class Fake:
    """A geocoder on loopback, which answers as it is told and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer: Answer = says(feature())
        self.asked: list[str] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake.asked.append(parse_qs(urlsplit(self.path).query).get("q", [""])[0])
                with suppress(OSError):  # the client goes away, as it should
                    fake.answer(self)

            def log_message(self, *args: Any) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/search"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def fake() -> Iterator[Fake]:
    made = Fake()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def known(app: Flask) -> Iterator[Reference]:
    with app.test_request_context("/"):
        yield reference()


def quick(url: str) -> Geocoder:
    """A geocoder that waits less than in real life."""
    return Geocoder.at(url, seconds=0.5)


def test_an_address_is_found_once_and_remembered(fake: Fake, known: Reference):
    geocoder = quick(fake.url)
    for text in ("12 rue du Hibou Vert", " 12 RUE du hibou-vert"):
        found = geocoder.find(text, known)
        assert found and (found.lat, found.lon, found.commune) == (44.01, 1.3, "82124")
        assert found.label == "12 Rue du Hibou Vert 82290 Montbeton"
    assert fake.asked == ["12 rue du Hibou Vert"]


def test_without_an_address_nothing_is_asked(fake: Fake, known: Reference):
    assert Geocoder.at("").find("12 rue du Hibou Vert", known) is None
    geocoder = quick(fake.url)
    assert geocoder.find("ab", known) is None and geocoder.find("a" * 121, known) is None
    assert fake.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        feature(citycode="75056"),
        feature(score=0.1),
        feature(score=float("nan")),
        feature(coordinates=[2.35, 48.85]),
        feature(coordinates=[float("nan"), 44.0]),
        {"type": "FeatureCollection", "features": []},
    ],
    ids=["elsewhere", "unsure", "unsure-nan", "far", "nowhere", "nothing"],
)
def test_results_outside_the_territory_are_refused_without_blame(fake: Fake, known: Reference, answer: dict[str, Any]):
    fake.answer = says(answer)
    geocoder = quick(fake.url)
    for number in range(FAILURES + 2):
        assert geocoder.find(f"{number} rue du Hibou Vert", known) is None
    assert len(fake.asked) == FAILURES + 2


FAILING: dict[str, Answer] = {
    "slow": sleeps,
    "dripping": drips,
    "huge": endless,
    "429": says({}, 429, Retry_After="60"),
    "500": says(b"oops", 500),
    "html": says(b"<html>maintenance</html>"),
    "bytes": says(b"\xff\x00\xfe"),
    "number": says(b"3"),
    "deep": says(b"[" * 60_000),
    "features": says({"features": {}}),
    "feature": says({"features": [3]}),
    "coordinates": says(feature(coordinates="ici")),
    "redirect": says(b"", 302, Location="http://169.254.169.254/latest/meta-data/"),
    "redirect-home": says(b"", 301, Location="http://127.0.0.1:1/"),
}


@pytest.mark.parametrize("name", FAILING)
def test_failures_harm_nothing_and_open_the_breaker(fake: Fake, known: Reference, name: str):
    fake.answer = FAILING[name]
    geocoder = quick(fake.url)
    for number in range(FAILURES + 3):
        began = time.monotonic()
        assert geocoder.find(f"{number} rue du Hibou Vert", known) is None
        assert time.monotonic() - began < 2.5
    assert len(fake.asked) == FAILURES


def test_a_server_that_is_down(known: Reference):
    geocoder = quick(f"http://127.0.0.1:{free_port()}/search")
    assert [geocoder.find(f"{number} rue du Hibou", known) for number in range(5)] == [None] * 5
    assert not geocoder.breaker.allows()


def test_late_threads_end_by_themselves(fake: Fake, known: Reference):
    fake.answer = drips
    quick(fake.url).find("1 rue du Hibou Vert", known)
    time.sleep(0.8)
    assert not [thread for thread in threading.enumerate() if thread.name == "geocoder"]


def test_the_breaker_lets_one_try_after_a_minute():
    moment = [0.0]
    breaker = Breaker(clock=lambda: moment[0])
    for _ in range(FAILURES):
        assert breaker.allows()
        breaker.note(success=False)
    assert not breaker.allows()
    moment[0] = REST_SECONDS + 1
    assert breaker.allows() and not breaker.allows()
    breaker.note(success=True)
    assert breaker.allows() and breaker.allows()


def test_memory_and_pace_are_bounded(known: Reference):
    asked: list[str] = []

    def fetch(address: str) -> Any:
        asked.append(address)
        return feature()

    geocoder = Geocoder("https://geo.example", fetch)
    for number in range(100):
        geocoder.find(f"{number} rue du Hibou Vert", known)
    assert len(asked) == 60 and len(geocoder._kept) <= KEPT


@pytest.mark.parametrize(
    "addresses",
    [["10.0.0.8"], ["169.254.169.254"], ["127.0.0.1"], ["8.8.8.8", "192.168.1.1"], ["::1"], ["fe80::1%eth0"]],
    ids=",".join,
)
def test_public_names_that_lead_inside_are_refused(monkeypatch: pytest.MonkeyPatch, addresses: list[str]):
    entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: entries)
    with pytest.raises(FetchFailed, match="private address"):
        JsonFetcher(0.5).fetch("https://geo.example/search?q=x")


@pytest.mark.parametrize("address", ["http://geo.example/s?q=x", "file:///etc/passwd", "ftp://geo.example/", "//x", ""])
def test_only_https_is_asked(address: str):
    with pytest.raises(FetchFailed):
        JsonFetcher(0.5).fetch(address)


@pytest.mark.parametrize(
    "url",
    ["http://geo.example/s", "https://u:p@geo.example/s", "https://geo.example/s?key=1", "geo.example", "https://"],
)
def test_settings_refuse_other_addresses(tmp_path: Path, url: str):
    with pytest.raises(SettingsError, match="ANNUAIRE_GEOCODER_URL"):
        settings_for(tmp_path, geocoder_url=url)


def test_settings_take_the_national_geocoder_and_none_by_default(tmp_path: Path):
    national = "https://data.geopf.fr/geocodage/search"
    assert settings_for(tmp_path, geocoder_url=national).geocoder_url == national
    assert settings_for(tmp_path).geocoder_url == ""


def test_the_page_uses_it_and_does_without_it(
    app: Flask, client: StrictClient, fake: Fake, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setitem(app.extensions, "geocoder", quick(fake.url))
    page = client.get("/recherche?q=creche&ou=12+rue+du+Hibou+Vert").get_data(as_text=True)
    assert "Rue du Hibou Vert 82290 Montbeton" in page
    fake.answer = says(b"<html>", 500)
    for number in range(FAILURES + 1):
        answer = client.get(f"/recherche?q=creche&ou={number}+rue+du+Lynx+Noir")
        assert answer.status_code == 200 and "Nous ne connaissons pas" in answer.get_data(as_text=True)
    assert "Lynx" not in caplog.text
