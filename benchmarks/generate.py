"""A large catalogue that looks like a real one: always the same for the same size, from small lists of words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from app.catalogue.hours.model import Closure, Hours, Period, Slot
from app.search.document import IndexDocument

TYPES = (
    ("creche-collective", "Crèche", "petite-enfance", 2, 47),
    ("micro-creche", "Micro-crèche", "petite-enfance", 2, 47),
    ("multi-accueil", "Multi-accueil", "petite-enfance", 2, 71),
    ("rpe", "Relais petite enfance", "petite-enfance", 0, 71),
    ("alae", "ALAE", "enfance", 36, 143),
    ("alsh", "Accueil de loisirs", "enfance", 36, 215),
    ("ecole", "École primaire", "enfance", 24, 143),
    ("ludotheque", "Ludothèque", "animation-vie-sociale", 0, 1200),
    ("mediatheque", "Médiathèque", "animation-vie-sociale", 0, 1200),
    ("espace-jeunes", "Espace jeunes", "jeunesse", 132, 215),
    ("college-lycee", "Collège", "jeunesse", 120, 251),
    ("mission-locale", "Mission locale", "jeunesse", 192, 311),
    ("laep", "Lieu d’accueil enfants-parents", "famille-parentalite", 0, 71),
    ("clas", "Aide aux devoirs", "famille-parentalite", 72, 215),
    ("centre-social", "Centre social", "animation-vie-sociale", 0, 1200),
    ("mairie", "Mairie", "action-sociale-acces-aux-droits", 0, 1200),
    ("france-services", "France services", "action-sociale-acces-aux-droits", 0, 1200),
    ("ccas", "CCAS", "action-sociale-acces-aux-droits", 0, 1200),
    ("adil", "Information logement", "logement", 0, 1200),
    ("fsl", "Aide au loyer", "logement", 216, 1200),
)
_FIRST = ["Les", "Le", "La", "Au", "Aux", "Du", "Des"]
# fmt: off
_NOUNS = (
    "lutins", "platanes", "marronniers", "tilleuls", "hirondelles", "pommiers", "cigales", "coquelicots",
    "papillons", "étoiles", "moulin", "château", "prairie", "rivière", "fontaine", "colline", "jardin",
    "soleil", "manège", "arc", "verger", "ruisseau", "sentier", "clocher", "vallon", "petits", "pas",
    "mésanges",
)
# fmt: on
# fmt: off
_PEOPLE = (
    "Jules Guesde", "Jean Malrieu", "Camille Claudel", "Ferdinand Buisson", "Olympe de Gouges",
    "Antoine Bourdelle", "Léo Ferré", "Françoise Dolto", "Louis Aragon", "Marie Curie", "Jean Moulin",
    "Simone Veil", "Victor Hugo", "Aimé Césaire", "Berthe Morisot",
)
# fmt: on
_SENTENCES = (
    "Une équipe accueille les enfants dans un cadre calme et ouvert sur la nature",
    "L’inscription se fait sur rendez-vous avec les papiers de la famille",
    "Des activités de cuisine, de peinture et de jardinage sont proposées chaque semaine",
    "Le tarif dépend du quotient familial de la famille",
    "Les repas sont préparés sur place avec des produits de saison",
    "Un accompagnement gratuit pour vos démarches en ligne et vos dossiers",
    "Sorties à la piscine, au musée et en forêt pendant les vacances scolaires",
    "Accueil du matin et du soir, avec aide aux devoirs et goûter",
    "Des professionnelles répondent à vos questions sur le sommeil et l’alimentation",
    "Le bâtiment est accessible aux fauteuils roulants et proche d’un arrêt de bus",
    "Écoute et conseils aux parents, en groupe ou en entretien individuel",
    "Prêt de jeux, de livres et d’instruments de musique pour tous les âges",
)
# fmt: off
_STREETS = (
    "Buissons", "Jaurès", "Gambetta", "Verdun", "Villebourbon", "Sapiac", "Fonneuve", "Albasud", "Carreyrat",
    "Ingres", "Bourjade",
)
# fmt: on
_RARE = "bcdfglmnprstv"
_LANGUAGES = (("fr",), ("fr", "en"), ("fr", "es"), ("fr", "ar"), ("fr", "pt"), ())


def communes(size: int) -> list[str]:
    """A territory grows with its catalogue: twelve communes at least, about one for each 250 listings."""
    return [f"{82000 + number}" for number in range(1, max(12, size // 250) + 1)]


def documents(size: int, seed: int = 82) -> Iterator[IndexDocument]:
    """`size` listings."""
    draw = random.Random(seed)
    places = communes(size)
    for number in range(1, size + 1):
        yield _document(number, draw, places)


def _document(number: int, draw: random.Random, places: list[str]) -> IndexDocument:
    slug, label, theme, youngest, oldest = draw.choice(TYPES)
    commune = places[min(int(draw.expovariate(6 / len(places))), len(places) - 1)]
    themes = (theme, "enfance") if draw.random() < 0.15 and theme != "enfance" else (theme,)
    return IndexDocument(
        id=number,
        name=f"{label} {_title(draw)}",
        type=slug,
        themes=themes,
        communes=(commune, draw.choice(places)) if draw.random() < 0.1 else (commune,),
        body=_body(draw),
        organization=draw.choice(("Ville", "Association", "Département", "Caf", "")),
        lat=44.0 + draw.gauss(0, 0.08) if draw.random() < 0.95 else None,
        lon=1.35 + draw.gauss(0, 0.1),
        age_min=youngest if draw.random() < 0.9 else None,
        age_max=oldest if draw.random() < 0.9 else None,
        hours=_hours(draw),
        free=draw.choice((True, False, None)),
        has_places=draw.choice((True, False, None, None)),
        accessible=draw.choice((True, True, False, None)),
        inclusive=draw.choice((True, False, None)),
        languages=draw.choice(_LANGUAGES),
        assured_on=date(2026, 11, 1) - timedelta(days=draw.randrange(700)) if draw.random() < 0.7 else None,
    )


def _title(draw: random.Random) -> str:
    if draw.random() < 0.4:
        return draw.choice(_PEOPLE)
    return f"{draw.choice(_FIRST)} {draw.choice(_NOUNS).capitalize()} {draw.choice(_STREETS)}"


def _body(draw: random.Random) -> str:
    sentences = draw.sample(_SENTENCES, draw.randint(3, 6))
    unusual = "".join(draw.choice(_RARE) + draw.choice("aeiou") for _ in range(3))
    return ". ".join([*sentences, f"{draw.randint(1, 90)} rue {draw.choice(_STREETS)}, demander {unusual}"]) + "."


def _hours(draw: random.Random) -> Hours:
    if draw.random() < 0.25:
        return Hours()
    opens, closes = draw.choice((450, 480, 510, 540)), draw.choice((1020, 1080, 1110, 1140))
    days = [day for day in range(6) if draw.random() < (0.85 if day < 5 else 0.2)]
    period = draw.choice((Period.ALL_YEAR, Period.TERM))
    slots = [Slot(period, day, opens, 720) for day in days] + [Slot(period, day, 810, closes) for day in days]
    if draw.random() < 0.4:
        slots += [Slot(Period.SHORT_HOLIDAYS, day, 480, 1080) for day in days[:3]]
    closed = (Closure(date(2026, 12, 24), date(2027, 1, 2)),) if draw.random() < 0.1 else ()
    return Hours(tuple(slots), closed, known=True, trusted_until=date(2028, 1, 1) if draw.random() < 0.9 else None)
