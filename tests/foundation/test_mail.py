"""Mail leaves after the act, once, whole, to whom it was meant for (T32)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from unittest.mock import patch

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.foundation import clock, errands, mail
from app.foundation.db import session
from app.foundation.errands import Errand
from app.foundation.mail import BadAddress, Letter, message
from app.foundation.mail.message import Rendered
from app.foundation.mail.smtp import ClearPassword, Server
from app.foundation.unit_of_work import unit_of_work
from tests.support import instance
from tests.support.smtp import Postbox, postbox

TO = "lea@creche.exemple.fr"
OFFER = {"who": "Karim", "role": "aider", "path": "/invitation/abc", "day": "demain"}


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as opened:
        yield opened


@pytest.fixture
def site(tmp_path: Path, box: Postbox) -> Iterator[Flask]:
    """An empty site that sends by the postbox; its templates are those of the house, completed by nobody."""
    app = instance.open_app(instance.copy_of("empty", tmp_path / "instance"), smtp_url=box.url)
    app.extensions["mail_completers"].clear()
    yield app
    instance.close(app)


def leave(app: Flask, to: str = TO, **context: str) -> None:
    with app.app_context(), unit_of_work():
        mail.send("invitation", to, {**OFFER, **context})


def run(app: Flask) -> None:
    with app.app_context():
        errands.run_all()


def letter(app: Flask) -> Letter:
    with app.app_context():
        return session().scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()


def test_a_letter_leaves_once_in_text_and_html(site: Flask, box: Postbox):
    leave(site, who="Karim & fils <b>")
    assert box.messages == [], "nobody waits for the server"
    run(site)
    run(site)
    (arrived,) = box.messages
    assert arrived["To"] == TO and box.recipients == [[TO]]
    assert str(arrived["From"]).endswith("<ne-pas-repondre@localhost>")
    assert arrived["Message-ID"] == letter(site).message_id
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Subject"] == "Invitation à rejoindre Trait d’union"
    assert "Karim & fils <b> vous invite" in box.body() and "/invitation/abc" in box.body()
    assert "Karim &amp; fils &lt;b&gt;" in box.body("html")
    assert "’" in box.body() and "\u00a0:" in box.body()


def test_nothing_leaves_when_the_act_fails(site: Flask, box: Postbox):
    with pytest.raises(ZeroDivisionError), site.app_context(), unit_of_work():
        mail.send("invitation", TO, OFFER)
        raise ZeroDivisionError
    run(site)
    assert box.messages == []


def test_what_a_letter_held_is_erased_when_it_has_left(site: Flask, box: Postbox):
    leave(site)
    assert letter(site).context == OFFER
    run(site)
    kept = letter(site)
    assert kept.context == {} and kept.text == "" and kept.sent_at and kept.tries == 1


def test_a_server_that_is_away_delays_and_loses_nothing(site: Flask, box: Postbox):
    leave(site)
    box.answers = ["450 plus tard"]
    start = clock.now()
    run(site)
    assert box.messages == [] and letter(site).sent_at is None and letter(site).context == OFFER
    with site.app_context():
        waiting = session().scalars(select(Errand).where(Errand.done_at.is_(None))).one()
        assert TO not in waiting.error and waiting.due_at > start
    with clock.freeze(start + timedelta(minutes=1)):
        run(site)
    assert len(box.messages) == 1 and letter(site).tries == 2
    assert box.messages[0]["Message-ID"] == letter(site).message_id


def test_a_final_refusal_is_noted_and_not_repeated(site: Flask, box: Postbox, capsys: pytest.CaptureFixture[str]):
    leave(site)
    box.answers = [f"550 {TO} est inconnue ici"]
    run(site)
    with clock.freeze(clock.now() + timedelta(days=1)):
        run(site)
    assert box.messages == [] and letter(site).refused == "550" and letter(site).context == {}
    assert TO not in capsys.readouterr().err


def test_a_process_that_died_after_the_server_said_yes_repeats_under_the_same_name(site: Flask, box: Postbox):
    leave(site)
    hand_over = Server.hand_over

    def then_die(server: Server, letter: EmailMessage) -> None:
        hand_over(server, letter)
        raise KeyboardInterrupt

    with patch.object(Server, "hand_over", then_die), pytest.raises(KeyboardInterrupt):
        run(site)
    assert len(box.messages) == 1 and letter(site).sent_at is None
    with clock.freeze(clock.now() + errands.CLAIM_LASTS + timedelta(seconds=1)):
        run(site)
    assert [each["Message-ID"] for each in box.messages] == [letter(site).message_id] * 2
    assert letter(site).tries == 2


@pytest.mark.parametrize(
    "to", ["", "lea", "lea@", "a@b.fr\r\nBcc: c@d.fr", "a@b.fr\nBcc: c@d.fr", "a@b.fr, c@d.fr", "<a@b.fr>", "a\0@b.fr"]
)
def test_what_is_not_one_address_is_refused(site: Flask, to: str):
    with pytest.raises(BadAddress), site.app_context(), unit_of_work():
        mail.send("invitation", to, OFFER)


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x00"])
def test_nobody_adds_a_header(site: Flask, box: Postbox, ending: str):
    leave(site, who=f"Karim{ending}Bcc: victime@exemple.fr{ending}{ending}<p>")
    run(site)
    (arrived,) = box.messages
    assert arrived["Bcc"] is None and box.recipients == [[TO]]
    assert len(arrived.get_all("Subject", [])) == 1


@given(st.text(max_size=300))
def test_a_subject_stays_one_line(text: str):
    rendered = Rendered(message.one_line(text), "texte\n", "<p>texte</p>")
    sender = Address("Trait d’union", "a", "exemple.fr")
    built = message.build(rendered, sender=sender, to=TO, message_id="<x@exemple.fr>", when=clock.now())
    assert set(built.keys()) >= {"Subject", "From", "To"} and "Bcc" not in built
    headers = built.as_bytes().split(b"\r\n\r\n")[0]
    assert all(line[:1] in b" \t" or b":" in line for line in headers.split(b"\r\n") if line)


def test_a_password_is_not_sent_in_clear_to_another_machine(box: Postbox):
    server = Server.at(f"smtp://lui:mot%20de%20passe@127.0.0.1:{box.port}")
    assert server.password == "mot de passe" and "mot de passe" not in repr(server)
    with patch("app.foundation.mail.smtp.LOCAL", ()), pytest.raises(ClearPassword):
        server.hand_over(EmailMessage())


def test_in_development_letters_are_on_a_page(own_app: Flask):
    own_app.extensions["mail_completers"].clear()
    leave(own_app)
    run(own_app)
    client = own_app.test_client()
    page = client.page("/developpement/courriels")  # type: ignore[attr-defined]
    assert "Karim" in page.visible and any("/invitation/abc" in link for link in page.links())


def test_production_has_no_such_page_and_lets_letters_wait(tmp_path: Path):
    folder = instance.copy_of("empty", tmp_path / "instance")
    production = {"env": "production", "demonstration": "0", "base_url": "https://annuaire.exemple.fr"}
    app = instance.open_app(folder, secret_key="q7Zt1vKx93-LmWc0RyBn58_dHsUoPfEa24GjiT6N", **production)
    app.extensions["mail_completers"].clear()
    try:
        assert "/developpement/courriels" not in [rule.rule for rule in app.url_map.iter_rules()]
        leave(app)
        run(app)
        assert letter(app).sent_at is None and letter(app).context == OFFER
    finally:
        instance.close(app)


def test_old_letters_are_forgotten(site: Flask):
    leave(site)
    run(site)
    with site.app_context(), clock.freeze(clock.now() + timedelta(days=31)), unit_of_work():
        assert mail.purge_letters() == 1
