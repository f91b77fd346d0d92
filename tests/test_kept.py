import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from serving import answer, citation

from index.errors import StoreError
from ui.kept import DAY, FOREVER, NAME, Kept


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    opened = Kept.open(tmp_path)
    yield opened
    opened.close()


def test_an_answer_comes_back_as_it_was_given(kept: Kept) -> None:
    kept.keep(answer())
    found = kept.answer("a-1")
    assert found is not None
    assert found.body["citations"][0]["quote"] == citation().quote
    assert found.body["statements"][0]["highlight"] == [[10, 23]]
    assert (found.thumb, found.comment) == (None, "")


def test_it_survives_a_restart(tmp_path: Path) -> None:
    first = Kept.open(tmp_path)
    first.keep(answer(), "talk")
    first.close()
    second = Kept.open(tmp_path)
    assert second.answer("a-1") is not None
    assert [each.id for each in second.conversation("talk")] == ["a-1"]
    second.close()


def test_an_answer_from_before_there_were_short_ones_has_none(kept: Kept, tmp_path: Path) -> None:
    kept.keep(answer())
    with sqlite3.connect(tmp_path / NAME) as sql:
        sql.execute("UPDATE answers SET body = json_remove(body, '$.short')")
        assert "short" not in sql.execute("SELECT body FROM answers").fetchone()[0]
    sql.close()
    found = kept.answer("a-1")
    assert found is not None
    assert found.body["short"] is None


def test_an_unknown_answer_is_none(kept: Kept) -> None:
    assert kept.answer("a-9") is None
    assert not kept.rate("a-9", "up")


def test_a_retention_of_0_keeps_none(tmp_path: Path) -> None:
    kept = Kept.open(tmp_path, days=0)
    kept.keep(answer(), "talk")
    assert kept.answer("a-1") is None
    assert kept.conversation("talk") == []
    kept.close()


def test_a_retention_of_0_forgets_what_was_kept_before(tmp_path: Path) -> None:
    kept = Kept.open(tmp_path)
    kept.keep(answer())
    kept.close()
    kept = Kept.open(tmp_path, days=0)
    assert kept.answer("a-1") is None
    kept.close()


def test_what_is_older_than_the_retention_is_forgotten(tmp_path: Path) -> None:
    kept = Kept.open(tmp_path, days=7)
    kept.keep(answer(), "talk")
    created = kept.answer("a-1").created  # type: ignore[union-attr]
    assert kept.purge(created + 6 * DAY) == 0
    assert kept.purge(created + 8 * DAY) == 1
    assert kept.answer("a-1") is None
    assert kept.conversation("talk") == []
    kept.close()


def test_what_is_too_old_is_not_shown_before_it_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept.open(tmp_path, days=1)
    kept.keep(answer(), "talk")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 2 * DAY)
    assert kept.answer("a-1") is None
    assert kept.conversation("talk") == []
    kept.close()


def test_forever_forgets_nothing(tmp_path: Path) -> None:
    kept = Kept.open(tmp_path, days=FOREVER)
    kept.keep(answer())
    assert kept.purge(1e12) == 0
    kept.close()


def test_feedback_replaces_feedback(kept: Kept) -> None:
    kept.keep(answer())
    assert kept.rate("a-1", "down", "خطأ")
    assert kept.rate("a-1", "up")
    found = kept.answer("a-1")
    assert found is not None
    assert (found.thumb, found.comment) == ("up", "")


def test_a_conversation_is_its_answers_in_order(kept: Kept) -> None:
    for number in range(5):
        kept.keep(answer(f"a-{number}"), "talk")
    kept.keep(answer("a-9"), "other")
    assert [each.id for each in kept.conversation("talk")] == [f"a-{n}" for n in range(5)]
    assert kept.conversation("none") == []


def test_forgetting_a_conversation_leaves_the_others(kept: Kept) -> None:
    kept.keep(answer("a-1"), "one")
    kept.keep(answer("a-2"), "one")
    kept.keep(answer("a-2"), "two")
    kept.forget("one")
    assert kept.answer("a-1") is None
    assert [each.id for each in kept.conversation("two")] == ["a-2"]


def test_many_threads_write_at_once(kept: Kept) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: kept.keep(answer(f"a-{n}"), "talk"), range(200)))
    assert len(kept.conversation("talk")) == 200


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="can't be opened"):
        Kept.open(tmp_path)
    other = sqlite3.connect(tmp_path / "other.sqlite")
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    with pytest.raises(StoreError, match="not Isnad's"):
        Kept(tmp_path / "other.sqlite")
