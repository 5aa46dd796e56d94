"""The search index, in a schema of its own on PostgreSQL; SQLite keeps it in files and needs nothing"""

from __future__ import annotations

from alembic import op

revision = "b7f05e1c93a4"
down_revision = "8c0d41b7a5e2"
branch_labels = None
depends_on = None

# Read by app/search/postgresql_engine only, which says what each column means (rows.py). Names are sorted by code point
# on every machine: COLLATE "C". No foreign keys: one writer at a time writes all the tables, and the keys of a million
# postings would be checked one by one.
TABLES = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE SCHEMA search_index",
    """
    CREATE TABLE search_index.week (
        id bigint PRIMARY KEY,
        minutes int4multirange NOT NULL
    )
    """,
    """
    CREATE TABLE search_index.word_set (
        id bigint PRIMARY KEY,
        words text COLLATE "C" NOT NULL
    )
    """,
    """
    CREATE TABLE search_index.listing (
        id integer PRIMARY KEY,
        key text COLLATE "C" NOT NULL,
        type bigint NOT NULL,
        themes bigint NOT NULL,
        communes bigint NOT NULL,
        languages bigint NOT NULL,
        lat double precision,
        lon double precision,
        age_min integer,
        age_max integer,
        free boolean,
        has_places boolean,
        accessible boolean,
        inclusive boolean,
        answers smallint NOT NULL,
        assured integer NOT NULL,
        trusted integer NOT NULL,
        year_round boolean NOT NULL,
        week_term bigint NOT NULL,
        week_short_holidays bigint NOT NULL,
        week_summer bigint NOT NULL,
        week_all_year bigint NOT NULL,
        days_term smallint NOT NULL,
        days_short_holidays smallint NOT NULL,
        days_summer smallint NOT NULL,
        days_all_year smallint NOT NULL,
        closures int4multirange,
        specials int4multirange,
        length integer NOT NULL
    )
    """,
    "CREATE INDEX listing_key ON search_index.listing (key)",
    "CREATE INDEX listing_type ON search_index.listing (type)",
    "CREATE INDEX listing_key_trigrams ON search_index.listing USING gin ((' ' || key) gin_trgm_ops)",
    """
    CREATE TABLE search_index.document (
        listing_id integer PRIMARY KEY,
        name text NOT NULL,
        body text NOT NULL
    )
    """,
    """
    CREATE TABLE search_index.posting (
        stem text COLLATE "C" NOT NULL,
        listing_id integer NOT NULL,
        in_name smallint NOT NULL,
        in_body smallint NOT NULL,
        length integer NOT NULL,
        PRIMARY KEY (stem, listing_id)
    )
    """,
    "CREATE INDEX posting_listing ON search_index.posting (listing_id)",
    """
    CREATE TABLE search_index.state (
        id smallint PRIMARY KEY CHECK (id = 1),
        generation bigint NOT NULL,
        listings integer NOT NULL,
        words bigint NOT NULL
    )
    """,
    "INSERT INTO search_index.state (id, generation, listings, words) VALUES (1, 0, 0, 0)",
)


def upgrade() -> None:
    """Go to this version."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in TABLES:
            op.execute(statement)


def downgrade() -> None:
    """Come back from it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SCHEMA search_index CASCADE")
