"""Full and read-only disks: what can be done is done, what can't is said and leaves no trace."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from index import disk
from index.checking import check
from index.errors import FullError, StoreError
from index.files import from_bytes
from index.store import UPLOADS, Index
from index.values import File
from rag.opening import open_pipeline
from tests.disks import fill, read_only, tiny
from tests.serving import serving
from ui.kept import Kept

QUESTION = "متى غزت الولايات المتحدة العراق؟"
ROOT = Path(__file__).parents[1]


def upload(name: str, words: int = 20) -> File:
    text = " ".join(f"قال{n} الوزير{n}" for n in range(words)) + "."
    return from_bytes(name, text.encode(), UPLOADS)


def test_on_a_full_disk_an_upload_is_undone_and_a_deletion_works(tmp_path: Path) -> None:
    with tiny(tmp_path / "disk", 48) as place:
        with serving(place / "data") as client:
            assert (
                client.post("/v1/sources", files={"files": ("a.txt", "وصل الوزير.")}).status_code
                == 201
            )
            filling = fill(place)
            before = client.get("/v1/sources").json()
            reply = client.post("/v1/sources", files={"files": ("b.txt", "غادر السفير.")})
            assert reply.status_code == 507
            assert "full" in reply.json()["detail"]
            assert client.get("/v1/sources").json() == before
            assert client.post("/v1/ask", json={"question": QUESTION}).json()["answered"]
            ready = client.get("/ready")
            assert ready.status_code == 200
            assert "full" in ready.json()["warnings"][0]
            for source in [each["source"] for each in before["sources"]][:3]:
                assert client.delete(f"/v1/sources/{source}").status_code == 204
            assert len(client.get("/v1/sources").json()["sources"]) == len(before["sources"]) - 3
            filling.unlink()
            assert (
                client.post("/v1/sources", files={"files": ("b.txt", "غادر السفير.")}).status_code
                == 201
            )
        with Index.open(place / "data") as index:
            assert check(index) == []


@pytest.mark.parametrize("keep", [1_200_000, 900_000, 700_000, 400_000, 200_000, 50_000])
def test_a_disk_that_fills_in_mid_upload_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: int
) -> None:
    with tiny(tmp_path / "disk", 40) as place, Index.open(place / "data") as index:
        list(index.add([upload("old.txt"), upload("other.txt", 30)]))
        monkeypatch.setattr(disk, "room", lambda *_: None)  # as if others filled it meanwhile
        filling = fill(place, keep)
        before = {d.source: d.sha256 for d in index.documents()}
        new = [upload("old.txt", 3_000), upload("new.txt", 2_900)]
        try:
            list(index.add(new))
        except StoreError:
            assert {d.source: d.sha256 for d in index.documents()} == before
        else:
            assert {d.source: d.sha256 for d in index.documents()} == before | {
                file.source: file.sha256 for file in new
            }
        filling.unlink()
        index.reconcile()
        assert check(index) == []


def test_a_file_that_may_not_grow_is_a_full_disk(data: Path) -> None:
    # Unlike a file system, this limit needs no right to mount.
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from index.store import Index; from tests.test_disk import upload\n"
        "from index.errors import StoreError\n"
        "with Index.open(Path(sys.argv[1])) as index:\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "    before = index.documents()\n"
        "    try:\n"
        "        list(index.add([upload('big.txt', 9_000)]))\n"
        "    except StoreError as error:\n"
        "        print(type(error).__name__, index.documents() == before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, data], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout == "FullError True\n"
    with Index.open(data) as index:
        index.reconcile()
        assert check(index) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_a_read_only_folder_is_asked_and_searched_and_says_what_it_is(
    data: Path, tmp_path: Path
) -> None:
    with read_only(data, tmp_path / "place") as place:
        pipeline = open_pipeline(place)
        assert pipeline.ask(QUESTION).answered
        assert pipeline.search("قاعدة عين الأسد")
        with pytest.raises(StoreError, match="read-only"):
            pipeline.index.remove(pipeline.index.documents()[0].source)
        pipeline.close()
        with serving(place) as client:
            assert client.post("/v1/ask", json={"question": QUESTION}).json()["answered"]
            ready = client.get("/ready").json()
            assert "can't be written" in ready["warnings"][0]
            reply = client.post("/v1/sources", files={"files": ("a.txt", "وصل الوزير.")})
            assert reply.status_code == 503
            source = client.get("/v1/sources").json()["sources"][0]["source"]
            assert client.delete(f"/v1/sources/{source}").status_code == 503


def test_a_lost_word_index_of_a_read_only_folder_is_said(data: Path, tmp_path: Path) -> None:
    for each in (data / "words").iterdir():
        each.unlink()
    with read_only(data, tmp_path / "place") as place, pytest.raises(StoreError, match="written"):
        open_pipeline(place)


def test_what_is_acknowledged_outlives_a_loss_of_power(data: Path) -> None:
    full = 2
    with Index.open(data) as index:
        assert index.catalogue.sql.execute("PRAGMA synchronous").fetchone()[0] == full
    kept = Kept.open(data)
    assert kept._sql.execute("PRAGMA synchronous").fetchone()[0] == full
    kept.close()


def test_a_reserve_is_laid_only_where_there_is_room(tmp_path: Path) -> None:
    with tiny(tmp_path / "disk", 6) as place:
        disk.reserve(place)
        assert not disk.reserved(place)
        with pytest.raises(FullError, match="make room"):
            disk.room(place, 2**20)
