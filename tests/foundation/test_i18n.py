from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from app.foundation import i18n
from app.foundation.i18n import catalog
from app.foundation.settings import Settings


def plain(text: str | None) -> str | None:
    return None if text is None else text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = Flask(__name__)
    i18n.init_app(app, Settings.from_environ({"ANNUAIRE_INSTANCE": str(tmp_path)}))
    return app


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = Catalog(locale="en")
    words.add("Bonjour", "Hello")
    words.add(("%(num)s fiche", "%(num)s fiches"), ("%(num)s listing", "%(num)s listings"))
    with (tmp_path / "en.po").open("wb") as opened:
        write_po(opened, words)
    with (tmp_path / "messages.pot").open("wb") as opened:
        write_po(opened, words)
    monkeypatch.setattr(catalog, "TRANSLATIONS", tmp_path)


@pytest.mark.parametrize(
    ("minimum", "maximum", "said"),
    [
        (None, None, None),
        (0, 1200, "Tous les âges"),
        (None, 1200, "Tous les âges"),
        (0, None, "Tous les âges"),
        (2, 47, "De 2 mois à moins de 4 ans"),
        (2, 36, "De 2 à 36 mois"),
        (18, 18, "À 18 mois"),
        (24, 71, "De 2 à 5 ans"),
        (24, 143, "De 2 à 11 ans"),
        (36, 143, "De 3 à 11 ans"),
        (36, 71, "De 3 à 5 ans"),
        (36, 47, "À 3 ans"),
        (42, 143, "De 3 ans et demi à 11 ans"),
        (36, 132, "De 3 ans à 11 ans tout juste"),
        (36, 101, "De 3 ans à 8 ans et 5 mois"),
        (0, 35, "Moins de 3 ans"),
        (None, 47, "Moins de 4 ans"),
        (0, 11, "Moins de 1 an"),
        (0, 311, "Jusqu’à 25 ans"),
        (None, 30, "Jusqu’à 30 mois"),
        (192, 1200, "À partir de 16 ans"),
        (192, None, "À partir de 16 ans"),
        (1, None, "À partir de 1 mois"),
        (132, 215, "De 11 à 17 ans"),
    ],
)
def test_age_ranges(minimum: int | None, maximum: int | None, said: str | None) -> None:
    assert plain(i18n.format_age_range(minimum, maximum)) == said


@given(st.integers(0, 1300), st.integers(0, 1300))
def test_any_age_range_is_said(minimum: int, maximum: int) -> None:
    assert i18n.format_age_range(min(minimum, maximum), max(minimum, maximum))


@pytest.mark.parametrize(
    ("months", "said"), [(2, "2 mois"), (24, "2 ans"), (35, "35 mois"), (36, "3 ans"), (42, "3 ans et demi")]
)
def test_one_age(months: int, said: str) -> None:
    assert plain(i18n.format_age(months)) == said


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [
        (time(7, 30), time(18, 30), "7 h 30 – 18 h 30"),
        (450, 1110, "7 h 30 – 18 h 30"),
        (540, 725, "9 h – 12 h 05"),
        (1200, 1440, "20 h – minuit"),
    ],
)
def test_time_ranges(opens: time | int, closes: time | int, said: str) -> None:
    assert plain(i18n.format_time_range(opens, closes)) == said


@pytest.mark.parametrize(
    ("cents", "said"), [(420, "4,20 €"), (400, "4 €"), (0, "0 €"), (5, "0,05 €"), (123456, "1 234,56 €")]
)
def test_money(cents: int, said: str) -> None:
    assert plain(i18n.format_money_cents(cents)) == said


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (0, "moins de 50 m"),
        (604, "600 m"),
        (994, "990 m"),
        (996, "1 km"),
        (3432, "3,4 km"),
        (9960, "10 km"),
        (12300, "12 km"),
    ],
)
def test_distances(metres: int, said: str) -> None:
    assert plain(i18n.format_distance(metres)) == said


def test_dates_and_lists() -> None:
    assert i18n.format_date(date(2027, 5, 1)) == "1er\u00a0mai 2027"
    assert i18n.format_date(date(2027, 5, 1), "full") == "samedi 1er\u00a0mai 2027"
    assert i18n.format_date(date(2027, 8, 11), "d MMMM") == "11\u00a0août"
    assert i18n.format_date(date(2027, 5, 1), "short") == "01/05/2027"
    assert i18n.format_month(date(2027, 5, 1)) == "mai 2027"
    assert plain(i18n.format_datetime(datetime(2027, 5, 2, 7, 30))) == "2 mai 2027 à 7 h 30"
    assert i18n.format_weekday(2) == "mercredi"
    assert i18n.format_list(["a", "b", "c"]) == "a, b et c"
    assert i18n.format_list(["a", "b"], "or") == "a ou b"
    assert plain(i18n.format_number(1234.5)) == "1 234,5"


@pytest.mark.parametrize(("count", "said"), [(0, "0 fiche"), (1, "1 fiche"), (2, "2 fiches")])
def test_zero_is_singular_in_french(count: int, said: str) -> None:
    assert i18n.ngettext("%(num)s fiche", "%(num)s fiches", count) == said


def test_templates_speak_through_the_catalog(app: Flask) -> None:
    page = "{{ _('Salut %(nom)s', nom='<b>') }} "
    page += "{% trans n=0 %}{{ n }} avis{% pluralize %}{{ n }} avis divers{% endtrans %}"
    with app.test_request_context():
        assert render_template_string(page) == "Salut &lt;b&gt; 0 avis"
        assert plain(render_template_string("{{ 420|format_money_cents }} {{ text_direction() }}")) == "4,20 € ltr"


def test_another_language_and_its_gaps(app: Flask, english: None) -> None:
    label = i18n.lazy_gettext("Bonjour")
    with app.app_context():
        assert str(label) == "Bonjour"
        with i18n.speaking("en"):
            assert str(label) == "Hello" == label and i18n.gettext("Merci") == "Merci"
            assert i18n.ngettext("%(num)s fiche", "%(num)s fiches", 0) == "0 listings"
            assert i18n.format_time(450) == "07:30"  # the clock of the doors, not AM and PM
            assert i18n.format_money_cents(400) == "€4"
        with i18n.speaking("ar"):
            assert i18n.text_direction() == "rtl"
        assert i18n.current_language() == "fr"
        with pytest.raises(KeyError):
            i18n.set_language("../../etc")


def test_a_language_does_not_stay_for_the_next_visitor(app: Flask, english: None) -> None:
    @app.get("/")
    @i18n.every_language
    def home() -> str:
        return i18n.current_language()

    client = app.test_client()
    assert [client.get(address).text for address in ("/", "/en/", "/")] == ["fr", "en", "fr"]
    assert i18n.current_language() == "fr"


def test_numbers_and_dates_of_each_language() -> None:
    said = {}
    for code in ("en", "es", "pt", "ar"):
        with i18n.speaking(code):
            day, price = i18n.format_date(date(2027, 5, 1)), i18n.format_money_cents(123456)
            said[code] = plain(f"{day} | {price} | {i18n.format_number(1234.5)} | {i18n.format_time(450)}")
    assert said == {
        "en": "1 May 2027 | €1,234.56 | 1,234.5 | 07:30",
        "es": "1 de mayo de 2027 | 1.234,56 € | 1.234,5 | 7:30",
        "pt": "1 de maio de 2027 | 1 234,56 € | 1 234,5 | 07:30",
        "ar": "1 مايو 2027 | \u200f1,234.56 € | 1,234.5 | 7:30",
    }


def test_what_fills_an_arabic_sentence_is_set_apart_from_it() -> None:
    with i18n.speaking("ar"):
        assert i18n.gettext("Appeler %(who)s :", who="Ludothèque 2") == "Appeler \u2068Ludothèque 2\u2069 :"


def test_a_half_translated_language_is_not_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words, half = Catalog(), Catalog(locale="pt")
    for number in range(10):
        words.add(f"Phrase {number}")
        half.add(f"Phrase {number}", f"Frase {number}" if number % 2 else "")
    for name, kept in (("messages.pot", words), ("pt.po", half)):
        with (tmp_path / name).open("wb") as opened:
            write_po(opened, kept)
    monkeypatch.setattr(catalog, "TRANSLATIONS", tmp_path)
    assert i18n.spoken() == ("fr",)
