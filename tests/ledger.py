"""What a service was sent and what it acknowledged: what it must hold, and what it may cite."""

import hashlib
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any


def digest(text: str) -> str:
    """The sha256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Version:
    """A text under a name, from its sending until the end of it was acknowledged."""

    sha256: str
    text: str
    sent: float
    ended: float = inf


class Ledger:
    """The versions of every source, in order. A name is changed by one client at a time.

    `changes` counts those that were acknowledged.
    """

    def __init__(self, there: Mapping[str, str]) -> None:
        self._lock = threading.Lock()
        self._versions: defaultdict[str, list[Version]] = defaultdict(list)
        self._holds: dict[str, str | None] = {}
        """The sha256 that was acknowledged last; None where the source is gone."""
        self._under_way: dict[str, str | None] = {}
        self.changes = 0
        for source, text in there.items():
            self._versions[source] = [Version(digest(text), text, 0.0)]
            self._holds[source] = digest(text)

    def sending(self, source: str, text: str | None) -> None:
        """A text, or None for a removal, is about to be sent."""
        with self._lock:
            self._under_way[source] = digest(text) if text is not None else None
            if text is not None:
                self._versions[source].append(Version(digest(text), text, time.monotonic()))

    def acknowledged(self, source: str) -> None:
        """What was sent has been done."""
        with self._lock:
            self._settle(source, self._under_way.pop(source))
            self.changes += 1

    def refused(self, source: str) -> None:
        """What was sent has not been done."""
        with self._lock:
            self._under_way.pop(source)
            self._settle(source, self._holds.get(source))

    def lost(self, there: Mapping[str, str]) -> list[str]:
        """Which sources are not as acknowledged, `there` being the sha256 of each source.

        What was under way may have been done or not, and is known from then on.
        """
        wrong = []
        with self._lock:
            for source in {*self._versions, *there}:
                found, may = there.get(source), {self._holds.get(source)}
                if source in self._under_way:
                    may.add(self._under_way.pop(source))
                if found not in may:
                    wrong.append(f"{source}: {found} and not {may}")
                self._settle(source, found)
        return wrong

    def fault(self, citation: Mapping[str, Any], asked: float) -> str | None:
        """What is wrong with a citation of an answer to what was asked at some time, if anything.

        Its quote must stand in the version it names, and that must not have ended before.
        """
        with self._lock:
            versions = [*self._versions.get(citation["source"], [])]
        named = [v for v in versions if v.sha256 == citation["sha256"]]
        if not named:
            return f"cites a text that was never sent: {citation}"
        if named[0].text[citation["start"] : citation["end"]] != citation["quote"]:
            return f"misquotes: {citation}"
        if all(version.ended < asked for version in named):
            return f"cites what was gone or replaced before: {citation}"
        return None

    def holds(self, source: str) -> bool:
        """Whether a source is there, by what was acknowledged last."""
        with self._lock:
            return self._holds.get(source) is not None

    def known(self, source: str, sha256: str) -> bool:
        """Whether such a text was ever sent under that name."""
        with self._lock:
            return any(version.sha256 == sha256 for version in self._versions.get(source, []))

    def _settle(self, source: str, sha256: str | None) -> None:
        self._holds[source] = sha256
        for version in self._versions[source]:
            if version.sha256 != sha256:
                version.ended = min(version.ended, time.monotonic())
