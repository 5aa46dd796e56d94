from __future__ import annotations

import pytest
import wtforms
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import validators

from app.foundation.forms import (
    REPEATS,
    ChoiceField,
    ChoicesField,
    DecimalNumberField,
    FlagField,
    Form,
    ThreeStateField,
    TimeOfDayField,
    TolerantForm,
    WholeNumberField,
    is_email,
    is_phone,
    is_web_address,
)


class Search(TolerantForm):
    q = wtforms.StringField("Quoi ?")
    page = WholeNumberField("Page", minimum=1, maximum=1000, default=1)
    lat = DecimalNumberField("Latitude", minimum=-90, maximum=90)
    de = TimeOfDayField("De")
    gratuit = FlagField("Gratuit", default=False)
    tri = ChoiceField("Tri", known=("nom", "distance"), default="nom")
    theme = ChoicesField("Thème", known=("enfance", "jeunesse"))


class Contact(Form):
    name = wtforms.StringField("Nom", [validators.DataRequired()])
    message = wtforms.TextAreaField("Message")
    short = wtforms.StringField("Court", [validators.Length(max=5)])
    phone = wtforms.StringField("Téléphone", [is_phone])
    site = wtforms.StringField("Site", [is_web_address])
    mail = wtforms.StringField("Courriel", [is_email])
    lift = ThreeStateField("Ascenseur")


def read(*pairs: tuple[str, str]) -> Search:
    return Search.read(MultiDict(pairs))


def test_a_good_address_is_understood() -> None:
    form = read(
        ("q", " crèche "), ("page", "2"), ("lat", "44,017"), ("de", "8h30"), ("gratuit", "1"), ("theme", "enfance")
    )
    assert not form.problems and form.accepted("q") == "crèche" and form.accepted("page") == 2
    assert form.accepted("lat") == 44.017 and form.accepted("de") == 510 and form.accepted("gratuit") is True
    assert form.accepted("theme") == ("enfance",) and form.accepted("tri") == "nom"


def test_an_empty_address_is_the_defaults() -> None:
    form = read()
    assert not form.problems and form.accepted("page") == 1 and form.accepted("theme") == ()
    assert form.accepted("lat") is None and not form.accepted("q")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"), ("page", "1e9"), ("page", "9" * 400), ("page", "٣"), ("page", "-1"), ("page", "<b>"),
        ("lat", "91"), ("lat", "nan"), ("lat", "inf"), ("lat", "1e5"), ("de", "25:00"), ("de", "8:60"), ("de", "24:01"),
        ("gratuit", "oui"), ("tri", "x' OR 1=1"), ("theme", "inconnu"), ("q", "x" * 10_000),
    ],
)  # fmt: skip
def test_a_wrong_value_is_explained_beside_its_field(name: str, value: str) -> None:
    form = read((name, value), ("theme", "jeunesse"))
    assert [field for field, _said in form.problems] == [name]
    assert form.accepted(name) == ((form[name].default) if name != "theme" else ("jeunesse",))
    assert form.accepted("theme") == ("jeunesse",)


def test_what_was_typed_is_shown_again() -> None:
    assert 'value="25:99&lt;"' in str(read(("de", "25:99<")).de())


def test_repeated_parameters_are_bounded_and_unique() -> None:
    form = read(*[("theme", "enfance")] * (REPEATS + 5))
    assert form.accepted("theme") == ("enfance",) and "30" in form.problems[0][1]


@given(
    st.lists(st.tuples(st.sampled_from(["q", "page", "lat", "de", "gratuit", "tri", "theme"]), st.text(max_size=30)))
)
def test_no_address_breaks_the_form(pairs: list[tuple[str, str]]) -> None:
    form = Search.read(MultiDict(pairs))
    for name in ("q", "page", "lat", "de", "gratuit", "tri", "theme"):
        form.accepted(name)
        str(form[name]())


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
