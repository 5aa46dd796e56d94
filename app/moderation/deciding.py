"""What an agent ticked and typed on a proposal, and the decisions that it makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from app.catalogue.fields import FIELDS
from app.foundation.forms import clean
from app.foundation.i18n import gettext as _
from app.moderation.editing import Unreadable, value_of
from app.moderation.presenting.values import Words
from app.moderation.reasons import DEFAULT, whole_reason
from app.proposals.rules import Decision, Verdict

ACCEPT, REFUSE, EDIT = "accepter", "refuser", "corriger"
LONGEST = 100_000


@dataclass(frozen=True)
class Choice:
    """One field as it was left on the page: nothing ticked, or a verdict; what was written of it."""

    verdict: str = ""
    reason_key: str = DEFAULT
    own_words: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """Decisions, or sentences by id of the box."""

    decisions: dict[str, Decision]
    errors: list[tuple[str, str]]


def choices_of(form: MultiDict[str, str], names: Iterable[str]) -> dict[str, Choice]:
    """What the form holds of each of these fields."""
    return {name: _choice(form, name) for name in names}


def typed_in(form: MultiDict[str, str], name: str) -> dict[str, str]:
    """The texts of the boxes of a field, by name of the box."""
    start = f"valeur-{name}-"
    return {key[len(start) :]: (clean(form[key]) or "")[:LONGEST] for key in form if key.startswith(start)}


def _choice(form: MultiDict[str, str], name: str) -> Choice:
    return Choice(
        verdict=form.get(f"decision-{name}", ""),
        reason_key=form.get(f"modele-{name}", DEFAULT),
        own_words=(clean(form.get(f"motif-{name}", "")) or "")[:5000],
        typed=typed_in(form, name),
    )


def decisions_of(choices: Mapping[str, Choice], words: Words) -> Read:
    """The decisions that these choices make, and what is missing to make them."""
    made: dict[str, Decision] = {}
    errors = []
    for name, choice in choices.items():
        try:
            made[name] = _decision(name, choice, words)
        except Unreadable as fault:
            said = _("%(field)s : %(fault)s", field=str(FIELDS[name].label), fault=str(fault))
            errors.append((f"decision-{name}", said))
    return Read(made, errors)


def _decision(name: str, choice: Choice, words: Words) -> Decision:
    if choice.verdict == ACCEPT:
        return Decision(Verdict.ACCEPTED)
    if choice.verdict == EDIT:
        return Decision(Verdict.EDITED, value=read_value(name, choice.typed, words))
    if choice.verdict != REFUSE:
        raise Unreadable(_("choisissez d’accepter, de corriger ou de refuser."))
    reason = whole_reason(choice.reason_key, choice.own_words)
    if not reason:
        raise Unreadable(_("dites pourquoi vous refusez."))
    return Decision(Verdict.REFUSED, reason)


def read_value(name: str, typed: Mapping[str, str], words: Words) -> Any:
    """The value of a field from its boxes. Raises Unreadable."""
    return value_of(FIELDS[name], lambda box: typed.get(box, ""), words)


def first_choices(names: Iterable[str], moved: Iterable[str]) -> dict[str, Choice]:
    """How the page opens: everything accepted, but for what moved since, which is to be looked at."""
    since = set(moved)
    return {name: Choice("" if name in since else ACCEPT) for name in names}
