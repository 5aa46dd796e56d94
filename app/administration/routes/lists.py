"""The lists from which one thing is opened."""

from __future__ import annotations

from flask import render_template

from app.administration.blueprint import blueprint
from app.administration.presenting import listed
from app.administration.subjects import BY_ROOM
from app.foundation.actors import Audience, audience
from app.foundation.i18n import LazyText
from app.foundation.i18n import lazy_gettext as _l
from app.territory.queries import reference

#: What is not done on screen, and where it is.
ELSEWHERE: dict[str, LazyText] = {
    "types": _l("Ajouter un type se fait dans le dossier du territoire (types.csv) : fiches et exports s’y tiennent."),
    "themes": _l("La liste des thèmes est celle de la convention : elle se change dans le dossier du territoire."),
    "communes": _l("Une commune de plus, un contour : cela se fait dans le dossier du territoire (communes.csv)."),
    "textes": _l("Les numéros d’urgence et les questions des mots ambigus se changent dans le dossier du territoire."),
    "situations": _l("Ajouter une situation ou une étape se fait dans le dossier du territoire (guides.toml)."),
}


@blueprint.get("/<any(types, themes, textes, situations, communes):room>")
@audience(Audience.ADMIN)
def listing(room: str) -> str:
    """Types, themes, texts, life situations or communes."""
    return render_template(
        "administration/list.html",
        heading=str(BY_ROOM[room].title),
        room=room,
        groups=listed(room, reference()),
        elsewhere=str(ELSEWHERE[room]),
    )
