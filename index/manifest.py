"""The manifest of a data directory: what made it, and whether this program may open it."""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from index.disk import minding
from index.errors import StoreError

FORMAT = 2
"""Raised when the stores change in a way that an older program would misread."""
NAME = "manifest.json"
CATALOGUE = "catalogue.sqlite"
ANSWERS = "answers.sqlite"
DATABASES = (CATALOGUE, ANSWERS)
"""What can't be made from anything else, and so is backed up."""
OURS = frozenset({NAME, CATALOGUE, "vectors", "write.lock", "writer", "reserve", "first.lock"})
PREFIXES = (
    CATALOGUE, f"{NAME}.", ANSWERS, "words", "vectors.", "restor", "keys.json", "sessions.json",
    "audit.jsonl",
)  # fmt: skip
"""Names an index or a server's keys may have left before the manifest was written."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The format of the stores, the fingerprints of what filled them, and whether the first
    indexing came to its end (`whole`); if not, the files and folders that it is `given`, and
    whether links that lead out of these are followed.
    """

    embedder: str
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
            str(fields["embedder"]),
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


def check(data: Path, found: Manifest | None, embedder: str, encoding: str) -> None:
    """Raise StoreError where an index was made with another embedder or encoding."""
    if found is None:
        return
    for name, made, wanted in (
        ("embedder", found.embedder, embedder),
        ("encoding", found.encoding, encoding),
    ):
        if made != wanted:
            raise StoreError(mismatch(data, name, made, wanted))


def claim(data: Path, embedder: str, encoding: str) -> None:
    """Before vectors are written: whose they are is known, and no other's are there."""
    found = read(data)
    if found is None:
        write(data, Manifest(embedder, encoding, whole=False))
    elif found.embedder not in (embedder, unfinished(embedder)):
        raise StoreError(mismatch(data, "embedder", found.embedder, embedder))


def announce(data: Path, embedder: str, encoding: str) -> None:
    """Before vectors change hands: after a crash in between, neither embedder fits them."""
    found = read(data)
    if found is not None and found.embedder != embedder:
        write(data, replace(found, embedder=unfinished(embedder), encoding=encoding))


def unfinished(embedder: str) -> str:
    """What stands for an embedder while vectors change from another's to its own."""
    return f"{embedder}, unfinished"


def mismatch(data: Path, name: str, made: str, wanted: str) -> str:
    """What to say of an index made with another embedder or encoding."""
    return (
        f"the index in {data} was made with {name} {made}, and ISNAD_{name.upper()} now asks"
        f" for {wanted}: set it back, or run `isnad index --rebuild`"
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
