"""Holds every text against its sha256, and everything derived from the texts against them."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from itertools import islice
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
from index.meanings import unpacked
from index.store import UPLOADS, Index
from index.transliteration import skeleton
from index.values import Document

NAMED = 3
"""Names of a kind of fault that are said; the rest are counted."""
SAMPLE = 200
"""Sentences whose vectors are made anew to compare: a model makes some 30 a second."""
NEAR = 0.98
"""Cosine of two makings of a vector at least. The shipped encoder's, whose numbers are rounded by
what they are made together with, have .997 in the middle and .994 at worst; those of different
sentences .85, unless they say the same."""
COPIED = 0.9999
"""Cosine of a vector and Chroma's copy of it at least."""

Where = Literal["database", "text", "rows", "words", "vectors", "chroma"]

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
        faults += _chroma(index)
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
    if wrong & {"words", "vectors", "chroma"}:
        index.refill(words="words" in wrong, vectors="vectors" in wrong, chroma="chroma" in wrong)


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
    """The catalogue's own vectors, held against the sentences and what is still to be read."""
    sql = index.catalogue.sql
    astray = (
        "SELECT count(*) FROM vectors v LEFT JOIN sentences s ON s.id = v.sentence"
        " WHERE s.document IS NOT v.document"
    )
    lacking = (
        "SELECT count(*) FROM sentences s LEFT JOIN pending p ON p.store = 'encoder'"
        " AND p.document = s.document AND s.id BETWEEN p.first AND p.last"
        " WHERE p.store IS NULL AND s.id NOT IN (SELECT sentence FROM vectors)"
    )
    for query, said in ((astray, "are of no sentence"), (lacking, "are missing")):
        if number := sql.execute(query).fetchone()[0]:
            yield Fault("vectors", f"{number:,} vectors {said}")
    try:
        if index.encoded() and not _near(index):
            yield Fault("vectors", "the vectors are not those of their sentences")
    except ModelError as error:
        log.warning("%s; the vectors themselves are not compared", error)


def _near(index: Index) -> bool:
    """Whether a sample of sentences has the vectors that their texts give."""
    query = "SELECT sentence, vector FROM vectors ORDER BY sentence"
    step = index.semantic.meanings.number() // SAMPLE + 1
    kept = dict(islice(index.catalogue.sql.execute(query), None, None, step))
    sentences = index.sentences_by_id(list(kept))
    if not sentences:
        return True
    made = index.embedder.embed([sentence.text for sentence in sentences])
    try:
        rows = unpacked([kept[sentence.id] for sentence in sentences])
    except ValueError:  # they are not all of one size
        return False
    return made.shape == rows.shape and bool(np.all((made * rows).sum(axis=1) > NEAR))


def _chroma(index: Index) -> Iterator[Fault]:
    """Chroma's copy of the vectors, where it has taken all in."""
    if not disk.writable(index.data):
        log.warning("%s can't be written: Chroma can't open the vectors to compare", index.data)
        return
    if not index.catalogue.stamps(VECTORS)[0]:
        return  # what is there is known to be another's: whoever serves or indexes next goes on
    if reason := index.derived.vectors_fault():
        yield Fault("chroma", f"Chroma's vectors are {reason}")
        return
    if index.catalogue.pending(VECTORS, 1) or not index.vectors.path.exists():
        return  # whoever serves or indexes next goes on
    every = "SELECT sentence FROM vectors ORDER BY sentence"
    expected = [row[0] for row in index.catalogue.sql.execute(every)]
    sample = expected[:: len(expected) // SAMPLE + 1]
    try:
        if index.vectors.ids() != expected:
            yield Fault("chroma", "Chroma's vectors are of other sentences than the catalogue's")
        elif expected and not _copied(index, sample):
            yield Fault("chroma", "Chroma's vectors are not the catalogue's")
    except StoreError as error:
        yield Fault("chroma", str(error))


def _copied(index: Index, ids: list[int]) -> bool:
    """Whether Chroma has the vectors of these sentences as they are."""
    copies = index.vectors.rows(ids)
    return all(
        index.cosines(copy, [id_]).get(id_, 0.0) > COPIED
        for id_, copy in zip(ids, copies, strict=True)
    )


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
