"""Catalogs that translate every sentence into itself, dressed: what is left in French on a page shows at once.

They prove the machinery, whatever the state of the real translations. Latin letters get accents; Arabic gets letters of
its own script, so that a page really turns.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog

from app.foundation.i18n.files import read_catalog
from scripts.catalogs import TARGETS, po_text
from scripts.common import ROOT

_KEPT = re.compile(r"(%\(\w+\)[sd]|<[^>]+>|https?://\S+|\d+)")
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def pseudo(text: str, language: str) -> str:
    """The same sentence, dressed; holes, tags and numbers stay as they are."""
    parts = _KEPT.split(text)
    parts[::2] = [_dressed(part, language) for part in parts[::2]]
    return "".join(parts)


def _dressed(part: str, language: str) -> str:
    if language == "ar":
        return "".join(_ARABIC[ord(each) % len(_ARABIC)] if each.isalpha() else each for each in part)
    return part.translate(str.maketrans("aeiouAEIO", "åêîöûÅÊÎÖ"))


def write_catalogs(folder: Path, languages: tuple[str, ...] = TARGETS) -> Path:
    """Full catalogs of these languages in that folder, beside the list of the sentences."""
    template = read_catalog(ROOT / "translations" / "messages.pot")
    assert template is not None
    (folder / "messages.pot").write_bytes((ROOT / "translations" / "messages.pot").read_bytes())
    for language in languages:
        dressed = Catalog(locale=language, charset="utf-8")
        for message in template:
            if message.id:
                dressed.add(message.id, _said(message.id, language, dressed.num_plurals), flags=message.flags)
        (folder / f"{language}.po").write_text(po_text(language, dressed), encoding="utf-8")
    return folder


def _said(identity: Any, language: str, plurals: int) -> str | tuple[str, ...]:
    if isinstance(identity, str):
        return pseudo(identity, language)
    return (pseudo(identity[0], language), *(pseudo(identity[1], language) for _ in range(plurals - 1)))
