"""The vocabulary: look for a word, try a search, see what families typed in vain."""

from __future__ import annotations

from flask import render_template, request

from app.administration.blueprint import blueprint
from app.administration.queries import missed_words, words
from app.administration.routes.records import done_sentence
from app.administration.subjects.words import KINDS, LANGUAGES
from app.administration.trying import tried
from app.foundation.actors import Audience, audience
from app.foundation.forms import clean
from app.foundation.i18n import gettext as _
from app.foundation.text import typography
from app.territory.models import VocabularyEntry
from app.territory.queries import now, reference
from app.territory.reference import Reference


@blueprint.get("/vocabulaire")
@audience(Audience.ADMIN)
def vocabulary() -> str:
    """The words of families, and where they lead."""
    known = reference()
    text, trial = ((clean(request.args.get(name, "")) or "")[:120] for name in ("q", "essai"))
    found, total = words(text) if text else ([], len(known.vocabulary))
    return render_template(
        "administration/vocabulary.html",
        heading=_("Vocabulaire"),
        done=done_sentence(),
        text=typography(text),
        found=[_row(one, known) for one in found],
        total=total,
        trial=tried(trial, known) if trial else None,
        missed=missed_words(now().date()),
    )


def _row(one: VocabularyEntry, known: Reference) -> tuple[str, str, str, str, str]:
    """(key, word, its language, type, what is special about it)."""
    kind = known.types.get(one.type_slug)
    special = [str(dict(LANGUAGES)[one.language])] if one.language in dict(LANGUAGES) and one.language else []
    if one.kind:
        special.append(str(dict(KINDS).get(one.kind, one.kind)))
    named = typography(kind.label) if kind else one.type_slug
    return str(one.uuid), typography(one.term), one.language or "fr", named, ". ".join(special)
