"""The stamp that a derived store bears: which state of which catalogue it is of."""

import os
from pathlib import Path

NAME = "isnad.stamp"


def read(folder: Path) -> str:
    """The stamp of a store's folder, empty where it bears none."""
    try:
        return (folder / NAME).read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


def identity(folder: Path) -> tuple[int, int] | None:
    """What tells the stamp of a folder from any that was written there before or since."""
    try:
        found = (folder / NAME).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def write(folder: Path, stamp: str) -> None:
    """Put a stamp on a store, whole or not at all."""
    draft = folder / f"{NAME}.{os.getpid()}"
    with draft.open("w", encoding="ascii") as stream:
        stream.write(stamp)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(folder / NAME)
