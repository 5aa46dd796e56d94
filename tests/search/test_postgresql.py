"""What is PostgreSQL's own: values always bound, writers that wait, an index that breaks and is mended."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import Engine, create_engine

from app.search.document import IndexDocument
from app.search.engine import IndexBusy, IndexUnavailable
from app.search.postgresql_engine import PostgresqlEngine, store
from app.search.postgresql_engine.corpus import Corpus
from app.search.postgresql_engine.filters import Question
from app.search.postgresql_engine.find import plain_words, written
from app.search.postgresql_engine.hours import Weeks
from app.search.query import Point, SearchQuery
from app.search.wanted import Facts, Unit, Wanted
from tests.support import postgresql as support
from tests.support.hostile import HOSTILE
from tests.support.postgresql import Server
from tests.support.search_samples import NOW, SmallCalendar

CRECHE = IndexDocument(1, "Crèche Les Lutins", "creche", ("petite-enfance",), ("82121",), body="Accueil en ville")
ECOLE = IndexDocument(2, "École Guesde", "ecole", ("enfance",), ("82124",), body="Accueil du matin")
ASK = SearchQuery(now=NOW)
MARK = "zzmarkzz"


@pytest.fixture
def database(migrated_postgresql: str) -> Iterator[Engine]:
    """Another way into the database of the index."""
    made = create_engine(migrated_postgresql)
    yield made
    made.dispose()


def test_nothing_that_a_person_typed_is_part_of_a_statement():
    query = SearchQuery(
        now=NOW, near=Point(44, 1, MARK, MARK), radius_km=3, themes=(MARK,), types=(MARK,), communes=(MARK,),
        languages=(MARK,), age_months=7_777_777,
    )  # fmt: skip
    wanted = Wanted((Unit(((MARK, 100),), ((MARK,), (MARK, MARK + "b"))),), Facts(communes=(MARK,)), MARK)
    corpus = Corpus(10, 3.0, (1,), {MARK: 2, MARK + "b": 3})
    question = Question(query, Weeks(NOW, SmallCalendar()))
    statement, _ = written(question, wanted, corpus)
    assert MARK not in statement and "7777777" not in statement
    assert MARK in str(question.values.bound)


def test_hostile_texts_answer(postgresql_engine: PostgresqlEngine):
    postgresql_engine.replace_all([CRECHE, ECOLE])
    for text in HOSTILE:
        found = postgresql_engine.find(SearchQuery(now=NOW, text=text, themes=(text,), communes=(text,)))
        assert found.total == 0
        assert postgresql_engine.find(SearchQuery(now=NOW, text=text)).total in (0, 1, 2)
        assert isinstance(postgresql_engine.suggest(text), list)
    assert postgresql_engine.ids() == {1, 2}


def test_texts_that_postgresql_cannot_hold_are_held_without_what_it_refuses(postgresql_engine: PostgresqlEngine):
    broken = IndexDocument(3, "Nom\x00cassé", "creche", (), (), body="une moitié \ud83d de signe")
    postgresql_engine.replace_all([broken])
    assert [hit.id for hit in postgresql_engine.find(SearchQuery(now=NOW, text="moitie")).hits] == [3]
    assert postgresql_engine.fingerprints() == {3: postgresql_engine.fingerprint(broken)}


def test_a_writer_waits_for_another_but_not_for_ever(
    postgresql_engine: PostgresqlEngine, database: Engine, monkeypatch: pytest.MonkeyPatch
):
    postgresql_engine.replace_all([CRECHE])
    monkeypatch.setattr(store, "PATIENCE", 1)
    with database.begin() as other:
        other.exec_driver_sql(f"SELECT pg_advisory_xact_lock({store.WRITER_LOCK})")
        with pytest.raises(IndexBusy):
            postgresql_engine.put([ECOLE])
        assert postgresql_engine.find(ASK).total == 1, "readers do not wait"
    postgresql_engine.put([ECOLE])
    assert postgresql_engine.ids() == {1, 2}


def test_readers_see_the_old_listings_until_all_the_new_ones_are_there(postgresql_engine: PostgresqlEngine):
    postgresql_engine.replace_all([CRECHE])

    def slowly() -> Iterator[IndexDocument]:
        yield ECOLE
        with ThreadPoolExecutor(1) as other:
            assert other.submit(postgresql_engine.ids).result() == {1}

    postgresql_engine.replace_all(slowly())
    assert postgresql_engine.ids() == {2}


def test_a_writing_that_fails_changes_nothing(postgresql_engine: PostgresqlEngine):
    postgresql_engine.replace_all([CRECHE])

    def failing() -> Iterator[IndexDocument]:
        yield ECOLE
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        postgresql_engine.replace_all(failing())
    assert postgresql_engine.fingerprints() == {1: postgresql_engine.fingerprint(CRECHE)}


@pytest.mark.parametrize("harm", [
    "DELETE FROM search_index.posting WHERE listing_id = 1 AND in_name = 0",
    "UPDATE search_index.posting SET in_body = 9 WHERE listing_id = 1",
    "UPDATE search_index.listing SET free = true WHERE id = 1",
    "UPDATE search_index.document SET body = '' WHERE listing_id = 1",
    "DELETE FROM search_index.document WHERE listing_id = 1",
    "DELETE FROM search_index.word_set",
    "DELETE FROM search_index.week",
])  # fmt: skip
def test_what_is_broken_is_seen_and_mended(postgresql_engine: PostgresqlEngine, database: Engine, harm: str):
    postgresql_engine.replace_all([CRECHE])
    with database.begin() as connection:
        connection.exec_driver_sql(harm)
    assert postgresql_engine.fingerprints()[1] != postgresql_engine.fingerprint(CRECHE)
    postgresql_engine.replace_all([CRECHE])
    assert postgresql_engine.fingerprints()[1] == postgresql_engine.fingerprint(CRECHE)


def test_words_are_read_again_when_the_index_changes(postgresql_engine: PostgresqlEngine):
    postgresql_engine.replace_all([CRECHE])
    before = postgresql_engine.words()
    assert postgresql_engine.words() is before
    assert before.has_stem("lutin") and not before.has_stem("guesd")
    postgresql_engine.put([ECOLE])
    assert "guesde" in postgresql_engine.words().name_words()
    assert postgresql_engine.words().has_stem("guesd")


def test_a_database_without_the_tables_says_so(postgresql: Server):
    database = create_engine(postgresql.create("bare"))
    engine = PostgresqlEngine(lambda: database, SmallCalendar())
    with pytest.raises(IndexUnavailable, match="flask db upgrade"):
        engine.find(ASK)
    with pytest.raises(IndexUnavailable):
        engine.replace_all([CRECHE])
    database.dispose()


def test_the_text_is_not_looked_for_as_a_pattern():
    assert plain_words("% _ & | ! :* <->").units == ()


def test_a_machine_without_postgresql_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(support, "FOLDERS", ())
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.skip.Exception, match=r"NOT RUN: PostgreSQL absent.*postgresql"):
        support.programs()


def test_the_server_of_the_tests_listens_on_its_socket_only(postgresql: Server):
    with psycopg.connect(host=str(postgresql.folder), user=postgresql.user, dbname="postgres") as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_restored_database_without_the_data_of_the_index_is_empty_then_rebuilt(
    postgresql_engine: PostgresqlEngine, database: Engine
):
    postgresql_engine.replace_all([CRECHE])
    with database.begin() as connection:
        connection.exec_driver_sql(
            "TRUNCATE search_index.state, search_index.listing, search_index.posting, search_index.document, "
            "search_index.word_set, search_index.week"
        )
    assert (postgresql_engine.find(ASK).total, postgresql_engine.words().name_words()) == (0, frozenset())
    postgresql_engine.replace_all([CRECHE])
    assert postgresql_engine.find(ASK).total == 1
