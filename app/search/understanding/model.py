"""What was understood of a text: plain values for the engine, the page and the API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.search.wanted import Wanted


@dataclass(frozen=True)
class Guidance:
    """What a page must say besides the results.

    'urgence': emergency numbers of these topics first; 'question': ask the question of that topic instead of guessing;
    'relais': the first type is never listed, the second one answers for it.
    """

    kind: str
    topics: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One thing that was recognised: what, its value, the words that said it, and the text without them."""

    kind: str
    value: str
    text: str
    without: str


@dataclass(frozen=True)
class Understood:
    """`mended` is the text with its typing errors corrected, empty when there was none."""

    wanted: Wanted
    parts: tuple[Part, ...] = ()
    words: tuple[str, ...] = ()
    mended: str = ""
    guidance: tuple[Guidance, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """What the API says. `words` are those that were searched as they are."""
        if not self.parts and not self.words:
            return {}
        facts = self.wanted.facts
        types = dict.fromkeys(slug for unit in self.wanted.units for slug, _ in unit.types)
        return {
            "communes": list(facts.communes),
            "age_mois": facts.age_months,
            "types": list(types),
            "words": list(self.words),
            "parts": [vars(part).copy() for part in self.parts],
        }
