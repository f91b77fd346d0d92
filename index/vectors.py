"""The vectors of passages in Chroma, opened only when a question or a change needs them."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedder import Vectors as Rows
from index.errors import DamagedError, StoreError

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI

COLLECTION = "passages"
EF_SEARCH = 500
"""Breadth of Chroma's search. Of the exact 10 nearest among 17,697 vectors of all-MiniLM-L6-v2 it
finds .997 in 2.7 ms; with 200 .994 in 1.4 ms, with Chroma's default of 100 .980 in 1.2 ms and for
some questions only 3 (of the 100 nearest .990, .957, .895)."""
BATCH = 1_000
"""Vectors handed over at once; Chroma takes no more than some 5,000."""


_UNFIT = (
    "the vectors in {} have another size than ISNAD_EMBEDDER's model gives:"
    " run `isnad index --rebuild`"
)


class Vectors:
    """A Chroma collection with one unit vector for each passage, by the passage's id."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._client: ClientAPI | None = None
        self._collection: Collection | None = None
        self._guard = threading.RLock()

    @property
    def collection(self) -> "Collection":
        """The collection, opened at first use: that takes Chroma the better part of a second."""
        with self._guard:
            if self._collection is None:
                self._collection = self._connect()
            return self._collection

    def reload(self) -> None:
        """Forget what was read, to see at the next use what another process wrote."""
        self.close()

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

    def cosines(self, row: Rows, ids: Sequence[int]) -> dict[int, float]:
        """The cosine of each of these ids that has a vector, in the order of the ids."""
        with self._guard, _fitting(self.path):
            found = self.collection.get(ids=[str(each) for each in ids], include=["embeddings"])
        if not found["ids"]:
            return {}
        rows = np.asarray(found["embeddings"], dtype=np.float32)
        if rows.shape[1] != row.size:
            raise StoreError(_UNFIT.format(self.path))
        by_id = dict(zip(map(int, found["ids"]), (rows @ row.reshape(-1)).tolist(), strict=True))
        return {each: by_id[each] for each in ids if each in by_id}

    def nearest(self, row: Rows, limit: int) -> list[tuple[int, float]]:
        """The ids of the nearest vectors with their cosines, best first."""
        # Under the guard, so that a reload does not close the client in mid-query.
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
        from chromadb.errors import ChromaError

        self.path.mkdir(parents=True, exist_ok=True)
        try:
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
        except (ChromaError, ValueError, OSError) as error:
            raise DamagedError(
                f"the vectors in {self.path} can't be opened ({error});"
                " `isnad index --rebuild` makes them anew"
            ) from error


@contextmanager
def _fitting(path: Path) -> Iterator[None]:
    """Say it where vectors are of another size than those there, or can't be read at all."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        if "dimension" in str(error).lower():
            raise StoreError(_UNFIT.format(path)) from error
        raise DamagedError(
            f"the vectors in {path} can't be used ({error}):"
            " if it lasts, `isnad index --rebuild` makes them anew"
        ) from error
