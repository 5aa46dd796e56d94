"""Absurd, huge, repeated, badly typed, badly encoded: never a 500, an explanation, and the filters are kept.

T16 and U32.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from app.directory.searching.form import kinds
from tests.directory.support import answers, api
from tests.support.page import text_of
from tests.support.strict_client import StrictClient

PARAMETERS = tuple(name for name, _kind in kinds())
ABSURD = (
    "",
    "%20",
    "%ff",
    "%c3%28",
    "%e9t%e9",
    "%00",
    "%0d%0aSet-Cookie:x=1",
    "%F0%9F%91%B6%F0%9F%8F%BD",
    "%E2%80%AE%D7%A9%D7%9C",
    "%D8%AD%D8%B6%D8%A7%D9%86%D8%A9",
    "' OR 1=1--",
    '"',
    "*",
    "NEAR(",
    ")",
    "(((((",
    "a AND",
    "name:x",
    "\\",
    "%",
    "%zz",
    "{{7*7}}",
    "${x}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "-1",
    "0",
    "1e309",
    "nan",
    "inf",
    "9" * 400,
    "١٢",
    "null",
    "undefined",
    "[]",
    "{}",
    "true",
    "x" * 1500,
    "é" * 200,
    "a " * 300,
    "(a+)+$",
    "%u0041",
    "1,5",
    "+",
    "mer;jeu",
)


# ---------------------------------------------------------------- every parameter of the search


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_parameter_bears_anything(raw: FlaskClient, name: str):
    for number, value in enumerate(ABSURD):
        written = value if "%" in value else quote(value)
        answers(raw, f"/api/recherche?{name}={written}")
        if number % 12 == 0:
            answers(raw, f"/recherche?{name}={written}&{name}={written}")


def test_every_parameter_at_once_repeated(raw: FlaskClient):
    for value in ("x", "%ff", "1", "mer"):
        query = "&".join(f"{name}={value}&{name}={value}" for name in PARAMETERS)
        assert answers(raw, f"/recherche?{query}") == 200
        assert answers(raw, f"/api/recherche?{query}") == 400


def test_contradictions_give_a_page(raw: FlaskClient):
    for query in (
        "de=18:00&a=08:00",
        "jour=lun&jour=mar&jour=mer&jour=jeu&jour=ven&jour=sam&jour=dim&de=00:00&a=24:00",
        "lat=90&lon=180&rayon=0.1&tri=distance",
        "lat=-90&lon=-180",
        "age=0+mois",
        "rayon=5",
        "lat=44",
        "lon=1",
        "periode=ete&ouvert=maintenant&jour=dim&gratuit=1&places=1&accessible=1&handicap=1&langue=tlh",
    ):
        assert answers(raw, f"/recherche?{query}") == 200


def test_names_of_parameters_are_free(raw: FlaskClient):
    assert answers(raw, "/recherche?%ff=%ff&=&==&&&a[]=1&q[]=x&utm_source=x&page[]=2") == 200


# ---------------------------------------------------------------- U32: told, beside the field, with what was typed


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("age_mois=beaucoup", "f-age_mois"),
        ("jour=lundi", "f-jour"),
        ("de=25:99", "f-de"),
        ("ou=Tombouctou", "ou"),
        ("theme=zzz", "f-theme"),
        ("tri=prix", "f-tri"),
        ("gratuit=oui", "f-accueil"),
        ("page=-3", "contenu"),
    ],
)
def test_an_error_is_summed_up_linked_and_titled(client: StrictClient, asked: str, field: str):
    page = client.page(f"/recherche?theme=enfance&commune=82121&{asked}")
    assert page.title.startswith("Erreur\u00a0: ")
    summary = page.one("section", id="erreurs")
    (link,) = summary.iter("a")
    assert link.get("href") == f"#{field}" and text_of(link).endswith(".")
    assert any(each.get("id") == field for each in page.all())
    kept = {(each.get("name"), each.get("value")) for each in page.all("input") if each.get("checked") is not None}
    assert ("commune", "82121") in kept and ("theme", "enfance") in kept, "the other filters are kept"
    if field.startswith("f-"):
        details = page.of_class("filters")[0]
        assert details.get("open") is not None, "the field must not be hidden"


def test_the_sentence_stands_beside_the_field_and_the_text_stays(client: StrictClient):
    page = client.page("/recherche?q=creche&ou=Tombouctou")
    field = page.one("input", id="ou")
    assert field.get("value") == "Tombouctou" and field.get("aria-invalid") == "true"
    described = page.one("span", id=(field.get("aria-describedby") or "").split()[-1])
    assert "Nous ne connaissons pas «\u00a0Tombouctou\u00a0»" in text_of(described)
    assert page.one("input", id="q").get("value") == "creche"


def test_two_errors_are_two_links(client: StrictClient):
    page = client.page("/recherche?age_mois=x&tri=prix")
    assert [each.get("href") for each in page.one("section", id="erreurs").iter("a")] == ["#f-age_mois", "#f-tri"]


def test_labels_and_completion_words(client: StrictClient):
    page = client.page("/recherche")
    labelled = {each.get("for") for each in page.all("label")}
    assert {"q", "ou"} <= labelled
    assert page.one("input", id="ou").get("autocomplete") == "address-level2"
    assert all(list(each.iter("legend")) for each in page.all("fieldset"))


# ---------------------------------------------------------------- T16


@pytest.mark.parametrize("value", ["' OR 1=1--", '"', "*", "NEAR(", ")", "q:* AND", "crèche' UNION SELECT", "a*b?c~2"])
def test_the_syntax_of_engines_is_only_text(client: StrictClient, value: str):
    answer = api(client, q=value)
    assert answer["total"] < api(client)["total"] or not value.strip("'\"*()")
    assert client.get(f"/recherche?tri={quote(value)}&page={quote(value)}").status_code == 200


# ---------------------------------------------------------------- every address with a name in it


@pytest.mark.parametrize("room", ["services", "themes", "types", "communes", "organisations", "situations"])
def test_every_name_in_an_address_bears_anything(raw: FlaskClient, room: str):
    for value in ABSURD:
        written = value if "%" in value else quote(value, safe="")
        assert answers(raw, f"/{room}/{written}") != 200 or not value.strip("%20")
