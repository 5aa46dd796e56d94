"""The fields of a search address: each reads what was typed, or says in a sentence why it cannot."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from wtforms import Field, ValidationError
from wtforms.validators import StopValidation

from app.foundation.i18n import gettext as _

_AGE = re.compile(r"(\d{1,4})\s*(mois|m|ans?|a)?\s*(?:et\s*(demi|\d{1,2})(?:\s*mois)?)?", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})\s*[:hH]\s*(\d{2})?")
OLDEST_MONTHS = 1200


class Parsed(Field):  # type: ignore[misc]  # WTForms has no types
    """A field with one text, read by `read`; '' is “not asked”."""

    sentence = ""

    def read(self, text: str) -> Any:
        """The value of this text. Raises ValueError."""
        return text

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed, and read the first text that is not empty."""
        self.typed = next((text.strip() for text in valuelist if text.strip()), "")
        self.data = None
        if self.typed:
            try:
                self.data = self.read(self.typed)
            except (ValueError, OverflowError):
                raise ValueError(self.refusal()) from None

    def refusal(self) -> str:
        """The sentence beside the field."""
        return self.sentence

    def pre_validate(self, form: Any) -> None:
        """A text that could not be read stops here."""
        if self.process_errors:
            raise StopValidation


class Text(Parsed):
    """Free text, cut at `longest` characters."""

    def __init__(self, label: str = "", longest: int = 120, **options: Any) -> None:
        super().__init__(label, **options)
        self.longest = longest

    def read(self, text: str) -> str:
        """Without control characters."""
        return "".join(character for character in text if character.isprintable())[: self.longest]


class Number(Parsed):
    """A decimal number within bounds, with a comma or a point."""

    def __init__(self, low: float, high: float, sentence: str = "", **options: Any) -> None:
        super().__init__("", **options)
        self.low, self.high, self.sentence = low, high, sentence

    def read(self, text: str) -> float:
        """Finite and within the bounds."""
        value = float(text.replace(",", "."))
        if not math.isfinite(value) or not self.low <= value <= self.high:
            raise ValueError(text)
        return value

    def refusal(self) -> str:
        """The sentence beside the field."""
        return self.sentence or _("Ce nombre n’est pas possible ici.")


class Whole(Number):
    """A whole number within bounds."""

    def read(self, text: str) -> int:
        """Digits only."""
        return int(super().read(str(int(text))))


class Age(Parsed):
    """An age as families say it: “8 mois”, “3 ans”, “8” (years)."""

    def read(self, text: str) -> int:
        """Completed months."""
        found = _AGE.fullmatch(text.strip())
        if found is None:
            raise ValueError(text)
        number, unit, rest = int(found[1]), (found[2] or "ans").lower(), (found[3] or "").lower()
        months = number if unit.startswith("m") else number * 12
        months += 6 if rest == "demi" else int(rest or 0)
        if months > OLDEST_MONTHS:
            raise ValueError(text)
        return months

    def refusal(self) -> str:
        """The sentence beside the field."""
        return _("Nous n’avons pas compris cet âge. Écrivez par exemple « 8 mois » ou « 3 ans ».")


class Clock(Parsed):
    """A time of day: 07:30, 7h30, 7h."""

    def read(self, text: str) -> int:
        """Minutes since midnight."""
        found = _TIME.fullmatch(text)
        minutes = int(found[1]) * 60 + int(found[2] or 0) if found else -1
        if not 0 <= minutes <= 1440 or (found and int(found[2] or 0) > 59):
            raise ValueError(text)
        return minutes

    def refusal(self) -> str:
        """The sentence beside the field."""
        return _("Nous n’avons pas compris cette heure. Écrivez par exemple « 7:30 ».")


class OneOf(Parsed):
    """One value of a list."""

    def __init__(self, allowed: Sequence[str], **options: Any) -> None:
        super().__init__("", **options)
        self.allowed = frozenset(allowed)

    def read(self, text: str) -> str:
        """A value of the list."""
        if text not in self.allowed:
            raise ValueError(text)
        return text

    def refusal(self) -> str:
        """The sentence beside the field."""
        return _("Ce choix n’existe pas.")


class Flag(OneOf):
    """A box that is ticked or not: its only value means yes."""

    def __init__(self, value: str = "1", **options: Any) -> None:
        super().__init__((value,), **options)


class Several(Field):  # type: ignore[misc]
    """Values of a list that may grow with the territory; unknown ones are told, not hidden."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Each value once, in the order of the address."""
        self.data = list(dict.fromkeys(text.strip() for text in valuelist if text.strip()))

    def _known(self) -> frozenset[str]:
        return getattr(self, "allowed", frozenset())

    def pre_validate(self, form: Any) -> None:
        """Every value must be known."""
        unknown = [value for value in self.data or [] if value not in self._known()]
        if unknown:
            self.data = [value for value in self.data or [] if value in self._known()]
            raise ValidationError(_("Ce choix n’existe pas : %(value)s.", value=unknown[0][:40]))
