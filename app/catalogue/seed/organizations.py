"""Loading `organizations.csv`."""

from __future__ import annotations

from sqlalchemy import select

from app.catalogue.models import Organization, Seeded
from app.catalogue.operations import save_organization
from app.catalogue.rules import ORGANIZATION_KINDS
from app.catalogue.seed.folder import Folder, merged, stable_uuid
from app.catalogue.seed.parse import checked_contact, name_of
from app.foundation.db import session
from app.foundation.tables import Row, RowRefused, rows


def load_organizations(folder: Folder) -> None:
    """Add or follow the organizations of the folder; what a person changed stays."""
    for row in rows(folder.path / "organizations.csv"):
        try:
            _load(folder, row)
        except RowRefused as refusal:
            folder.report.refuse(row, str(refusal))


def _load(folder: Folder, row: Row) -> None:
    key, wanted = row.required("id"), _values(row)
    if key in folder.organizations:
        raise RowRefused(f"l’identifiant « {key} » est déjà pris par une ligne précédente")
    uuid = stable_uuid("organization", key)
    values = {**wanted, "is_fictional": folder.fictional}
    found = session().scalar(select(Organization).where(Organization.uuid == uuid))
    seeded = session().get(Seeded, uuid)
    if found is not None and seeded is not None:
        current = {name: getattr(found, name) for name in wanted}
        followed, kept = merged(seeded.facts, wanted, current)
        values |= followed
        folder.report.keep(key, kept)
    save_organization(uuid, values, by=folder.by)
    if seeded is None:
        session().add(Seeded(uuid=uuid, key=f"organization:{key}", facts=wanted))
    elif seeded.facts != wanted:
        seeded.facts = wanted
    folder.organizations[key] = str(uuid)


def _values(row: Row) -> dict[str, str]:
    links = {kind: checked_contact(kind, row[kind]) if row[kind] else "" for kind in ("phone", "email", "website")}
    return {"name": name_of(row), "kind": row.one_of("kind", ORGANIZATION_KINDS), "siren": row["siren"], **links}
