"""Seeds: what a file wrote is remembered, so that loading it again never undoes what a person changed since.

    row still says what the file last wrote  →  it follows the file
    row says something else                  →  a person changed it: it stays, and the report tells it
    row is gone, the file wrote it once      →  a person removed it: it stays away
    row was never written by a file          →  a person added it: it stays

A dictionary inside a column is compared key by key, a list as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, String, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, session
from app.foundation.tables import Report

#: What says nothing, however it is written.
_NOTHING = (None, "")


class Sown(Base):
    """What a file last wrote in one row, as flat JSON: {"town_hall.phone": …}."""

    __tablename__ = "sown"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSON)


@dataclass(frozen=True)
class Bed:
    """A table that a file fills. `key` tells its rows apart; `label` names one in the report.

    `once`: columns that no two rows may share. `leaves`: a row that left the file leaves the table too. `under`:
    columns that name a row of another table; under a row that a person removed, no file adds anything.
    """

    kind: str
    table: type[Base]
    key: str
    label: str
    once: tuple[str, ...] = ()
    leaves: bool = False
    under: tuple[tuple[str, type[Base], str], ...] = ()


def plain(row: Base) -> dict[str, Any]:
    """The columns of a row, JSON-ready."""
    return {name: _json(getattr(row, name)) for name in inspect(type(row)).column_attrs.keys()}  # noqa: SIM118


def write(row: Base, values: Mapping[str, Any]) -> None:
    """Put JSON-ready values into the columns of a row; what it says already is left alone."""
    for name, value in values.items():
        kind = inspect(type(row)).columns[name].type.python_type
        made = date.fromisoformat(value) if kind is date and isinstance(value, str) else value
        if getattr(row, name) != made:
            setattr(row, name, made)


def sow(bed: Bed, wanted: Mapping[str, Mapping[str, Any]], report: Report) -> None:
    """Make the table say what the file says, row by key, except where a person changed it. Flushes."""
    rows = {str(getattr(row, bed.key)): row for row in session().scalars(select(bed.table))}
    sown = {one.key: one for one in session().scalars(select(Sown).where(Sown.kind == bed.kind))}
    for key in sown.keys() - wanted.keys():
        if bed.leaves and key in rows:
            _pull_out(bed, rows.pop(key), sown[key], report)
        session().delete(sown[key])
    session().flush()
    held = {_once(bed, plain(row)) for row in rows.values()} if bed.once else set()
    known = _parents(bed)
    for key, said in wanted.items():
        last = sown.get(key)
        values = {name: value for name, value in said.items() if name not in known or value in known[name]}
        if key not in rows and len(values) < len(said):
            continue
        _plant(bed, key, values, rows.get(key), last.values if last else None, held, report)
        told = _flat(_ready(values))
        if last is None:
            session().add(Sown(kind=bed.kind, key=key, values=told))
        elif last.values != told:
            last.values = told
    session().flush()


def _parents(bed: Bed) -> dict[str, set[str]]:
    """For each column that names a row of another table, the rows that are there."""
    return {column: set(session().scalars(select(inspect(table).columns[key]))) for column, table, key in bed.under}


def has_sown(bed: Bed, key: str) -> bool:
    """Whether a file once wrote that row, be it removed since."""
    return session().get(Sown, (bed.kind, key)) is not None


def _plant(
    bed: Bed,
    key: str,
    values: Mapping[str, Any],
    row: Base | None,
    last: dict[str, Any] | None,
    held: set[tuple[Any, ...]],
    report: Report,
) -> None:
    if row is not None:
        _follow(bed, row, values, last or {}, held, report)
    elif last is None and not (bed.once and _once(bed, _ready(values)) in held):
        session().add(bed.table(**{bed.key: _typed(bed, key), **values}))


def _follow(
    bed: Bed,
    row: Base,
    values: Mapping[str, Any],
    last: dict[str, Any],
    held: set[tuple[Any, ...]],
    report: Report,
) -> None:
    said = {name: value for name, value in plain(row).items() if name in values}
    wanted, current = _flat(_ready(values)), _flat(said)
    merged, kept = {}, []
    for name in dict.fromkeys((*wanted, *current)):
        want, now = wanted.get(name), current.get(name)
        if _same(now, last.get(name)) or _same(now, want):
            if name in wanted:
                merged[name] = want
            continue
        merged[name] = now
        if not _same(want, last.get(name)):
            kept.append(name)
    whole = _deep(merged, {name: {} for name, value in said.items() if isinstance(value, dict)})
    if bed.once and _once(bed, whole) != _once(bed, said) and _once(bed, whole) in held:
        kept, whole = list(bed.once), {}  # a person wrote that very row beside this one
    report.keep(str(said.get(bed.label, bed.kind)), kept)
    write(row, whole)


def _pull_out(bed: Bed, row: Base, sown: Sown, report: Report) -> None:
    current = _flat({name: value for name, value in plain(row).items() if name in _columns(sown.values)})
    if all(_same(current.get(name), value) for name, value in sown.values.items()):
        session().delete(row)
    else:
        report.keep(str(plain(row).get(bed.label)), [bed.kind])


def _columns(names: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def _once(bed: Bed, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(values[name] for name in bed.once)


def _typed(bed: Bed, key: str) -> Any:
    kind = inspect(bed.table).columns[bed.key].type.python_type
    return UUID(key) if kind is UUID else kind(key)


def _same(one: Any, other: Any) -> bool:
    return one == other or (one in _NOTHING and other in _NOTHING)


def _ready(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _json(value) for name, value in values.items()}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def _flat(values: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = value
    return found


def _deep(flat: Mapping[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    for path, value in flat.items():
        *way, last = path.split(".")
        place = made
        for step in way:
            place = place.setdefault(step, {})
        place[last] = value
    return made
