"""Migrations build exactly what the models declare, and can be gone through both ways."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import CheckConstraint, inspect

from app.foundation.db import db
from tests.support.instance import command


def test_migrations_build_what_the_models_declare(empty_app: Flask):
    with empty_app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, db.metadata) == []


def test_constraints_have_the_names_the_models_give(empty_app: Flask):
    """compare_metadata does not look at check constraints: a forgotten one would let bad data in."""
    with empty_app.app_context():
        looked = inspect(db.engine)
        for table in db.metadata.tables.values():
            built = {check["name"] for check in looked.get_check_constraints(table.name)}
            declared = {str(each.name) for each in table.constraints if isinstance(each, CheckConstraint)}
            assert built == declared, table.name


def test_there_is_one_head_and_it_can_be_undone(empty_app: Flask):
    command(empty_app, "db", "downgrade", "base")
    with empty_app.app_context():
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    command(empty_app, "db", "upgrade")
