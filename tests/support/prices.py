"""What a family pays, worked out naively: what the page's script must say, case by case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from app.catalogue.facts import FeeFacts

_NUMBER = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?")


def number(text: str) -> Decimal | None:
    """What a family typed, from 0 to 99,999; None when it is not such a number."""
    plain = re.sub(r"[\s€]", "", text)
    return (
        Decimal(plain.replace(",", "."))
        if _NUMBER.fullmatch(plain) and float(plain.replace(",", ".")) <= 99999
        else None
    )


def rows_for(fees: Iterable[FeeFacts], quotient: Decimal) -> list[FeeFacts]:
    """The lines that hold for this quotient, its decimals dropped."""
    whole = int(quotient)
    return [fee for fee in fees if (fee.qf_min or 0) <= whole <= (whole if fee.qf_max is None else fee.qf_max)]


def hour(monthly: Decimal, rate_percent: str, floor: Decimal, ceiling: Decimal) -> Decimal:
    """The price of an hour, in euros."""
    resources = min(max(monthly, floor), ceiling)
    return (resources * Decimal(rate_percent) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
