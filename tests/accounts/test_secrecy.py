"""Nobody learns who has an account, nor a link from what we keep (T6, T8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from flask import Flask

from app.foundation import errands
from tests.accounts.conftest import KARIM, NOBODY, RIBAMBELLE, Open, owner
from tests.support import instance
from tests.support.people import Browser, add_person, code_of, link_of
from tests.support.smtp import Postbox, postbox
from tests.support.sql import statements

TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


def asked(browser: Browser, email: str) -> tuple[int, str, dict[str, str], str]:
    """Everything an answer shows, without what differs each time."""
    answer = browser.ask(email)
    headers = {name: value for name, value in answer.headers if name not in ("X-Request-Id", "Set-Cookie", "Date")}
    assert len(answer.headers.getlist("Set-Cookie")) == 1
    next_page = TOKEN.sub("", browser.get(answer.location).text)
    return answer.status_code, answer.text, headers, next_page


def test_known_and_unknown_addresses_get_the_same_answer(browser: Open):
    assert asked(browser(), KARIM) == asked(browser(), NOBODY)


def test_known_and_unknown_addresses_ask_the_same_of_the_database(cast: Flask, browser: Open):
    heard = []
    for email in (KARIM, NOBODY):
        opened = browser()
        token = opened.token()
        with statements(cast) as said:
            opened.client.post("/connexion", data={"csrf_token": token, "email": email})
        heard.append(said)
    assert heard[0] == heard[1] and len(heard[0]) > 5


def test_a_wrong_code_says_the_same_for_both(browser: Open):
    said = []
    for email in (KARIM, NOBODY):
        opened = browser()
        opened.ask(email)
        said.append([TOKEN.sub("", opened.post("/connexion/code", {"code": "BBBB-BBBB"}).text) for _ in range(7)])
    assert said[0] == said[1]


@pytest.mark.slow
def test_the_time_of_the_answer_tells_nothing(cast: Flask, browser: Open):
    """No exact science in a shared machine: the medians may not differ by more than their own spread."""
    spent: dict[str, list[float]] = {KARIM: [], NOBODY: []}
    for turn in range(40):
        for email in (KARIM, NOBODY) if turn % 2 else (NOBODY, KARIM):
            opened = browser(environ_overrides={"REMOTE_ADDR": f"10.{turn}.{len(email)}.1"}, strict=False)
            token = opened.token()
            began = perf_counter()
            opened.client.post("/connexion", data={"csrf_token": token, "email": email}, **opened.options)
            spent[email].append(perf_counter() - began)
    known, unknown = (sorted(times) for times in spent.values())
    spread = max(times[30] - times[10] for times in (known, unknown))
    assert abs(median(known) - median(unknown)) < max(spread, 0.002)


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as opened:
        yield opened


@pytest.fixture
def sending(tmp_path: Path, box: Postbox) -> Iterator[Flask]:
    """A site that sends its mail to a server, and writes its whole log."""
    app = instance.open_app(instance.copy_of("seeded", tmp_path / "instance"), smtp_url=box.url, log_level="DEBUG")
    add_person(app, KARIM, owner(RIBAMBELLE))
    yield app
    instance.close(app)


def test_neither_the_database_nor_the_log_holds_a_link(
    sending: Flask, box: Postbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    karim = Browser(sending)
    karim.ask(KARIM)
    before = everything(tmp_path)
    with sending.app_context():
        errands.run_all()
    mail = box.body()
    link, code = link_of(mail), code_of(mail)
    karim.post("/connexion/code", {"code": "BBBB-BBBB"})
    assert karim.get(link).headers["Referrer-Policy"] == "same-origin"
    assert karim.get(link).headers["Cache-Control"] in ("no-store", "no-cache")
    assert karim.post(link).status_code == 303
    secrets = [link.rpartition("/")[2], code, code.replace("-", ""), karim.cookie()]
    kept = before + everything(tmp_path)
    assert all(len(secret) >= 8 and secret.encode() not in kept for secret in secrets)
    said = "".join(capsys.readouterr())
    assert "/connexion/lien/<token>" in said
    assert all(secret not in said for secret in [*secrets, KARIM])


def everything(folder: Path) -> bytes:
    """Every byte of the instance: tables, journal, pages that were freed."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and "sqlite" in path.name)
