"""Phone numbers as French people read them, and as phones dial them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from flask import Flask
from phonenumbers import NumberParseException, PhoneNumberFormat

from app.foundation.settings import Settings

REGION = "FR"
NBSP = "\u00a0"
_WRITTEN = re.compile(r"\+?[0-9 .()\u00a0\u202f‑-]{2,24}")
_SHORT = re.compile(r"[0-9]{2,6}")
#: Longer short numbers are written in threes.
_IN_ONE = 4
# Short numbers of public help that a library of international plans may not know yet.
_HELP = frozenset({"15", "17", "18", "112", "114", "115", "116000", "116117", "119", "196", "3018", "3114", "3117"})
# Numbers that Arcep keeps for fiction (decision 2018-0881): the demonstration listings show them.
_FICTION = re.compile(r"\+33(?:19900|26191|35301|46571|53649|63998)[0-9]{4}")


@dataclass(frozen=True)
class Phone:
    """A number that exists in the numbering plan: `number` is what we store (+33… or the short number)."""

    number: str
    display: str

    @property
    def href(self) -> str:
        """For the link: tel:+33563010203 or tel:3919."""
        return f"tel:{self.number}"

    @property
    def is_short(self) -> bool:
        return not self.number.startswith("+")


def phone(text: str | None) -> Phone | None:
    """Read one number, French unless it begins with another country; None when nobody could dial it."""
    written = (text or "").strip()
    return _read(written) if _WRITTEN.fullmatch(written) else None


@lru_cache(maxsize=4096)
def _read(written: str) -> Phone | None:
    digits = re.sub(r"[^0-9+]", "", written)
    if _SHORT.fullmatch(digits):
        return _short(digits)
    try:
        parsed = phonenumbers.parse(written, REGION)
    except NumberParseException:
        return None
    number = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(parsed) and not _FICTION.fullmatch(number):
        return None
    french = parsed.country_code == 33
    style = PhoneNumberFormat.NATIONAL if french else PhoneNumberFormat.INTERNATIONAL
    display = phonenumbers.format_number(parsed, style).replace(" ", NBSP)
    return Phone(number, display)


def _short(digits: str) -> Phone | None:
    known = digits in _HELP or phonenumbers.is_valid_short_number_for_region(_parsed_short(digits), REGION)
    display = f"{digits[:3]}{NBSP}{digits[3:]}" if len(digits) > _IN_ONE else digits  # 116 000, but 3919
    return Phone(digits, display) if known else None


def _parsed_short(digits: str) -> phonenumbers.PhoneNumber:
    return phonenumbers.PhoneNumber(country_code=33, national_number=int(digits))


def init_app(app: Flask, settings: Settings) -> None:
    """Filter `phone` for templates: `{% set p = number|phone %}{{ p.href }} {{ p.display }}`."""
    app.jinja_env.filters["phone"] = phone
