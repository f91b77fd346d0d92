"""Opening: a new directory gets the demo, and is never given it twice."""

from pathlib import Path
from shutil import rmtree

import pytest

from index import manifest
from index.folders import take_in
from index.store import Index
from rag import open_answerer
from rag.opening import SEEDS, read_all


def test_a_new_directory_gets_the_demo_articles_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    answerer = open_answerer(data)
    names = [document.source for document in answerer.index.documents()]
    assert names == sorted(path.name for path in SEEDS.glob("*.txt"))
    for name in names:
        answerer.index.remove(name)
    answerer.close()
    again = open_answerer(str(data))
    assert again.index.documents() == []
    again.close()


def test_an_unfinished_planting_is_finished(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Index.open(data) as index:
        next(iter(index.add(list(read_all([SEEDS]))[:2])))
    assert manifest.read(data) is None
    answerer = open_answerer(data)
    assert len(answerer.index.documents()) == 5
    answerer.close()


def test_an_unfinished_indexing_of_files_gets_no_demo(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("وصل الوزير إلى بغداد.", "utf-8")
    data = tmp_path / "data"
    with Index.open(data) as index:
        list(index.add(read_all([tmp_path / "own.txt"])))
    answerer = open_answerer(data)
    assert [document.source for document in answerer.index.documents()] == ["own.txt"]
    found = manifest.read(data)
    assert found is not None
    assert found.whole
    answerer.close()


def test_the_demo_is_byte_for_byte_what_its_sums_say() -> None:
    from hashlib import sha256

    for line in (SEEDS / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split()
        assert sha256((SEEDS / name).read_bytes()).hexdigest() == digest


def test_a_lost_word_index_is_refilled_at_opening(data: Path) -> None:
    rmtree(data / "words")
    answerer = open_answerer(data)
    assert answerer.ask("متى غزت الولايات المتحدة العراق؟").answered
    answerer.close()


def test_a_first_indexing_that_was_killed_goes_on_with_what_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles, data = tmp_path / "articles", tmp_path / "data"
    articles.mkdir()
    for n in range(4):
        (articles / f"{n}.txt").write_text(f"وصل الوزير رقم {n}.", "utf-8")

    class Killed(BaseException):
        pass

    def killed(_: object) -> None:
        raise Killed

    with Index.open(data) as index, monkeypatch.context() as patched:
        patched.setattr(index.changes, "changed", killed)  # before anything is taken in
        with pytest.raises(Killed):
            take_in(index, [articles])
    answerer = open_answerer(data)
    assert [d.source for d in answerer.index.documents()] == [f"{n}.txt" for n in range(4)]
    answerer.close()
    found = manifest.read(data)
    assert found is not None
    assert (found.whole, found.given) == (True, ())


def test_a_first_indexing_of_nothing_leaves_room_for_the_demo(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Index.open(data) as index:
        assert take_in(index, [tmp_path / "missing"]).failed
    answerer = open_answerer(data)
    assert len(answerer.index.documents()) == 5
    answerer.close()
