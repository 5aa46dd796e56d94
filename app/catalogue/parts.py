"""What stands around the row of a listing, in ten other tables, read without the ORM.

Every act and every page reads one whole listing. The ORM takes eight milliseconds to make its parts, which are then
only copied into `ServiceFacts`; plain rows take one. Lists of listings still load theirs with `PARTS`, all at once.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Connection, Select, bindparam, inspect, select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.orm import RelationshipProperty

from app.catalogue.models import Location, Service
from app.foundation.db import session

#: The relations of one row, or none; all others but the organization are lists.
ONE = ("location", "photo")


def parts_of(service: Service) -> Any:
    """The rows around this listing, under the names of its relations: its own when they are loaded, else read here."""
    if _reads().keys() <= service.__dict__.keys():
        return service
    connection = session().connection()
    keys = {"service": service.id, "location": service.location_id}
    if connection.dialect.name == "postgresql":
        rows: Mapping[str, Sequence[Any]] = _at_once(connection, keys)
    else:
        rows = {name: connection.execute(wanted, keys).all() for name, wanted in _reads().items()}
    ones = {name: rows[name][0] if rows[name] else None for name in ONE}
    return SimpleNamespace(**{**rows, **ones})


def _at_once(connection: Connection, keys: dict[str, int | None]) -> dict[str, Sequence[Any]]:
    # Ten questions to another process, one after the other, cost an act more than their answers: they are sent at once,
    # which only statements without parameters can be. Its two keys are numbers.
    statements, shapes = _together()
    numbers = {name: "NULL" if key is None else str(int(key)) for name, key in keys.items()}
    cursor = cast(Any, connection.connection.driver_connection).cursor()
    cursor.execute(statements % numbers, prepare=False)
    rows: dict[str, Sequence[Any]] = {}
    for name, shape in shapes.items():
        rows[name] = [shape._make(row) for row in cursor.fetchall()]
        cursor.nextset()
    return rows


@cache
def _together() -> tuple[str, dict[str, Any]]:
    """The statements of all relations in one text, and what a row of each holds."""
    texts = (str(wanted.compile(dialect=cast(Any, PGDialect_psycopg)())) for wanted in _reads().values())
    shapes = {name: namedtuple(name, wanted.selected_columns.keys()) for name, wanted in _reads().items()}
    return ";".join(texts), shapes


@cache
def _reads() -> dict[str, Select[Any]]:
    """The statement of each relation, made once: comparing and compiling it would cost more than its answer."""
    relations = inspect(Service).relationships
    return {one.key: _read(one) for one in relations if one.key != "organization"}


def _read(relation: RelationshipProperty[Any]) -> Select[Any]:
    table = cast(Any, relation.mapper.local_table)
    if relation.mapper.class_ is Location:
        return select(table).where(table.c.id == bindparam("location"))
    return select(table).where(table.c.service_id == bindparam("service")).order_by(*(relation.order_by or ()))
