"""The catalogs as people keep them: `translations/<language>.po`, read once by each process. Nothing is compiled.

`messages.pot` lists every sentence families may meet. A language is served when almost all of them are translated;
what is missing appears in French. Complete catalogs are demanded by `tests/house/test_translations.py`.
"""

from __future__ import annotations

import gettext as standard
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

#: A sentence added yesterday must not close a whole language; an unfinished catalog must not open one.
ENOUGH = 0.95


class French(standard.NullTranslations):
    """The source itself: sentences stay as they are written, and zero is singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if -2 < n < 2 else msgid2


def read_catalog(file: Path, language: str | None = None) -> Catalog | None:
    """The messages of a .po or .pot file; None when there is no such file."""
    if not file.is_file():
        return None
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


@lru_cache(maxsize=16)
def sentences_of(language: str, folder: Path) -> standard.NullTranslations:
    """What answers for the sentences of a language; those it lacks stay in French."""
    read = read_catalog(folder / f"{language}.po", language)
    if read is None:
        return French()
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    catalog = standard.GNUTranslations(compiled)
    catalog.add_fallback(French())
    return catalog


def is_translated(message: object) -> bool:
    """Whether every form of a message is there, and nobody doubts it."""
    said = getattr(message, "string", "")
    forms = said if isinstance(said, tuple | list) else (said,)
    return bool(forms) and all(forms) and not getattr(message, "fuzzy", True)


@lru_cache(maxsize=16)
def is_served(language: str, folder: Path) -> bool:
    """Whether enough of the sentences for families are translated."""
    wanted, read = read_catalog(folder / "messages.pot"), read_catalog(folder / f"{language}.po", language)
    if wanted is None or read is None:
        return False
    sentences = [message.id for message in wanted if message.id]
    done = sum(1 for each in sentences if is_translated(read.get(each if isinstance(each, str) else each[0])))
    return done >= ENOUGH * len(sentences)
