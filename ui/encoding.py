"""The thread of a serving process that reads what is indexed, while questions are answered."""

import logging
import sqlite3
from threading import Event, Thread

from index.errors import IsnadError
from index.store import Index

IDLE_S = 1.0
"""Between two looks for new sentences: an upload is answered from its words meanwhile."""
RETRY_S = 60.0
"""Before a model or a disk that failed is tried again."""
END_S = 10.0
"""Waited at most for what is being read when the server ends; it is not lost, only read again."""

log = logging.getLogger("isnad")


class Encoding(Thread):
    """Encodes the sentences of an index that have no vector, and has Chroma follow, until ended."""

    def __init__(self, index: Index) -> None:
        super().__init__(name="encoding", daemon=True)
        self.index = index
        self._ended = Event()
        self._said = ""

    def run(self) -> None:
        """Work, and look for new work."""
        while not self._ended.is_set():
            self._ended.wait(self._step())

    def end(self) -> None:
        """Stop after what is being read."""
        self._ended.set()
        self.join(END_S)

    def _step(self) -> float:
        """Do a little; the seconds to wait then. What fails is said once."""
        try:
            busy = self.index.follow() + self.index.encode()
        except (IsnadError, OSError, sqlite3.Error) as error:
            if str(error) != self._said and not self._ended.is_set():
                self._said = str(error)
                log.warning("%s; what has no vector yet is found by its words", error)
            return RETRY_S
        self._said = ""
        return 0 if busy else IDLE_S
