"""The hard night for some seconds: its parts as `make night` runs them, and that they can fail."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts.night import PARTS, WORDS_ALONE, Row, begin, hurt, killed, table, under_load, weighed
from tests.crowd import Seen, article
from tests.ledger import Ledger, digest

SHORT: dict[str, Callable[[Path], Iterator[Row]]] = {
    "crowd": lambda folder: under_load(folder, clients=16, seconds=3),
    "kills": lambda folder: killed(folder, kills=1, clients=4, lives=(3, 8)),
    "memory": lambda folder: weighed(begin(folder)[0], "briefly", WORDS_ALONE, 120, 60),
    "hurts": lambda folder: hurt(folder, {"a garbled catalogue"}.__contains__),
}
"""test_kills.py and test_disk.py are the rest."""


@pytest.mark.parametrize("part", SHORT)
def test_nothing_is_lost_and_no_citation_is_wrong(part: str, tmp_path: Path) -> None:
    assert SHORT.keys() < PARTS.keys()
    rows = [*SHORT[part](tmp_path / part)]
    assert rows
    # How long things take is for the night to say, on a machine that does nothing else.
    assert [row for row in rows if not (row.held or row.timed)] == []
    assert table(rows).row_count == len(rows)


def cited(text: str, source: str = "a.txt", start: int = 0, end: int = 9) -> dict[str, object]:
    quote = text[start:end]
    return {"source": source, "sha256": digest(text), "start": start, "end": end, "quote": quote}


def test_the_ledger_knows_a_wrong_citation() -> None:
    old, new = article("كركوك", 1, 100), article("كركوك", 1, 200)
    ledger = Ledger({"a.txt": old})
    asked = time.monotonic()
    assert ledger.fault(cited(old), asked) is None
    assert "misquotes" in str(ledger.fault({**cited(old), "quote": "وصل"}, asked))
    assert "never sent" in str(ledger.fault(cited(new), asked))
    assert "never sent" in str(ledger.fault(cited(old, "b.txt"), asked))
    ledger.sending("a.txt", new)
    assert ledger.fault(cited(old), asked) is None  # either may be there
    assert ledger.fault(cited(new), asked) is None
    ledger.acknowledged("a.txt")
    assert ledger.fault(cited(old), asked) is None  # asked before it was replaced
    assert "replaced before" in str(ledger.fault(cited(old), time.monotonic() + 1))
    assert ledger.fault(cited(new), time.monotonic() + 1) is None
    ledger.sending("a.txt", None)
    ledger.refused("a.txt")
    assert ledger.fault(cited(new), time.monotonic() + 1) is None
    ledger.sending("a.txt", None)
    ledger.acknowledged("a.txt")
    assert "gone" in str(ledger.fault(cited(new), time.monotonic() + 1))


def test_the_ledger_knows_what_was_lost() -> None:
    one, two = article("كركوك", 1, 100), article("كركوك", 1, 200)
    ledger = Ledger({"a.txt": one, "b.txt": one})
    assert ledger.lost({"a.txt": digest(one), "b.txt": digest(one)}) == []
    assert len(ledger.lost({"a.txt": digest(one)})) == 1
    assert len(ledger.lost({"a.txt": digest(two)})) == 1
    ledger.sending("a.txt", one)
    assert ledger.lost({"a.txt": digest(one)}) == []  # it was killed after that change,
    ledger.sending("a.txt", two)
    assert ledger.lost({"a.txt": digest(one)}) == []  # or before
    assert len(ledger.lost({"a.txt": digest(two)})) == 1
    assert len(ledger.lost({"a.txt": digest(two), "c.txt": digest(one)})) == 1


def test_a_crowd_adds_up_what_each_saw() -> None:
    seen = Seen(answers=1, wrong=["a"])
    seen.take(Seen(answers=2, deletions=[0.5], wrong=["b"]))
    assert (seen.answers, seen.deletions, seen.wrong) == (3, [0.5], ["a", "b"])
