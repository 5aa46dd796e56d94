"""The words that were understood, as labels that a touch removes."""

from __future__ import annotations

from app.directory.searching.addresses import Address
from app.search.finding import Answer
from app.territory.reference import Reference


def understood_chips(answer: Answer, address: Address, reference: Reference) -> list[tuple[str, str]]:
    """(label, address without it)."""
    return []
