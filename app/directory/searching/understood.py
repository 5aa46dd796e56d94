"""What was understood of the words: labels that a touch removes, questions to ask, urgent numbers, a desk instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from flask import url_for

from app.directory.presenting.emergencies import emergencies
from app.directory.searching.addresses import Address
from app.foundation.i18n import format_age, format_time, format_weekday
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.search.finding import Answer
from app.search.understanding import Part
from app.territory.periods import Period, period_name
from app.territory.reference import Reference

Link = tuple[str, str]


@dataclass(frozen=True)
class Question:
    """A question that an ambiguous word asks, and its answers as searches (U7)."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Relay:
    """A desk that answers for what is never listed: individuals at home."""

    sentence: str
    link: Link


def understood_chips(answer: Answer, address: Address, reference: Reference) -> list[Link]:
    """(label, address without it) of each part of the text that was recognised."""
    parts = answer.reading.parts if answer.reading else ()
    return [(_label(part, reference), address.with_(q=part.without)) for part in parts]


def questions(answer: Answer, reference: Reference, address: Address, age: int | None = None) -> list[Question]:
    """The questions to ask instead of guessing; the place asked for is kept. One that the age, asked by a filter or
    said in the words, already answers is not asked."""
    topics = [topic for one in answer.guidance if one.kind == "question" for topic in one.topics]
    known = {one["key"]: one for one in reference.facts.get("questions", ())}
    said = answer.reading.wanted.facts.age_months if answer.reading else None
    age = said if age is None else age
    asked = [known[topic] for topic in topics if topic in known]
    return [_question(one, address) for one in asked if age is None or not _answered_by(age, one, reference)]


def _answered_by(age: int, question: dict[str, Any], reference: Reference) -> bool:
    """Whether the types of one answer only welcome this age, in months."""
    fitting = [answer for answer in question["answers"] if _welcomes(age, answer["search"], reference)]
    return len(fitting) == 1


def _welcomes(age: int, search: str, reference: Reference) -> bool:
    types = [reference.types[value] for name, value in parse_qsl(search) if name == "type" and value in reference.types]
    return any((one.age_min or 0) <= age <= (1200 if one.age_max is None else one.age_max) for one in types)


def urgent_numbers(answer: Answer, reference: Reference) -> list[tuple[str, str, str]]:
    """Emergency numbers, those of these topics first; none when nothing urgent was said (U24)."""
    urgent = any(one.kind == "urgence" for one in answer.guidance)
    return emergencies(reference, urgent_topics(answer)) if urgent else []


def urgent_topics(answer: Answer) -> list[str]:
    """What the urgent words are about."""
    return [topic for one in answer.guidance if one.kind == "urgence" for topic in one.topics]


def relays(answer: Answer, reference: Reference) -> list[Relay]:
    """Where to go for what is never listed."""
    pairs = [one.types for one in answer.guidance if one.kind == "relais"]
    return [_relay(asked, instead, reference) for asked, instead in pairs if instead in reference.types]


def _question(known: dict[str, object], address: Address) -> Question:
    answers: list[dict[str, str]] = known["answers"]  # type: ignore[assignment]
    place = {name: values for name, values in address.typed.items() if name in {"ou", "lat", "lon", "rayon"}}
    links = tuple((_search(answer["search"], place), typography(answer["label"])) for answer in answers)
    return Question(typography(str(known["text"])), links)


def _search(query: str, place: dict[str, list[str]]) -> str:
    parameters: dict[str, list[str]] = {}
    for name, value in parse_qsl(query):
        parameters.setdefault(name, []).append(value)
    return Address.of({**parameters, **place})


def _relay(asked: str, instead: str, reference: Reference) -> Relay:
    label = typography(reference.types[asked].plural)
    sentence = _("%(label)s : nous ne donnons ni nom ni adresse. Ce service vous aide à trouver.", label=label)
    kind = reference.types[instead]
    return Relay(sentence, (url_for("directory.type", slug=kind.slug), typography(kind.label)))


def _label(part: Part, reference: Reference) -> str:
    labels: dict[str, Callable[[str], str]] = {
        "commune": lambda value: _names(value, {code: one.name for code, one in reference.communes.items()}, part.text),
        "type": lambda value: _names(value, {slug: one.label for slug, one in reference.types.items()}, part.text),
        "age": lambda value: format_age(int(value)) if int(value) else _("nouveau-né"),
        "jour": lambda value: format_weekday(int(value)),
        "periode": lambda value: period_name(Period(value)),
        "ouvert": lambda _value: _("ouvert maintenant"),
        "gratuit": lambda _value: _("gratuit"),
        "de": lambda value: _("dès %(time)s", time=format_time(int(value))),
        "a": lambda value: _("jusqu’à %(time)s", time=format_time(int(value))),
    }
    write = labels.get(part.kind)
    return typography(write(part.value) if write else part.text)


def _names(value: str, names: dict[str, str], said: str) -> str:
    """The name of the one thing that was meant; the words themselves when they meant several."""
    return names.get(value) or f"« {said} »"
