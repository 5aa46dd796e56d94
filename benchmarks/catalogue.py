"""A catalogue of N invented listings in an instance folder of its own, written in bulk."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert

from app.catalogue.cards import Identity, card_of, to_json
from app.catalogue.facts import ContactFacts, DatePrecision, FeeFacts, FeeKind, PlaceFacts, ServiceFacts, SourceFacts
from app.catalogue.hours.model import Period, Slot
from app.catalogue.models import Service
from app.catalogue.queries import shown_cards
from app.foundation import clock
from app.foundation.db import db
from app.foundation.tables import Report
from app.foundation.unit_of_work import unit_of_work
from app.search.documents import document_of
from app.territory.queries import reference
from app.territory.reference import CommuneRef, Reference, TypeRef
from app.territory.seed import load_territory

SEED = Path(__file__).resolve().parents[1] / "seed_data" / "grand-montauban"
CHUNK = 1000


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WORDS = _words(
    "ateliers jeux sorties éveil musique cuisine lecture soutien écoute accueil parents enfants groupe conseil dossier "
    "vacances mercredi repas sieste jardin sport nature théâtre chant peinture numérique démarches logement budget "
    "santé langue échange quartier village école famille poney piscine forêt cirque danse photo vélo potager contes"
)
NAMES = _words(
    "Tilleuls Hirondelles Libellules Moulin Fontaine Prairie Colline Rivière Chêne Olivier Cerisier Lavandes Étoile "
    "Soleil Arc-en-ciel Galipette Farandole Ribambelle Cabane Passerelle Boussole Escale Clairière Ruche Coquelicots"
)


def build(app: Flask, count: int) -> None:
    """Fill an empty database and its index with `count` listings, the same ones for the same count."""
    with app.app_context():
        upgrade(str(Path(__file__).resolve().parents[1] / "migrations"))
        with unit_of_work():
            load_territory(SEED, Report())
        known, rng = reference(), random.Random(count)
        for start in range(0, count, CHUNK):
            rows = [_row(number, known, rng) for number in range(start + 1, min(start + CHUNK, count) + 1)]
            db.session.execute(insert(Service), rows)
            db.session.commit()
        app.extensions["search_engine"].replace_all(document_of(card) for card in shown_cards())


def _row(number: int, known: Reference, rng: random.Random) -> dict[str, object]:
    facts = facts_of(number, known, rng)
    uuid, slug = UUID(int=number), f"fiche-{number}"
    assured = date(2026, rng.randint(1, 11), rng.randint(1, 22)) if rng.random() < 0.6 else None
    said_by = "la structure" if assured else ""
    identity = Identity(number, str(uuid), slug, "Association d’exemple", assured, said_by, None)
    return {
        "id": number,
        "uuid": uuid,
        "slug": slug,
        "name": facts.name,
        "type_slug": facts.type,
        "status": facts.status.value,
        "source_name": facts.source.name,
        "source_date": facts.source.dated,
        "assured_on": assured,
        "assured_by": said_by,
        "created_at": clock.now(),
        "changed_at": clock.now(),
        "version": 1,
        "card": to_json(card_of(identity, facts, known)),
    }


def facts_of(number: int, known: Reference, rng: random.Random) -> ServiceFacts:
    """One invented listing."""
    kind = rng.choice([one for one in known.types.values() if one.listable])
    commune = rng.choice(list(known.communes.values()))
    return ServiceFacts(
        name=f"{kind.label} {rng.choice(NAMES)} {number}",
        type=kind.slug,
        source=SourceFacts("Donnée de mesure", dated=date(2026, 5, 4), precision=DatePrecision.DAY),
        summary=" ".join(rng.choices(WORDS, k=12)).capitalize() + ".",
        description=" ".join(rng.choices(WORDS, k=60)),
        place=_place(commune, rng),
        inclusive=rng.choice((True, False, None)),
        languages=("fr", *rng.sample(("en", "es", "pt", "ar"), rng.randint(0, 2))),
        contacts=(ContactFacts("phone", f"05 36 49 {number // 100 % 100:02d} {number % 100:02d}"),),
        slots=_slots(rng),
        hours_known=True,
        **_fees(kind, rng),  # type: ignore[arg-type]
    )


def _place(commune: CommuneRef, rng: random.Random) -> PlaceFacts:
    lat, lon = commune.lat + rng.uniform(-0.02, 0.02), commune.lon + rng.uniform(-0.02, 0.02)
    return PlaceFacts(
        commune=commune.insee,
        address=f"{rng.randint(1, 90)} rue des {rng.choice(NAMES)}",
        postcode=commune.postcodes[0],
        lat=round(lat, 6),
        lon=round(lon, 6),
        accessible=rng.choice((True, False, None)),
    )


def _slots(rng: random.Random) -> tuple[Slot, ...]:
    period = rng.choice((Period.ALL_YEAR, Period.TERM, Period.SHORT_HOLIDAYS))
    days = range(5) if rng.random() < 0.7 else (2,)
    opens = rng.choice((450, 480, 510, 540))
    closes = rng.choice((1020, 1110))
    return tuple(slot for day in days for slot in (Slot(period, day, opens, 720), Slot(period, day, 810, closes)))


def _fees(kind: TypeRef, rng: random.Random) -> dict[str, object]:
    if rng.random() < 0.4:
        return {"fee_kind": FeeKind.FREE}
    brackets = ((0, 400, 420), (401, 700, 680), (701, 1100, 950), (1101, None, 1240))
    fees = tuple(FeeFacts(amount, "jour", qf_min=low, qf_max=high) for low, high, amount in brackets)
    return {"fee_kind": FeeKind.QUOTIENT, "fees": fees}
