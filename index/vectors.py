"""The vectors of sentences in Chroma, opened only when a question or a change needs them."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import numpy as np

from index import stamps
from index.embedder import Vectors as Rows
from index.errors import DamagedError

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI

COLLECTION = "sentences"
EF_SEARCH = 500
"""Breadth of Chroma's search. Of the exact 10 nearest among 17,697 vectors of all-MiniLM-L6-v2 it
finds .997 in 2.7 ms; with 200 .994 in 1.4 ms, with Chroma's default of 100 .980 in 1.2 ms and for
some questions only 3 (of the 100 nearest .990, .957, .895)."""
BATCH = 1_000
"""Vectors handed over at once; Chroma takes no more than some 5,000."""


class Vectors:
    """A Chroma collection with one unit vector for each sentence, by the sentence's id.

    It is derived from the catalogue's. Whoever changes it marks it with a stamp, by which
    the others see that what they have open is no longer what lies there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._client: ClientAPI | None = None
        self._collection: Collection | None = None
        self._mark: tuple[int, int] | None = None
        self._guard = threading.RLock()

    @property
    def collection(self) -> "Collection":
        """The collection, opened at first use: that takes Chroma the better part of a second."""
        with self._guard:
            if self._collection is not None and stamps.identity(self.path) != self._mark:
                self.close()
            if self._collection is None:
                self._mark = stamps.identity(self.path)
                self._collection = self._connect()
            return self._collection

    @property
    def opened(self) -> bool:
        """Whether a question need not wait for Chroma to be opened."""
        return self._collection is not None

    def open(self) -> None:
        """Open what is there; StoreError."""
        if stamps.read(self.path):
            self.size()

    def mark(self, stamp: str) -> None:
        """Put a stamp on it, before a change and after."""
        with self._guard:
            self.path.mkdir(parents=True, exist_ok=True)
            known = stamps.identity(self.path) == self._mark
            stamps.write(self.path, stamp)
            if known:
                self._mark = stamps.identity(self.path)

    def clear(self) -> None:
        """Remove it, since what comes may have another size."""
        with self._guard:
            self.close()
            rmtree(self.path, ignore_errors=True)

    def close(self) -> None:
        """Let go of Chroma's files."""
        with self._guard:
            if self._client is not None:
                self._client.close()
            self._client = self._collection = None

    def size(self) -> int:
        """How many vectors there are."""
        with self._guard, _fitting(self.path):
            return int(self.collection.count())

    def ids(self) -> list[int]:
        """The ids of all vectors, in order; StoreError where they can't be read."""
        with self._guard, _fitting(self.path):
            return sorted(int(each) for each in self.collection.get(include=[])["ids"])

    def rows(self, ids: Sequence[int]) -> Rows:
        """The vectors of these ids that are there, in the order of the ids."""
        with self._guard, _fitting(self.path):
            found = self.collection.get(ids=[str(each) for each in ids], include=["embeddings"])
        at = {int(each): place for place, each in enumerate(found["ids"])}
        order = [at[each] for each in ids if each in at]
        return np.asarray(found["embeddings"], dtype=np.float32)[order]

    def put(self, ids: Sequence[int], rows: Rows) -> None:
        """Store a vector for each id, replacing what stood there."""
        for start in range(0, len(ids), BATCH):
            part = [str(each) for each in ids[start : start + BATCH]]
            with _fitting(self.path):
                self.collection.upsert(ids=part, embeddings=rows[start : start + BATCH])

    def drop(self, ids: Sequence[int]) -> None:
        """Remove the vectors of these ids, if they are there."""
        for start in range(0, len(ids), BATCH):
            with _fitting(self.path):
                self.collection.delete(ids=[str(each) for each in ids[start : start + BATCH]])

    def nearest(self, row: Rows, limit: int) -> list[tuple[int, float]]:
        """The ids of the nearest vectors with their cosines, best first; StoreError."""
        # Under the guard, so that nobody closes the client in mid-query.
        with self._guard, _fitting(self.path):
            found = self.collection.query(
                query_embeddings=row.reshape(1, -1), n_results=limit, include=["distances"]
            )
        distances = found["distances"]
        if not distances:
            return []
        return [(int(i), 1 - d) for i, d in zip(found["ids"][0], distances[0], strict=True)]

    def _connect(self) -> "Collection":
        import chromadb
        from chromadb.config import Settings

        self.path.mkdir(parents=True, exist_ok=True)
        settings = Settings(anonymized_telemetry=False)
        try:
            self._client = chromadb.PersistentClient(str(self.path), settings)
        except AttributeError:
            # Chroma kept a client that could not be started here before; it has let go now.
            self._client = chromadb.PersistentClient(str(self.path), settings)
        return self._client.get_or_create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": EF_SEARCH}},
        )


@contextmanager
def _fitting(path: Path) -> Iterator[None]:
    """Raise DamagedError where vectors are of another size, or can't be opened or read at all."""
    try:
        yield
    except Exception as error:
        reason = " ".join(str(error).split())
        raise DamagedError(f"the vectors in {path} can't be used ({reason})") from error
