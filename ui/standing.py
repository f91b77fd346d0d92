"""Whether the service can answer: the stores are looked at, and lost words are made anew."""

import logging
from threading import Lock, Thread
from typing import Any

from index import disk
from index.errors import IsnadError, StoreError
from index.store import Index

MENDING = "the words are {}: they are being made anew from the catalogue"

log = logging.getLogger("isnad")


class Standing:
    """The state of one index; safe to ask from several threads."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._mending = Lock()

    def ready(self) -> dict[str, Any]:
        """What `/ready` says; StoreError where questions can't be answered just now.

        A word index that is lost or broken is made anew meanwhile.
        """
        self.index.catalogue.sound()
        words = self.index.faults().get("words", "")
        if words and disk.writable(self.index.data):
            self._mend()
        if words:
            raise StoreError(MENDING.format(words))
        warnings = disk.remarks(self.index.data)
        with self.index.reading():
            sentences = self.index.totals().sentences
        return {"status": "ready", "sentences": sentences, "warnings": warnings}

    def _mend(self) -> None:
        """Make the words anew in the background, unless somebody is at it."""
        if not self._mending.acquire(blocking=False):
            return

        def work() -> None:
            try:
                self.index.mend()
            except IsnadError as error:
                log.warning("%s; the words can't be made anew yet", error)
            finally:
                self._mending.release()

        Thread(target=work, name="mend", daemon=True).start()
