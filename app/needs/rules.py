"""What may be kept of a search, and how. Pure; the reasons stand in docs/decisions/words-sought-in-vain.md."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

#: An unknown word is kept from this many distinct days on.
ENOUGH_DAYS = 5
#: Sums smaller than this are not shown: they could be one family.
SHOWN_FROM = 5
#: Years, both included; the last band has no end.
AGE_BANDS = ((0, 2), (3, 5), (6, 11), (12, 17), (18, 200))
_WORD = re.compile(r"[^\W\d_]{3,30}")

ALL, THEME, TYPE, COMMUNE, AGE, PERIOD, DAY, WORD = (
    "tout", "theme", "type", "commune", "age", "periode", "jour", "mot",
)  # fmt: skip
TYPE_IN_COMMUNE, UNKNOWN_WORD = "type-commune", "mot-inconnu"


@dataclass(frozen=True)
class Sought:
    """One search without the person: what was asked, and how many listings answered all of it."""

    themes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    sensitive: bool = False
    communes: tuple[str, ...] = ()
    age_months: int | None = None
    period: str = ""
    weekdays: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unknown_words: tuple[str, ...] = ()
    total: int = 0

    @property
    def in_vain(self) -> bool:
        """Whether nothing answered."""
        return self.total == 0


def counters(sought: Sought) -> Iterator[tuple[str, str]]:
    """The (kind, value) pairs that this search adds one to. Nothing ties them together afterwards."""
    yield ALL, ""
    lists = ((THEME, sought.themes), (TYPE, sought.types), (COMMUNE, sought.communes), (DAY, sought.weekdays))
    for kind, values in (*lists, (WORD, sought.words)):
        yield from ((kind, value) for value in dict.fromkeys(values))
    if sought.age_months is not None:
        yield AGE, age_band(sought.age_months)
    if sought.period:
        yield PERIOD, sought.period
    # The only pair that is kept, because the convention is steered by it; never for a sensitive need.
    if len(sought.communes) == 1 and not sought.sensitive:
        yield from ((TYPE_IN_COMMUNE, f"{kind}|{sought.communes[0]}") for kind in dict.fromkeys(sought.types))


def age_band(months: int) -> str:
    """The band of an age, in years: “3-5”, “18+”."""
    low, high = next(band for band in AGE_BANDS if months // 12 <= band[1])
    return f"{low}-{high}" if high < 100 else f"{low}+"


def may_be_kept(word: str) -> bool:
    """Whether an unknown word looks like a word: letters only, so no phone, no address, no number."""
    return _WORD.fullmatch(word) is not None


def window_of(day: date) -> date:
    """The first day of its quarter: digests of two quarters cannot be compared."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def digest_of(word: str, day: date, secret: str) -> str:
    """What stands for a word that was not seen often enough, during one quarter."""
    key = hmac.new(secret.encode(), f"needs {window_of(day)}".encode(), hashlib.sha256).digest()
    return hmac.new(key, word.encode(), hashlib.sha256).hexdigest()[:32]
