"""The manifest of a data directory: what made it, and whether this program may open it."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from index.disk import minding
from index.errors import StoreError

FORMAT = 3
"""Raised when the stores change in a way that an older program would misread."""
NAME = "manifest.json"
CATALOGUE = "catalogue.sqlite"
ANSWERS = "answers.sqlite"
DATABASES = (CATALOGUE, ANSWERS)
"""What can't be made from anything else, and so is backed up."""
OURS = frozenset(
    {NAME, CATALOGUE, "vectors", "write.lock", "writer", "reserve", "first.lock", "encode.lock"}
)
PREFIXES = (
    CATALOGUE, f"{NAME}.", ANSWERS, "words", "vectors.", "restor", "keys.json", "sessions.json",
    "audit.jsonl",
)  # fmt: skip
"""Names an index or a server's keys may have left before the manifest was written."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The format of the stores, the encoding that measured passages, and whether the first
    indexing came to its end (`whole`); if not, the files and folders that it is `given`, and
    whether links that lead out of these are followed.
    """

    encoding: str
    format: int = FORMAT
    whole: bool = True
    given: tuple[str, ...] = ()
    follow_links: bool = False


def read(data: Path) -> Manifest | None:
    """The manifest of a data directory, None where no index has been finished yet.

    Raises StoreError where the directory holds something else or was made by a newer version.
    """
    path = data / NAME
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        _check_ours(data)
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise StoreError(f"{path} can't be read ({error}): is {data} Isnad's?") from error
    known = fields.get("format") if isinstance(fields, dict) else None
    if not isinstance(known, int) or known < 1:
        raise StoreError(f"{path} is not a manifest of Isnad: choose another data directory")
    if known > FORMAT:
        raise StoreError(
            f"{data} has format {known}, made by a newer version of Isnad; this one reads"
            f" format {FORMAT}: upgrade, or choose another data directory"
        )
    try:
        return Manifest(
            str(fields["encoding"]),
            known,
            bool(fields.get("whole", True)),
            tuple(map(str, fields.get("given", ()))),
            bool(fields.get("follow_links", False)),
        )
    except KeyError as error:
        raise StoreError(f"{path} lacks {error}: choose another data directory") from error


def write(data: Path, manifest: Manifest) -> None:
    """Put the manifest in place, whole or not at all."""
    draft = data / f"{NAME}.{os.getpid()}"
    with minding(data / NAME):
        with draft.open("w", encoding="utf-8") as stream:
            stream.write(json.dumps(asdict(manifest), indent=2) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(data / NAME)
        settle(data)


def settle(folder: Path) -> None:
    """Make what was renamed in a folder outlive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check(data: Path, found: Manifest | None, encoding: str) -> None:
    """Raise StoreError where an index was made with another encoding."""
    if found is not None and found.encoding != encoding:
        raise StoreError(
            f"the index in {data} was made with encoding {found.encoding}, and ISNAD_ENCODING now"
            f" asks for {encoding}: set it back, or run `isnad index --rebuild`"
        )


def _check_ours(data: Path) -> None:
    if data.exists() and not data.is_dir():
        raise StoreError(f"the data directory {data} is a file: choose another")
    strangers = [] if not data.exists() else sorted(p.name for p in data.iterdir() if not _ours(p))
    if strangers:
        raise StoreError(
            f"{data} holds other files ({strangers[0]}) and no index of Isnad:"
            " choose an empty data directory"
        )


def _ours(path: Path) -> bool:
    return path.name in OURS or path.name.startswith(PREFIXES)
