"""A listing as a family will read it, from what is being written."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.contribution.presenting.values import said
from app.foundation.i18n import gettext as _
from app.foundation.phones import phone
from app.foundation.text import markdown, typography
from app.proposals.values import Values
from app.territory.queries import reference


@dataclass(frozen=True)
class Sheet:
    """What the page of the listing would say; nothing that families may not see."""

    name: str
    type: str
    theme: str
    summary: str
    description: Markup
    rows: tuple[tuple[str, list[str]], ...]
    more: tuple[tuple[str, list[str]], ...]
    registration: Markup
    photo: Values | None


def preview(values: Values) -> Sheet:
    """The page of these values."""
    kind = reference().types.get(values["type"])
    rows = [
        (_("Pour qui"), [*said("ages", values["ages"]), *filter(None, values["eligibility"].splitlines())]),
        (_("Où"), _where(values)),
        (_("Quand"), [*said("hours", values["hours"]), *filter(None, values["hours_note"].splitlines())]),
        (_("Fermetures"), list(said("closures", values["closures"])) if values["closures"] else []),
        (_("Combien"), [*said("fees", values["fees"]), *filter(None, values["fee_note"].splitlines())]),
        (_("Places"), list(said("availability", values["availability"])) if values["availability"] else []),
        (_("Contact"), _contacts(values)),
    ]
    more = [
        (_("Périodes d’inscription"), list(said("campaigns", values["campaigns"])) if values["campaigns"] else []),
        (_("À apporter"), list(values["documents"])),
        (_("Accueil d’un enfant ou d’un adulte handicapé"), list(said("inclusive", values["inclusive"]))),
        (_("Accès"), list(said("access", values["access"]))),
        (_("Langues parlées"), list(said("languages", values["languages"])) if values["languages"] else []),
    ]
    return Sheet(
        name=typography(values["name"]),
        type=kind.label if kind else "",
        theme=kind.theme if kind else "",
        summary=typography(values["summary"]),
        description=markdown(values["description"]),
        rows=_told(rows),
        more=_told(more),
        registration=markdown(values["registration"]),
        photo=None if values["place"] and values["place"]["address_is_private"] else values["photo"],
    )


def _told(rows: list[tuple[str, list[str]]]) -> tuple[tuple[str, list[str]], ...]:
    return tuple((question, [typography(each) for each in answers]) for question, answers in rows if answers)


def _where(values: Values) -> list[str]:
    place = values["place"]
    if place and place["address_is_private"]:
        known = reference().communes.get(place["commune"])
        lines = [known.name if known else "", _("L’adresse n’est pas publique : appelez pour la connaître.")]
    else:
        lines = list(said("place", place)[:2]) if place else []
    served = said("communes_served", values["communes_served"]) if values["communes_served"] else ()
    return [*filter(None, lines), *served] or [_("Non communiqué")]


def _contacts(values: Values) -> list[str]:
    found = []
    for name in ("phones", "emails", "websites", "people"):
        for contact in values[name]:
            number = phone(contact["value"]) if name == "phones" else None
            told = number.display if number else contact["value"]
            if contact["is_public"]:
                found.append(", ".join(filter(None, [told, contact["label"]])))
    return found or [_("Aucun contact n’est visible.")]
