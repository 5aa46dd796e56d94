"""Loading a folder of listings: keyed by stable ids, told row by row, and never over what a person changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select

from app.catalogue.facts import FIELD_NAMES, ServiceFacts, from_json, to_json
from app.catalogue.hours.model import HoursError
from app.catalogue.mapping import facts_of
from app.catalogue.models import Seeded, Service
from app.catalogue.operations import (
    UnknownCommune,
    UnknownType,
    assure,
    change_service,
    create_service,
    save_organization,
)
from app.catalogue.queries import service_by_uuid
from app.catalogue.seed import parse
from app.foundation.actors import Actor, ActorKind
from app.foundation.db import session
from app.foundation.tables import Report, Row, RowRefused, rows

Progress = Callable[[int], None]

#: The files that add to a listing, and how each line of theirs does.
PARTS: dict[str, tuple[str, Callable[[Row], Any]]] = {
    "closures.csv": ("closures", parse.closure),
    "special_openings.csv": ("special_openings", parse.special_opening),
    "fees.csv": ("fees", parse.fee),
    "availability.csv": ("availability", parse.availability),
    "campaigns.csv": ("campaigns", parse.campaign),
    "contacts.csv": ("contacts", parse.contact),
}


@dataclass(frozen=True)
class _Folder:
    path: Path
    by: Actor
    report: Report
    fictional: bool
    organizations: dict[str, str]
    extra: dict[str, dict[str, list[Row]]]

    def uuid(self, kind: str, key: str) -> UUID:
        return uuid5(NAMESPACE_URL, f"trait-d-union:{kind}:{key}")


def load_catalogue(path: Path, report: Report, *, fictional: bool, progress: Progress = lambda _: None) -> None:
    """Load `organizations.csv`, `services.csv` and the files that add to them.

    A refused row is told in `report.problems`; a field that a person changed since the last loading is kept, and told
    in `report.kept`. Loading twice changes nothing. `progress` is called with 1 after each listing.
    """
    by = Actor(ActorKind.IMPORT, f"Données de départ ({path.name})")
    folder = _Folder(path, by, report, fictional, {}, _extra(path))
    _load_organizations(folder)
    for row in rows(path / "services.csv"):
        try:
            _load_service(folder, row)
        except (RowRefused, HoursError, UnknownType, UnknownCommune) as refusal:
            report.refuse(row, _why(refusal))
        progress(1)
    _tell_orphans(folder)


def _why(refusal: Exception) -> str:
    match refusal:
        case UnknownType():
            return f"le type « {refusal} » n’existe pas ou n’a pas de fiches"
        case UnknownCommune():
            return f"la commune « {refusal} » n’est pas du territoire"
        case HoursError():
            return "des heures à l’envers, ou deux créneaux du même jour qui se chevauchent"
        case _:
            return str(refusal)


def _extra(path: Path) -> dict[str, dict[str, list[Row]]]:
    found: dict[str, dict[str, list[Row]]] = {}
    for name in ("hours.csv", *PARTS):
        by_service: dict[str, list[Row]] = defaultdict(list)
        for row in rows(path / name):
            by_service[row["service"]].append(row)
        found[name] = by_service
    return found


def _load_organizations(folder: _Folder) -> None:
    for row in rows(folder.path / "organizations.csv"):
        try:
            key = row.required("id")
            values = {name: row[name] for name in ("kind", "siren", "phone", "email", "website")}
            uuid = folder.uuid("organization", key)
            values["name"] = row.required("name")
            save_organization(uuid, {**values, "is_fictional": folder.fictional}, by=folder.by)
            folder.organizations[key] = str(uuid)
        except RowRefused as refusal:
            folder.report.refuse(row, str(refusal))


def _load_service(folder: _Folder, row: Row) -> None:
    key = row.required("id")
    facts = _facts(folder, key, row)
    uuid = folder.uuid("service", key)
    with session().begin_nested():
        service = service_by_uuid(uuid)
        if service is None:
            service = create_service(facts, by=folder.by, uuid=uuid)
            session().add(Seeded(uuid=uuid, key=key, facts=to_json(facts)))
            folder.report.added += 1
            _assure(folder, row, service)
        else:
            _merge(folder, service, facts)


def _facts(folder: _Folder, key: str, row: Row) -> ServiceFacts:
    facts = parse.service_facts(row, folder.organizations, fictional=folder.fictional)
    facts = parse.with_slots(facts, _good(folder, folder.extra["hours.csv"].get(key, [])))
    for name, (field, read) in PARTS.items():
        made = tuple(_read(folder, folder.extra[name].get(key, []), read))
        added: dict[str, Any] = {field: (*getattr(facts, field), *made)}
        facts = replace(facts, **added)
    ordered: dict[str, Any] = {name: tuple(sorted(getattr(facts, name))) for name in ("closures", "special_openings")}
    return replace(
        facts,
        **ordered,
        campaigns=tuple(sorted(facts.campaigns, key=lambda one: one.starts)),
        communes_served=tuple(sorted(facts.communes_served)),
    )


def _read(folder: _Folder, lines: list[Row], read: Callable[[Row], Any]) -> Iterator[Any]:
    for line in lines:
        try:
            yield read(line)
        except (RowRefused, HoursError) as refusal:
            folder.report.refuse(line, _why(refusal))


def _good(folder: _Folder, lines: list[Row]) -> Iterator[Row]:
    for line in lines:
        if list(_read(folder, [line], lambda row: parse.with_slots(_BLANK, [row]))):
            yield line


_BLANK = from_json({"name": "", "type": "", "source": {"name": ""}})


def _assure(folder: _Folder, row: Row, service: Service) -> None:
    on = row.day("assured_on") if row.get("assured_on") else None
    if on is not None:
        assure(service, on, by=folder.by, said_by=row.get("assured_by"))


def _merge(folder: _Folder, service: Service, facts: ServiceFacts) -> None:
    """Bring in what changed in the file; a field that a person changed since stays as it is."""
    seeded = session().get_one(Seeded, service.uuid)
    last, current = from_json(seeded.facts), facts_of(service)
    merged = current
    for name in FIELD_NAMES:
        was, wanted, now = getattr(last, name), getattr(facts, name), getattr(current, name)
        if now == was:
            merged = replace(merged, **{name: wanted})
        elif wanted not in (was, now):
            folder.report.kept.append(f"{seeded.key} : « {name} » a été changé par une personne, le fichier attend")
    if change_service(service, merged, by=folder.by, reason="Données de départ mises à jour"):
        folder.report.changed += 1
    else:
        folder.report.same += 1
    if last != facts:
        seeded.facts = to_json(facts)


def _tell_orphans(folder: _Folder) -> None:
    known = set(session().scalars(select(Seeded.key)))
    for lines in folder.extra.values():
        for key, orphans in lines.items():
            if key not in known:
                for row in orphans:
                    folder.report.refuse(row, f"la fiche « {key} » n’existe pas")
