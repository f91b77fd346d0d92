"""Whether the service can answer, told at once however many questions are at work."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any

from index.errors import StoreError

PATIENCE_S = 0.15
"""How long an answer may take; a look at the index takes a millisecond."""
STALE_S = 10.0
"""How old the last look may be that is told of where another takes too long."""


Seen = dict[str, Any]


class Pulse:
    """Looks at the service in a thread of its own, one look at a time for all who ask."""

    def __init__(self, look: Callable[[], Seen]) -> None:
        self._work = look
        self._thread = ThreadPoolExecutor(1, "isnad-pulse")
        self._look: asyncio.Future[Seen] | None = None
        self._seen: tuple[float, Seen] | None = None

    async def latest(self) -> Seen:
        """What a look gives, or gave not long ago where another takes too long.

        Raises what the look raises; StoreError where none came to its end for STALE_S.
        """
        if self._look is None or self._look.done():
            self._look = asyncio.get_running_loop().run_in_executor(self._thread, self._read)
            self._look.add_done_callback(lambda look: look.cancelled() or look.exception())
        look = self._look
        if (await asyncio.wait({look}, timeout=PATIENCE_S))[0]:
            return look.result()
        if self._seen is not None and monotonic() - self._seen[0] < STALE_S:
            return self._seen[1]
        raise StoreError(f"the index has not been read for {STALE_S:g} s")

    def _read(self) -> Seen:
        found = self._work()
        self._seen = monotonic(), found
        return found
