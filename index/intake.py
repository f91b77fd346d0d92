"""What a text changes in the catalogue when it comes or goes: rows, counts and notes."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import token_hex
from typing import Literal

from index.analysis import Analysis
from index.catalogue import count
from index.schema import folded
from index.transliteration import skeleton
from index.values import Document, File

STORES = ("words", "vectors")
"""The derived stores, which are told of each document that comes or goes."""


def insert(
    sql: sqlite3.Connection, file: File, analysis: Analysis, added: str | None = None
) -> None:
    """Enter a file into the catalogue, as added now or at another ISO 8601 time."""
    added = added or datetime.now(UTC).isoformat(timespec="seconds")
    names = (file.source, analysis.title)
    values = (file.root, file.sha256, added, file.text, len(file.text), len(analysis.sentences))
    document = sql.execute(
        "INSERT INTO documents (source, title, folded, root, sha256, added, text, characters,"
        " sentences) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*names, folded(*names), *values),
    ).lastrowid
    assert document is not None
    ids = []
    for unit in analysis.passages:
        row = (document, unit.span.start, unit.span.end, unit.length)
        inserted = sql.execute(
            "INSERT INTO passages (document, start, end, length) VALUES (?, ?, ?, ?)", row
        )
        ids.append(inserted.lastrowid or 0)
    sql.executemany(
        "INSERT INTO sentences (document, passage, ordinal, start, end, length)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (document, ids[unit.passage], ordinal, unit.span.start, unit.span.end, unit.length)
            for ordinal, unit in enumerate(analysis.sentences, start=1)
        ],
    )
    _count(sql, analysis, 1)
    _note(sql, document, ids[0], ids[-1])


def remove(sql: sqlite3.Connection, document: Document, analysis: Analysis) -> None:
    """Take a document out of the catalogue; `analysis` is that of its text."""
    _count(sql, analysis, -1)
    first, last = sql.execute(
        "SELECT min(id), max(id) FROM passages WHERE document = ?", (document.id,)
    ).fetchone()
    _note(sql, document.id, first, last)
    sql.execute("DELETE FROM sentences WHERE document = ?", (document.id,))
    sql.execute("DELETE FROM passages WHERE document = ?", (document.id,))
    sql.execute("DELETE FROM documents WHERE id = ?", (document.id,))


def clear(sql: sqlite3.Connection) -> None:
    """Take everything out but the documents' own rows, for them to be entered anew."""
    for store in STORES:
        sql.execute(
            "INSERT OR REPLACE INTO pending SELECT ?, document, min(id), max(id)"
            " FROM passages GROUP BY document",
            (store,),
        )
    stamp(sql)
    for table in ("sentences", "passages", "terms", "words"):
        sql.execute(f"DELETE FROM {table}")
    sql.execute(
        "UPDATE totals SET generation = generation + 1, sentences = 0, sentence_terms = 0,"
        " passages = 0, passage_terms = 0"
    )


def stamp(sql: sqlite3.Connection, stores: Sequence[str] = STORES) -> None:
    """Ask another stamp of derived stores that something is pending for."""
    rows = [(token_hex(8), store) for store in stores]
    sql.executemany("UPDATE stamps SET due = ? WHERE store = ?", rows)


def _count(sql: sqlite3.Connection, analysis: Analysis, sign: Literal[1, -1]) -> None:
    """Enter a text into the counts, or take it out of them."""
    terms = {term: (sign * s, sign * p) for term, (s, p) in analysis.terms.items()}
    words = {form: (skeleton(form), sign * n) for form, n in analysis.words.items()}
    count(sql, terms, words)
    sql.execute(
        "UPDATE totals SET generation = generation + 1, sentences = sentences + ?,"
        " sentence_terms = sentence_terms + ?, passages = passages + ?,"
        " passage_terms = passage_terms + ?",
        [
            sign * n
            for units in (analysis.sentences, analysis.passages)
            for n in (len(units), sum(unit.length for unit in units))
        ],
    )


def _note(sql: sqlite3.Connection, document: int, first: int, last: int) -> None:
    """Tell the derived stores that a document came or went."""
    rows = [(store, document, first, last) for store in STORES]
    sql.executemany("INSERT OR REPLACE INTO pending VALUES (?, ?, ?, ?)", rows)
    stamp(sql)
