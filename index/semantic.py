"""Reads the sentences with an embedder, and finds those nearest to a question."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from index import disk
from index.catalogue import Catalogue
from index.derived import VECTORS, Derived
from index.embedder import Embedder, Vectors
from index.errors import StoreError
from index.intake import forget
from index.lock import encoding
from index.meanings import Meanings

EXACT = 20_000
"""Sentences up to which reading all vectors, some 30 ms, is quicker than opening Chroma."""

log = logging.getLogger("isnad")


class Semantic:
    """The vectors of one index: the catalogue's, which are made here, and Chroma's copy of them.

    `writing` holds the data directory for a change. Safe to use from several threads and beside
    other processes.
    """

    def __init__(
        self,
        data: Path,
        catalogue: Catalogue,
        derived: Derived,
        embedder: Embedder,
        writing: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self.data = data
        self.catalogue = catalogue
        self.derived = derived
        self.embedder = embedder
        self.meanings = Meanings(catalogue)
        self._writing = writing
        self._claimed = False

    def encode(self, lock_wait: float) -> int:
        """Read the next sentences that have no vector; how many, 0 where none are left.

        The work is done while others write, one process at a time, and what changed meanwhile is
        not entered. Raises ModelError, and BusyError where another is at it too long.
        """
        if not self._counts() or not self._claim():
            return 0
        with encoding(self.data, lock_wait):
            parts = self.meanings.following()
            if not parts:
                return 0
            made = self.embedder.embed([text for part in parts for text in part.texts])
            with self._writing(), self.catalogue.writing() as sql:
                if self.meanings.encoder() == self.embedder.fingerprint:
                    self.meanings.enter(sql, parts, made)
        return sum(len(part.texts) for part in parts) or 1

    def follow(self) -> int:
        """Bring Chroma up to some more of what changed; how many documents, 0 if none are left."""
        if not self._counts() or not self.derived.behind():
            return 0
        with self._writing():
            return self.derived.follow()

    def open(self) -> None:
        """Open Chroma, for questions not to wait for it, where it can be; StoreError."""
        if disk.writable(self.data) and not self.derived.vectors_fault():
            self.derived.vectors.open()

    def drop(self) -> None:
        """Drop all vectors, to be made anew; the caller holds the data directory."""
        with self.catalogue.writing() as sql:
            forget(sql)
        self.derived.clear_vectors()

    def turn(self) -> None:
        """Begin anew with another catalogue."""
        self.derived.vectors.close()
        self._claimed = False

    def usable(self) -> bool:
        """Whether there are vectors, of this embedder; ModelError."""
        return (
            self.embedder.weight > 0
            and self.meanings.any()
            and self.meanings.encoder() == self.embedder.fingerprint
        )

    def left(self) -> int:
        """How many sentences have no vector yet."""
        if self.embedder.weight <= 0:
            return 0
        return self.catalogue.totals().sentences - self.meanings.number()

    def nearest(
        self, row: Vectors, limit: int, documents: Sequence[int] | None
    ) -> list[tuple[int, float]]:
        """The ids and cosines of the sentences nearest to a unit vector, best first.

        Of all Chroma is asked, once it is open or there are many. Where it can't be used, and of
        some documents, the catalogue's own vectors are searched.
        """
        if documents is None and self._asks_chroma():
            try:
                ids = [id_ for id_, _ in self.derived.vectors.nearest(row, limit)]
            except StoreError as error:
                log.warning("%s; the catalogue's own are searched", error)
            else:
                near = self.meanings.cosines(row, ids)  # what is gone from the catalogue is not
                return sorted(near.items(), key=lambda pair: -pair[1])
        return self.meanings.nearest(row, limit, documents)

    def _counts(self) -> bool:
        return self.embedder.weight > 0 and disk.writable(self.data)

    def _claim(self) -> bool:
        """Whether the vectors are this embedder's to make.

        Another's place is taken once; where it takes it back it is left alone, lest two processes
        undo each other's work for ever.
        """
        mine, found = self.embedder.fingerprint, self.meanings.encoder()
        if found != mine:
            if found and self._claimed:
                return False
            with self._writing(), self.catalogue.writing() as sql:
                forget(sql)
                sql.execute("UPDATE totals SET encoder = ?", (mine,))
        self._claimed = True
        return True

    def _asks_chroma(self) -> bool:
        """Whether Chroma has all, or there are too many to read them all."""
        vectors = self.derived.vectors
        if not vectors.path.is_dir() or self.derived.vectors_fault():
            return False
        if self.catalogue.totals().sentences > EXACT:
            return disk.writable(self.data)
        return vectors.opened and not self.catalogue.pending(VECTORS, 1)
