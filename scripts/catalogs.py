"""`make translations`: the sentences of the site and of the territory, as files that translators fill.

Without a word: extract the sentences, bring every catalog up to date, and say what is missing in each.
`ARGS=check` changes nothing and fails when something is missing or ill-made; a language may follow (`ARGS="check en"`).
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.plurals import get_plural
from babel.messages.pofile import write_po

from app.foundation.i18n.catalog import DEFAULT, LANGUAGES
from app.foundation.i18n.files import is_translated, read_catalog
from app.territory.wording import wordings
from scripts.common import ROOT

TRANSLATIONS = ROOT / "translations"
TERRITORY = ROOT / "seed_data" / "grand-montauban"
TARGETS = tuple(code for code in LANGUAGES if code != DEFAULT)
FAMILIES, DESKS = "messages", "desks"
#: What only professionals read stays in French; everything else may be met by a family, new rooms included.
DESK_ROOMS = (
    "accounts", "administration", "contribution", "development", "history", "intake", "moderation", "opendata",
    "proposals", "steering",
)  # fmt: skip
DESK_LETTERS = ("decision", "hidden", "invitation", "question", "reminder", "report_answer", "sign_in")
DESK_FILES = (
    *(f"{top}/{room}/*" for room in DESK_ROOMS for top in ("app", "templates")),
    *(f"templates/mail/{letter}*" for letter in DESK_LETTERS),
    "app/catalogue/fields.py",
    "app/foundation/styles.py",
)
#: In those rooms, the pages of families: saying that a listing is wrong.
FAMILY_FILES = (
    "app/contribution/routes/report.py", "app/contribution/forms/messages.py",
    "templates/contribution/report.html", "templates/contribution/reported.html",
)  # fmt: skip
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_l": None}
COLUMNS = ("key", "field", "source", "text")
_HOLE, _TAG = re.compile(r"%\(\w+\)[sd]"), re.compile(r"</?[a-z][^>]*>")
_EASTERN = re.compile("[٠-٩۰-۹]")


def domain_of(path: str) -> str:
    """Whose sentences a file holds: those of families, or those of the desks."""
    is_desk = any(fnmatch(path, each) for each in DESK_FILES) and path not in FAMILY_FILES
    return DESKS if is_desk else FAMILIES


def extracted() -> dict[str, Catalog]:
    """The two catalogs, French only. A sentence of families is not repeated among those of the desks."""
    found = {domain: Catalog(charset="utf-8") for domain in (FAMILIES, DESKS)}
    for path in sorted([*(ROOT / "app").rglob("*.py"), *_templates()]):
        name = path.relative_to(ROOT).as_posix()
        for _line, message, comments, context in _messages(path):
            found[domain_of(name)].add(message, None, [(name, 1)], auto_comments=comments, context=context)
    for message in list(found[DESKS]):
        if message.id and found[FAMILIES].get(_singular(message.id)) is not None:
            found[DESKS].delete(_singular(message.id))
    return found


def _templates() -> Iterator[Path]:
    for pattern in ("*.html", "*.txt"):
        yield from (ROOT / "templates").rglob(pattern)


def _messages(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    if path.suffix == ".py":
        return iter(extract_from_file("python", path, KEYWORDS))
    options = {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}
    return iter(extract_from_file("jinja2.ext:babel_extract", path, KEYWORDS, options=options))


def _singular(identity: str | tuple[str, ...] | list[str]) -> str:
    return identity if isinstance(identity, str) else identity[0]


def pot_text(catalog: Catalog) -> str:
    """A template, without dates nor line numbers: it changes only when a sentence does."""
    written = BytesIO()
    write_po(written, catalog, width=110, sort_output=True, omit_header=True, include_lineno=False)
    return written.getvalue().decode()


def po_text(language: str, catalog: Catalog) -> str:
    """A catalog of a language, with the rule of its plurals."""
    plural = get_plural(Locale.parse(language))
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: {language}\\n"\n'
    return f'{head}"Plural-Forms: {plural.plural_forms}\\n"\n\n{pot_text(catalog)}'


def updated(language: str, template: Catalog) -> Catalog:
    """The catalog of a language with today's sentences: those that stay keep their translation."""
    known = read_catalog(TRANSLATIONS / f"{language}.po", language)
    fresh = Catalog(locale=language, charset="utf-8")
    for message in template:
        if message.id:
            old = known.get(_singular(message.id)) if known else None
            kept = old.string if old and old.id == message.id else None
            flags = {*message.flags, *({"fuzzy"} if old and old.fuzzy else ())}
            fresh.add(message.id, kept, message.locations, flags)
    return fresh


def territory_text(language: str) -> str:
    """The texts of the territory in a language; one whose French has changed waits for its translation."""
    known = {row["source"]: row["text"] for row in territory_rows(language)}
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((one.key, one.field, one.source, known.get(one.source, "")) for one in wordings(TERRITORY))
    return written.getvalue()


def territory_rows(language: str) -> list[dict[str, str]]:
    """The lines of the file of a language; none before it exists."""
    path = TERRITORY / "translations" / f"{language}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def faults(language: str, template: Catalog) -> list[str]:
    """What is missing, doubtful or ill-made in a language, one line each."""
    catalog = read_catalog(TRANSLATIONS / f"{language}.po", language) or Catalog(locale=language)
    found: list[str] = []
    for message in template:
        if message.id:
            found += _message_faults(f"{language}.po", catalog, message.id)
    known = {(row["key"], row["field"]): row for row in territory_rows(language)}
    for one in wordings(TERRITORY):
        row = known.get((one.key, one.field))
        place = f"{language}.csv {one.key} {one.field}"
        if row is None or row["source"] != one.source or not row["text"].strip():
            found.append(f"{place}: missing: {one.source[:80]}")
        else:
            found += [f"{place}: {fault}" for fault in form_faults(one.source, row["text"], exact=True)]
    return found


def _message_faults(file: str, catalog: Catalog, identity: Any) -> list[str]:
    said = catalog.get(_singular(identity))
    place = f"{file} {_singular(identity)[:80]!r}"
    if said is None or said.id != identity or not is_translated(said):
        return [f"{place}: {'fuzzy' if said is not None and said.fuzzy else 'missing'}"]
    if isinstance(identity, str):
        return [f"{place}: {fault}" for fault in form_faults(identity, str(said.string), exact=True)]
    forms = list(said.string or ())
    wanted = [] if len(forms) == catalog.num_plurals else [f"{len(forms)} forms, {catalog.num_plurals} are wanted"]
    wanted += [fault for form in forms for fault in form_faults(identity[1], form, exact=False)]
    return [f"{place}: {fault}" for fault in dict.fromkeys(wanted)]


def form_faults(source: str, text: str, *, exact: bool) -> Iterator[str]:
    """What is wrong with one translation. Not `exact`: a plural form may say its number in words, and leave it out."""
    holes, said = Counter(_HOLE.findall(source)), Counter(_HOLE.findall(text))
    if (said != holes) if exact else (said - holes or holes - said - Counter({"%(num)d": 1, "%(num)s": 1})):
        yield f"has {sorted(said)}, the French has {sorted(holes)}"
    if Counter(_TAG.findall(source)) != Counter(_TAG.findall(text)):
        yield "does not have the tags of the French"
    if "%" in _HOLE.sub("", text) and "%" not in _HOLE.sub("", source):
        yield "has a stray % sign"
    if source[:1].isspace() != text[:1].isspace() or source[-1:].isspace() != text[-1:].isspace():
        yield "does not begin or end with a space as the French does"
    if _EASTERN.search(text):
        yield "has eastern digits: 0 to 9 are wanted (docs/decisions/languages.md)"


def main(words: list[str]) -> int:
    """See the top of this file."""
    found = extracted()
    languages = [word for word in words if word in TARGETS] or list(TARGETS)
    if "check" not in words:
        _write(found, languages)
    total = 0
    for language in languages:
        wrong = faults(language, found[FAMILIES])
        total += len(wrong)
        print("\n".join(wrong) if "check" in words else f"{language}: {len(wrong)} to do")
    print(f"{len(found[FAMILIES])} sentences for families, {len(found[DESKS])} for the desks (French only), "
          f"{len(wordings(TERRITORY))} texts of the territory")  # fmt: skip
    return int("check" in words and total > 0)


def _write(found: dict[str, Catalog], languages: list[str]) -> None:
    for domain, catalog in found.items():
        (TRANSLATIONS / f"{domain}.pot").write_text(pot_text(catalog), encoding="utf-8")
    (TERRITORY / "translations").mkdir(exist_ok=True)
    for language in languages:
        text = po_text(language, updated(language, found[FAMILIES]))
        (TRANSLATIONS / f"{language}.po").write_text(text, encoding="utf-8")
        words = territory_text(language)
        (TERRITORY / "translations" / f"{language}.csv").write_text(words, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
