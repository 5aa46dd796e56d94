"""What is sought in vain: counts without anyone in them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.foundation import clock
from app.foundation.db import session
from app.foundation.unit_of_work import unit_of_work
from app.needs import buffer as buffers
from app.needs import operations
from app.needs.buffer import Buffer
from app.needs.models import SearchCount, UnknownWordDay
from app.needs.operations import Batch, add
from app.needs.queries import sought, sought_in_vain, unknown_words
from app.needs.rules import Sought, age_band, counters, digest_of, may_be_kept, window_of
from tests.support.instance import command
from tests.support.strict_client import StrictClient

DAY = date(2026, 11, 18)
FAMILY = {"User-Agent": "Mozilla/5.0 (Android 16; Mobile)"}


@pytest.fixture
def counting(empty_app: Flask) -> Iterator[Flask]:
    """Tables that hold nothing, in a context."""
    with empty_app.app_context():
        yield empty_app


def rows() -> dict[tuple[str, str], tuple[int, int]]:
    """{(kind, value): (asked, in vain)} over every day, as they are now."""
    session().rollback()
    totals = select(
        SearchCount.kind, SearchCount.value, func.sum(SearchCount.asked), func.sum(SearchCount.in_vain)
    ).group_by(SearchCount.kind, SearchCount.value)
    return {(kind, value): (asked, vain) for kind, value, asked, vain in session().execute(totals)}


def write(buffer: Buffer, *all_sought: Sought, day: date = DAY) -> None:
    for each in all_sought:
        buffer.note(each, day)
    buffer.flush()


def manual(app: Flask) -> Buffer:
    return Buffer(app, writes_alone=False)


# ---------------------------------------------------------------- what is counted


def test_a_search_is_counted_in_pieces_that_cannot_be_put_together_again():
    whole = Sought(
        ("enfance",), ("ludotheque",), False, ("82121",), 40, "scolaire", ("mer",), ("ludotheque",), ("zumba",), 0
    )
    assert dict(counters(whole)) == {
        "tout": "", "theme": "enfance", "type": "ludotheque", "commune": "82121", "jour": "mer", "mot": "ludotheque",
        "age": "3-5", "periode": "scolaire", "type-commune": "ludotheque|82121",
    }  # fmt: skip


def test_a_sensitive_need_is_never_counted_with_a_commune():
    kinds = {kind for kind, _ in counters(Sought(types=("aide-aux-victimes",), sensitive=True, communes=("82124",)))}
    assert "type-commune" not in kinds and "commune" in kinds


@pytest.mark.parametrize(("months", "band"), [(0, "0-2"), (35, "0-2"), (36, "3-5"), (143, "6-11"), (1200, "18+")])
def test_ages_are_bands(months: int, band: str):
    assert age_band(months) == band


@pytest.mark.parametrize("word", ["0612345678", "a@b.fr", "x", "12", "rue12", "a" * 31, "", "jean dupont", "o_o", "📞"])
def test_what_is_not_a_word_is_never_kept(word: str):
    assert not may_be_kept(word)


def test_counts_add_up_within_a_day_and_between_processes(counting: Flask):
    write(manual(counting), Sought(types=("lac",), total=3), Sought(types=("lac",), total=0))
    write(manual(counting), Sought(types=("lac",), total=0))
    assert rows()["type", "lac"] == (3, 2)
    assert rows()["tout", ""] == (3, 2)


# ---------------------------------------------------------------- unknown words


def on_days(app: Flask, word: str, *days: int) -> None:
    for day in days:
        write(manual(app), Sought(unknown_words=(word,)), day=DAY + timedelta(days=day))


def test_an_unknown_word_is_kept_from_its_fifth_day(counting: Flask):
    on_days(counting, "trampoline", 0, 0, 0, 1, 2, 3, 3)
    assert ("mot-inconnu", "trampoline") not in rows()
    on_days(counting, "trampoline", 9)
    assert rows()["mot-inconnu", "trampoline"] == (5, 5)
    on_days(counting, "trampoline", 9, 10)
    assert rows()["mot-inconnu", "trampoline"] == (7, 7)
    assert [count.value for count in unknown_words(DAY, DAY + timedelta(days=30))] == ["trampoline"]


def test_before_that_nothing_in_the_database_tells_the_word(counting: Flask):
    on_days(counting, "dupontel", 0, 1, 2, 3)
    with counting.app_context():
        dump = "\n".join(session().connection().connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert "dupontel" not in dump
    assert digest_of("dupontel", DAY, str(counting.config["SECRET_KEY"])) in dump


def test_digests_need_the_secret_and_change_with_the_quarter():
    same = digest_of("mot", date(2026, 10, 1), "a" * 40)
    assert same == digest_of("mot", date(2026, 12, 31), "a" * 40)
    assert same not in {digest_of("mot", date(2027, 1, 1), "a" * 40), digest_of("mot", date(2026, 10, 1), "b" * 40)}
    assert window_of(date(2027, 2, 28)) == date(2027, 1, 1)


def test_the_digests_of_a_past_quarter_are_erased(counting: Flask):
    on_days(counting, "trampoline", 0, 1, 2, 3)
    on_days(counting, "poney", 60)
    assert {row.day for row in session().scalars(select(UnknownWordDay))} == {DAY + timedelta(days=60)}


def test_a_flood_of_invented_words_stops(counting: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(operations, "MOST_DIGESTS", 10)
    words = tuple("inventé" + "abcdefghijklmnopqrst"[number] for number in range(20))
    write(manual(counting), Sought(unknown_words=words))
    assert session().scalar(select(func.count()).select_from(UnknownWordDay)) == 10


def test_an_agent_can_erase_a_word(counting: Flask):
    on_days(counting, "dupontel", 0, 1, 2, 3, 4)
    assert "effacé" in command(counting, "needs", "forget", "dupontel")
    assert ("mot-inconnu", "dupontel") not in rows()
    assert "n’était pas gardé" in command(counting, "needs", "forget", "dupontel")


# ---------------------------------------------------------------- what is shown


def test_small_counts_are_hidden(counting: Flask):
    with unit_of_work():
        add(
            _batch(
                asked={("type", "rare"): 4, ("type", "courant"): 9, ("type", "manquant"): 8},
                vain={("type", "courant"): 4, ("type", "manquant"): 5},
            )
        )
    shown = {count.value: (count.asked, count.in_vain) for count in sought(DAY, DAY)}
    assert shown == {"courant": (9, None), "manquant": (8, 5)}
    assert [count.value for count in sought_in_vain(DAY, DAY)] == ["manquant"]
    assert sought(DAY + timedelta(days=1), DAY + timedelta(days=9)) == []


def _batch(asked: dict[tuple[str, str], int], vain: dict[tuple[str, str], int]) -> Batch:
    batch = Batch(DAY)
    batch.asked.update(asked)
    batch.in_vain.update(vain)
    return batch


def test_the_command_says_it_in_french(own_app: Flask):
    with own_app.app_context():
        write(
            manual(own_app),
            *[Sought(types=("ludotheque",), communes=("82124",), words=("ludo",))] * 6,
            day=clock.now().date(),
        )
    said = command(own_app, "needs", "show")
    assert "Ludothèque à Montbeton" in said and "6 en vain sur      6" in said
    assert "trop peu" in command(own_app, "needs", "show", "--depuis", "2020-01-01", "--jusqua", "2020-02-01")


# ---------------------------------------------------------------- the buffer


def test_memory_is_bounded(counting: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(buffers, "MOST_COUNTERS", 50)
    monkeypatch.setattr(buffers, "MOST_WORDS", 20)
    buffer = manual(counting)
    for number in range(500):
        word = "".join("abcdefghij"[int(digit)] for digit in f"{number:04}")
        buffer.note(Sought(words=(word,), unknown_words=(f"x{word}",)), DAY)
    (batch,) = buffer._days.values()
    assert len(batch.asked) == 50 and len(batch.unknown) == 20
    assert batch.asked["tout", ""] == 500


def test_noting_costs_nothing_to_a_page(counting: Flask):
    buffer = manual(counting)
    one = Sought(("enfance",), ("ludotheque",), False, ("82121",), 40, "scolaire", ("mer",), ("ludo",), ("zumba",), 0)
    began = time.perf_counter()
    for _ in range(1000):
        buffer.note(one, DAY)
    assert (time.perf_counter() - began) / 1000 < 0.0005


def test_a_thread_writes_by_itself(counting: Flask):
    buffer = Buffer(counting, seconds=0.05)
    buffer.note(Sought(types=("lac",)), DAY)
    ends = time.monotonic() + 10
    while buffer.waiting and time.monotonic() < ends:
        time.sleep(0.02)
    buffer.flush()  # waits for the one that is writing
    assert rows()["type", "lac"] == (1, 1)
    buffer._seconds = 3600


def test_a_full_buffer_does_not_wait(counting: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(buffers, "FULL", 3)
    buffer = Buffer(counting, seconds=3600)
    for _ in range(3):
        buffer.note(Sought(), DAY)
    ends = time.monotonic() + 10
    while buffer.waiting and time.monotonic() < ends:
        time.sleep(0.02)
    assert buffer.waiting == 0


def test_a_fork_has_a_thread_of_its_own(counting: Flask, monkeypatch: pytest.MonkeyPatch):
    buffer = Buffer(counting, seconds=3600)
    buffer.note(Sought(), DAY)
    first = buffer._process
    monkeypatch.setattr(os, "getpid", lambda: first + 1)
    buffer.note(Sought(), DAY)
    assert buffer._process == first + 1


def test_a_database_that_refuses_loses_counts_and_nothing_else(counting: Flask, monkeypatch: pytest.MonkeyPatch):
    def refuse(_batch: Batch) -> None:
        raise RuntimeError("full")

    monkeypatch.setattr(buffers, "add", refuse)
    buffer = manual(counting)
    write(buffer, Sought())
    assert buffer.waiting == 0 and rows() == {}


# ---------------------------------------------------------------- from the page


def seen(app: Flask) -> dict[tuple[str, str], int]:
    """What waits to be written."""
    buffer: Buffer = app.extensions["needs"]
    return {key: times for batch in buffer._days.values() for key, times in batch.asked.items()}


def unknown(app: Flask) -> set[str]:
    buffer: Buffer = app.extensions["needs"]
    return {word for batch in buffer._days.values() for word in batch.unknown}


def test_a_page_of_results_is_noted_without_its_sentence(own_app: Flask, own_client: StrictClient):
    with clock.freeze(datetime(2026, 11, 18, 9, tzinfo=UTC)):
        own_client.get("/recherche?q=ludothèque+mercredi+4+ans+Montbeton+xyzzyx&ou=Montauban", headers=FAMILY)
    found = seen(own_app)
    assert {("type", "ludotheque"), ("jour", "mer"), ("age", "3-5"), ("mot", "ludotheque"), ("tout", "")} <= set(found)
    assert unknown(own_app) == {"xyzzyx"}
    assert not [value for _kind, value in found if " " in value or value == "xyzzyx"]


@pytest.mark.parametrize(
    ("address", "in_vain"),
    [
        ("/recherche?q=ludotheque&ou=Montbeton", False),
        ("/recherche?q=ludotheque+Montbeton", True),
        ("/recherche?q=xyzzyx", True),
        ("/recherche?type=ludotheque&commune=82124", True),
    ],
)
def test_in_vain_is_when_nothing_answers_all_that_was_asked(
    own_app: Flask, own_client: StrictClient, address: str, in_vain: bool
):
    own_client.get(address, headers=FAMILY)
    (batch,) = own_app.extensions["needs"]._days.values()
    assert bool(batch.in_vain["tout", ""]) == in_vain


def test_a_get_writes_nothing(own_app: Flask, own_client: StrictClient):
    with own_app.app_context():
        before = rows()
    for _ in range(3):
        own_client.get("/recherche?q=xyzzyx", headers=FAMILY)
    with own_app.app_context():
        assert rows() == before == {}


@pytest.mark.parametrize(
    ("address", "headers", "method"),
    [
        ("/recherche?q=creche&page=2", FAMILY, "GET"),
        ("/recherche?q=creche&page=9999", FAMILY, "GET"),
        ("/recherche?q=creche", FAMILY, "HEAD"),
        ("/recherche?q=creche", {"User-Agent": "Googlebot/2.1"}, "GET"),
        ("/api/recherche?q=creche", FAMILY, "GET"),
    ],
)
def test_next_pages_machines_and_the_api_are_not_families(
    own_app: Flask, own_client: StrictClient, address: str, headers: dict[str, str], method: str
):
    own_client.open(address, headers=headers, method=method)
    assert seen(own_app) == {}


def test_a_broken_count_never_reaches_the_visitor(
    own_app: Flask, own_client: StrictClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(own_app.extensions, "needs", None)
    assert own_client.get("/recherche?q=creche", headers=FAMILY).status_code == 200
