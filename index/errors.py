"""Every error Isnad raises on purpose; each message names the thing and says what to do.

IsnadError
├── InputError          the request is wrong, and only its author can mend it
│   ├── QuestionError   empty, too long, or nothing in it to look for
│   ├── FileError       a file that can't be taken in: empty, binary, not UTF-8, …
│   │   ├── FileTypeError
│   │   └── FileTooLargeError
│   └── SettingError    a setting or option with an impossible value
├── UnknownSourceError  no source of that name is indexed
├── CrowdedError        all places for such work are taken: try again
├── StoreError          the data directory can't be used as it is
│   ├── BusyError       another process is writing to it
│   ├── DamagedError    what is stored is not what was put there
│   └── FullError       no room is left for a change
└── ModelError          an embedder or language model that can't be had or used
"""

from typing import Self

STAYS = "its earlier text stays in the index"


class IsnadError(Exception):
    """The base of all of them: `str(error)` is one line for the person at the screen."""


class InputError(IsnadError):
    """The request itself is wrong."""


class QuestionError(InputError):
    """A question that can't be asked of anything."""


class FileError(InputError):
    """A file that can't be indexed; `source` is its name and `reason` says why."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason

    def kept(self) -> Self:
        """The same of a file that was indexed before, and is still answered from."""
        return type(self)(self.source, f"{self.reason}; {STAYS}")


class FileTypeError(FileError):
    """A kind of file Isnad does not read."""


class FileTooLargeError(FileError):
    """A file above the limit."""


class SettingError(InputError):
    """A setting that can't be used; the message names it."""


class UnknownSourceError(IsnadError):
    """No source of that name."""

    def __init__(self, source: str) -> None:
        super().__init__(f"no source is named {source!r}: `isnad sources` lists them")
        self.source = source


class CrowdedError(IsnadError):
    """As much of such work is being done as is good for the rest."""


class StoreError(IsnadError):
    """The data directory is not ours, of another version, or damaged."""


class BusyError(StoreError):
    """Another process holds the data directory for writing."""


class DamagedError(StoreError):
    """A catalogue that SQLite can't read, or a text that is not the one indexed."""


class FullError(StoreError):
    """The disk has no room for a change; what was there before is there still."""


class ModelError(IsnadError):
    """A model that is missing, unreachable or of the wrong kind."""
