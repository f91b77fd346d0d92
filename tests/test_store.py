"""The index: what goes in comes out, changes stay exact, and a crash loses nothing."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.arabic import forms, index_terms
from index.errors import BusyError, FileError, StoreError, UnknownSourceError
from index.files import from_bytes
from index.store import UPLOADS, Index
from index.values import File
from index.words import Clause

ROOT = Path(__file__).parents[1]
WORDS = "قال الوزير العراقي إن المحادثات مع واشنطن بدأت أمس في بغداد بعد هجوم على قاعدة".split()


def article(number: int, sentences: int = 3) -> str:
    rng = random.Random(number)
    made = [" ".join(rng.choices(WORDS, k=rng.randint(3, 12))) for _ in range(sentences)]
    return ". ".join(made) + f". رقم {number}."


def file(source: str, text: str, root: str = "/articles") -> File:
    return from_bytes(source, text.encode(), root)


def add(index: Index, *files: File | FileError) -> list[str]:
    return [outcome.status for outcome in index.add(files)]


def search(index: Index, word: str) -> list[str]:
    clauses = [Clause((((term,), 1.0),)) for form in forms(word) for term in index_terms(form)]
    with index.reading():
        ids = index.propose("sentence", clauses, 50)
        return [sentence.source for sentence in index.sentences_by_id(ids)]


def check(index: Index) -> None:
    """Every store says the same as the texts of the catalogue do."""
    terms: Counter[str] = Counter()
    number = 0
    for document in index.documents():
        text = index.text(document.source)
        sentences = index.sentences(document.source)
        assert [s.ordinal for s in sentences] == list(range(1, document.sentences + 1))
        assert all(text[s.start : s.end] == s.text for s in sentences)
        number += len(sentences)
        for sentence in sentences:
            own = [term for form in forms(sentence.text) for term in index_terms(form)]
            assert sentence.length == len(own)
            terms.update(set(own))
    totals = index.totals()
    assert totals.sentences == number
    counts = index.counts(terms)
    assert {term: counts[term][0] for term in terms} == dict(terms)
    stored = index.catalogue.sql.execute("SELECT count(*) FROM terms").fetchone()[0]
    assert stored == len(terms)
    assert index.words.size() == totals.sentences + totals.passages


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        assert add(index, file("أ/ب.txt", article(1)), file("c.txt", article(2))) == ["indexed"] * 2
        assert [d.source for d in index.documents()] == ["c.txt", "أ/ب.txt"]
        assert index.text("أ/ب.txt") == article(1)
        check(index)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5)), min_size=1, max_size=8))
def test_any_course_of_changes_leaves_the_stores_exact(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    with Index.open(tmp_path_factory.mktemp("steps") / "data") as index:
        expected: dict[str, int] = {}
        for name, version in steps:
            if version == 0 and name in expected:
                index.remove(name + ".txt")
                del expected[name]
            else:
                [status] = add(index, file(name + ".txt", article(version)))
                assert status == ("unchanged" if expected.get(name) == version else "indexed")
                expected[name] = version
        assert {d.source[0]: d.sha256 for d in index.documents()} == {
            name: file("x.txt", article(version)).sha256 for name, version in expected.items()
        }
        check(index)


def test_only_what_changed_is_worked_on(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        add(index, *(file(f"{n}.txt", article(n)) for n in range(5)))
        before = {d.source: d.id for d in index.documents()}
        again = [file(f"{n}.txt", article(n if n != 3 else 33)) for n in range(5)]
        assert Counter(add(index, *again)) == {"unchanged": 4, "indexed": 1}
        after = {d.source: d.id for d in index.documents()}
        assert {source for source in after if after[source] != before[source]} == {"3.txt"}


def test_a_name_twice_in_one_batch_is_the_last_of_them(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        add(index, file("a.txt", article(1)), file("a.txt", article(2, 9)))
        assert index.text("a.txt") == article(2, 9)
        check(index)


def test_the_files_of_threads_that_ended_are_closed(tmp_path: Path) -> None:
    from threading import Thread

    with Index.open(tmp_path / "data") as index:
        before = len(list(Path("/proc/self/fd").iterdir()))
        for _ in range(20):
            thread = Thread(target=index.documents)
            thread.start()
            thread.join()
        assert len(list(Path("/proc/self/fd").iterdir())) <= before + 4


def test_a_batch_that_changes_nothing_waits_for_nobody(tmp_path: Path) -> None:
    from index.lock import writing

    with Index.open(tmp_path / "data", lock_wait=0.1) as index:
        add(index, file("a.txt", article(1)))
        with writing(tmp_path / "data", 1):
            assert add(index, file("a.txt", article(1))) == ["unchanged"]


def test_no_reader_ever_finds_nothing_while_another_rebuilds(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Index.open(data) as writer, Index.open(data) as reader:
        add(writer, *(file(f"{n}.txt", article(n)) for n in range(12)))
        writer.finish()
        found = sorted(search(reader, "المحادثات"))
        done = Event()
        seen: list[list[str]] = []

        def read(index: Index) -> None:
            while not done.is_set():
                seen.append(sorted(search(index, "المحادثات")))

        def come_and_go() -> None:
            while not done.is_set():
                with Index.open(data) as index:
                    seen.append(sorted(search(index, "المحادثات")))

        threads = [Thread(target=read, args=(reader,)) for _ in range(2)]
        threads += [Thread(target=come_and_go)]
        for thread in threads:
            thread.start()
        for _ in range(8):
            writer.rebuild()
        done.set()
        for thread in threads:
            thread.join()
        assert len(seen) > 50
        assert all(each == found for each in seen)
        check(reader)
    assert len([*data.glob("words*")]) == 1


def test_a_lost_word_index_is_made_again_after_a_rebuild_too(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        add(index, file("a.txt", article(1)))
        index.rebuild()
        (folder,) = (tmp_path / "data").glob("words*")
    shutil.rmtree(folder)
    with Index.open(tmp_path / "data") as index:
        index.reconcile()
        check(index)


def test_a_name_from_another_root_fails_unless_it_is_an_upload(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        add(index, file("a.txt", article(1), "/one"))
        [outcome] = index.add([file("a.txt", article(2), "/two")])
        assert outcome.status == "failed"
        assert "/one" in outcome.reason
        assert add(index, file("a.txt", article(3), UPLOADS)) == ["indexed"]
        assert index.text("a.txt") == article(3)


def test_prune_removes_only_what_vanished_from_that_root(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        add(index, *(file(name, article(7), "/one") for name in ("a.txt", "b.txt")))
        add(index, file("c.txt", article(8), "/two"))
        assert index.prune("/one", {"b.txt"}) == ["a.txt"]
        assert [d.source for d in index.documents()] == ["b.txt", "c.txt"]
        check(index)


def test_a_failure_is_passed_on_and_the_rest_indexed(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        bad = FileError("bad.txt", "binary, not a text")
        assert add(index, bad, file("good.txt", article(1))) == ["failed", "indexed"]


def test_unknown_sources_are_named(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        for call in (index.text, index.sentences, index.document, index.remove):
            with pytest.raises(UnknownSourceError, match="nowhere"):
                call("nowhere.txt")


def test_a_reader_sees_what_another_index_wrote(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as writer, Index.open(tmp_path / "data") as reader:
        generation = reader.generation()
        assert search(reader, "المحادثات") == []
        add(writer, file("a.txt", "بدأت المحادثات في بغداد."))
        assert reader.generation() > generation
        assert search(reader, "المحادثات") == ["a.txt"]
        writer.remove("a.txt")
        assert search(reader, "المحادثات") == []


def test_a_reader_survives_a_rebuild_by_another(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as writer, Index.open(tmp_path / "data") as reader:
        add(writer, file("a.txt", "بدأت المحادثات في بغداد."))
        assert search(reader, "المحادثات") == ["a.txt"]
        writer.rebuild()
        add(writer, file("b.txt", "انتهت المحادثات في أربيل."))
        assert sorted(search(reader, "المحادثات")) == ["a.txt", "b.txt"]
        check(reader)


def test_one_view_stays_the_same_while_another_writes(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as writer, Index.open(tmp_path / "data") as reader:
        add(writer, file("a.txt", article(1)))
        with reader.reading():
            before = reader.totals()
            add(writer, file("b.txt", article(2)))
            assert reader.totals() == before
        assert reader.totals() != before


def test_a_second_writer_is_told_who_holds_the_directory(tmp_path: Path) -> None:
    from index.lock import writing

    with Index.open(tmp_path / "data", lock_wait=0.1) as index:
        with writing(tmp_path / "data", 1), pytest.raises(BusyError, match=str(os.getpid())):
            add(index, file("a.txt", article(1)))
        assert add(index, file("a.txt", article(1))) == ["indexed"]


def test_another_encoding_is_refused_until_the_index_is_rebuilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    monkeypatch.setattr("index.analysis.count", lambda text, name: len(text) * (name == "other"))
    with Index.open(data) as index:
        add(index, file("a.txt", article(1, 90)))
        index.finish()
        assert index.totals().passages == 1
        added = index.document("a.txt").added
    with pytest.raises(StoreError, match=r"ISNAD_ENCODING.*--rebuild"):
        Index.open(data, encoding="other")
    with Index.open(data, encoding="other", rebuild=True) as index:
        index.rebuild()
        check(index)
        assert index.totals().passages > 1
        assert index.document("a.txt").added == added


def test_a_lost_word_index_is_refilled_from_the_catalogue(tmp_path: Path) -> None:
    from shutil import rmtree

    with Index.open(tmp_path / "data") as index:
        add(index, *(file(f"{n}.txt", article(n)) for n in range(4)))
    rmtree(tmp_path / "data" / "words")
    with Index.open(tmp_path / "data") as index:
        index.reconcile()
        check(index)


def test_a_broken_word_index_is_mended_at_opening(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        add(index, file("a.txt", article(1)))
        index.finish()
    (tmp_path / "data" / "words" / "meta.json").write_text("{", "utf-8")
    with Index.open(tmp_path / "data") as index:
        check(index)


CRASHING = """
import sys
from pathlib import Path
from threading import Event, Thread
from index.store import Index
from index.files import from_bytes
import index.store
index.store.BATCH_CHARACTERS = 2_000
data, start = Path(sys.argv[1]), int(sys.argv[2])
with Index.open(data) as index:
    print("open", flush=True)
    files = (from_bytes(f"{n}.txt", (f"قال الوزير رقم {n} نعم. " * 9).encode(), "/r")
             for n in range(start, start + 400))
    for outcome in index.add(files):
        pass
"""


def test_kill_at_any_moment_leaves_an_index_that_opens_answers_and_is_finished(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    rng = random.Random(5)
    for attempt in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", CRASHING, str(data), str(attempt * 50)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        time.sleep(rng.uniform(0.2, 1.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with Index.open(data) as index:
            search(index, "الوزير")
    with Index.open(data) as index:
        index.reconcile()
        assert index.documents()
        check(index)
        assert len(search(index, "الوزير")) == 50
