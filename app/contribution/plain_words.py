"""Advice on a text that families will read: long sentences, heavy words, letters that nobody explains. Never a refusal.

The heavy words and what to write instead are data: `plain_words.csv`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from app.contribution.rules import LONG_SENTENCE, words_a_sentence
from app.foundation.i18n import gettext as _
from app.foundation.text import fold

WORDS = Path(__file__).with_name("plain_words.csv")
#: Pieces of advice that somebody reads beside one field.
MOST = 4
#: Letters that everybody reads without help.
WELL_KNOWN = frozenset({"SMS", "TV", "CD", "DVD", "QR", "PDF", "BD", "CP", "CE", "CM", "ID", "OK", "RDV", "WC", "SNCF"})
_ACRONYM = re.compile(r"\b[A-ZÉÈ]{2,6}\b")


def advice(text: str, meanings: Mapping[str, str]) -> list[str]:
    """What would make it easier to read; `meanings` of the acronyms that the territory knows."""
    said = [*_long(text), *_heavy(text), *_letters(text, meanings)]
    return said[:MOST]


def _long(text: str) -> list[str]:
    count = words_a_sentence(text)
    if count <= LONG_SENTENCE:
        return []
    return [_("Phrases longues : %(count)s mots en moyenne. Visez 20 mots au plus.", count=count)]


def _heavy(text: str) -> list[str]:
    told = f" {_key(text)} "
    return [
        _("« %(heavy)s » : écrivez plutôt « %(plain)s ».", heavy=heavy, plain=plain)
        for key, (heavy, plain) in _words().items()
        if re.search(rf" {re.escape(key)}s? ", told)
    ]


def _letters(text: str, meanings: Mapping[str, str]) -> list[str]:
    found = dict.fromkeys(
        each for each in _ACRONYM.findall(text) if each not in WELL_KNOWN and not _explained(each, text)
    )
    return [
        _("« %(letters)s » : écrivez aussi « %(meaning)s ».", letters=each, meaning=meanings[each])
        if each in meanings
        else _("« %(letters)s » : tout le monde ne connaît pas ce sigle. Écrivez-le en entier.", letters=each)
        for each in found
    ]


def _explained(letters: str, text: str) -> bool:
    """“relais petite enfance (RPE)” or “RPE (relais petite enfance)”."""
    return bool(re.search(rf"\(\s*{letters}\s*\)|\b{letters}\s*\(", text))


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, str]]:
    with WORDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {_key(row["mot"]): (row["mot"], row["plutôt"]) for row in rows}


def _key(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))
