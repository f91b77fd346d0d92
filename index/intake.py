"""What a text changes in the catalogue when it comes or goes: rows, counts and notes."""

import sqlite3
from datetime import UTC, datetime
from secrets import token_hex
from typing import Literal

from index.analysis import Analysis
from index.catalogue import count
from index.schema import folded
from index.transliteration import skeleton
from index.values import Document, File

ENCODER = "encoder"
"""Who is told of each document that comes, to read its sentences."""


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
    passages = []
    for unit in analysis.passages:
        row = (document, unit.span.start, unit.span.end, unit.length)
        inserted = sql.execute(
            "INSERT INTO passages (document, start, end, length) VALUES (?, ?, ?, ?)", row
        )
        passages.append(inserted.lastrowid or 0)
    sql.executemany(
        "INSERT INTO sentences (document, passage, ordinal, start, end, length)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (document, passages[unit.passage], ordinal, unit.span.start, unit.span.end, unit.length)
            for ordinal, unit in enumerate(analysis.sentences, start=1)
        ],
    )
    _count(sql, analysis, 1)
    first, last = _ends(sql, document)
    note(sql, "words", document, first, last)
    note(sql, ENCODER, document, first, last)


def remove(sql: sqlite3.Connection, document: Document, analysis: Analysis) -> None:
    """Take a document out of the catalogue; `analysis` is that of its text."""
    _count(sql, analysis, -1)
    first, last = _ends(sql, document.id)
    note(sql, "words", document.id, first, last)
    if sql.execute("DELETE FROM vectors WHERE document = ?", (document.id,)).rowcount:
        note(sql, "vectors", document.id, first, last)
    sql.execute("DELETE FROM pending WHERE store = ? AND document = ?", (ENCODER, document.id))
    sql.execute("DELETE FROM sentences WHERE document = ?", (document.id,))
    sql.execute("DELETE FROM passages WHERE document = ?", (document.id,))
    sql.execute("DELETE FROM documents WHERE id = ?", (document.id,))


def clear(sql: sqlite3.Connection) -> None:
    """Take everything out but the documents' own rows, for them to be entered anew."""
    sql.execute(
        "INSERT OR REPLACE INTO pending SELECT 'words', document, min(id), max(id)"
        " FROM sentences GROUP BY document"
    )
    _stamp(sql)
    forget(sql)
    sql.execute("DELETE FROM pending WHERE store = ?", (ENCODER,))
    for table in ("sentences", "passages", "terms", "words"):
        sql.execute(f"DELETE FROM {table}")
    sql.execute(
        "UPDATE totals SET generation = generation + 1, sentences = 0, sentence_terms = 0,"
        " passages = 0, passage_terms = 0"
    )


def forget(sql: sqlite3.Connection) -> None:
    """Drop all vectors, for the encoder to read every sentence anew."""
    sql.execute("DELETE FROM vectors")
    sql.execute(
        "INSERT OR REPLACE INTO pending SELECT ?, document, min(id), max(id)"
        " FROM sentences GROUP BY document",
        (ENCODER,),
    )
    sql.execute("DELETE FROM pending WHERE store = 'vectors'")
    sql.execute("UPDATE stamps SET held = '', due = NULL WHERE store = 'vectors'")


def reread(sql: sqlite3.Connection, document: int) -> None:
    """Have a document's sentences read anew."""
    note(sql, ENCODER, document, *_ends(sql, document))


def note(sql: sqlite3.Connection, store: str, document: int, first: int, last: int) -> None:
    """Tell a derived store, or the encoder, of sentences of a document that came or went."""
    sql.execute(
        "INSERT INTO pending VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " first = min(first, excluded.first), last = max(last, excluded.last)",
        (store, document, first, last),
    )
    if store == "words":
        _stamp(sql)


def _stamp(sql: sqlite3.Connection) -> None:
    """Ask another stamp of the word index, which something is pending for."""
    sql.execute("UPDATE stamps SET due = ? WHERE store = 'words'", (token_hex(8),))


def _ends(sql: sqlite3.Connection, document: int) -> tuple[int, int]:
    """The ids of the first and the last sentence of a document."""
    query = "SELECT min(id), max(id) FROM sentences WHERE document = ?"
    first, last = sql.execute(query, (document,)).fetchone()
    return first, last


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
