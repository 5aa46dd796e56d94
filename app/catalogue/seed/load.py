"""Loading a folder of listings: keyed by stable ids, told row by row, and never over what a person changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.catalogue.facts import FIELD_NAMES, ServiceFacts, from_json, to_json
from app.catalogue.hours.model import HoursError
from app.catalogue.mapping import facts_of
from app.catalogue.models import Seeded, Service
from app.catalogue.operations import UnknownCommune, UnknownType, assure, change_service, create_service
from app.catalogue.queries import service_by_uuid
from app.catalogue.seed import parse
from app.catalogue.seed.folder import Folder, merged, stable_uuid
from app.catalogue.seed.organizations import load_organizations
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
HOURS = "hours.csv"
REFUSALS = (RowRefused, HoursError, UnknownType, UnknownCommune, DBAPIError)


def load_catalogue(path: Path, report: Report, *, fictional: bool, progress: Progress = lambda _: None) -> None:
    """Load `organizations.csv`, `services.csv` and the files that add to them.

    A refused row is told in `report.problems`; a field that a person changed since the last loading is kept, and told
    in `report.kept`. Loading twice changes nothing. `progress` is called with 1 after each listing.
    """
    folder = Folder(path, report, fictional)
    for name in (HOURS, *PARTS):
        folder.read_extra(name)
    load_organizations(folder)
    for row in rows(path / "services.csv"):
        try:
            with session().begin_nested():
                done = _load_service(folder, row)
        except REFUSALS as refusal:
            report.refuse(row, _why(refusal))
        else:
            setattr(report, done, getattr(report, done) + 1)
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
        case DBAPIError():
            return f"la base de données refuse cette ligne ({refusal.orig})"
        case _:
            return str(refusal)


def _load_service(folder: Folder, row: Row) -> str:
    """Which of the report's counts this row belongs to: added, changed or same."""
    key = row.required("id")
    if key in folder.seen:
        raise RowRefused(f"l’identifiant « {key} » est déjà pris par une ligne précédente")
    folder.seen.add(key)
    facts, uuid = _facts(folder, key, row), stable_uuid("service", key)
    service = service_by_uuid(uuid)
    if service is None:
        service = create_service(facts, by=folder.by, uuid=uuid)
        session().add(Seeded(uuid=uuid, key=key, facts=to_json(facts)))
        _assure(folder, row, service)
        return "added"
    changed = _merge(folder, service, facts)
    return "changed" if _assure(folder, row, service) or changed else "same"


def _facts(folder: Folder, key: str, row: Row) -> ServiceFacts:
    facts = parse.service_facts(row, folder.organizations, fictional=folder.fictional)
    facts = _with_hours(folder, facts, folder.lines(HOURS, key))
    for name, (field, read) in PARTS.items():
        made = tuple(_read(folder, folder.lines(name, key), read))
        added: dict[str, Any] = {field: (*getattr(facts, field), *made)}
        facts = replace(facts, **added)
    ordered: dict[str, Any] = {name: tuple(sorted(getattr(facts, name))) for name in ("closures", "special_openings")}
    return replace(
        facts,
        **ordered,
        campaigns=tuple(sorted(facts.campaigns, key=lambda one: one.starts)),
        communes_served=tuple(sorted(facts.communes_served)),
    )


def _read(folder: Folder, lines: list[Row], read: Callable[[Row], Any]) -> Iterator[Any]:
    for line in lines:
        try:
            yield read(line)
        except (RowRefused, HoursError) as refusal:
            folder.report.refuse(line, _why(refusal))


def _with_hours(folder: Folder, facts: ServiceFacts, lines: list[Row]) -> ServiceFacts:
    # Whole or not at all: with one line missing, a day on which the place is open would be shown as closed.
    whole, complete = facts, True
    for line in lines:
        try:
            whole = parse.with_slots(whole, line)
        except (RowRefused, HoursError) as refusal:
            complete = False
            folder.report.refuse(line, f"{_why(refusal)} ; les horaires de cette fiche restent inconnus")
    return whole if complete else facts


def _assure(folder: Folder, row: Row, service: Service) -> bool:
    """Note the confirmation of the file, unless a later one is known."""
    on = row.day("assured_on")
    if on is None or (service.assured_on is not None and service.assured_on >= on):
        return False
    assure(service, on, by=folder.by, said_by=row.required("assured_by"))
    return True


def _merge(folder: Folder, service: Service, facts: ServiceFacts) -> bool:
    """Bring in what changed in the file; a field that a person changed since stays as it is."""
    seeded = session().get_one(Seeded, service.uuid)
    last, current = from_json(seeded.facts), facts_of(service)
    values, kept = merged(_fields(last), _fields(facts), _fields(current))
    folder.report.keep(seeded.key, kept)
    changed = change_service(service, replace(current, **values), by=folder.by, reason="Données de départ mises à jour")
    if last != facts:
        seeded.facts = to_json(facts)
    return bool(changed)


def _fields(facts: ServiceFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in FIELD_NAMES}


def _tell_orphans(folder: Folder) -> None:
    known = set(session().scalars(select(Seeded.key)))
    for lines in folder.extra.values():
        for key, orphans in lines.items():
            if key not in known:
                for row in orphans:
                    folder.report.refuse(row, f"la fiche « {key} » n’existe pas")
