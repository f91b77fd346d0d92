"""How often what happened, counted for whoever asks."""

from collections.abc import Mapping
from threading import Lock


class Tally:
    """Counts under names that are known beforehand; safe from several threads.

    >>> tally = Tally("late", "failed")
    >>> tally.add("late")
    >>> tally.counts()
    {'late': 1, 'failed': 0}
    """

    def __init__(self, *names: str) -> None:
        self._counts = dict.fromkeys(names, 0)
        self._lock = Lock()

    def add(self, name: str) -> None:
        """Count one more; KeyError for a name that is not known."""
        with self._lock:
            self._counts[name] += 1

    def counts(self) -> Mapping[str, int]:
        """Every name with its number."""
        with self._lock:
            return dict(self._counts)
