from __future__ import annotations

import pytest
import wtforms
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import validators

from app.foundation.forms import Form, ThreeStateField, is_email, is_phone, is_web_address


class Contact(Form):
    name = wtforms.StringField("Nom", [validators.DataRequired()])
    message = wtforms.TextAreaField("Message")
    short = wtforms.StringField("Court", [validators.Length(max=5)])
    phone = wtforms.StringField("Téléphone", [is_phone])
    site = wtforms.StringField("Site", [is_web_address])
    mail = wtforms.StringField("Courriel", [is_email])
    lift = ThreeStateField("Ascenseur")


@given(st.dictionaries(st.sampled_from(["name", "message", "short", "phone", "site", "mail", "lift"]), st.text()))
def test_nothing_that_is_sent_breaks_the_form(sent: dict[str, str]) -> None:
    form = Contact(MultiDict(sent))
    form.validate()
    assert all(said for _field, said in form.problems)


def test_messages_are_french_with_their_typography() -> None:
    form = Contact(MultiDict({"short": "trop long", "phone": "12", "site": "javascript:alert(1)", "mail": "x"}))
    assert not form.validate()
    said = " ".join(sentence for _field, sentence in form.problems)
    assert "Ce champ est requis" in said and "'" not in said
    assert len(form.problems) == 5


def test_text_is_cleaned_and_bounded() -> None:
    form = Contact(MultiDict({"name": " e\u0301t\x00e\u0301 ", "message": "a\r\nb" + "x" * 6000}))
    assert not form.validate() and form.name.data == "été" and form.message.data.startswith("a\nb")
    assert [name for name, _said in form.problems] == ["message"]
    assert Contact(MultiDict({"name": "a" * 301})).validate() is False


@pytest.mark.parametrize(("sent", "answer"), [("oui", True), ("non", False), ("inconnu", None)])
def test_three_states(sent: str, answer: bool | None) -> None:
    form = Contact(MultiDict({"name": "x", "lift": sent}))
    assert form.validate() and form.lift.answer is answer
    assert Contact(data={"name": "x", "lift": answer}).lift.answer is answer
    assert 'checked id="lift-' in str(form.lift())


def test_a_state_that_does_not_exist_and_no_state() -> None:
    assert not Contact(MultiDict({"name": "x", "lift": "peut-être"})).validate()
    assert Contact(MultiDict({"name": "x"})).lift.answer is None
