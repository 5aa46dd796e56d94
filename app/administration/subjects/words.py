"""The vocabulary: what families type, and the type of service it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from app.administration.fields import Field, Kind
from app.administration.rules import Impossible, Values
from app.administration.subjects.base import Subject, uuid_of
from app.foundation.db import Base, session
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.search.understanding.lexicon import AMBIGUOUS, SENSITIVE
from app.search.words import tokens
from app.territory.models import AFTER_THE_FILE, VocabularyEntry
from app.territory.reference import Reference
from app.territory.seed import word_key

#: Longer phrases are never read whole by the search.
MOST_WORDS = 8
KINDS = (
    ("", _l("Mot ordinaire")),
    (SENSITIVE, _l("Sujet sensible : montrer d’abord les numéros d’urgence")),
    (AMBIGUOUS, _l("Mot ambigu : poser une question")),
)
LANGUAGES = (
    ("", _l("Français")),
    ("en", _l("Anglais")),
    ("es", _l("Espagnol")),
    ("pt", _l("Portugais")),
    ("ar", _l("Arabe")),
    ("tr", _l("Turc")),
    ("ro", _l("Roumain")),
    ("uk", _l("Ukrainien")),
)


def kinds(_known: Reference) -> list[tuple[str, str]]:
    """What a word asks of the page."""
    return [(value, str(label)) for value, label in KINDS]


def languages(_known: Reference) -> list[tuple[str, str]]:
    """In which language it is."""
    return [(value, str(label)) for value, label in LANGUAGES]


def types(known: Reference) -> list[tuple[str, str]]:
    """Every type, those without listings too: the search knows where they lead."""
    return [("", _("À choisir")), *sorted(((one.slug, one.label) for one in known.types.values()), key=lambda o: o[1])]


def topics(known: Reference) -> list[tuple[str, str]]:
    """The sensitive subjects that emergency numbers know, and the questions of ambiguous words."""
    urgent, asked = sensitive_topics(known), questions(known)
    told = [*((each, _("numéros d’urgence : %(topic)s", topic=each)) for each in urgent)]
    told += [(each, _("question : %(topic)s", topic=each)) for each in asked]
    others = {one.note for one in known.vocabulary} - {"", *urgent, *asked}
    return [("", _("Aucun")), *told, *((each, each) for each in sorted(others))]


def sensitive_topics(known: Reference) -> list[str]:
    """The subjects of the emergency numbers, in their order."""
    return sensitive_of(known.facts.get("emergency", ()))


def sensitive_of(numbers: Iterable[Mapping[str, Any]]) -> list[str]:
    """The subjects of these emergency numbers, in their order."""
    return list(dict.fromkeys(topic for one in numbers for topic in one.get("topics", ())))


def questions(known: Reference) -> list[str]:
    """The questions that an ambiguous word may ask."""
    return asked_of(known.facts.get("questions", ()))


def asked_of(questions: Iterable[Mapping[str, Any]]) -> list[str]:
    """The names of these questions, by which words call them."""
    return [one["key"] for one in questions]


FIELDS = (
    Field("term", _l("Mot ou phrase"), hint=_l("Comme les familles l’écrivent. Accents et majuscules ne comptent pas."),
          required=True, most=120),
    Field("type_slug", _l("Type de service"), Kind.CHOICE, required=True, options=types,
          hint=_l("Si le mot mène à plusieurs types, ajoutez-le une fois pour chacun.")),
    Field("language", _l("Langue"), Kind.CHOICE, options=languages),
    Field("kind", _l("Ce que la page doit faire"), Kind.CHOICE, options=kinds),
    Field("note", _l("Sujet"), Kind.CHOICE, options=topics,
          hint=_l("Pour un sujet sensible : quels numéros. Pour un mot ambigu : quelle question.")),
)  # fmt: skip


class Words(Subject):
    """One word and one type at a time."""

    kind, room, title, growing = "word", "vocabulaire", _l("Vocabulaire"), True
    adding = _l("Ajouter un mot")
    lead = _l("La recherche comprend ce mot dès que vous l’enregistrez.")

    def find(self, key: str) -> Base | None:
        uuid = uuid_of(key)
        return session().scalar(select(VocabularyEntry).where(VocabularyEntry.uuid == uuid)) if uuid else None

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        return FIELDS

    def label(self, key: str, values: Values) -> str:
        return f"« {values['term']} »" if values.get("term") else key

    def check(self, key: str, values: Values, known: Reference) -> None:
        problems = {}
        words = tokens(values["term"])
        if not 1 <= len(words) <= MOST_WORDS:
            problems["term"] = _("Écrivez un à %(most)s mots, avec des lettres ou des chiffres.", most=MOST_WORDS)
        if values["kind"] == SENSITIVE and values["note"] not in sensitive_topics(known):
            problems["note"] = _("Choisissez les numéros d’urgence à montrer.")
        if values["kind"] == AMBIGUOUS and values["note"] not in questions(known):
            problems["note"] = _("Choisissez la question à poser.")
        if self._is_said(key, values):
            problems["term"] = _("Ce mot mène déjà à ce type.")
        if problems:
            raise Impossible(problems)

    def _is_said(self, key: str, values: Values) -> bool:
        row = self.find(key) if key else None
        if isinstance(row, VocabularyEntry) and (row.term, row.type_slug) == (values["term"], values["type_slug"]):
            return False  # files may hold two spellings of one word: each can still be changed
        others = select(VocabularyEntry).where(VocabularyEntry.type_slug == values["type_slug"])
        said = [one.term for one in session().scalars(others) if str(one.uuid) != key]
        if key and row is None:  # one that comes back stood beside the others before
            return values["term"] in said
        # What is read alike would stand twice in the list.
        return tokens(values["term"]) in [tokens(term) for term in said]

    def make(self, values: Values, key: str = "") -> tuple[str, Base]:
        name = UUID(key) if key else word_key(dict(values))
        if self.find(str(name)):  # a word of the file that a person has made another: its name is taken
            name = uuid4()
        return str(name), VocabularyEntry(uuid=name, position=AFTER_THE_FILE, **values)
