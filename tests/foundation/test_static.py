from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.foundation import static
from app.foundation.static import asset, has_asset
from tests.foundation.conftest import SECRET, Make

GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def app(make: Make) -> Flask:
    return make()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return asset(name)


def test_files_are_kept_for_ever_under_their_fingerprint(app: Flask, client: FlaskClient) -> None:
    answer = client.get(address(app, "css/base.css"))
    assert answer.status_code == 200 and answer.content_type == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]


def test_an_old_fingerprint_still_answers_but_is_not_kept(client: FlaskClient) -> None:
    answer = client.get("/static/0123456789ab/css/base.css")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-cache"


def test_the_address_changes_with_the_content(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static, "LOOK_AGAIN_SECONDS", 0)
    app = make(ANNUAIRE_ENV="development")
    before = address(app, "css/base.css")
    file = tmp_path / "static" / "css" / "base.css"
    file.write_text("body { color: red }", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert address(app, "css/base.css") != before


def test_built_files_are_found_by_their_plain_name(app: Flask) -> None:
    assert address(app, "fonts.css").endswith("/dist/fonts.abc.css")
    with app.test_request_context():
        assert has_asset("fonts.css") and not has_asset("nothing.css")


def test_a_missing_file_is_said_in_tests_and_harmless_in_production(app: Flask, make: Make) -> None:
    with pytest.raises(LookupError, match="nothing"):
        address(app, "nothing.css")
    live = make(ANNUAIRE_ENV="production", ANNUAIRE_SECRET_KEY=SECRET, ANNUAIRE_BASE_URL="https://annuaire.test")
    assert address(live, "nothing.css").endswith("/nothing.css")


@pytest.mark.parametrize(
    "name",
    ["../secret_key", "..%2fsecret_key", "%2e%2e/secret_key", "css/../../instance/secret_key", "/etc/passwd", "css",
     "css/base.css%00", "css//base.css", ".hidden", "fonts.css", "css\\base.css"],
)  # fmt: skip
def test_nothing_outside_the_folder(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/x/{name}").status_code in (400, 404, 308)


def test_style_sheets_are_compressed_and_fonts_are_not(app: Flask, client: FlaskClient) -> None:
    sheet = client.get(address(app, "css/base.css"), headers=GZIP)
    assert sheet.headers["Content-Encoding"] == "gzip" and sheet.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(sheet.data).startswith(b"body")
    assert "Content-Encoding" not in client.get(address(app, "css/base.css")).headers
    assert "Content-Encoding" not in client.get(address(app, "font.woff2"), headers=GZIP).headers


def test_a_file_already_there_is_not_sent_again(app: Flask, client: FlaskClient) -> None:
    where = address(app, "css/base.css")
    tag = client.get(where).headers["ETag"]
    again = client.get(where, headers={"If-None-Match": tag})
    assert again.status_code == 304 and again.data == b"" and again.headers["Content-Security-Policy"]


def test_a_piece_of_a_file(app: Flask, client: FlaskClient) -> None:
    piece = client.get(address(app, "font.woff2"), headers={"Range": "bytes=0-3"})
    assert piece.status_code == 206 and piece.data == b"wOF2"
    assert client.get(address(app, "font.woff2"), headers={"Range": "bytes=9999999-"}).status_code == 416


def test_pages_are_compressed_when_asked_and_worth_it(client: FlaskClient) -> None:
    packed, bare, small = client.get("/long", headers=GZIP), client.get("/long"), client.get("/", headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.data) == bare.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(bare.data)
    assert "Content-Encoding" not in bare.headers and "Content-Encoding" not in small.headers
    assert bare.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in client.get("/long", headers={"Accept-Encoding": "gzip;q=0"}).headers


def test_a_page_already_there_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/long", headers=GZIP).headers["ETag"]
    again = client.get("/long", headers={"If-None-Match": tag, **GZIP})
    assert again.status_code == 304 and again.data == b"" and again.headers["Cache-Control"] == "no-cache"
