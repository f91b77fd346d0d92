"""Backup and restore: one moment, whole, while others read and write."""

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from shutil import copytree
from threading import Event, Thread

import pytest

from index import restore
from index.archive import MANIFEST, make
from index.backup import restored
from index.checking import check
from index.embedder import Embedder
from index.errors import DamagedError, FileError, StoreError
from index.files import from_bytes
from index.store import UPLOADS, Index
from rag.opening import open_pipeline
from tests.serving import answer, serving
from ui.kept import Kept

QUESTION = "متى غزت الولايات المتحدة العراق؟"


def sums(data: Path) -> dict[str, str]:
    with Index.open(data) as index:
        assert check(index) == []
        return {d.source: d.sha256 for d in index.documents()}


def test_what_was_backed_up_is_put_back(data: Path, tmp_path: Path) -> None:
    kept = Kept.open(data)
    kept.keep(answer("a-kept"))
    kept.close()
    before = sums(data)
    made = make(data, tmp_path / "b.zip")
    assert (made.sources, set(made.files)) == (5, {"catalogue.sqlite", "answers.sqlite"})
    for place in (tmp_path / "empty", data):
        if place == data:
            with Index.open(data) as index:
                index.remove(next(iter(before)))
                list(index.add([from_bytes("new.txt", "وصل السفير.".encode(), UPLOADS)]))
        restored(tmp_path / "b.zip", place)
        assert sums(place) == before
        again = Kept.open(place)
        assert again.answer("a-kept") is not None
        again.close()
        assert not [p.name for p in place.iterdir() if p.is_dir() and p.name.startswith("restor")]
        assert len([*place.glob("words*")]) == 1


def test_what_chroma_held_is_not_missed_after_a_restore(encoded: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    copytree(encoded, data)
    with closing(open_pipeline(data)) as pipeline:
        pipeline.retriever.prepare()
        while pipeline.index.derived.follow():
            pass
        assert pipeline.index.catalogue.stamps("vectors")[0]
    make(data, tmp_path / "b.zip")
    restored(tmp_path / "b.zip", tmp_path / "empty")
    assert sums(tmp_path / "empty") == sums(data)


def test_what_is_put_back_has_no_fault_though_its_vectors_were_copied_elsewhere(
    data: Path, tmp_path: Path, fake_embedder: Embedder
) -> None:
    with Index.open(data, embedder=fake_embedder) as index:
        while index.encode() or index.follow():
            pass
        make(data, tmp_path / "b.zip")
        list(index.add([from_bytes("new.txt", "وصل السفير.".encode(), UPLOADS)]))
        while index.encode() or index.follow():
            pass
        assert check(index) == []
    for place in (data, tmp_path / "empty"):
        restored(tmp_path / "b.zip", place)
        with Index.open(place, embedder=fake_embedder) as index:
            assert check(index) == []
            while index.encode() or index.follow():
                pass
            assert check(index) == []
            assert index.vectors.ids() == sorted(
                s.id for d in index.documents() for s in index.sentences(d.source)
            )


def test_a_backup_is_made_while_serving_and_put_back_under_it(data: Path, tmp_path: Path) -> None:
    with serving(data) as client:
        done = Event()
        went_in: list[str] = []

        def write() -> None:
            number = 0
            while not done.is_set():
                name = f"{number}.txt"
                file = (name, f"وصل السفير رقم {number} إلى بغداد.")
                assert client.post("/v1/sources", files={"files": file}).status_code == 201
                went_in.append(name)
                number += 1

        thread = Thread(target=write)
        thread.start()
        known: list[int] = []
        for n in range(3):
            least = len(went_in)
            known.append(make(data, tmp_path / f"{n}.zip").sources - 5)
            assert least <= known[-1] <= len(went_in) + 1
        done.set()
        thread.join()
        restored(tmp_path / "0.zip", data)
        names = {each["source"] for each in client.get("/v1/sources").json()["sources"]}
        assert len(names) == 5 + known[0]
        assert client.post("/v1/ask", json={"question": QUESTION}).json()["answered"]
        after = client.post("/v1/sources", files={"files": ("after.txt", "غادر الوفد.")})
        assert after.status_code == 201
    assert sums(data).keys() == names | {"after.txt"}


def test_a_damaged_catalogue_does_not_take_a_good_backup_s_place(
    data: Path, tmp_path: Path
) -> None:
    make(data, tmp_path / "b.zip")
    good = (tmp_path / "b.zip").read_bytes()
    with closing(sqlite3.connect(data / "catalogue.sqlite")) as sql, sql:
        sql.execute("UPDATE documents SET text = 'غادر' WHERE id = 2")
    with pytest.raises(DamagedError, match="isnad check"):
        make(data, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == good
    assert [p.name for p in tmp_path.iterdir()] == ["data", "b.zip"] or len(
        [*tmp_path.glob("*b.zip*")]
    ) == 1


@pytest.mark.parametrize("hurt", ["cut", "changed", "another", "newer", "climbing", "bomb", "none"])
def test_what_is_no_sound_backup_is_refused_and_nothing_touched(
    data: Path, tmp_path: Path, hurt: str
) -> None:
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    make(data, good)
    if hurt == "cut":
        bad.write_bytes(good.read_bytes()[:-2_000])
    elif hurt == "another":
        bad.write_bytes(b"no archive")
    elif hurt != "none":
        with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w") as new:
            fields = json.loads(old.read(MANIFEST))
            content = old.read("catalogue.sqlite")
            name = "catalogue.sqlite"
            if hurt == "changed":
                content = content.replace("العراق".encode(), "العراف".encode(), 1)
            elif hurt == "newer":
                fields["format"] = 99
            elif hurt == "climbing":
                fields["files"]["../../evil"] = fields["files"][name]
            elif hurt == "bomb":
                content += b"\0" * 30_000_000
            new.writestr(MANIFEST, json.dumps(fields))
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    before = sums(data)
    with pytest.raises(FileError, match=r"bad\.zip"):
        restored(bad, data)
    assert sums(data) == before
    assert not [*data.glob("restor*/")]


def test_a_folder_of_others_is_left_alone(data: Path, tmp_path: Path) -> None:
    make(data, tmp_path / "b.zip")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.doc").write_bytes(b"x")
    with pytest.raises(StoreError, match=r"letter\.doc"):
        restored(tmp_path / "b.zip", tmp_path / "letters")
    assert [p.name for p in (tmp_path / "letters").iterdir()] == ["letter.doc"]


def test_a_broken_catalogue_is_restored_over(data: Path, tmp_path: Path) -> None:
    make(data, tmp_path / "b.zip")
    before = sums(data)
    (data / "catalogue.sqlite").write_bytes(b"rubbish" * 5_000)
    restored(tmp_path / "b.zip", data)
    assert sums(data) == before


def test_a_restoring_that_was_broken_off_is_finished_by_whoever_comes(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(data, tmp_path / "b.zip")
    before = sums(data)
    with Index.open(data) as index:
        list(index.add([from_bytes("new.txt", "وصل السفير.".encode(), UPLOADS)]))

    class Killed(BaseException):
        pass

    def killed(_one: Path, _other: Path) -> None:
        raise Killed

    with Index.open(data) as reader:
        with monkeypatch.context() as patched:
            patched.setattr(restore, "_put", killed)
            with pytest.raises(Killed):
                restored(tmp_path / "b.zip", data)
        assert (data / restore.READY).is_dir()
        with reader.reading():
            assert {d.source: d.sha256 for d in reader.documents()} == before
    with Index.open(data) as index:
        index.reconcile()
    assert sums(data) == before
