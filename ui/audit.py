"""The audit log: who changed which source or key, and when, one JSON object a line."""

import json
import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ui.jsonfile import PRIVATE

NAME = "audit.jsonl"
COMMAND_LINE = "command line"
"""Who changes things by a command; no key's name holds a space."""

log = logging.getLogger("isnad")


@dataclass(frozen=True, slots=True)
class Audit:
    """The log of one data directory; only ever added to, and opened anew for every line.

    So it may be moved away at any time, as logrotate does.
    """

    data: Path

    def note(self, who: str, what: str, **which: object) -> None:
        """Add a line; one that can't be written is said in the server's log, for a deletion must
        succeed on a full disk.
        """
        when = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"when": when, "who": who, "what": what, **which}, ensure_ascii=False)
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            descriptor = os.open(self.data / NAME, flags, PRIVATE)
            try:
                os.write(descriptor, f"{line}\n".encode("utf-8", "backslashreplace"))
            finally:
                os.close(descriptor)
        except OSError as error:
            log.warning("the audit log lacks %s: %s", ascii(line), error.strerror)
