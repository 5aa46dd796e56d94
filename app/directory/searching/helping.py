"""When little or nothing answers: what can be tried instead, each with its address (U6)."""

from __future__ import annotations

from collections.abc import Callable

from app.directory.searching.addresses import Address
from app.foundation.i18n import gettext as _
from app.foundation.i18n import ngettext
from app.search.engine import Found
from app.search.query import SearchQuery
from app.territory.reference import Reference

Link = tuple[str, str]
WIDER = 3


def unknown_links(found: Found, address: Address) -> list[Link]:
    """The listings left out because they do not say, as links that bring them in; none when they are in."""
    if "inconnus" in address.typed:
        return []
    href = address.with_(inconnus="1")
    said = [_silent(name, count) for name, count in found.left_out.items() if count]
    return [(href, _("%(said)s : les voir aussi", said=text)) for text in said if text]


def _silent(name: str, count: int) -> str:
    sentences: dict[str, Callable[[int], str]] = {
        "horaires": lambda n: ngettext(
            "%(num)d fiche ne dit pas ses horaires", "%(num)d fiches ne disent pas leurs horaires", n
        ),
        "ouvert": lambda n: ngettext(
            "%(num)d fiche ne dit pas si c’est ouvert", "%(num)d fiches ne disent pas si c’est ouvert", n
        ),
        "age_mois": lambda n: ngettext("%(num)d fiche ne dit pas l’âge", "%(num)d fiches ne disent pas l’âge", n),
        "gratuit": lambda n: ngettext("%(num)d fiche ne dit pas son prix", "%(num)d fiches ne disent pas leur prix", n),
        "places": lambda n: ngettext(
            "%(num)d fiche ne dit pas ses places", "%(num)d fiches ne disent pas leurs places", n
        ),
        "accessible": lambda n: ngettext(
            "%(num)d fiche ne dit pas si le bâtiment est accessible",
            "%(num)d fiches ne disent pas si le bâtiment est accessible",
            n,
        ),
        "handicap": lambda n: ngettext(
            "%(num)d fiche ne dit pas si elle accueille le handicap",
            "%(num)d fiches ne disent pas si elles accueillent le handicap",
            n,
        ),
        "langue": lambda n: ngettext(
            "%(num)d fiche ne dit pas quelles langues on y parle",
            "%(num)d fiches ne disent pas quelles langues on y parle",
            n,
        ),
        "rayon": lambda n: ngettext(
            "%(num)d fiche ne dit pas où elle se trouve", "%(num)d fiches ne disent pas où elles se trouvent", n
        ),
    }
    return sentences[name](count) if name in sentences else ""


def wider_links(query: SearchQuery, address: Address, reference: Reference) -> list[Link]:
    """The same search with one demand less."""
    links: list[Link] = []
    if query.radius_km is not None and query.near is not None:
        wider = f"{min(query.radius_km * WIDER, 200):g}"
        links.append((address.with_(rayon=wider), _("Chercher jusqu’à %(km)s km", km=wider)))
    if query.communes:
        links.append((address.without("commune"), _("Chercher dans toutes les communes")))
        links += _neighbours(query, address, reference)
    if query.age_months is not None:
        name = "age" if "age" in address.typed else "age_mois"
        links.append((address.without(name), _("Chercher pour tous les âges")))
    if query.weekdays or query.period or query.opens_by is not None or query.closes_after is not None or query.open_now:
        links.append((_without_times(address), _("Chercher à tous les moments")))
    links += [(address.without(name), said) for name, asked, said in _needs(query) if asked]
    if query.text and (query.themes or query.types):
        links.append((address.without("q"), _("Voir tout, sans le mot cherché")))
    return links


def _needs(query: SearchQuery) -> list[tuple[str, bool, str]]:
    """What was asked of the welcome, and the words that let it go."""
    return [
        ("places", query.has_places, _("Voir aussi ceux qui n’annoncent pas de place")),
        ("gratuit", query.free, _("Voir aussi ce qui est payant")),
        ("langue", bool(query.languages), _("Chercher dans toutes les langues")),
    ]


def _neighbours(query: SearchQuery, address: Address, reference: Reference) -> list[Link]:
    asked = reference.communes[query.communes[0]]
    near = [one for one in reference.communes.values() if one.name in asked.neighbours]
    biggest = sorted(near, key=lambda one: -(one.population or 0))[:1]
    said = _("Chercher à %(name)s, commune voisine", name=biggest[0].name) if biggest else ""
    return [(address.with_(commune=one.insee), said) for one in biggest]


def _without_times(address: Address) -> str:
    gone = {"jour", "periode", "de", "a", "ouvert", "page"}
    return address.of({name: values for name, values in address.typed.items() if name not in gone})
