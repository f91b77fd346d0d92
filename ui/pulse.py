"""Whether the index can be read, told at once however many questions are at work."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from index.errors import StoreError
from index.store import Index

PATIENCE_S = 0.15
"""How long an answer may take; a look at the index takes a millisecond."""
STALE_S = 10.0
"""How old the last look may be that is told of where another takes too long."""


class Pulse:
    """Looks at the index in a thread of its own, one look at a time for all who ask."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._thread = ThreadPoolExecutor(1, "isnad-pulse")
        self._look: asyncio.Future[int] | None = None
        self._seen: tuple[float, int] | None = None

    async def sentences(self) -> int:
        """How many sentences the index holds.

        Raises what reading it raises; StoreError where it has not been read for STALE_S.
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

    def _read(self) -> int:
        with self._index.reading():
            number = self._index.totals().sentences
        self._seen = monotonic(), number
        return number
