from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.links import safe_email, safe_href, safe_path, safe_url
from app.foundation.phones import phone


@pytest.mark.parametrize(
    "written", ["05 63 67 40 10", "05.63.67.40.10", "0563674010", "+33 5 63 67 40 10", "+33 (0)5 63 67 40 10",
                "05\u00a063\u00a067\u00a040\u00a010", "05-63-67-40-10", "0033563674010"],
)  # fmt: skip
def test_one_number_many_writings(written: str) -> None:
    read = phone(written)
    assert read and read.href == "tel:+33563674010" and not read.is_short
    assert read.display == "05\u00a063\u00a067\u00a040\u00a010"


@pytest.mark.parametrize(
    "number", ["15", "17", "18", "112", "114", "115", "119", "3919", "3114", "3230", "3949", "3018"]
)
def test_short_numbers(number: str) -> None:
    read = phone(number)
    assert read and read.href == f"tel:{number}" and read.display == number and read.is_short


@pytest.mark.parametrize("number", ["116000", "116 000", "116117"])
def test_short_numbers_of_six_figures_are_written_in_threes(number: str) -> None:
    read = phone(number)
    assert read and read.display == f"116\u00a0{number[-3:]}" and read.href == f"tel:116{number[-3:]}"


def test_numbers_written_apart_and_foreign_ones() -> None:
    assert (read := phone("39 19")) and read.href == "tel:3919"
    assert (read := phone("+34 91 123 45 67")) and read.href == "tel:+34911234567"


@pytest.mark.parametrize("number", ["05 36 49 12 34", "06 39 98 12 34"])
def test_numbers_kept_for_fiction_can_be_shown(number: str) -> None:
    assert phone(number)


@pytest.mark.parametrize(
    "written",
    ["", None, "inconnu", "05 63", "05 63 67 40 1", "9999", "05 63 67 40 10 / 06 01 02 03 04", "javascript:alert(1)",
     "05 63 67 40 10 poste 3", "+999 123456", "0" * 30, "٠٥٦٣٦٧٤٠١٠"],
)  # fmt: skip
def test_what_nobody_could_dial(written: str | None) -> None:
    assert phone(written) is None


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_none(text: str) -> None:
    phone(text)
    safe_email(text)
    safe_href(text)
    assert safe_path(text).startswith("/")


@pytest.mark.parametrize("url", ["https://www.exemple.fr/a?b=c#d", "http://exemple.fr", "https://exemple.fr:8443/"])
def test_good_addresses(url: str) -> None:
    assert safe_url(f" {url} ") == url


BAD = [
    "javascript:alert(1)", "JAVASCRIPT:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "//evil.example",
    "https:evil.example", "https:///evil.example", "ftp://exemple.fr", "www.exemple.fr", "", "https://",
    "https://user:pw@exemple.fr", "https://exemple.fr/\r\nBcc: x", "https://exemple.fr\\@evil", "https://[::1",
    "https://exemple.fr:99999", "vbscript:x", "file:///etc/passwd", "https://a b.fr", "https://a.fr/" + "x" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("url", BAD)
def test_bad_addresses(url: str) -> None:
    assert safe_url(url) is None and safe_href(url) is None


def test_mail() -> None:
    assert safe_email("Contact@Exemple-Ville.fr") == "Contact@exemple-ville.fr"
    assert safe_email("a@b\r\nBcc: c@d.fr") is None and safe_email("pas une adresse") is None
    assert safe_href("mailto:a@ville.fr?subject=x&bcc=evil@evil.fr") == "mailto:a@ville.fr"


@pytest.mark.parametrize(
    "path", ["//evil.example", "https:evil.example", "/\\evil", "/a\r\nSet-Cookie: x", "https://evil.example", "@evil",
             "\\\\evil", "", None, "/\t/evil", "javascript:alert(1)"],
)  # fmt: skip
def test_never_to_another_site(path: str | None) -> None:
    assert safe_path(path, "/accueil") == "/accueil"


def test_to_a_page_of_ours() -> None:
    assert safe_path("/services/x?q=a&b=//c#d") == "/services/x?q=a&b=//c#d"
