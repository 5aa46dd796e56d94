"""What files sowed, so that loading them again keeps what people changed; days that are special here"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op

revision = "d91e6b54c027"
down_revision = "f7c2d9e4a016"
branch_labels = None
depends_on = None

LANGUAGES = ("ar", "en", "es", "pt", "tr")
#: Kind, table, column that names a row: what the files of a territory had written before this version.
BEDS = (
    ("territory", "territory", "id"),
    ("commune", "commune", "insee"),
    ("theme", "theme", "slug"),
    ("type", "service_type", "slug"),
    ("guide", "guide", "slug"),
    ("public", "guide_public", "slug"),
    ("holiday", "school_holiday", "uuid"),
    ("word", "vocabulary_entry", "uuid"),
)


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "special_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_special_day")),
    )
    op.create_table(
        "sown",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_sown")),
    )
    with op.batch_alter_table("vocabulary_entry") as batch_op:
        batch_op.add_column(sa.Column("uuid", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("language", sa.String(length=5), nullable=True))
        batch_op.add_column(sa.Column("position", sa.Integer(), nullable=True))
    with op.batch_alter_table("school_holiday") as batch_op:
        batch_op.add_column(sa.Column("uuid", sa.Uuid(), nullable=True))
    _name_words()
    _name_holidays()
    with op.batch_alter_table("vocabulary_entry") as batch_op:
        batch_op.alter_column("uuid", existing_type=sa.Uuid(), nullable=False)
        batch_op.alter_column("language", existing_type=sa.String(length=5), nullable=False)
        batch_op.alter_column("position", existing_type=sa.Integer(), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_vocabulary_entry_uuid"), ["uuid"])
    with op.batch_alter_table("school_holiday") as batch_op:
        batch_op.alter_column("uuid", existing_type=sa.Uuid(), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_school_holiday_uuid"), ["uuid"])
    _remember_what_was_sown()


def _name_words() -> None:
    table = _table("vocabulary_entry")
    for row in op.get_bind().execute(sa.select(table)).mappings().all():
        language = row["note"] if row["note"] in LANGUAGES else ""
        name = uuid5(NAMESPACE_URL, f"trait-d-union:word:{row['term']}|{row['type_slug']}")
        said = {"uuid": name, "language": language, "note": "" if language else row["note"], "position": row["id"]}
        op.get_bind().execute(table.update().where(table.c.id == row["id"]).values(**said))


def _name_holidays() -> None:
    table = _table("school_holiday")
    for row in op.get_bind().execute(sa.select(table)).mappings().all():
        year = row["starts"].year - (row["starts"].month < 8)
        name = uuid5(NAMESPACE_URL, f"trait-d-union:holiday:{row['zone']}|{year}|{row['name']}")
        op.get_bind().execute(table.update().where(table.c.id == row["id"]).values(uuid=name))


def _remember_what_was_sown() -> None:
    # Nobody could change these rows on screen before this version: all that they say comes from a file.
    sown = _table("sown")
    for kind, name, key in BEDS:
        table = _table(name)
        for row in op.get_bind().execute(sa.select(table)).mappings().all():
            said = {each: value for each, value in row.items() if each not in {"id", "version", "uuid", key}}
            values = _flat({each: _json(value) for each, value in said.items()})
            op.get_bind().execute(sown.insert().values(kind=kind, key=str(row[key]), values=values))


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False, listeners=[("column_reflect", _types)])


def _types(_inspector: Any, table: sa.Table, column: dict[str, Any]) -> None:
    # SQLite keeps no word of what a column is for: a UUID is CHAR(32) there, and PostgreSQL knows its own.
    if column["name"] == "uuid":
        column["type"] = sa.Uuid()


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _flat(values: dict[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = value
    return found


def downgrade() -> None:
    """Come back from it."""
    table = _table("vocabulary_entry")
    told = sa.and_(table.c.note == "", table.c.language != "")
    op.get_bind().execute(table.update().where(told).values(note=table.c.language))
    with op.batch_alter_table("school_holiday") as batch_op:
        batch_op.drop_constraint(op.f("uq_school_holiday_uuid"), type_="unique")
        batch_op.drop_column("uuid")
    with op.batch_alter_table("vocabulary_entry") as batch_op:
        batch_op.drop_constraint(op.f("uq_vocabulary_entry_uuid"), type_="unique")
        batch_op.drop_column("position")
        batch_op.drop_column("language")
        batch_op.drop_column("uuid")
    op.drop_table("sown")
    op.drop_table("special_day")
