"""Pure decisions of the desk: what to do first, what would help most, when a text is heavy."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from app.catalogue.facts import ServiceFacts
from app.proposals.values import Values

#: U22: sentences of more words than this, on average, are hard to read on a phone.
LONG_SENTENCE = 20
_SENTENCES = re.compile(r"[.!?…;:]\s|\n+")
_WORD = re.compile(r"\w+")


def seal(values: Mapping[str, Any], names: Iterable[str]) -> str:
    """What a form showed, in sixteen characters: sent back, it tells whether something moved since."""
    said = json.dumps({name: values[name] for name in names}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def next_help(facts: ServiceFacts) -> str:
    """The page whose answer would help families most, '' when nothing is missing."""
    missing = {
        "contacts": not facts.contacts,
        "horaires": not facts.slots and not facts.hours_note,
        "identite": not facts.summary,
        "prix": not facts.fee_kind,
        "inscription": not facts.registration,
        "lieu": facts.place is None and not facts.communes_served,
        "public": facts.age_min_months is None and facts.age_max_months is None,
        "accueil": facts.inclusive is None,
    }
    return next((section for section, lacks in missing.items() if lacks), "")


def words_a_sentence(text: str) -> int:
    """The average length of its sentences, 0 without any."""
    lengths = [len(_WORD.findall(sentence)) for sentence in _SENTENCES.split(text + "\n")]
    told = [length for length in lengths if length]
    return round(sum(told) / len(told)) if told else 0


def is_heavy(text: str) -> bool:
    """Whether the sentences are long for somebody tired."""
    return words_a_sentence(text) > LONG_SENTENCE


def only_new(wanted: Values, shown: Values) -> Values:
    """What was typed that differs from what the page showed."""
    return {name: value for name, value in wanted.items() if value != shown.get(name)}
