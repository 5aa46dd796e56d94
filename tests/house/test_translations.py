"""The catalogs of the other languages: whole, sure, and with their holes in place."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from app.foundation.i18n import LANGUAGES, spoken
from scripts import catalogs
from scripts.catalogs import FAMILIES, TARGETS, extracted, faults, form_faults

#: The languages that are promised: from now on a missing, doubtful or ill-made sentence stops everything. A language
#: joins when its catalog is whole (`make translations ARGS="check en"` says nothing more).
PROMISED: tuple[str, ...] = TARGETS


@pytest.mark.parametrize("language", TARGETS)
def test_a_promised_language_is_whole(language: str):
    if language not in PROMISED:
        pytest.skip(f"{language} is being translated")
    wrong = faults(language, extracted()[FAMILIES])
    assert not wrong, f"{len(wrong)} to mend, make translations:\n" + "\n".join(wrong[:40])
    assert language in spoken()


def test_what_is_served_is_known():
    assert spoken()[0] == "fr" and set(spoken()) <= set(LANGUAGES)


@pytest.mark.parametrize(
    ("source", "text", "exact", "said"),
    [
        ("Ouvert jusqu’à %(time)s", "Open until %(time)s", True, ""),
        ("Ouvert jusqu’à %(time)s", "Open until %(hour)s", True, "has"),
        ("Ouvert jusqu’à %(time)s", "Open until", True, "has"),
        ("%(num)d services", "two services", False, ""),
        ("%(num)d services", "%(count)d services", False, "has"),
        ("%(said)s et %(num)d autres", "two more", False, "has"),
        ('Un <span lang="en">cookie</span>', "A cookie", True, "tags"),
        (" C’est en ce moment.", "It is now.", True, "space"),
        ("Tous les âges", "100 % of ages", True, "stray"),
        ("6 places", "٦ أماكن", True, "eastern"),
        ("Fermé", "Closed", True, ""),
    ],
)
def test_the_check_itself(source: str, text: str, exact: bool, said: str):
    found = list(form_faults(source, text, exact=exact))
    assert (said in found[0]) if said else not found


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('msgid "Fermé"\nmsgstr "Closed"', None),
        ('msgid "Fermé"\nmsgstr ""', "missing"),
        ('#, fuzzy\nmsgid "Fermé"\nmsgstr "Closed"', "fuzzy"),
        ('msgid "Ouvert"\nmsgstr "Open"', "missing"),
    ],
)
def test_a_missing_or_doubtful_sentence_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, said: str | None
):
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (tmp_path / "en.po").write_text(head + entry + "\n", encoding="utf-8")
    monkeypatch.setattr(catalogs, "TRANSLATIONS", tmp_path)
    wanted = Catalog()
    wanted.add("Fermé")
    found = [fault for fault in faults("en", wanted) if fault.startswith("en.po")]
    assert [said in fault for fault in found] == [True] if said else found == []
