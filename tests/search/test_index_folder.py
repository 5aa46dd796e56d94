"""The index on disk: several processes, broken files, an index that disagrees with the catalogue (T38)."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.search.cli import check, rebuild
from app.search.document import IndexDocument
from app.search.engine import IndexUnavailable
from app.search.query import SearchQuery
from app.search.whoosh_engine import WhooshEngine
from tests.support.search_samples import NOW, SmallCalendar

ASK = SearchQuery(now=NOW)


def engine_in(folder: Path) -> WhooshEngine:
    return WhooshEngine(folder / "index", SmallCalendar())


def listing(number: int, name: str = "Crèche") -> IndexDocument:
    return IndexDocument(number, name, "creche", ("enfance",), ("82121",), f"Texte {number}")


def test_without_index_it_says_so_and_rebuilding_mends(tmp_path: Path):
    engine = engine_in(tmp_path)
    with pytest.raises(IndexUnavailable):
        engine.find(ASK)
    assert check(engine, [listing(1)]).unreadable
    assert rebuild(engine, [listing(1)]) == 1
    assert engine.find(ASK).total == 1
    assert not check(engine, [listing(1)])


@pytest.mark.parametrize("damage", ["truncate", "garble", "remove"])
@pytest.mark.parametrize("suffix", [".toc", ".trm", ".pst", ".col"])
def test_a_broken_file_is_noticed_and_rebuilding_mends(tmp_path: Path, suffix: str, damage: str):
    engine_in(tmp_path).replace_all(listing(number) for number in range(50))
    broken = [file for file in (tmp_path / "index").iterdir() if file.name.endswith(suffix)]
    assert broken
    for file in broken:
        _damage(file, damage)
    engine = engine_in(tmp_path)
    found = check(engine, [listing(number) for number in range(50)])
    assert found
    rebuild(engine, [listing(1), listing(2)])
    assert engine.ids() == {1, 2}
    assert not check(engine, [listing(1), listing(2)])


def _damage(file: Path, how: str) -> None:
    content = file.read_bytes()
    if how == "remove":
        file.unlink()
    elif how == "truncate":
        file.write_bytes(content[: len(content) // 2])
    else:
        file.write_bytes(bytes(byte ^ 0x5A for byte in content))


def test_the_check_tells_missing_superfluous_and_altered(tmp_path: Path):
    engine = engine_in(tmp_path)
    engine.replace_all([listing(1), listing(2), listing(3)])
    found = check(engine, [listing(1), replace(listing(2), free=True), listing(4)])
    assert (found.missing, found.superfluous, found.altered) == ((4,), (3,), (2,))


def test_a_write_is_seen_by_an_engine_that_was_open(tmp_path: Path):
    reader, writer = engine_in(tmp_path), engine_in(tmp_path)
    writer.replace_all([listing(1)])
    assert reader.ids() == {1}
    writer.put([listing(2)])
    deadline = time.monotonic() + 1
    while reader.ids() != {1, 2} and time.monotonic() < deadline:
        time.sleep(0.01)
    assert reader.ids() == {1, 2}


def _write_some(folder: Path, first: int) -> None:
    engine = engine_in(folder)
    for number in range(first, first + 5):
        engine.put([listing(number)])


def _write_for_ever(folder: Path) -> None:
    engine = engine_in(folder)
    number = 1000
    while True:
        engine.put([listing(number % 40 + 1000)])
        number += 1


def test_writers_in_several_processes_lose_nothing(tmp_path: Path):
    engine_in(tmp_path).clear()
    processes = [
        multiprocessing.get_context("fork").Process(target=_write_some, args=(tmp_path, n)) for n in (10, 20, 30)
    ]
    for process in processes:
        process.start()
    reader = engine_in(tmp_path)
    while any(process.is_alive() for process in processes):
        reader.find(ASK)
    for process in processes:
        process.join()
        assert process.exitcode == 0
    assert engine_in(tmp_path).ids() == {*range(10, 15), *range(20, 25), *range(30, 35)}


def test_a_writer_killed_in_the_middle_leaves_a_good_index(tmp_path: Path):
    engine = engine_in(tmp_path)
    engine.replace_all([listing(1), listing(2)])
    for attempt in range(5):
        process = multiprocessing.get_context("fork").Process(target=_write_for_ever, args=(tmp_path,))
        process.start()
        time.sleep(0.05 + 0.03 * attempt)
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        fresh = engine_in(tmp_path)
        assert {1, 2} <= fresh.ids()
        fresh.put([listing(3)])
        assert 3 in fresh.ids()


def test_many_small_changes_leave_few_segments_and_the_right_listings(tmp_path: Path):
    engine = engine_in(tmp_path)
    engine.replace_all(listing(number) for number in range(100))
    for turn in range(40):
        engine.put([listing(turn % 15, f"Ludothèque {turn}")])
        engine.remove([50 + turn])
    held = [*(listing(n, f"Ludothèque {30 + n if n < 10 else 15 + n}") for n in range(15))]
    held += [listing(n) for n in (*range(15, 50), *range(90, 100))]
    assert not check(engine, held)
    assert not check(engine_in(tmp_path), held), "another process reads the same"
    assert len(engine.snapshot().parts) <= 2 * 8
    assert engine.suggest("ludotheque 39") == ["Ludothèque 39"]
    assert engine.suggest("ludotheque 0") == []
    assert {"ludotheque", "39", "creche"} <= engine.words().name_words()
    assert "0" not in engine.words().name_words()
