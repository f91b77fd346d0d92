"""The tables of the catalogue: found by name without reading texts, and brought up to date."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.catalogue import Catalogue
from index.schema import VERSION, folded, version
from index.store import Index

OLDER = """
DROP INDEX documents_names;
DROP INDEX documents_root;
CREATE INDEX documents_root ON documents(root);
ALTER TABLE documents DROP COLUMN folded;
ALTER TABLE totals DROP COLUMN words;
DROP TABLE stamps;
DROP TABLE vectors;
ALTER TABLE totals DROP COLUMN encoder;
ALTER TABLE pending RENAME COLUMN first TO first_passage;
ALTER TABLE pending RENAME COLUMN last TO last_passage;
DELETE FROM pending;
PRAGMA user_version = 0;
"""


@pytest.fixture
def older(seeded: Path, tmp_path: Path) -> Path:
    """The demo articles as the first version of the tables held them."""
    shutil.copytree(seeded, tmp_path / "older")
    with closing(sqlite3.connect(tmp_path / "older" / "catalogue.sqlite")) as sql:
        sql.executescript(OLDER)
    return tmp_path / "older"


def test_an_older_catalogue_is_brought_up_to_date_once(older: Path) -> None:
    with Index.open(older) as index:
        assert version(index.catalogue.sql) == VERSION
        found = index.documents("الولأيات يبدان")
        assert [document.source[:3] for document in found] == ["001"]
        assert [row[0] for row in index.catalogue.pending("encoder")] == [1, 2, 3, 4, 5]
        assert index.catalogue.pending("vectors") == []
    with Index.open(older) as again:
        assert again.number() == 5


def test_a_row_of_an_older_program_is_found_too(older: Path) -> None:
    with Index.open(older) as index:
        index.catalogue.sql.execute("UPDATE documents SET folded = NULL WHERE source LIKE '002%'")
        assert [document.source[:3] for document in index.documents("002")] == ["002"]


def test_documents_come_in_parts(data: Path) -> None:
    with Index.open(data) as index:
        every = index.documents()
        assert [each.source for each in every] == sorted(each.source for each in every)
        parts = [index.documents(offset=at, limit=2) for at in range(0, 6, 2)]
        assert [each for part in parts for each in part] == every
        assert index.documents(offset=5, limit=2) == []
        assert index.documents("txt", 1, 2) == every[1:3]
        assert (index.number(), index.number("txt"), index.number("لاشيءكهذا")) == (5, 5, 0)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT id FROM documents WHERE instr(coalesce(folded, ''), ?) ORDER BY source",
        "SELECT source FROM documents WHERE root = ? ORDER BY source",
    ],
)
def test_names_are_read_from_an_index_alone(tmp_path: Path, query: str) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    catalogue.create()
    (plan,) = catalogue.sql.execute(f"EXPLAIN QUERY PLAN {query}", ("x",)).fetchall()
    assert "COVERING INDEX" in plan[-1]
    catalogue.close()


def test_a_search_of_marks_alone_finds_all() -> None:
    assert folded("«…»") == ""
