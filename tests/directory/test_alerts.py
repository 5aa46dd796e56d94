"""Alerts by mail without an account: two steps to begin, one to stop, nothing that betrays an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from werkzeug.test import TestResponse

from app.catalogue.hours.model import Closure
from app.following.models import Alert, Digest, Follower
from app.foundation import clock
from app.foundation.db import session
from app.foundation.mail import Letter
from tests.directory.support import MONDAY, added, changed
from tests.support.page import Page
from tests.support.people import Browser, let_mail_leave
from tests.support.smtp import Postbox, postbox

INES, OTHER = "ines.secret@exemple.fr", "autre@exemple.fr"
LINK = re.compile(r"https?://[^/\s]+(/alertes/\S+)")
MARK = re.compile(r'name="ouvert" value="([^"]+)"')
WEEK = timedelta(days=7)


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """A site of this test's own."""
    return own_app


@pytest.fixture
def box(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """A real mail server."""
    with postbox() as found:
        settings = replace(app.extensions["settings"], smtp_url=found.url)
        monkeypatch.setitem(app.extensions, "settings", settings)
        yield found


@pytest.fixture
def slug(app: Flask) -> str:
    with clock.freeze(MONDAY - timedelta(days=30)):
        return added(app, name="Ludothèque du Suivi", type="ludotheque")


def ask(app: Flask, slug: str, email: str = INES, *, seconds: int = 30, **more: str) -> TestResponse:
    """Fill the form as somebody who reads before writing."""
    browser = Browser(app, environ_overrides={"REMOTE_ADDR": more.pop("place", "10.9.8.7")})
    address = f"/me-prevenir?fiche={slug}"
    with clock.freeze(clock.now() - timedelta(seconds=seconds)):
        mark = MARK.search(browser.get(address).text)
    assert mark
    return browser.post(address, {"email": email, "ouvert": mark[1], **more})


def link(box: Postbox) -> str:
    found = LINK.search(box.body())
    assert found, box.body()
    return found[1]


def confirmed(app: Flask, box: Postbox, slug: str, email: str = INES) -> str:
    """Ask and confirm; the address of one's own page."""
    assert ask(app, slug, email).status_code == 303
    let_mail_leave(app)
    answer = Browser(app).post(link(box))
    assert answer.status_code == 303
    return str(answer.location).partition("?")[0]


def digest(app: Flask, moment: datetime) -> str:
    with clock.freeze(moment):
        done = app.test_cli_runner().invoke(args=["following", "digest"])
        assert done.exit_code == 0, done.output
        let_mail_leave(app)
    return str(done.output)


def close(app: Flask, slug: str, moment: datetime, reason: str = "Travaux") -> None:
    with clock.freeze(moment):
        changed(app, slug, closures=(Closure(date(2027, 5, 3), date(2027, 5, 7), reason),))


def rows(app: Flask, table: type) -> int:
    with app.app_context():
        return session().scalar(select(func.count()).select_from(table)) or 0


def test_nothing_but_the_confirmation_leaves_before_the_button(app: Flask, box: Postbox, slug: str):
    assert ask(app, slug).location == "/me-prevenir/demande"
    let_mail_leave(app)
    assert box.recipients == [[INES]] and "Ludothèque du Suivi" in box.body()
    assert Browser(app).get(link(box)).status_code == 200  # a scanner opens the link
    close(app, slug, MONDAY + timedelta(days=1))
    assert "nouvelles : 0" in digest(app, MONDAY + timedelta(days=1, hours=1)).replace("\u00a0", " ")
    assert len(box.messages) == 1
    with clock.freeze(MONDAY + timedelta(days=3)):
        assert Browser(app).get(link(box)).status_code == 410
        app.test_cli_runner().invoke(args=["accounts", "purge"])
    assert rows(app, Follower) == rows(app, Alert) == 0


def test_a_digest_tells_the_news_once(app: Flask, box: Postbox, slug: str):
    confirmed(app, box, slug)
    assert "nouvelles : 0" in digest(app, MONDAY + timedelta(hours=1)).replace("\u00a0", " ")  # nothing new, no letter
    close(app, slug, MONDAY + timedelta(days=1))
    for _ in range(2):
        digest(app, MONDAY + timedelta(days=1, hours=1))
    assert len(box.messages) == 2 and "fermeture" in box.body() and "Travaux" in box.body()
    close(app, slug, MONDAY + timedelta(days=2), "Peinture")
    digest(app, MONDAY + timedelta(days=2, hours=1))
    assert len(box.messages) == 2  # one letter a week
    digest(app, MONDAY + WEEK)
    assert len(box.messages) == 3 and "Peinture" in box.body() and "Travaux" not in box.body()
    digest(app, MONDAY + 2 * WEEK)
    assert len(box.messages) == 3 and rows(app, Digest) == 2


def test_one_click_of_a_mail_reader_stops_and_erases(app: Flask, box: Postbox, slug: str):
    confirmed(app, box, slug)
    close(app, slug, MONDAY + timedelta(days=1))
    digest(app, MONDAY + timedelta(days=1, hours=1))
    headers = box.messages[-1]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    raw = re.search(rb"^List-Unsubscribe: <https?://[^/\s>]+(/alertes/[^\s>]+)>\r\n", box.raw[-1], re.MULTILINE)
    assert raw, box.raw[-1][:900]
    address = raw[1].decode()
    assert Browser(app).get(address).status_code == 200 and rows(app, Alert) == 1
    answer = Browser(app).client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 303 and rows(app, Alert) == rows(app, Follower) == rows(app, Digest) == 0
    with app.app_context():
        assert session().scalar(select(func.count()).where(Letter.recipient == INES)) == 0
    again = Browser(app).client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert again.status_code == 303  # twice does no harm


def test_one_alert_is_stopped_and_the_other_goes_on(app: Flask, box: Postbox, slug: str):
    other = added(app, name="Ludothèque du Reste", type="ludotheque")
    confirmed(app, box, other)
    own = confirmed(app, box, slug)
    page = Browser(app).get(own).text
    assert "Ludothèque du Reste" in page and "Ludothèque du Suivi" in page and INES not in page
    first = re.search(r'name="alerte" value="([^"]+)"', page)
    assert first
    Browser(app).post(f"{own}/arreter", {"alerte": first[1]})
    page = Browser(app).get(own).text
    assert "Ludothèque du Reste" not in page and "Ludothèque du Suivi" in page
    Browser(app).post(f"{own}/arreter")
    assert rows(app, Follower) == 0 and "effacée" in Browser(app).get(own).text


def test_the_answer_is_the_same_whatever_the_address(app: Flask, box: Postbox, slug: str):
    confirmed(app, box, slug)
    said = [(one.status_code, one.text, one.location) for one in (ask(app, slug, INES), ask(app, slug, OTHER))]
    assert said[0] == said[1]
    unknown = Browser(app).get("/alertes/rien-de-tel")
    assert unknown.status_code == 200 and "effacée" in unknown.text


def test_letters_to_a_mailbox_and_from_a_place_are_counted(app: Flask, box: Postbox, slug: str):
    for number in range(9):
        assert ask(app, slug, place=f"10.1.{number}.1").status_code == 303
    let_mail_leave(app)
    assert len(box.messages) == 5
    codes = [ask(app, slug, f"n{number}@exemple.fr").status_code for number in range(22)]
    assert codes == [303] * 20 + [429] * 2


@pytest.mark.parametrize("fault", [{"website": "http://x"}, {"seconds": 0}])
def test_a_machine_is_thanked_and_forgotten(app: Flask, box: Postbox, slug: str, fault: dict[str, object]):
    assert ask(app, slug, **fault).status_code == 303  # type: ignore[arg-type]
    assert rows(app, Follower) == 0


@pytest.mark.parametrize(
    "email", ["", "rien", "a@b", "ines@exemple.fr\r\nBcc: tous@exemple.fr", "x" * 300 + "@exemple.fr", "a@exemple.fr,b@exemple.fr"]
)  # fmt: skip
def test_what_is_no_address_is_refused(app: Flask, box: Postbox, slug: str, email: str):
    answer = ask(app, slug, email)
    let_mail_leave(app)
    assert answer.status_code == 400 or box.recipients == []
    assert all("bcc" not in message for message in box.messages) and rows(app, Follower) == 0


def test_a_hostile_name_cannot_write_headers(app: Flask, box: Postbox):
    hostile = added(app, name="Ludo <script>x</script> Bcc: tous@exemple.fr", type="ludotheque")
    confirmed(app, box, hostile)
    close(app, hostile, MONDAY + timedelta(days=1), "<img src=x onerror=alert(1)>")
    digest(app, MONDAY + timedelta(days=1, hours=1))
    assert box.recipients[-1] == [INES] and "bcc" not in box.messages[-1]
    assert "<script>" not in box.body("html") and "<img" not in box.body("html")


def test_no_address_is_readable_in_logs_nor_in_errands(app: Flask, box: Postbox, slug: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture):  # fmt: skip
    own = confirmed(app, box, slug)
    close(app, slug, MONDAY + timedelta(days=1))
    digest(app, MONDAY + timedelta(days=1, hours=1))
    out, err = capfd.readouterr()
    said = out + err + caplog.text
    assert INES not in said and own.rpartition("/")[2] not in said
    with app.app_context():
        kept = " ".join(str(row) for row in session().execute(text("SELECT payload, error FROM errand")))
        tokens = " ".join(str(row) for row in session().execute(text("SELECT * FROM follower")))
    assert INES not in kept and own.rpartition("/")[2] not in tokens


def test_alerts_end_after_a_year_unless_renewed(app: Flask, box: Postbox, slug: str):
    own = confirmed(app, box, slug)
    near = MONDAY + timedelta(days=340)
    for _ in range(2):
        digest(app, near)
    assert len(box.messages) == 2 and "bientôt" in box.messages[-1]["Subject"] and own in box.body()
    with clock.freeze(near):
        assert "Continuer un an" in Browser(app).get(own).text
        Browser(app).post(f"{own}/continuer")
    with clock.freeze(MONDAY + timedelta(days=400)):
        app.test_cli_runner().invoke(args=["accounts", "purge"])
        assert rows(app, Alert) == 1
    with clock.freeze(MONDAY + timedelta(days=800)):
        app.test_cli_runner().invoke(args=["accounts", "purge"])
        assert rows(app, Alert) == rows(app, Follower) == 0


def test_a_search_is_followed_without_its_position(app: Flask, box: Postbox):
    browser = Browser(app)
    address = "/me-prevenir?type=ludotheque&commune=82121&lat=44.0123&lon=1.35&page=3&inconnu=1"
    with clock.freeze(MONDAY - timedelta(minutes=1)):
        mark = MARK.search(browser.get(address).text)
    assert mark
    assert browser.post(address, {"email": INES, "ouvert": mark[1]}).status_code == 303
    with app.app_context():
        assert session().scalars(select(Alert.target)).one() == "type=ludotheque&commune=82121"


def test_sensitive_pages_offer_no_mail(app: Flask):
    page = Browser(app).get("/recherche?q=violences+conjugales").text
    assert "/me-prevenir" not in page and "/flux.atom" in page
    assert Browser(app).get("/me-prevenir?q=violences+conjugales").status_code == 404


@pytest.mark.parametrize(
    ("page", "alert"),
    [
        ("/recherche?q=ludothèque&ou=Bressols&page=2&lat=44.01", "/me-prevenir?q=ludoth%C3%A8que&ou=Bressols"),
        ("/communes/bressols", "/me-prevenir?commune=82025"),
        ("/themes/enfance", "/me-prevenir?theme=enfance"),
        ("/recherche", ""),
    ],
)
def test_what_is_looked_at_can_be_followed_by_mail(app: Flask, page: str, alert: str):
    browser = Browser(app)
    links = [link for link in Page(browser.get(page).get_data(as_text=True)).links() if "/me-prevenir" in link]
    assert links == ([alert] if alert else [])
    assert not alert or browser.get(alert).status_code == 200
