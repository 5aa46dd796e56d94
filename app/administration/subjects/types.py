"""Types of service and themes of the convention."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from app.accounts.models import RoleGrant
from app.administration.fields import LONG_TEXT, Field, Kind
from app.administration.rules import Impossible, Values
from app.administration.subjects import needed
from app.administration.subjects.base import Subject, after_the_last, free_slug
from app.catalogue.models import Service
from app.catalogue.operations import refresh_cards
from app.following.models import Announcement
from app.foundation.db import Base, session
from app.foundation.i18n import format_list, ngettext
from app.foundation.i18n import gettext as _
from app.foundation.i18n import lazy_gettext as _l
from app.territory.models import ServiceType, Theme
from app.territory.queries import reference
from app.territory.reference import Reference

#: In months; 1200 is no upper limit.
OLDEST = 1200
#: What the card of a listing takes from its type.
ON_CARDS = {"label", "acronym", "theme_slug", "secondary_themes", "age_min_months", "age_max_months"}


def themes(known: Reference) -> list[tuple[str, str]]:
    """The themes, in their order."""
    return [(one.slug, one.label) for one in known.themes.values()]


def icons(known: Reference) -> list[tuple[str, str]]:
    """The drawings that themes have, and the one of those that have none."""
    return [("theme", _("Trois traits")), *dict.fromkeys((one.icon, one.label) for one in known.themes.values())]


def relays(known: Reference) -> list[tuple[str, str]]:
    """The types that may answer for another one."""
    listed = sorted((one.label, one.slug) for one in known.types.values() if one.listable)
    return [("", _("Aucun")), *((slug, label) for label, slug in listed)]


TYPE_FIELDS = (
    Field("label", _l("Nom"), required=True, most=160),
    Field("plural", _l("Nom au pluriel"), hint=_l("Pour les listes."), required=True, most=160),
    Field("acronym", _l("Sigle"), hint=_l("Comme RPE, s’il en a un."), most=20),
    Field("acronym_meaning", _l("Ce que dit le sigle")),
    Field("definition", _l("Définition"), Kind.AREA, required=True, most=LONG_TEXT,
          hint=_l("Des phrases courtes, sans mot d’administration.")),
    Field("theme_slug", _l("Premier thème"), Kind.CHOICE, required=True, options=themes),
    Field("secondary_themes", _l("Autres thèmes"), Kind.BOXES, options=themes),
    Field("age_min_months", _l("Âge habituel, à partir de (mois)"), Kind.WHOLE, most=OLDEST,
          hint=_l("36 pour trois ans. Vide si cela dépend.")),
    Field("age_max_months", _l("Âge habituel, jusqu’à (mois compris)"), Kind.WHOLE, most=OLDEST,
          hint=_l("47 pour « avant quatre ans ». 1200 : sans limite.")),
    Field("verify_every_months", _l("Délai de confirmation (mois)"), Kind.WHOLE, required=True, least=1, most=60,
          hint=_l("Compte à partir de la prochaine confirmation de chaque fiche.")),
    Field("listable", _l("On peut y classer des fiches"), Kind.YES_NO, required=True,
          hint=_l("Non : le type reste expliqué, et la recherche mène au relais choisi.")),
    Field("leads_to", _l("Relais, quand il n’a pas de fiches"), Kind.CHOICE, options=relays),
    Field("sensitive", _l("Sujet sensible"), Kind.YES_NO, required=True,
          hint=_l("Oui : numéros d’urgence et « Quitter vite » sur ses fiches, qui ne se gardent pas en sélection.")),
)  # fmt: skip
TYPE_KEPT = (Field("facts", _l("Exports"), Kind.KEPT), Field("position", _l("Rang"), Kind.KEPT))
THEME_FIELDS = (
    Field("label", _l("Nom"), required=True, most=120),
    Field("short", _l("En quelques mots"), required=True),
    Field("definition", _l("Définition"), Kind.AREA, required=True, most=LONG_TEXT),
    Field(
        "icon",
        _l("Dessin"),
        Kind.CHOICE,
        required=True,
        options=icons,
        hint=_l("Le dessin d’un autre thème, ou trois traits."),
    ),
)
THEME_KEPT = (Field("position", _l("Rang"), Kind.KEPT),)


class Types(Subject):
    """Types of service. The address of one is made of its first name, and never moves: listings and exports hold it."""

    kind, room, title, growing = "type", "types", _l("Types de service"), True
    adding = _l("Ajouter un type")
    lead = _l("Les fiches de ce type, leurs âges habituels et la recherche suivent aussitôt.")

    def find(self, key: str) -> Base | None:
        return session().get(ServiceType, key)

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        return TYPE_FIELDS

    def kept(self, known: Reference) -> tuple[Field, ...]:
        return (*TYPE_FIELDS, *TYPE_KEPT)

    def check(self, key: str, values: Values, known: Reference) -> None:
        problems = {}
        youngest, oldest = values["age_min_months"], values["age_max_months"]
        if youngest is not None and oldest is not None and youngest > oldest:
            problems["age_max_months"] = _("Le dernier âge est avant le premier.")
        if values["theme_slug"] in values["secondary_themes"]:
            problems["secondary_themes"] = _("Le premier thème n’a pas à être coché ici.")
        if not values["listable"]:
            problems |= self._cannot_rest(key, values, known)
        if problems:
            raise Impossible(problems)

    def _cannot_rest(self, key: str, values: Values, known: Reference) -> dict[str, str]:
        count = needed.of_type(key)
        relay = known.types.get(values["leads_to"])
        if count:
            return {
                "listable": ngettext(
                    "%(num)s fiche est de ce type : donnez-lui d’abord un autre type.",
                    "%(num)s fiches sont de ce type : donnez-leur d’abord un autre type.",
                    count,
                )
            }
        if any(one.leads_to == key for one in known.types.values()):
            return {"listable": _("Ce type est le relais d’un autre : changez d’abord ce relais.")}
        if relay is None or not relay.listable or relay.slug == key:
            return {"leads_to": _("Choisissez le type qui répondra à sa place.")}
        return {}

    def held(self, key: str, known: Reference) -> list[str]:
        relay = [_("C’est le relais d’un autre type : changez d’abord ce relais.")]
        return [
            *needed.listings(needed.of_type(key)),
            *needed.words(key, known),
            *(relay if any(one.leads_to == key for one in known.types.values()) else []),
            *needed.links("type", key, known),
            *needed.followed("type", key),
        ]

    def make(self, values: Values, key: str = "") -> tuple[str, Base]:
        slug = key or free_slug(values["label"], reference().types)
        position = values["position"] or after_the_last(ServiceType.position)
        return slug, ServiceType(**{**values, "slug": slug, "position": position, "facts": values["facts"] or {}})

    def after(self, key: str, paths: Collection[str]) -> None:
        if ON_CARDS.intersection(paths):
            refresh_cards(select(Service).where(Service.type_slug == key))


class Themes(Subject):
    """The themes of the convention."""

    kind, room, title, growing = "theme", "themes", _l("Thèmes"), True
    adding = _l("Ajouter un thème")
    lead = _l("Les enjeux et les orientations de la convention sont dans les textes.")

    def find(self, key: str) -> Base | None:
        return session().get(Theme, key)

    def fields(self, key: str, row: Base | None, known: Reference) -> tuple[Field, ...]:
        return THEME_FIELDS

    def kept(self, known: Reference) -> tuple[Field, ...]:
        return (*THEME_FIELDS, *THEME_KEPT)

    def held(self, key: str, known: Reference) -> list[str]:
        types = [one.label for one in known.types.values() if key in one.themes]
        told = []
        if types:
            told.append(_("Des types y sont classés : %(names)s. Changez-les d’abord.", names=format_list(types)))
        orientations = known.facts.get("ctg", {}).get("orientations", ())
        if any(one.get("theme") == key for one in orientations):
            told.append(_("Une orientation de la convention porte sur lui."))
        return [
            *told,
            *needed.listings(needed.under_theme(key)),
            *needed.agents(RoleGrant.themes, key),
            *needed.news(Announcement.theme, key),
            *needed.links("theme", key, known),
            *needed.followed("theme", key),
        ]

    def make(self, values: Values, key: str = "") -> tuple[str, Base]:
        slug = key or free_slug(values["label"], reference().themes)
        position = values["position"] or after_the_last(Theme.position)
        return slug, Theme(**{**values, "slug": slug, "position": position})
