"""The catalogue: transactions that hold whole or not at all, and one view for a reader."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.catalogue import Catalogue, count
from index.errors import StoreError


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    made = Catalogue(tmp_path / "catalogue.sqlite")
    made.create()
    return made


def test_creating_twice_keeps_what_is_there(catalogue: Catalogue) -> None:
    with catalogue.writing() as sql:
        count(sql, {"عراق": (2, 1)}, {})
    catalogue.create()
    assert catalogue.counts(["عراق", "سلام"]) == {"عراق": (2, 1)}


def test_an_error_undoes_the_whole_transaction(catalogue: Catalogue) -> None:
    def fail() -> None:
        with catalogue.writing() as sql:
            count(sql, {"عراق": (2, 1)}, {})
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert catalogue.counts(["عراق"]) == {}


def test_counts_taken_back_leave_no_trace(catalogue: Catalogue) -> None:
    with catalogue.writing() as sql:
        count(sql, {"عراق": (2, 1)}, {"العراق": ("rq", 2)})
    assert catalogue.spellings("rq") == ["العراق"]
    with catalogue.writing() as sql:
        count(sql, {"عراق": (-2, -1)}, {"العراق": ("rq", -2)})
    assert catalogue.counts(["عراق"]) == {}
    assert catalogue.spellings("rq") == []


def test_more_values_than_a_statement_takes(catalogue: Catalogue) -> None:
    with catalogue.writing() as sql:
        count(sql, {str(n): (1, 1) for n in range(1_234)}, {})
    assert len(catalogue.counts([str(n) for n in range(2_000)])) == 1_234


def test_a_file_that_is_no_catalogue_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"no database " * 100)
    with pytest.raises(StoreError, match="is damaged"):
        Catalogue(path).create()


def test_another_program_s_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE mine (a)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not Isnad's"):
        Catalogue(path).create()
    assert path.read_bytes() == before


def test_opening_waits_for_no_writer(tmp_path: Path, catalogue: Catalogue) -> None:
    with catalogue.writing():
        other = Catalogue(tmp_path / "catalogue.sqlite")
        other.create()
        assert other.totals().sentences == 0
        other.close()
