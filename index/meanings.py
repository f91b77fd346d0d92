"""What the sentences mean: their vectors in the catalogue, made in parts and searched exactly."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

import numpy as np

from index.catalogue import SENTENCE, Catalogue, SentenceRow, chunks
from index.embedder import Vectors
from index.intake import ENCODER, note

TOGETHER = 500
"""Sentences read at once: a second of the shipped encoder's work, which is all that a crash or an
end costs, and enough for its batches to be of like length."""
SCANNED = 20_000
"""Vectors held in memory at once by an exact search: 30 MB of numbers."""
SCALE = 127
"""A vector's largest number as it is kept, in one byte each. Cosines lose .0001 so; with one scale
for all, on which a number of 384 seldom passes 20, they lose .0014 of a spread of .03."""


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences of one document that are still to be read; none where the document has gone."""

    document: int
    first: int
    rows: tuple[SentenceRow, ...]
    texts: tuple[str, ...]


class Meanings:
    """The vectors of one catalogue's sentences, all made by the encoder that it names."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def encoder(self) -> str:
        """The fingerprint of whose the vectors are, "" where nobody has begun."""
        return str(self.catalogue.sql.execute("SELECT encoder FROM totals").fetchone()[0])

    def number(self) -> int:
        """How many sentences have a vector."""
        return int(self.catalogue.sql.execute("SELECT count(*) FROM vectors").fetchone()[0])

    def any(self) -> bool:
        """Whether any sentence has a vector."""
        return self.catalogue.sql.execute("SELECT 1 FROM vectors LIMIT 1").fetchone() is not None

    def following(self) -> list[Part]:
        """The sentences to be read next, TOGETHER of them at most; empty where none are left."""
        parts: list[Part] = []
        room = TOGETHER
        with self.catalogue.reading():
            for document, first, last in self.catalogue.pending(ENCODER, TOGETHER):
                if room <= 0:
                    break
                rows = self._rows(document, first, min(last, first + room - 1))
                text = self.catalogue.text(document) if rows else ""
                texts = tuple(text[row[6] : row[7]] for row in rows)
                parts.append(Part(document, first, rows, texts))
                room -= len(rows)
        return parts

    def enter(self, sql: sqlite3.Connection, parts: Iterable[Part], made: Vectors) -> None:
        """Keep the vectors made of parts, of those that are in the catalogue still as they were."""
        at = 0
        for part in parts:
            kept = packed(made[at : at + len(part.rows)])
            at += len(part.rows)
            query = "SELECT last FROM pending WHERE store = ? AND document = ? AND first = ?"
            found = sql.execute(query, (ENCODER, part.document, part.first)).fetchone()
            if found is None:
                continue
            if part.rows:
                first, last = part.rows[0][0], part.rows[-1][0]
                if self._rows(part.document, first, last) != part.rows:
                    continue
                values = [
                    (row[0], part.document, v) for row, v in zip(part.rows, kept, strict=True)
                ]
                sql.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", values)
                note(sql, "vectors", part.document, first, last)
                if last < found[0]:
                    more = "UPDATE pending SET first = ? WHERE store = ? AND document = ?"
                    sql.execute(more, (last + 1, ENCODER, part.document))
                    continue
            read = "DELETE FROM pending WHERE store = ? AND document = ?"
            sql.execute(read, (ENCODER, part.document))

    def rows(self, document: int, first: int, last: int) -> tuple[list[int], Vectors]:
        """The sentences from `first` to `last` that have a vector, and these as unit rows."""
        query = (
            "SELECT sentence, vector FROM vectors WHERE document = ? AND sentence BETWEEN ? AND ?"
            " ORDER BY sentence"
        )
        found = self.catalogue.sql.execute(query, (document, first, last)).fetchall()
        return [id_ for id_, _ in found], unpacked([vector for _, vector in found])

    def cosines(self, row: Vectors, ids: Sequence[int]) -> dict[int, float]:
        """How near a unit vector each of these sentences is that has a vector of its size."""
        return dict(self._near(row, "sentence", ids))

    def nearest(
        self, row: Vectors, limit: int, documents: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The nearest sentences of all, or of some documents, and their cosines; best first."""
        near = self._near(row) if documents is None else self._near(row, "document", documents)
        return nlargest(limit, near, key=lambda pair: (pair[1], -pair[0]))

    def _near(
        self, row: Vectors, where: str = "", values: Sequence[int] = (-1,)
    ) -> Iterator[tuple[int, float]]:
        query = "SELECT sentence, vector FROM vectors WHERE length(vector) = ?"
        for chunk in chunks(values):
            marks = ",".join("?" * len(chunk))
            narrowed = (f"{query} AND {where} IN ({marks})", (row.size, *chunk))
            cursor = self.catalogue.sql.execute(*(narrowed if where else (query, (row.size,))))
            while found := cursor.fetchmany(SCANNED):
                cosines = unpacked([vector for _, vector in found]) @ row
                yield from zip((id_ for id_, _ in found), cosines.tolist(), strict=True)

    def _rows(self, document: int, first: int, last: int) -> tuple[SentenceRow, ...]:
        query = f"{SENTENCE} WHERE s.document = ? AND s.id BETWEEN ? AND ? ORDER BY s.id"
        return tuple(self.catalogue.sql.execute(query, (document, first, last)))


def packed(rows: Vectors) -> list[bytes]:
    """Each vector in one byte a number, its direction as it was."""
    largest = np.abs(rows).max(axis=1, keepdims=True, initial=0.0)
    scaled = np.divide(rows * SCALE, largest, out=np.zeros_like(rows), where=largest > 0)
    return [row.tobytes() for row in np.rint(scaled).astype(np.int8)]


def unpacked(vectors: Sequence[bytes]) -> Vectors:
    """The unit rows of vectors that were packed, all of one size."""
    rows = np.frombuffer(b"".join(vectors), dtype=np.int8).astype(np.float32)
    rows = rows.reshape(len(vectors), -1) if len(vectors) else rows.reshape(0, 0)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = np.divide(rows, lengths, out=rows, where=lengths > 0)
    return unit
