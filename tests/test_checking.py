"""Checking: whatever is wrong on disk is named, and made anew where that can be."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.checking import check, repair
from index.errors import DamagedError, StoreError
from index.files import from_bytes
from index.folders import take_in
from index.store import UPLOADS, Index
from rag.opening import open_pipeline
from tests.serving import serving

QUESTION = "متى غزت الولايات المتحدة العراق؟"


def as_it_is(data: Path) -> Index:
    return Index.open(data, rebuild=True)


def change(data: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(data / "catalogue.sqlite")) as sql, sql:
        sql.execute(statement, values)


def garble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[: len(content) // 2] = os.urandom(len(content) // 2)
    path.write_bytes(content)


def words(data: Path) -> Path:
    (folder,) = data.glob("words*")
    return folder


HURTS = {
    "no words": lambda data: shutil.rmtree(words(data)),
    "words without their list": lambda data: (words(data) / "meta.json").write_text("{"),
    "rubbish in the postings": lambda data: garble(next(words(data).glob("*.idx"))),
    "rubbish in the terms": lambda data: garble(next(words(data).glob("*.term"))),
    "a count": lambda data: change(data, "UPDATE terms SET sentences = 99 WHERE sentences = 1"),
    "a total": lambda data: change(data, "UPDATE totals SET passages = passages + 1"),
    "a span": lambda data: change(data, "UPDATE sentences SET start = start + 1 WHERE id = 3"),
    "a text": lambda data: change(data, "UPDATE documents SET text = text || ' و' WHERE id = 2"),
    "bytes that are no text": lambda data: change(
        data, "UPDATE documents SET text = CAST(x'd8ff' AS TEXT) WHERE id = 1"
    ),
}


@pytest.mark.parametrize("hurt", HURTS)
def test_what_is_wrong_is_named_and_made_anew(data: Path, hurt: str) -> None:
    HURTS[hurt](data)
    with as_it_is(data) as index:
        faults = check(index)
        assert faults
        repair(index, faults)
        assert check(index) == []
    pipeline = open_pipeline(data)
    assert pipeline.ask(QUESTION).answered
    pipeline.close()


@pytest.mark.parametrize("hurt", [name for name in HURTS if "words" in name or "in the" in name])
def test_a_broken_word_index_is_made_anew_by_whoever_asks_next(data: Path, hurt: str) -> None:
    HURTS[hurt](data)
    pipeline = open_pipeline(data)
    answer = pipeline.ask(QUESTION)
    assert answer.answered
    assert check(pipeline.index) == []
    pipeline.close()


def test_a_sound_folder_has_no_faults(data: Path) -> None:
    with as_it_is(data) as index:
        assert check(index) == []


def test_an_older_catalogue_put_back_is_noticed(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "older")
    with Index.open(data) as index:
        list(index.add([from_bytes("new.txt", "وصل السفير الجديد.".encode(), UPLOADS)]))
        index.remove(index.documents()[0].source)
    shutil.copy(tmp_path / "older" / "catalogue.sqlite", data)
    with as_it_is(data) as index:
        assert {fault.where for fault in check(index)} == {"words"}
    pipeline = open_pipeline(data)
    assert pipeline.ask(QUESTION).answered
    assert check(pipeline.index) == []
    pipeline.close()


@pytest.mark.parametrize("content", [b"", os.urandom(50_000)])
def test_a_lost_catalogue_is_said_and_nothing_begun_over_it(data: Path, content: bytes) -> None:
    for tail in ("-wal", "-shm"):
        (data / f"catalogue.sqlite{tail}").unlink(missing_ok=True)
    (data / "catalogue.sqlite").write_bytes(content)
    with pytest.raises(StoreError, match="isnad restore"):
        open_pipeline(data)
    (data / "manifest.json").unlink()
    with pytest.raises(StoreError, match="isnad restore"):
        open_pipeline(data)
    assert (data / "catalogue.sqlite").read_bytes() == content


def test_a_damaged_text_is_never_cited(data: Path) -> None:
    change(data, "UPDATE documents SET text = replace(text, '2003', '2004')")
    with Index.open(data) as index:
        hurt = [d.source for d in index.documents() if "2004" in index.catalogue.text(d.id)]
        assert hurt
        with pytest.raises(DamagedError, match="isnad check"):
            index.text(hurt[0])
    pipeline = open_pipeline(data)
    for number in range(3):
        answer = pipeline.ask(QUESTION + "؟" * number)
        for citation in (*answer.citations, *answer.nearest):
            text = pipeline.index.text(citation.source)
            assert hashlib.sha256(text.encode()).hexdigest() == citation.sha256
    pipeline.close()


def test_a_damaged_upload_is_mended_by_uploading_it_again(data: Path) -> None:
    file = from_bytes("up.txt", "وصل الوزير إلى بغداد.".encode(), UPLOADS)
    with Index.open(data) as index:
        list(index.add([file]))
        change(data, "UPDATE documents SET text = 'غادر' WHERE source = 'up.txt'")
        [outcome] = index.add([file])
        assert outcome.status == "indexed"
        assert index.text("up.txt") == file.text


def test_a_server_notices_what_happens_to_its_files(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "older")
    with serving(data) as client:

        def ask() -> int:
            return client.post("/v1/ask", json={"question": QUESTION}).status_code

        assert (client.get("/ready").status_code, ask()) == (200, 200)
        shutil.rmtree(words(data))
        assert ask() == 200  # made anew at once
        client.post("/v1/sources", files={"files": ("new.txt", "وصل السفير.")})
        for tail in ("-wal", "-shm"):
            (data / f"catalogue.sqlite{tail}").unlink(missing_ok=True)
        (tmp_path / "older" / "catalogue.sqlite").rename(data / "catalogue.sqlite")
        assert ask() == 200
        assert len(client.get("/v1/sources").json()["sources"]) == 5
        reply = client.post("/v1/sources", files={"files": ("new.txt", "وصل السفير.")})
        assert reply.status_code == 201
        (data / "catalogue.sqlite").rename(data / "catalogue.sqlite.away")
        assert (client.get("/ready").status_code, ask()) == (503, 503)
        assert "isnad restore" in client.get("/ready").json()["detail"]
        (data / "catalogue.sqlite.away").rename(data / "catalogue.sqlite")
        assert (client.get("/ready").status_code, ask()) == (200, 200)
    with as_it_is(data) as index:
        index.reconcile()
        assert check(index) == []


def test_looking_at_ready_costs_no_other_process_its_locks(data: Path) -> None:
    # Closing a file by other means than SQLite's takes the locks of this process away: another
    # would take itself for the last, and throw the log away under our feet.
    import subprocess
    import sys

    script = "import sys, sqlite3; sqlite3.connect(sys.argv[1]).execute('SELECT 1 FROM totals')"
    with serving(data) as client:
        for n in range(3):
            assert client.get("/ready").status_code == 200
            file = (f"{n}.txt", f"وصل السفير رقم {n}.")
            assert client.post("/v1/sources", files={"files": file}).status_code == 201
            assert client.get("/ready").status_code == 200
            subprocess.run([sys.executable, "-c", script, data / "catalogue.sqlite"], check=True)
        assert (data / "catalogue.sqlite-wal").exists()
        assert len(client.get("/v1/sources").json()["sources"]) == 8


def test_a_folder_is_repaired_from_its_files_only_where_these_are_the_same(tmp_path: Path) -> None:
    articles, data = tmp_path / "articles", tmp_path / "data"
    articles.mkdir()
    for name in ("same", "other"):
        (articles / f"{name}.txt").write_text(f"وصل الوزير {name} إلى بغداد.", "utf-8")
    with Index.open(data) as index:
        take_in(index, [articles])
    change(data, "UPDATE documents SET text = 'غادر الوفد.'")
    (articles / "other.txt").write_text("نص آخر.", "utf-8")
    with as_it_is(data) as index:
        repair(index, check(index))
        assert index.text("same.txt") == "وصل الوزير same إلى بغداد."
        assert [fault.where for fault in check(index)] == ["text"]
