"""What the measure of acts needs first: people signed in, a listing for each act, what the form of each one holds."""

from __future__ import annotations

import http.client
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from flask import Flask
from sqlalchemy import func, select

from app.accounts.operations import create_person, grant
from app.accounts.rules import Role, WantedRole
from app.accounts.sessions import actor_of, living_roles, open_session
from app.catalogue.facts import ServiceFacts
from app.catalogue.mapping import facts_of
from app.catalogue.models import Service
from app.catalogue.operations import create_service
from app.contribution.rules import seal
from app.foundation import errands
from app.foundation.actors import SYSTEM, Actor
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.history.operations import first_broken
from app.proposals.models import Proposal
from app.proposals.operations import save_draft, start_draft, submit
from scripts.common import ROOT
from tests.support.instance import SEEDS, close, command, copy_of, open_app

#: Of a hundred acts. Drafts are what people send most; agents decide what was sent before.
MIX = {"report": 20, "draft": 30, "confirm": 15, "submit": 20, "decide": 15}
RIBAMBELLE = uuid5(NAMESPACE_URL, "trait-d-union:organization:demo-ribambelle")
STRUCTURE, AGENTS, FAMILY = ("structure-1", "structure-2", "structure-3"), ("agent-1", "agent-2"), "family"
#: Seconds between opening the form of a report and sending it, below which a machine is suspected.
READING = 4
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_OPENED = re.compile(r'name="ouvert" value="([^"]+)"')


@dataclass
class Browser:
    """One person's: a session cookie ('' for a family) and the token that its forms carry."""

    cookie: str
    token: str = ""

    def open(self, port: int) -> None:
        """Read the token that a page of ours holds."""
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.request("GET", "/connexion/code", headers={"Cookie": f"session={self.cookie}"} if self.cookie else {})
        found = _TOKEN.search(line.getresponse().read().decode())
        line.close()
        if found is None:
            raise SystemExit("the page has no token")
        self.token = found[1]


@dataclass(frozen=True)
class Act:
    """One form: who sends it, where, what it holds besides its token."""

    kind: str
    who: str
    address: str
    fields: dict[str, str]


@dataclass
class Prepared:
    """Everything that is ready to be done; `before` counts what the database already knew."""

    browsers: dict[str, Browser] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    before: Counter[str] = field(default_factory=Counter)


def prepare(folder: Path, count: int, url: str = "") -> Prepared:
    """A copy of the seeded site with as many listings as acts, drafts begun and proposals sent; at `url`, an empty
    database is seeded first."""
    app = _seeded(folder, url)
    with app.app_context():
        made = Prepared()
        with unit_of_work():
            actors = _people(made)
        opened, began, like = _report_page(app), time.monotonic(), _fullest()
        with unit_of_work():
            for number, kind in enumerate(_kinds(count)):
                made.acts.append(_act(kind, number, actors, opened, like))
        while errands.run_all():
            pass
        made.before = known()
        time.sleep(max(0.0, READING - (time.monotonic() - began)))
    close(app)
    return made


def _seeded(folder: Path, url: str) -> Flask:
    if not url:
        return open_app(copy_of("seeded", folder))
    app = open_app(folder, database_url=url)
    command(app, "db", "upgrade")
    command(app, "seed", "load", *(str(ROOT / seed) for seed in SEEDS))
    command(app, "search", "rebuild")
    return app


def _fullest() -> ServiceFacts:
    """What a well kept listing says: hours, prices, contacts, places; reading a listing is the most of many acts."""
    every = (facts_of(service) for service in session().scalars(select(Service)))
    found = max((facts for facts in every if facts.slots), key=lambda facts: len(str(facts)))
    return replace(found, organization=str(RIBAMBELLE), documents=(), photo=None, is_fictional=False)


def _kinds(count: int) -> Iterator[str]:
    for kind, share in MIX.items():
        yield from [kind] * (count * share // 100)


def _people(made: Prepared) -> dict[str, Actor]:
    made.browsers[FAMILY], actors = Browser(""), {}
    for name in (*STRUCTURE, *AGENTS):
        person = create_person(f"{name}@exemple.fr", name, by=SYSTEM)
        grant(person, WantedRole(Role.OWNER, RIBAMBELLE) if name in STRUCTURE else WantedRole(Role.AGENT), by=SYSTEM)
        made.browsers[name] = Browser(open_session(person.id, browser="mesure", proved=True))
        actors[name] = actor_of(person, living_roles(person.id))
    return actors


def _report_page(app: Flask) -> str:
    slug = session().scalar(select(Service.slug).where(Service.is_fictional.is_(True)).limit(1))
    found = _OPENED.search(app.test_client().get(f"/services/{slug}/signaler").get_data(as_text=True))
    assert found
    return found[1]


_turns = cycle(STRUCTURE), cycle(AGENTS)


def _act(kind: str, number: int, actors: dict[str, Actor], opened: str, like: ServiceFacts) -> Act:
    service = create_service(replace(like, name=f"Essai {number}"), by=SYSTEM)
    uuid, who, address = service.uuid, next(_turns[0]), f"/espace/fiches/{service.uuid}"
    if kind == "report":
        said = {"message": f"Le numéro ne répond plus, message {number}.", "ouvert": opened, "about": "phones"}
        return Act(kind, FAMILY, f"/services/{service.slug}/signaler", said)
    if kind == "confirm":
        return Act(kind, who, f"{address}/a-jour", {})
    if kind == "draft":
        seen = seal({"documents": []}, ["documents"])
        return Act(kind, who, f"{address}/modifier/documents", {"documents": f"Pièce {number}", "vu": seen})
    draft = _draft(uuid, number, actors[who])
    if kind == "submit":
        return Act(kind, who, f"{address}/envoyer", {"version": str(draft.version)})
    submit(draft.uuid, by=actors[who])
    said = {"version": str(draft.version), "fiche": str(service.version), "decision-documents": "accepter"}
    return Act(kind, next(_turns[1]), f"/moderation/propositions/{draft.uuid}", said)


def _draft(service: UUID, number: int, by: Actor) -> Proposal:
    draft = start_draft(service, by=by)
    return save_draft(draft.uuid, {"documents": [f"Pièce {number}"]}, by=by)


def known() -> Counter[str]:
    """How many acts of each kind the database knows of."""

    def proposals(*conditions: object) -> int:
        return session().scalar(select(func.count(Proposal.id)).where(*conditions)) or 0  # type: ignore[arg-type]

    session().rollback()
    return Counter({
        "report": proposals(Proposal.kind == "report"),
        # A draft saved is a draft begun; those sent are no longer drafts.
        "draft": proposals(Proposal.kind == "change"),
        "submit": proposals(Proposal.kind == "change", Proposal.submitted_at.is_not(None)),
        "decide": proposals(Proposal.status == "accepted"),
        "confirm": session().scalar(select(func.count(Service.id)).where(Service.assured_on.is_not(None))) or 0,
    })  # fmt: skip


def drained(folder: Path, url: str = "") -> None:
    """What the loop of production does: every errand that waits."""
    with opened(folder, url):
        while errands.run_all():
            pass


def found_lost(folder: Path, prepared: Prepared, acknowledged: Counter[str], url: str = "") -> tuple[int, bool]:
    """How many acts that were answered “done” are not in the database, and whether the chain of the history holds."""
    with opened(folder, url):
        now = known()
        lost = sum(max(0, acknowledged[kind] - (now[kind] - prepared.before[kind])) for kind in MIX)
        return lost, first_broken() is None


@contextmanager
def opened(folder: Path, url: str = "") -> Iterator[None]:
    """The site of that folder, without its pages."""
    app = open_app(folder, **({"database_url": url} if url else {}))
    with app.app_context():
        yield
    close(app)
