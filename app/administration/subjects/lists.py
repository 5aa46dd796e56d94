"""Lists that stand in one row: emergency numbers, questions of ambiguous words, steps of a situation, needs.

An act writes the whole list; each line has a page of its own, and is known by what it says (`rules.digest`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.administration.fields import LONG_TEXT, Field, Kind
from app.administration.rules import Impossible, Values
from app.administration.subjects.base import Subject, free_slug
from app.administration.subjects.words import asked_of, sensitive_of
from app.foundation.db import Base, session
from app.foundation.i18n import LazyText
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.guides.models import Guide, GuidePublic
from app.search.understanding.lexicon import AMBIGUOUS, SENSITIVE
from app.territory.models import Territory
from app.territory.reference import Reference

#: The key of a list of the whole territory.
HERE = "territoire"
LONGEST_LIST = 60
#: Digits of a French number; shorter ones are emergency numbers.
FULL_NUMBER = 10
#: What a line is called in addresses and in the vocabulary.
NAMES = ("slug", "key")
Item = dict[str, Any]


class ListSubject(Subject):
    """One list. `path` is where it stands in the row; `of` the subject of that row, None for the territory's own."""

    path: str
    of: str | None = None
    #: The name of one line, in words.
    one: LazyText

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        return (Field(self.path, self.title, Kind.LIST),)

    def boxes(self, item: Item | None) -> tuple[Field, ...]:
        """The boxes of a line; None for one that is being added."""
        raise LookupError(self.room)

    def name(self, item: Item) -> str:
        """How a person calls a line."""
        return str(item.get("label") or item.get("title") or item.get("text") or "")

    def whole(self, item: Item) -> Item:
        """A line with what files leave unsaid."""
        return item

    def made(self, item: Item, others: Iterable[Item]) -> Item:
        """A line that was typed, with what it needs besides."""
        return item

    def check(self, key: str, values: Values, known: Reference) -> None:
        lines = values[self.path]
        if len(lines) > LONGEST_LIST:
            raise Impossible({"pourquoi": _("%(most)s lignes au plus.", most=LONGEST_LIST)})
        said = [{name: value for name, value in line.items() if name not in NAMES} for line in lines]
        if any(line in said[:rank] for rank, line in enumerate(said)):
            raise Impossible({"pourquoi": _("Cette ligne est déjà dans la liste.")})
        if why := self.missing(lines, known):
            raise Impossible({"pourquoi": why})

    def missing(self, lines: list[Item], known: Reference) -> str:
        """Why the list cannot be these lines, '' when it can."""
        return ""


class _OfTerritory(ListSubject):
    lead = _l("Les pages publiques changent dès que vous enregistrez.")

    def find(self, key: str) -> Base | None:
        return session().get(Territory, 1) if key == HERE else None

    def label(self, key: str, values: Values) -> str:
        return str(self.title)


class Emergencies(_OfTerritory):
    """The numbers that come first when a word is sensitive."""

    kind, room, title, path = "emergency", "urgences", _l("Numéros d’urgence"), "facts.emergency"
    one = _l("un numéro d’urgence")

    def boxes(self, item: Item | None) -> tuple[Field, ...]:
        return (
            Field("number", _l("Numéro"), Kind.PHONE, required=True, hint=_l("Comme 115, ou un numéro entier.")),
            Field("label", _l("Qui répond"), required=True, most=80),
            Field("when", _l("Quand l’appeler"), Kind.AREA, required=True, most=300),
            Field("sms", _l("Ce numéro se joint par SMS"), Kind.YES_NO, required=True),
            Field("topics", _l("Sujets sensibles"), Kind.LINES, most=40,
                  hint=_l("Un par ligne : « violences », « rue »… Les mots sensibles du vocabulaire les nomment.")),
        )  # fmt: skip

    def name(self, item: Item) -> str:
        return f"{item.get('number', '')} {item.get('label', '')}".strip()

    def whole(self, item: Item) -> Item:
        return {"sms": False, **item}

    def made(self, item: Item, others: Iterable[Item]) -> Item:
        number = item["number"].replace(" ", "")
        kept = {name: value for name, value in item.items() if name != "sms" or value}
        # Short numbers are found in texts by their digits.
        return {**kept, "number": number if len(number) < FULL_NUMBER else item["number"]}

    def missing(self, lines: list[Item], known: Reference) -> str:
        lost = _lost(known, SENSITIVE, sensitive_of(lines))
        if not lost:
            return ""
        return _("Plus aucun numéro ne répond aux mots sensibles de ces sujets : %(topics)s.", topics=lost)


class Questions(_OfTerritory):
    """What the results ask when a word may mean two things."""

    kind, room, title, path = "question", "questions", _l("Questions des mots ambigus"), "facts.questions"
    one = _l("une question")

    def boxes(self, item: Item | None) -> tuple[Field, ...]:
        return (
            Field("text", _l("Question"), required=True, hint=_l("« Quel âge a votre enfant ? »."), most=120),
            Field("answers", _l("Réponses"), Kind.SEARCHES, required=True,
                  hint=_l("Une par ligne : les mots, une barre |, l’adresse d’une recherche.")),
        )  # fmt: skip

    def name(self, item: Item) -> str:
        return str(item.get("text", ""))

    def made(self, item: Item, others: Iterable[Item]) -> Item:
        return {"key": item.get("key") or free_slug(item["text"], asked_of(others)), **item}

    def missing(self, lines: list[Item], known: Reference) -> str:
        lost = _lost(known, AMBIGUOUS, asked_of(lines))
        if not lost:
            return ""
        return _("Des mots ambigus du vocabulaire posent encore cette question : %(topics)s.", topics=lost)


def _lost(known: Reference, kind: str, kept: Iterable[str]) -> str:
    """The topics of special words that were there, and would no longer be."""
    used = {one.note for one in known.vocabulary if one.kind == kind}
    before = {*sensitive_of(known.facts.get("emergency", ())), *asked_of(known.facts.get("questions", ()))}
    return ", ".join(sorted(used & before - set(kept)))


class Steps(ListSubject):
    """The steps of a life situation."""

    kind, room, title, path, of = "step", "etapes", _l("Étapes"), "steps", "situations"
    one = _l("une étape")
    lead = _l("Chaque étape : quoi faire, où, et les papiers à prendre.")

    def find(self, key: str) -> Base | None:
        return session().get(Guide, key)

    def boxes(self, item: Item | None) -> tuple[Field, ...]:
        return (
            Field("title", _l("Titre"), required=True, most=120),
            Field("text", _l("Texte"), Kind.AREA, most=LONG_TEXT),
            Field("links", _l("Liens"), Kind.SEARCHES,
                  hint=_l("Un par ligne : les mots, une barre |, l’adresse d’une recherche.")),
            Field("bring", _l("Papiers à prendre"), Kind.LINES, hint=_l("Un par ligne.")),
        )  # fmt: skip

    def label(self, key: str, values: Values) -> str:
        row = self.find(key)
        return row.title if isinstance(row, Guide) else key


class Needs(ListSubject):
    """What may be needed by one public of the three questions."""

    kind, room, title, path, of = "need", "besoins", _l("Besoins"), "needs", "publics"
    one = _l("un besoin")
    lead = _l("Chaque besoin mène à une recherche, dans la commune que la famille choisit.")

    def find(self, key: str) -> Base | None:
        return session().get(GuidePublic, key)

    def boxes(self, item: Item | None) -> tuple[Field, ...]:
        return (
            Field("label", _l("Besoin"), required=True, hint=_l("« Le faire garder quelques heures »."), most=120),
            Field("search", _l("Recherche"), Kind.SEARCH, required=True,
                  hint=_l("L’adresse d’une page de résultats.")),
        )  # fmt: skip

    def label(self, key: str, values: Values) -> str:
        row = self.find(key)
        return row.label if isinstance(row, GuidePublic) else key

    def made(self, item: Item, others: Iterable[Item]) -> Item:
        return {"slug": item.get("slug") or free_slug(item["label"], [one["slug"] for one in others]), **item}
