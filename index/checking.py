"""Holds every text against its sha256, and everything derived from the texts against them."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from index import disk, files, manifest
from index.analysis import Analysis, analyse
from index.archive import damaged
from index.connection import connect
from index.derived import VECTORS
from index.errors import DamagedError, FileError, ModelError, StoreError
from index.lock import writing
from index.store import UPLOADS, Index
from index.transliteration import skeleton
from index.values import Document

NAMED = 3
"""Names of a kind of fault that are said; the rest are counted."""
SAMPLE = 200
"""Passages whose vectors are made anew to compare: a model makes some 30 a second."""
NEAR = 1e-3
"""How far two makings of a vector may lie apart: processors differ in the last digits."""

Where = Literal["database", "text", "rows", "words", "vectors"]

log = logging.getLogger("isnad")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be, where, and in how many places."""

    where: Where
    said: str


def check(index: Index, step: Callable[[], None] = lambda: None) -> list[Fault]:
    """All that is wrong in a data directory; `step` is called for each document."""
    faults = list(_databases(index.data))
    if faults:
        return faults  # what SQLite can't read rightly can't be held against anything
    with index.catalogue.reading():
        faults += _texts(index)
        faults += _rows(index, step)
    held = writing(index.data, index.lock_wait) if disk.writable(index.data) else nullcontext()
    with held, index.catalogue.reading():
        faults += _words(index)
        faults += _vectors(index)
    return faults


def repair(index: Index, faults: list[Fault]) -> None:
    """Make anew what is derived, and take damaged texts from their files where these are the same.

    What can't be mended so is there still at the next `check`.
    """
    wrong = {fault.where for fault in faults}
    if "database" in wrong:
        with disk.minding(index.catalogue.path):
            index.catalogue.sql.execute("REINDEX")
    if "text" in wrong:
        _fetch_texts(index)
    if "rows" in wrong:
        index.rebuild()
        return
    if wrong & {"words", "vectors"}:
        index.refill(words="words" in wrong, vectors="vectors" in wrong)


def _databases(data: Path) -> Iterator[Fault]:
    for name in manifest.DATABASES:
        if not (data / name).exists():
            continue
        try:
            with closing(connect(data / name)) as sql:
                said = [row[0] for row in sql.execute(f"PRAGMA integrity_check({NAMED})")]
        except sqlite3.Error as error:
            said = [str(error)]
        if said != ["ok"]:
            remedy = "`isnad restore FILE` puts a backup back"
            yield Fault("database", f"{name} is damaged: {'; '.join(said)}: {remedy}")


def _texts(index: Index) -> Iterator[Fault]:
    for source in damaged(index.catalogue.sql):
        yield Fault(
            "text",
            f"the text of {source} is not the one that was indexed: restore a backup, or"
            " index or upload the file again",
        )


def _rows(index: Index, step: Callable[[], None]) -> Iterator[Fault]:
    """Sentences, passages and counts, held against what the texts give."""
    found = manifest.read(index.data)
    encoding = found.encoding if found is not None else index.encoding
    terms: Counter[str] = Counter()
    places: Counter[str] = Counter()
    words: Counter[str] = Counter()
    totals = [0, 0, 0, 0]
    wrong = []
    for document in index.catalogue.documents():
        analysis = analyse(index.catalogue.text(document.id), encoding)
        if not _alike(index, document, analysis):
            wrong.append(document.source)
        for term, (sentences, passages) in analysis.terms.items():
            terms[term] += sentences
            places[term] += passages
        words.update(analysis.words)
        for at, units in ((0, analysis.sentences), (2, analysis.passages)):
            totals[at] += len(units)
            totals[at + 1] += sum(unit.length for unit in units)
        step()
    if wrong:
        yield Fault("rows", f"the sentences or passages of {_named(wrong)} are not their texts'")
    rows = index.catalogue.sql.execute("SELECT term, sentences, passages FROM terms")
    counted = {term: (terms[term], places[term]) for term in terms}
    if {term: (s, p) for term, s, p in rows} != counted:
        yield Fault("rows", "the counts of terms are not those of the texts")
    forms = index.catalogue.sql.execute("SELECT form, skeleton, sentences FROM words")
    if {form: (s, n) for form, s, n in forms} != {f: (skeleton(f), n) for f, n in words.items()}:
        yield Fault("rows", "the counts of words are not those of the texts")
    known = index.catalogue.totals()
    if totals != [known.sentences, known.sentence_terms, known.passages, known.passage_terms]:
        yield Fault("rows", "the totals are not those of the texts")


def _alike(index: Index, document: Document, analysis: Analysis) -> bool:
    """Whether the rows of a document are what its text gives."""
    passages = index.catalogue.passages("p.document", [document.id])
    at = {row[0]: ordinal for ordinal, row in enumerate(passages)}
    sentences = index.catalogue.sentences("s.document", [document.id])
    return (
        [(row[2], row[3], row[4]) for row in passages]
        == [(unit.span.start, unit.span.end, unit.length) for unit in analysis.passages]
        and [(at.get(row[4]), *row[5:9]) for row in sentences]
        == [
            (unit.passage, ordinal, unit.span.start, unit.span.end, unit.length)
            for ordinal, unit in enumerate(analysis.sentences, start=1)
        ]
        and (document.sentences, document.title) == (len(sentences), analysis.title)
    )


def _words(index: Index) -> Iterator[Fault]:
    if index.catalogue.pending("words", 1):
        yield Fault("words", "a change has not reached the words yet")
        return
    if reason := index.derived.faults().get("words"):
        yield Fault("words", f"the words are {reason}")
        return
    sql = index.catalogue.sql
    every = "SELECT id FROM sentences UNION ALL SELECT id FROM passages ORDER BY 1"
    expected = [row[0] for row in sql.execute(every)]
    try:
        index.words.reload()
        if broken := index.words.broken():
            yield Fault("words", f"the words are broken ({broken})")
            return
        if index.words.ids() != expected:
            yield Fault("words", "the words are of other sentences than the catalogue's")
            return
        for term, sentences, passages in sql.execute("SELECT term, sentences, passages FROM terms"):
            counts = index.words.number("sentence", term), index.words.number("passage", term)
            if counts != (sentences, passages):
                yield Fault("words", f"the words hold {term!r} elsewhere than the texts do")
                return
    except DamagedError as error:
        yield Fault("words", str(error))


def _vectors(index: Index) -> Iterator[Fault]:
    if not disk.writable(index.data):
        log.warning("%s can't be written: Chroma can't open the vectors to compare", index.data)
        return
    if index.catalogue.pending("vectors", 1):
        yield Fault("vectors", "a change has not reached the vectors yet")
        return
    if reason := index.derived.faults().get(VECTORS):
        yield Fault("vectors", f"the vectors are {reason}")
        return
    every = "SELECT id FROM passages ORDER BY id"
    expected = [row[0] for row in index.catalogue.sql.execute(every)]
    if not expected and not index.vectors.path.exists():
        return
    try:
        index.vectors.reload()
        if index.vectors.ids() != expected:
            yield Fault("vectors", "the vectors are of other passages than the catalogue's")
        elif expected and not _near(index, expected[:: len(expected) // SAMPLE + 1]):
            yield Fault("vectors", "the vectors are not those of their passages")
    except ModelError as error:
        log.warning("%s; the vectors themselves are not compared", error)
    except StoreError as error:
        yield Fault("vectors", str(error))


def _near(index: Index, ids: list[int]) -> bool:
    """Whether these passages have the vectors that their texts give."""
    if not index.fits():
        log.warning("the vectors are another embedder's; they are not compared")
        return True
    rows = index.catalogue.passages("p.id", ids)
    made = index.embedder.embed(list(index.derived.passage_texts(sorted(rows, key=lambda r: r[1]))))
    kept = index.vectors.rows([row[0] for row in sorted(rows, key=lambda r: r[1])])
    return made.shape == kept.shape and bool(np.all(np.abs(made - kept) < NEAR))


def _fetch_texts(index: Index) -> None:
    """Take the text of each damaged source from its file, where that is the one indexed."""
    for source in list(damaged(index.catalogue.sql)):
        document = index.document(source)
        if document.root == UPLOADS:
            continue
        root = Path(document.root)
        try:
            file = files.read(root / source, root, follow_links=True)
        except FileError as error:
            log.warning("%s", error)
            continue
        if file.sha256 == document.sha256:
            index.put_text(document, file.text)


def _named(names: list[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
