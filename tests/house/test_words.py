"""Every interface sentence goes through the catalog, and the catalog’s template is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.catalogs import TRANSLATIONS, extracted, pot_text
from tests.support.sentences import untranslated_in_python, untranslated_in_template
from tests.support.sources import TEMPLATES, python_files, shown, template_files

#: What speaks to operators in a terminal or a log, in French alone, and what carries data.
FOR_OPERATORS = ("cli.py", "settings.py", "settings_values.py", "seeding.py", "seed.py", "tables.py", "doctor.py")
#: Lists of words that the search reads, not sentences.
LEXICONS = (
    "app/search/words.py",
    "app/search/understanding/ordinary.py",
    "app/search/understanding/spoken.py",
)


def is_for_the_public(path: Path) -> bool:
    return path.name not in FOR_OPERATORS and "seed" not in path.parts and shown(path) not in LEXICONS


@pytest.mark.parametrize("path", template_files(), ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_templates_say_everything_through_the_catalog(path: Path):
    found = untranslated_in_template(path.read_text(encoding="utf-8"))
    assert not found, "\n".join(f"{shown(path)}:{line} {words}" for line, words in found)


def test_python_says_everything_through_the_catalog():
    found = [fault for path in python_files() if is_for_the_public(path) for fault in untranslated_in_python(path)]
    assert not found, "\n".join(found)


def test_the_lists_of_sentences_are_up_to_date(request: pytest.FixtureRequest):
    for domain, catalog in extracted().items():
        file = TRANSLATIONS / f"{domain}.pot"
        if request.config.getoption("--update-docs"):
            file.write_text(pot_text(catalog), encoding="utf-8")
        assert file.read_text(encoding="utf-8") == pot_text(catalog), f"translations/{domain}.pot: make translations"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Bonjour à tous</p>", 1),
        ("<p>{{ _('Bonjour à tous') }}</p>", 0),
        ("<p>{% trans %}Bonjour à tous{% endtrans %}</p>", 0),
        ("<p>{% trans n=3 %}Un{% pluralize %}{{ n }} mots{% endtrans %} en trop</p>", 1),
        ('<input placeholder="Votre ville">', 1),
        ("<input placeholder=\"{{ _('Votre ville') }}\">", 0),
        ('<a href="/ici" class="lien vert">{{ name }}</a>', 0),
        ('<span translate="no">Trait d’union</span>', 0),
        ("<p>{{ distance }} km</p>", 0),
        ("{# un commentaire #}<p></p>", 0),
        ('<script type="application/ld+json">{"nom": "mot"}</script>', 0),
    ],
)
def test_the_search_itself(source: str, found: int):
    assert len(untranslated_in_template(source)) == found
