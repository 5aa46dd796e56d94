"""The territory in another language: the same values, their words translated or marked as French."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.foundation.i18n import Told
from app.foundation.text import french
from app.territory.reference import Reference
from app.territory.wording import TERRITORY_KEYS, TERRITORY_PARTS, THEME_FIELDS, TYPE_FIELDS, reworded

#: Puts one text in the language of the reader.
Say = Callable[[str], str]


def sayer(translations: Mapping[str, str], language: str) -> Say:
    """What says a French text in that language, or leaves it in French and marks it so."""

    def say(text: str) -> str:
        said = translations.get(text)
        return Told(said, language) if said else french(text)

    return say


def localized(known: Reference, say: Say) -> Reference:
    """This territory, each text that families read being said by `say`."""
    return replace(
        known,
        tagline=say(known.tagline),
        facts={name: _part(name, part, say) for name, part in known.facts.items()},
        themes={slug: replace(one, **_fields(one, THEME_FIELDS, say)) for slug, one in known.themes.items()},
        types={slug: replace(one, **_fields(one, TYPE_FIELDS, say)) for slug, one in known.types.items()},
    )


def _part(name: str, part: Any, say: Say) -> Any:
    return reworded(part, TERRITORY_KEYS, lambda _path, text: say(text)) if name in TERRITORY_PARTS else part


def _fields(row: Any, names: tuple[str, ...], say: Say) -> dict[str, Any]:
    return {name: say(text) if (text := getattr(row, name)) else text for name in names}
