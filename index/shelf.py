"""The word index that a view of the catalogue names: a rebuild commits another in its place."""

import threading
from pathlib import Path
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

    def __init__(self, data: Path, catalogue: Catalogue, *, mend: bool) -> None:
        self.data = data
        self.catalogue = catalogue
        self._guard = threading.RLock()
        self._open: dict[str, Words] = {}
        self._seen: tuple[str, int] | None = None
        self.enter(mend=mend)

    @property
    def words(self) -> Words:
        """The word index of this thread's view."""
        folder, _ = self.catalogue.place()
        with self._guard:
            if folder not in self._open:
                last = list(self._open.items())[-1:]  # a question at work may still be in it
                self._open = {**dict(last), folder: Words(self.data / folder)}
            return self._open[folder]

    def enter(self, *, mend: bool = False) -> None:
        """Bring the word index of this thread's view up to it; where it has gone, to a newer view.

        A lost one is begun anew, and with `mend` a broken one; else StoreError says so.
        """
        while self._seen != (place := self.catalogue.place()):
            folder = place[0]
            if not (self.data / folder).is_dir() and self._moved(folder):
                continue
            try:
                self.words.reload()
            except StoreError:
                if self._moved(folder):
                    continue
                if not mend:
                    raise
                self.empty()
            if not self._moved(folder):  # it may have been going while it was opened
                self._seen = place

    def _moved(self, folder: str) -> bool:
        """Whether the catalogue names another by now; a view is begun anew to see."""
        self.catalogue.look_again()
        return self.catalogue.place()[0] != folder

    def empty(self) -> None:
        """Begin the word index anew, in its place."""
        folder, _ = self.catalogue.place()
        with self._guard:
            self._open.pop(folder, None)
            rmtree(self.data / folder, ignore_errors=True)
            self.words.reload()

    def fresh(self) -> tuple[str, Words]:
        """A new word index beside the one in use, and its folder's name."""
        folder = f"{PREFIX}.{self.catalogue.generation()}"
        rmtree(self.data / folder, ignore_errors=True)
        return folder, Words(self.data / folder)

    def sweep(self) -> None:
        """Remove the folders that the catalogue does not name; those who read them still can."""
        used, _ = self.catalogue.place()
        for folder in self.data.glob(f"{PREFIX}*"):
            if folder.name != used:
                rmtree(folder, ignore_errors=True)
