"""What every structure publishes at once, checked by agents afterwards; agents may decide otherwise for one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.administration.fields import Field, Kind
from app.administration.rules import Values
from app.administration.subjects.base import Subject
from app.catalogue.fields import GROUPS, Group
from app.foundation.actors import Actor
from app.foundation.db import Base, session
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.proposals.light import LIGHT, light_fields
from app.proposals.operations.policies import policy_now, write_policy
from app.territory.models import Territory
from app.territory.reference import Reference

#: The one key: what holds for every structure.
EVERYBODY = "toutes"


class Policies(Subject):
    """One answer for each group of light fields."""

    kind, room, title = "policies", "publication", _l("Publication")
    lead = _l("Oui : publié aussitôt, relu après. Ce qui est dit d’une structure en particulier l’emporte.")

    def find(self, key: str) -> Base | None:
        return session().get(Territory, 1) if key == EVERYBODY else None

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        return tuple(
            Field(group.value, GROUPS[group], Kind.YES_NO, hint=light_fields(group), required=True) for group in LIGHT
        )

    def label(self, key: str, values: Values) -> str:
        return _("Ce que toutes les structures publient aussitôt")

    def values(self, row: Base, fields: Iterable[Field]) -> dict[str, Any]:
        return {field.path: bool(policy_now(None, Group(field.path))) for field in fields}

    def write(self, row: Base, values: Values, by: Actor) -> None:
        for path, allowed in values.items():
            write_policy(None, Group(path), allowed=allowed, by=by)
