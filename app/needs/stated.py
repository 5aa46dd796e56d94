"""What a family says it did not find: who may be recognised in it is refused. Pure.

The words of a family are read by agents: nothing in them may lead back to someone. What looks like a telephone, an
address or a name is refused with its reason; the person takes it out and sends again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LONGEST_NEED = 200
#: Nobody reads the page and answers in less time; a page left open for longer is an old tab, or a machine that replays.
FASTEST, SLOWEST = timedelta(seconds=3), timedelta(hours=24)

_STREETS = (
    "rue|avenue|av|boulevard|bd|chemin|impasse|allée|allee|place|route|quai|cours|lotissement|résidence|residence|cité"
)
_TRACES = (
    ("mail", re.compile(r"\S\s*(?:@|\(at\)|\[at\]|\barobase\b)\s*\S", re.IGNORECASE)),
    ("link", re.compile(r"https?:|www\.|\w\.(?:fr|com|org|net|eu)\b", re.IGNORECASE)),
    ("phone", re.compile(r"(?:\d[\s.\-/()]*){6,}|\+\s*\d")),
    ("address", re.compile(rf"\b\d{{1,4}}\s*(?:bis|ter|quater)?,?\s+(?:{_STREETS})\b", re.IGNORECASE)),
    (
        "name",
        re.compile(
            r"(?i:\b(?:je m[’']appelle|mon nom est|il s[’']appelle|elle s[’']appelle|s[’']appelle|prénommée?)\s+\S)"
            r"|\b(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle|[Mm]on fils|[Mm]a fille|[Mm]on mari|[Mm]a femme)"
            r"\s+[A-ZÀÂÉÈÊËÎÏÔÙÛÜÇ][\w’'-]+"
        ),
    ),
)


class Verdict(StrEnum):
    """What was made of it: SURELY a machine is thanked and forgotten; the others are told."""

    KEPT = "kept"
    MACHINE = "machine"
    TOO_MANY = "too-many"
    STALE = "stale"


@dataclass(frozen=True)
class Stated:
    """A need, as codes of the territory and a few words; '' is not said. `weekdays` are those of the search."""

    theme: str = ""
    type: str = ""
    commune: str = ""
    age_band: str = ""
    period: str = ""
    weekdays: tuple[str, ...] = ()
    text: str = ""

    @property
    def says_something(self) -> bool:
        """Whether anybody could act on it."""
        return bool(self.theme or self.type or self.text.strip())


def trace_of(text: str) -> str:
    """What in these words could lead back to someone: mail, link, phone, address or name; '' when nothing does."""
    return next((kind for kind, sign in _TRACES if sign.search(text)), "")


def judge(honeypot: str, taken: timedelta, wait_seconds: int) -> Verdict:
    """A machine fills the field that nobody sees, or answers faster than anybody reads."""
    if honeypot.strip() or taken < FASTEST:
        return Verdict.MACHINE
    if taken > SLOWEST:
        return Verdict.STALE
    return Verdict.TOO_MANY if wait_seconds else Verdict.KEPT
