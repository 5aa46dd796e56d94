"""A search that an administrator pastes: the address of a page of results, of which the parameters are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from app.administration.fields import MOST_LINES, Field, Wrong, bounded
from app.foundation.i18n import gettext as _
from app.territory.reference import Reference

#: What a search may ask, as DESIGN §7 gives its address; the others (page, map, selection) are the reader's own.
ASKED = ("q", "ou", "rayon", "theme", "type", "commune", "age", "age_mois", "jour", "periode", "de", "a", "ouvert",
         "gratuit", "places", "accessible", "handicap", "langue", "tri")  # fmt: skip
LONGEST_SEARCH, LONGEST_LABEL = 500, 120
BAR = "|"


def search(_field: Field, text: str, known: Reference) -> str:
    """The parameters of a pasted address, or parameters alone. Raises Wrong."""
    said = text.partition("#")[0].rpartition("?")[2].strip()
    pairs = [(name, value) for name, value in parse_qsl(said) if name in ASKED] if len(said) <= LONGEST_SEARCH else []
    if not pairs:
        raise Wrong(_("Collez l’adresse d’une page de résultats, qui contient « recherche? »."))
    for name, value in pairs:
        if value not in codes(known).get(name, {value}):
            raise Wrong(_("Cette recherche demande « %(what)s », qui n’existe pas.", what=value[:60]))
    return urlencode(pairs)


def searches(field: Field, text: str, known: Reference) -> list[dict[str, str]]:
    """One link a line: its words, a bar, its search. Raises Wrong."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > MOST_LINES:
        raise Wrong(_("%(most)s lignes au plus.", most=MOST_LINES))
    return [_link(field, line, known) for line in lines]


def _link(field: Field, line: str, known: Reference) -> dict[str, str]:
    label, bar, address = (part.strip() for part in line.partition(BAR))
    if not (label and bar and address) or len(label) > LONGEST_LABEL:
        raise Wrong(_("Écrivez sur chaque ligne : les mots du lien, une barre |, l’adresse de la recherche."))
    return {"label": bounded(field, label), "search": search(field, address, known)}


def codes(known: Reference) -> dict[str, Mapping[str, Any]]:
    """The parameters whose values are codes of the territory."""
    return {"theme": known.themes, "type": known.types, "commune": known.communes}
