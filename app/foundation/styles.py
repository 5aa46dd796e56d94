"""The whole look on one page, for those who draw and write the others: tokens, pieces, states. Not in production."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import SimpleNamespace

from flask import Blueprint, Flask, current_app, render_template

from app.foundation.actors import Audience, audience
from app.foundation.i18n import gettext as _
from app.foundation.settings import Settings

blueprint = Blueprint("styles", __name__)
_TOKEN = re.compile(r"--(?P<name>[a-z0-9-]+):\s*(?P<value>[^;]+);(?:[ \t]*/\*\s*(?P<note>[^*]+?)\s*\*/)?")


@dataclass(frozen=True)
class Token:
    """A setting of tokens.css: its name, its value by day, the measured contrasts written beside it."""

    name: str
    value: str
    note: str

    @property
    def is_colour(self) -> bool:
        """Whether it paints."""
        return self.value.startswith("#")


def tokens_of(sheet: str) -> list[Token]:
    """The settings of the first block of the sheet: those of the day."""
    day = sheet.partition("@media")[0]
    return [Token(found["name"], found["value"].strip(), found["note"] or "") for found in _TOKEN.finditer(day)]


@blueprint.get("/styles")
@audience(Audience.PUBLIC)
def styles() -> str:
    """Development only: tokens, components and their states. Production does not have this address."""
    sheet = current_app.extensions["assets"].content("css/tokens.css").decode()
    tokens = tokens_of(sheet)
    return render_template(
        "development/styles.html",
        colours=[one for one in tokens if one.is_colour],
        settings=[one for one in tokens if not one.is_colour],
        card=sample_card(),
        week=sample_week(),
    )


def sample_card(**changes: object) -> SimpleNamespace:
    """A listing that does not exist, to show a card in each state."""
    facts: dict[str, object] = {
        "slug": "exemple", "url_path": "#cartes", "name": _("Multi-accueil de l’exemple"),
        "type_label": "Multi-accueil",
        "theme": "petite-enfance", "theme_icon": "petite-enfance", "is_fictional": True, "commune": "Exempleville",
        "distance_text": _("à 800 m"), "ages_text": _("De 2 mois à 3 ans"), "ages_are_usual": False, "hours_text": "",
        "open_text": _("Ouvert jusqu’à 18 h"), "is_open": True, "fee_text": _("Selon vos revenus"), "closure_text": "",
        "phone_href": "tel:+33536490000", "phone_text": "05 36 49 00 00", "phone_of": "", "verified": "verified",
        "verified_text": _("Vérifié le 3 novembre 2026 par la structure"), "gap_text": "", "answers": (), "ages": "",
        "pick": "", "pickable": False, "summary": "",
    }  # fmt: skip
    return SimpleNamespace(**{**facts, **changes})


def sample_week() -> list[SimpleNamespace]:
    """One period of opening hours, with a day split in two and a closed one."""
    slots = {"Lundi": [(450, 1110)], "Mardi": [(450, 720), (840, 1110)], "Mercredi": [], "Jeudi": [(450, 1110)]}
    days = [
        SimpleNamespace(
            label=label,
            is_today=label == "Mardi",
            slots=[SimpleNamespace(opens=opens, closes=closes) for opens, closes in found],
        )
        for label, found in slots.items()
    ]
    return [SimpleNamespace(key="scolaire", label=_("Pendant l’école"), caption="", days=days)]


def init_app(app: Flask, settings: Settings) -> None:
    """Open the page, except in production."""
    if not settings.is_production:
        app.register_blueprint(blueprint)
        app.jinja_env.globals["sample_card"] = sample_card
