"""The vectors: made after the words, in parts, once, whatever happens meanwhile; Chroma follows."""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copytree, rmtree

import numpy as np
import pytest

from index import checking, manifest, semantic
from index.archive import make
from index.backup import restored
from index.embedder import HashingEmbedder, Idf, Vectors
from index.encoder import ENCODER, Encoder
from index.errors import ModelError
from index.files import from_bytes
from index.meanings import TOGETHER, packed, unpacked
from index.store import Index
from index.values import File
from ui.cli import main

ROOT = Path(__file__).parents[1]


class Meaningful(HashingEmbedder):
    """Hashing whose vectors count, and that calls `during` while it embeds."""

    fingerprint = "meaningful-1"
    weight = 1.0

    def __init__(self, during: Callable[[], None] = lambda: None) -> None:
        self.during = during

    def embed(self, texts: Sequence[str], idf: Idf | None = None) -> Vectors:
        rows = super().embed(texts, idf)
        self.during()
        return rows


class Other(Meaningful):
    fingerprint = "other-1"


def file(number: int, sentences: int = 4, version: int = 0) -> File:
    text = " ".join(f"قال الوزير رقم {number} مرة {n} نسخة {version}." for n in range(sentences))
    return from_bytes(f"{number}.txt", text.encode(), "/r")


def work_off(index: Index) -> None:
    while index.encode() or index.follow():
        pass


def sound(data: Path) -> None:
    """Every sentence has its vector, Chroma has the same, and nothing else is there."""
    with Index.open(data, embedder=Meaningful()) as index:
        assert index.unencoded() == 0
        assert index.vectors.ids() == ids(index)
        assert checking.check(index) == []


def ids(index: Index) -> list[int]:
    return [row[0] for row in index.catalogue.sql.execute("SELECT id FROM sentences ORDER BY id")]


def test_packed_vectors_keep_their_direction() -> None:
    rows = np.random.default_rng(3).normal(size=(40, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows[7] = 0
    again = unpacked(packed(rows))
    assert np.allclose(np.linalg.norm(np.delete(again, 7, 0), axis=1), 1, atol=1e-5)
    assert not again[7].any()
    assert np.abs(again @ rows[0] - rows @ rows[0]).max() < 0.003


def test_words_are_there_at_once_and_vectors_by_and_by(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data", embedder=Meaningful()) as index:
        list(index.add(file(n) for n in range(3)))
        assert (index.unencoded(), index.encoded()) == (12, False)
        assert index.encode() == 12
        assert (index.encode(), index.unencoded(), index.encoded()) == (0, 0, True)
        text = index.sentences("1.txt")[2]
        row = index.embedder.embed([text.text])[0]
        [(best, cosine), *_] = index.nearest(row, 3)
        assert best == text.id
        assert cosine == pytest.approx(1, abs=0.001)
        assert index.cosines(row, [best, 999]) == {best: pytest.approx(cosine)}
        other = index.document("2.txt").id
        assert {id_ for id_, _ in index.nearest(row, 9, [other])} == {
            each.id for each in index.sentences("2.txt")
        }


def test_a_long_text_is_read_in_parts(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data", embedder=Meaningful()) as index:
        list(index.add([file(1, TOGETHER + 7), file(2)]))
        assert index.encode() == TOGETHER
        index.follow()
        assert index.vectors.size() == TOGETHER
        assert index.encode() == 7 + 4
        work_off(index)
    sound(tmp_path / "data")


def test_hashing_makes_no_vectors_and_undoes_none(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Index.open(data) as index:
        list(index.add([file(1)]))
        index.finish()
        assert (index.encode(), index.follow(), index.unencoded()) == (0, 0, 0)
    with Index.open(data, embedder=Meaningful()) as index:
        work_off(index)
    with Index.open(data) as index:
        list(index.add([file(2)]))
        index.remove("1.txt")
        assert index.encode() == 0
    with Index.open(data, embedder=Meaningful()) as index:
        assert index.unencoded() == 4
        work_off(index)
    sound(data)


@pytest.mark.parametrize("change", ["remove", "replace", "rebuild", "restore"])
def test_what_changes_while_it_is_read_is_not_entered(tmp_path: Path, change: str) -> None:
    data = tmp_path / "data"

    def during() -> None:
        embedder.during = lambda: None
        with Index.open(data) as beside:
            if change == "remove":
                beside.remove("1.txt")
            elif change == "replace":
                list(beside.add([file(1, 6, version=1)]))
            else:
                beside.rebuild()

    embedder = Meaningful(during)
    with Index.open(data, embedder=embedder) as index:
        list(index.add(file(n) for n in range(3)))
        index.finish()
        assert index.encode() == 12
        number = {"remove": 8, "replace": 8}.get(change, 0)
        assert index.semantic.meanings.number() == number
        work_off(index)
    sound(data)


def test_another_embedder_takes_over_once_and_words_serve_meanwhile(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with (
        Index.open(data, embedder=Meaningful()) as first,
        Index.open(data, embedder=Other()) as second,
    ):
        list(first.add(file(n) for n in range(3)))
        first.finish()
        work_off(first)
        first.vectors.close()  # in one process Chroma knows but one folder of that name
        assert second.encode() == 12
        assert (first.encoded(), second.encoded()) == (False, True)
        assert first.encode() == 0  # else each would undo the other's work for ever
        assert first.words.size()
        work_off(second)
        assert second.vectors.ids() == ids(second)
    with Index.open(data, embedder=Meaningful()) as again:
        work_off(again)
    sound(data)


def test_a_model_that_fails_leaves_the_sentences_to_be_read(tmp_path: Path) -> None:
    def broken() -> None:
        raise ModelError("gone")

    data = tmp_path / "data"
    embedder = Meaningful(broken)
    with Index.open(data, embedder=embedder) as index:
        list(index.add([file(1)]))
        index.finish()
        with pytest.raises(ModelError):
            index.encode()
        assert index.unencoded() == 4
        embedder.during = lambda: None
        work_off(index)
    sound(data)


def test_chroma_follows_every_change(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with (
        Index.open(data, embedder=Meaningful()) as index,
        Index.open(data, embedder=Meaningful()) as beside,
    ):
        list(index.add(file(n) for n in range(4)))
        index.finish()
        work_off(index)
        assert beside.vectors.ids() == ids(index)
        index.remove("2.txt")
        list(index.add([file(3, version=1)]))
        gone = set(index.vectors.ids()) - set(ids(index))
        assert gone
        with beside.reading():
            row = index.embedder.embed(["قال الوزير رقم 2"])[0]
            assert gone.isdisjoint(id_ for id_, _ in beside.nearest(row, 20))
        work_off(index)
        assert beside.vectors.ids() == ids(index)
    sound(data)


@pytest.mark.parametrize("fault", ["lost", "broken", "another's"])
def test_chroma_is_filled_anew_without_encoding(tmp_path: Path, fault: str) -> None:
    data = tmp_path / "data"
    with Index.open(data, embedder=Meaningful()) as index:
        list(index.add(file(n) for n in range(4)))
        index.finish()
        work_off(index)
    if fault == "lost":
        rmtree(data / "vectors")
    elif fault == "broken":
        (data / "vectors" / "chroma.sqlite3").write_bytes(b"no database" * 999)
    else:
        copytree(data / "vectors", tmp_path / "older")
        with Index.open(data, embedder=Meaningful()) as index:
            list(index.add([file(9)]))
            work_off(index)
        rmtree(data / "vectors")
        copytree(tmp_path / "older", data / "vectors")

    def never() -> None:
        raise AssertionError

    with Index.open(data, embedder=Meaningful(never)) as index:
        row = HashingEmbedder().embed(["قال الوزير رقم 2"])[0]
        assert len(index.nearest(row, 3)) == 3
        with Index.open(data) as checked:
            assert [each.where for each in checking.check(checked)] == ["chroma"]
            if fault == "broken":  # which is seen by a change, or `isnad check`
                checking.repair(checked, checking.check(checked))
        work_off(index)
    sound(data)


def test_a_backup_brings_its_vectors(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Index.open(data, embedder=Meaningful()) as index:
        list(index.add(file(n) for n in range(4)))
        index.finish()
        index.encode()
        make(data, tmp_path / "b.zip")
        work_off(index)
        list(index.add([file(9)]))
        index.remove("0.txt")
        work_off(index)
        restored(tmp_path / "b.zip", data)
        assert index.unencoded() == 0
        work_off(index)
        assert len(index.vectors.ids()) == 16
    sound(data)


def test_chroma_is_asked_where_there_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Index.open(tmp_path / "data", embedder=Meaningful()) as index:
        list(index.add(file(n) for n in range(4)))
        row = index.embedder.embed(["قال الوزير رقم 2"])[0]
        work_off(index)
        exact = index.nearest(row, 3)
        index.vectors.close()
        assert index.nearest(row, 3) == exact
        assert not index.vectors.opened
        monkeypatch.setattr(semantic, "EXACT", 10)
        assert dict(index.nearest(row, 3)) == pytest.approx(dict(exact))
        assert index.vectors.opened


SPOILED = (
    "DELETE FROM vectors WHERE sentence = 3",
    "INSERT OR REPLACE INTO vectors SELECT 3, 1, vector FROM vectors WHERE sentence = 5",
    "INSERT INTO vectors SELECT 999, document, vector FROM vectors WHERE sentence = 5",
    "UPDATE vectors SET vector = x'00' WHERE sentence = 3",
)


def test_vectors_that_are_wrong_are_found_and_made_anew(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data", embedder=Meaningful()) as index:
        list(index.add([file(1), from_bytes("a.txt", "ارتفعت أسعار النفط.".encode(), "/r")]))
        index.finish()
        work_off(index)
        for spoiled in SPOILED:
            index.catalogue.sql.execute(spoiled)
            faults = checking.check(index)
            assert "vectors" in {each.where for each in faults}, spoiled
            checking.repair(index, faults)
            assert checking.check(index) == []
            work_off(index)
        index.vectors.drop([5])
        assert [each.where for each in checking.check(index)] == ["chroma"]


WORKING = """
import sys, time
from pathlib import Path
from index.store import Index
from tests.test_semantic import Meaningful
import index.meanings, index.derived
index.meanings.TOGETHER, index.derived.VECTORS_BATCH = 20, 3
with Index.open(Path(sys.argv[1]), embedder=Meaningful(lambda: time.sleep(.01))) as index:
    print("open", flush=True)
    while index.encode() + index.follow():
        pass
"""


def working(data: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", WORKING, str(data)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"open\n"
    return process


def test_kill_at_any_moment_costs_a_part_and_two_share_the_rest(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Index.open(data) as index:
        list(index.add(file(n) for n in range(250)))
        index.finish()
    rng = random.Random(7)
    for _ in range(4):
        with working(data) as process:
            time.sleep(rng.uniform(0.05, 1.5))
            process.send_signal(signal.SIGKILL)
        with Index.open(data) as index:
            index.remove(rng.choice(index.documents()).source)
    processes = [working(data), working(data)]
    for process in processes:
        with process:
            assert process.wait(120) == 0
    sound(data)


def test_the_encoder_that_ships_tells_meanings_apart() -> None:
    rows = Encoder().embed(["وصل الرئيس إلى العاصمة أمس.", "ارتفعت أسعار النفط.", ""])
    asked = Encoder().embed(["متى جاء رئيس الدولة؟", "oil prices"], lambda _: 1.0)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    assert asked[0] @ rows[0] > asked[0] @ rows[1]
    assert asked[1] @ rows[1] > asked[1] @ rows[0]
    long = Encoder().embed(["كلمة " * 200_000, "نصف \ud800 زوج"])
    assert np.isfinite(long).all()


@pytest.mark.parametrize("fault", ["missing", "cut", "altered", "no model"])
def test_a_model_that_cant_be_used_costs_a_line_and_no_command(
    fault: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    path, whole = tmp_path / "encoder.onnx", ENCODER.read_bytes()
    if fault != "missing":
        path.write_bytes({"cut": whole[:9_000], "altered": whole[:-1] + b"!"}.get(fault, b"x"))
    digest = {} if fault != "no model" else {"digest": ""}
    monkeypatch.setattr("rag.opening.Encoder", lambda: Encoder(path, **digest))
    monkeypatch.setenv("ISNAD_EMBEDDER", "embedded")
    data = str(tmp_path / "data")
    asked = "كم عدد الجنود الأمريكيين في العراق؟"
    assert main(["ask", asked, "--json", "--data", data]) == 0
    assert json.loads(capsys.readouterr().out)["answered"]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "encoder.onnx" in caplog.text
    assert "\n" not in caplog.records[0].getMessage()
    caplog.clear()
    (tmp_path / "a.txt").write_text("وصل الوزير إلى بغداد أمس.", "utf-8")
    assert main(["index", str(tmp_path / "a.txt"), "--data", data]) == 0
    assert "1 indexed" in capsys.readouterr().out
    assert len(caplog.records) == 1
    with Index.open(Path(data), embedder=Meaningful()) as index:
        assert index.unencoded() == index.totals().sentences > 90


def test_an_index_of_an_older_version_is_encoded_when_it_is_indexed(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest_ = json.loads((data / manifest.NAME).read_text("utf-8"))
    old = {**manifest_, "format": 2, "embedder": "hashing-256-1"}
    (data / manifest.NAME).write_text(json.dumps(old), "utf-8")
    (data / "vectors").mkdir()  # Chroma's vectors of passages
    (data / "vectors" / "chroma.sqlite3").write_bytes(b"")
    monkeypatch.setattr("rag.opening.Encoder", Meaningful)
    monkeypatch.setenv("ISNAD_EMBEDDER", "embedded")
    assert main(["ask", "متى غزت أمريكا العراق؟", "--data", str(data)]) in (0, 3)
    found = manifest.read(data)
    assert found is not None
    assert found.format == manifest.FORMAT
    assert main(["index", str(ROOT / "seeds"), "--data", str(data)]) == 0
    sound(data)
