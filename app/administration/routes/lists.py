"""The lists from which one thing is opened."""

from __future__ import annotations

from flask import render_template

from app.administration.blueprint import blueprint
from app.administration.presenting import listed
from app.administration.routes.records import done_sentence
from app.administration.subjects import BY_ROOM
from app.foundation.actors import Audience, audience
from app.foundation.i18n import LazyText
from app.foundation.i18n import lazy_gettext as _l
from app.territory.queries import reference

#: What to know before opening one.
TO_KNOW: dict[str, LazyText] = {
    "types": _l("Un type se retire quand plus aucune fiche ni aucun mot n’y mène."),
    "themes": _l("La liste des thèmes est celle de la convention. Un thème se retire quand plus rien n’y est classé."),
    "communes": _l("Une commune se retire quand plus aucune fiche n’y est. Ses rues partent avec elle."),
    "textes": _l("Ce qui se lit au pied des pages, dans les mentions légales, et en cas d’urgence."),
    "situations": _l("Chaque situation a ses étapes : ouvrez-la pour les changer."),
    "publics": _l("« Trouver en trois questions » : pour qui, quoi, où. Ouvrez un public pour ses besoins."),
}


@blueprint.get("/<any(types, themes, textes, situations, publics, communes):room>")
@audience(Audience.ADMIN)
def listing(room: str) -> str:
    """Types, themes, texts, life situations, publics of the three questions or communes."""
    return render_template(
        "administration/list.html",
        heading=str(BY_ROOM[room].title),
        room=room,
        groups=listed(room, reference()),
        lead=str(TO_KNOW[room]),
        adding=str(BY_ROOM[room].adding),
        done=done_sentence(),
    )
