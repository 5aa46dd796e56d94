"""What is said of prices, in one line or as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue.facts import FeeFacts, FeeKind
from app.foundation.i18n import format_money_cents, format_number
from app.foundation.i18n import gettext as _
from app.foundation.text import fold, french

#: How the label of an amount that is the least ends (« une heure, à partir de »), without accents.
FROM = re.compile(r"\bpartir( de)?:?$")


@dataclass(frozen=True)
class FeeRow:
    """One line: the bracket or the label, the price; for the page's script, what it is for and its bounds, '' open."""

    bracket: str
    price: str
    what: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True)
class FeeTable:
    """The prices of one unit that hold today."""

    caption: str
    first_title: str
    rows: tuple[FeeRow, ...]
    by_quotient: bool


def fee_words(kind: FeeKind, fees: Sequence[FeeFacts], today: date) -> str:
    """One line for a card: “Gratuit”, “De 4,20 € à 12,40 € par jour”; '' when nobody said."""
    if kind is FeeKind.FREE:
        return _("Gratuit")
    valid = valid_fees(fees, today)
    if not valid:
        return _mode(kind)
    unit, alike = valid[0].unit, [fee for fee in valid if fee.unit == valid[0].unit]
    amounts = sorted(fee.amount_cents for fee in alike)
    lowest, highest = format_money_cents(amounts[0]), format_money_cents(amounts[-1])
    if any(FROM.search(fold(fee.label)) for fee in alike):  # others pay more
        return _("À partir de %(amount)s %(unit)s", amount=lowest, unit=unit_words(unit))
    if amounts[0] == amounts[-1]:
        return _("%(amount)s %(unit)s", amount=lowest, unit=unit_words(unit))
    return _("De %(low)s à %(high)s %(unit)s", low=lowest, high=highest, unit=unit_words(unit))


def _mode(kind: FeeKind) -> str:
    words = {
        FeeKind.FLAT: _("Payant"),
        FeeKind.QUOTIENT: _("Selon votre quotient familial"),
        FeeKind.NATIONAL_SCALE: _("Selon vos revenus"),
        FeeKind.PROVIDER: _("Prix fixé par la structure"),
    }
    return words.get(kind, "")


def explained(kind: FeeKind) -> str:
    """How this price is made, in one plain sentence (U17); '' when nobody said."""
    words = {
        FeeKind.FREE: _("Vous n’avez rien à payer."),
        FeeKind.FLAT: _("Le prix est le même pour tous."),
        FeeKind.QUOTIENT: _("Le prix suit votre quotient familial, un chiffre calculé par la Caf d’après vos revenus."),
        FeeKind.NATIONAL_SCALE: _(
            "Le prix suit vos revenus et le nombre de vos enfants. Le barème est le même dans toute la France : "
            "c’est la prestation de service unique (PSU)."
        ),
        FeeKind.PROVIDER: _(
            "La structure fixe son prix. La Caf peut vous aider à le payer, avec le complément de libre choix du "
            "mode de garde (CMG) de la Paje, la prestation d’accueil du jeune enfant."
        ),
    }
    return words.get(kind, "")


def unit_words(unit: str) -> str:
    """“par jour”, “le repas”…"""
    words = {
        "heure": _("par heure"),
        "demi-journee": _("la demi-journée"),
        "jour": _("la journée"),
        "semaine": _("la semaine"),
        "mois": _("par mois"),
        "an": _("par an"),
        "repas": _("le repas"),
        "seance": _("la séance"),
        "sejour": _("le séjour"),
        "acte": _("la démarche"),
    }
    return words.get(unit, unit)


def valid_fees(fees: Sequence[FeeFacts], today: date) -> list[FeeFacts]:
    """The lines that hold on that day."""
    return [
        fee
        for fee in fees
        if (fee.valid_from is None or fee.valid_from <= today) and (fee.valid_to is None or today <= fee.valid_to)
    ]


def fee_tables(fees: Sequence[FeeFacts], today: date) -> list[FeeTable]:
    """The prices that hold today, a table a unit."""
    valid = valid_fees(fees, today)
    units = dict.fromkeys(fee.unit for fee in valid)
    return [_table(unit, [fee for fee in valid if fee.unit == unit]) for unit in units]


def _table(unit: str, fees: list[FeeFacts]) -> FeeTable:
    by_quotient = any(quotient_words(fee) for fee in fees)
    title = _("Quotient familial (QF)") if by_quotient else _("Quoi")
    labels = {fee.label for fee in fees}
    shared = french(fees[0].label) if by_quotient and len(labels) == 1 else ""
    rows = tuple(_row(fee, told=shared) for fee in fees)
    priced = _("Prix %(unit)s", unit=unit_words(unit))
    caption = _("%(priced)s. %(label)s", priced=priced, label=shared) if shared else priced
    return FeeTable(caption, title, rows, by_quotient)


def _row(fee: FeeFacts, *, told: str) -> FeeRow:
    label = french(fee.label)
    bounds = ("" if bound is None else str(bound) for bound in (fee.qf_min, fee.qf_max))
    price = format_money_cents(fee.amount_cents)
    return FeeRow(_bracket(fee, told=told), price, "" if label == told else label, *bounds)


def _bracket(fee: FeeFacts, *, told: str) -> str:
    label = french(fee.label)
    said = [text for text in ("" if label == told else label, quotient_words(fee)) if text]
    return said[0] if len(said) == 1 else _(" : ").join(said) or _("Pour tous")


def quotient_words(fee: FeeFacts) -> str:
    """“0 à 400”, “plus de 1 100”; '' when the line holds for everybody."""
    low, high = fee.qf_min, fee.qf_max
    if low is None and high is None:
        return ""
    if high is None:
        return _("%(low)s et plus", low=format_number(low or 0))
    if not low:
        return _("jusqu’à %(high)s", high=format_number(high))
    return _("de %(low)s à %(high)s", low=format_number(low), high=format_number(high))
