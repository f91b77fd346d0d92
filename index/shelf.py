"""The word index that a view of the catalogue names: a rebuild commits another in its place."""

import threading
from pathlib import Path
from secrets import token_hex
from shutil import rmtree

from index.catalogue import Catalogue
from index.errors import StoreError
from index.words import Words

PREFIX = "words"
"""Of the folders' names; the catalogue says which of them is its own."""


class Shelf:
    """Holds the word indexes open that views of the catalogue still need.

    Which one that is stands in the catalogue, so that a commit changes texts and words at once,
    for every reader. Safe to use from several threads.
    """

    def __init__(self, data: Path, catalogue: Catalogue) -> None:
        self.data = data
        self.catalogue = catalogue
        self._guard = threading.RLock()
        self._open: dict[str, Words] = {}
        self._seen: tuple[str, int] | None = None

    @property
    def folder(self) -> Path:
        """Where the word index of this thread's view lies."""
        return self.data / self.catalogue.place()[0]

    @property
    def words(self) -> Words:
        """The word index of this thread's view; StoreError where it is lost or broken."""
        folder, _ = self.catalogue.place()
        with self._guard:
            if folder not in self._open:
                last = list(self._open.items())[-1:]  # a question at work may still be in it
                self._open = {**dict(last), folder: Words(self.data / folder)}
            return self._open[folder]

    def enter(self) -> None:
        """Bring the word index of this thread's view up to it; where it has gone, to a newer view.

        StoreError where the one that the catalogue names is lost or broken.
        """
        while self._seen != (place := self.catalogue.place()):
            folder = place[0]
            try:
                self.words.reload()
            except StoreError:
                if self._moved(folder):
                    continue
                raise
            if not self._moved(folder):  # it may have been going while it was opened
                self._seen = place

    def _moved(self, folder: str) -> bool:
        """Whether the catalogue names another by now; a view is begun anew to see."""
        self.catalogue.look_again()
        return self.catalogue.place()[0] != folder

    def forget(self) -> None:
        """Open anew whatever is asked for next: what was open may have gone."""
        with self._guard:
            self._open = {}
            self._seen = None

    def fresh(self) -> tuple[str, Words]:
        """A new word index beside the one in use, and its folder's name."""
        folder = f"{PREFIX}.{token_hex(4)}"
        return folder, Words(self.data / folder, create=True)

    def sweep(self) -> None:
        """Remove the folders that the catalogue does not name; those who read them still can."""
        used, _ = self.catalogue.place()
        for folder in self.data.glob(f"{PREFIX}*"):
            if folder.name != used:
                rmtree(folder, ignore_errors=True)
