"""The history as sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.catalogue.fields import FIELD_OF_FACT, FIELDS
from app.foundation.i18n import LazyText, format_list
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.foundation.text import typography
from app.moderation.presenting.moments import when
from app.moderation.queries.past import Past

VERBS: dict[str, LazyText] = {
    "create": _l("crée la fiche"),
    "assure": _l("confirme que tout est à jour"),
    "propose": _l("propose un changement"),
    "withdraw": _l("retire sa proposition"),
    "decide": _l("décide"),
    "merge": _l("réunit deux fiches"),
    "unmerge": _l("sépare deux fiches"),
}


@dataclass(frozen=True)
class Act:
    """One line of the past."""

    when: str
    who: str
    what: str
    reason: str


def acts(past: Iterable[Past]) -> list[Act]:
    """Each act in a sentence, the last first."""
    return [Act(when(one.made_at), one.who, _what(one), typography(one.reason)) for one in past]


def _what(one: Past) -> str:
    fields = [field for field, _before, _after in one.changes if field != "proposal"]
    lines = [FIELDS.get(field) or FIELD_OF_FACT.get(field) for field in fields]
    labels = dict.fromkeys(str(line.label) for line in lines if line)
    if one.verb == "change" and labels:
        return _("change : %(fields)s", fields=format_list(labels))
    if one.verb == "propose" and labels:
        return _("propose : %(fields)s", fields=format_list(labels))
    return str(VERBS[one.verb]) if one.verb in VERBS else one.verb
