"""Reading the files of a territory: each cell typed, each refusal in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.foundation.tables import FileRefused, Problem, Report, Row, RowRefused, minutes, rows


def row(**values: str) -> Row:
    return Row("essai/x.csv", 2, values)


def read(tmp_path: Path, content: str | bytes) -> list[Row]:
    path = tmp_path / "x.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(rows(path))


def test_lines_are_numbered_as_an_editor_shows_them(tmp_path: Path):
    first, second = read(tmp_path, 'a,b\n 1 ,"deux\nlignes"\n2,x\n')
    assert (first["a"], first["b"], first.line) == ("1", "deux\nlignes", 3)
    assert second.line == 4
    assert first.file == f"{tmp_path.name}/x.csv"


def test_a_file_saved_by_a_spreadsheet_with_a_mark_is_read(tmp_path: Path):
    (one,) = read(tmp_path, b"\xef\xbb\xbfa,b\r\n\xc3\xa9,2\r\n")
    assert one["a"] == "é"


def test_a_file_that_does_not_exist_has_no_line(tmp_path: Path):
    assert list(rows(tmp_path / "none.csv")) == []


@pytest.mark.parametrize("line", ["1", "1,2,3"])
def test_a_line_with_more_or_fewer_cells_than_titles_is_refused(tmp_path: Path, line: str):
    (one,) = read(tmp_path, f"a,b\n{line}\n")
    for ask in (lambda: one["a"], lambda: one.get("b"), lambda: one.items("a")):
        with pytest.raises(RowRefused, match="autant de cases"):
            ask()


@pytest.mark.parametrize(("content", "said"), [(b"a,b\n\xe9,1\n", "UTF-8"), (b'a,b\n1,2\n"3" x,4\n', "ligne 3")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, said: str):
    with pytest.raises(FileRefused, match=said) as refusal:
        read(tmp_path, content)
    assert "x.csv" in str(refusal.value)


def test_cells_are_typed_and_empty_is_unknown():
    one = row(n="12", x="1.5", d="2026-11-18", m="2026-11", y="2026", o="oui", q="non", i="a; b;;c", e="")
    assert (one.integer("n"), one.decimal("x")) == (12, 1.5)
    assert [one.day(name) for name in "dmy"] == [date(2026, 11, 18), date(2026, 11, 1), date(2026, 1, 1)]
    assert (one.boolean("o"), one.boolean("q")) == (True, False)
    assert one.items("i") == ("a", "b", "c")
    assert [ask("e") for ask in (one.integer, one.decimal, one.day, one.boolean)] == [None] * 4


@pytest.mark.parametrize(
    ("ask", "text"),
    [
        ("integer", "douze"), ("integer", "1.5"), ("integer", "9" * 30), ("decimal", "nan"), ("decimal", "inf"),
        ("decimal", "1,5"), ("day", "18/11/2026"), ("day", "2026-02-30"), ("day", "2026-13"), ("boolean", "true"),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_what_it_should_be_is_refused_in_words(ask: str, text: str):
    with pytest.raises(RowRefused, match=f"« c » vaut « {text} », attendu"):
        getattr(row(c=text), ask)("c")


def test_required_known_and_missing_columns():
    with pytest.raises(RowRefused, match="« c » est vide"):
        row(c="").required("c")
    with pytest.raises(RowRefused, match="la colonne « d » manque"):
        _ = row(c="")["d"]
    with pytest.raises(RowRefused, match="attendu : a, b"):
        row(c="z").one_of("c", ["a", "b"])
    assert row(c="a").one_of("c", ["a", "b"]) == "a"


@pytest.mark.parametrize(("text", "value"), [("07:30", 450), ("7:30", 450), ("00:00", 0), ("24:00", 1440)])
def test_hours(text: str, value: int):
    assert minutes(text) == value


@pytest.mark.parametrize("text", ["", "7h30", "25:00", "07:60", "07:3", "-1:00", "7", "07:30:00"])
def test_what_is_no_hour_is_refused(text: str):
    with pytest.raises(RowRefused, match="n’est pas une heure"):
        minutes(text)


def test_a_report_reads_like_a_sentence():
    report = Report()
    report.refuse(row(), "la date est à l’envers")
    report.keep("creche", ["phone"])
    assert report.problems == [Problem("essai/x.csv", 2, "la date est à l’envers")]
    assert str(report.problems[0]) == "essai/x.csv, ligne 2 : la date est à l’envers"
    assert "creche" in report.kept[0] and "phone" in report.kept[0]
