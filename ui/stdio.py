"""The process's stdin and stdout as a protocol of lines of JSON-RPC needs them."""

import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any, TextIO

import anyio

GRACE_S = 30.0
"""Seconds that requests at work may take once stdin has ended; a language model takes some."""


@contextmanager
def stdout_alone() -> Iterator[TextIO]:
    """The real stdout for the protocol alone: what else is written there goes to stderr."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        with os.fdopen(kept, "w", encoding="utf-8", newline="\n") as out:
            yield out
    except BrokenPipeError:  # what was left to write when the client went
        return


class Lines:
    """Reads stdin and writes replies; the end of stdin is held back until all have been written.

    MCP's SDK drops the requests at work when its input ends, which in `isnad mcp < FILE` it does
    at once. `fault` gives the reply to a line that is no message, which the SDK never sees.
    """

    def __init__(self, out: TextIO, fault: Callable[[str], dict[str, Any] | None]) -> None:
        self.fault = fault
        self.input = TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
        self.out = anyio.wrap_file(out)
        self.unanswered: set[str | int] = set()
        self.answered: set[str | int] = set()
        self.all_answered: anyio.Event | None = None

    async def __aiter__(self) -> AsyncIterator[str]:
        """The lines of stdin that are messages."""
        async for line in anyio.wrap_file(self.input):
            if not line.strip():
                continue
            if wrong := self.fault(line):
                await self.out.write(json.dumps(wrong) + "\n")
                await self.out.flush()
                continue
            self.unanswered |= _id(line, request=True)
            yield line
        self.all_answered = anyio.Event()
        if self.unanswered:
            with anyio.move_on_after(GRACE_S):
                await self.all_answered.wait()

    async def write(self, text: str) -> None:
        """Write a message."""
        await self.out.write(text)
        self.answered |= _id(text, request=False)

    async def flush(self) -> None:
        """Send what was written."""
        await self.out.flush()
        self.unanswered -= self.answered
        self.answered.clear()
        if self.all_answered is not None and not self.unanswered:
            self.all_answered.set()


def _id(line: str, *, request: bool) -> set[str | int]:
    """The id of a request or of a reply, none for any other line."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return set()
    if not isinstance(message, dict) or ("method" in message) is not request:
        return set()
    id_ = message.get("id")
    return {id_} if isinstance(id_, str | int) and message.get("jsonrpc") == "2.0" else set()
