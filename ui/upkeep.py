"""The upkeep of a data directory as the commands do it: check, repair and restore."""

from contextlib import closing
from pathlib import Path

from index import backup, checking, manifest
from index.archive import Backup
from index.checking import Fault
from index.errors import StoreError
from index.store import Index
from rag.opening import usable_embedder
from ui.process import bar
from ui.settings import Settings


def check(settings: Settings) -> tuple[list[Fault], list[Fault]]:
    """What was found wrong in the data folder, and what of it is so still; StoreError."""
    found = manifest.read(settings.data)
    if found is None:
        raise StoreError(f"there is no index in {settings.data} to check")
    with closing(_opened(settings)) as index:
        faults = _checked(index, settings)
        if not faults or not settings.repair:
            return faults, faults
        checking.repair(index, faults)
        return faults, _checked(index, settings)


def restore(settings: Settings, file: Path) -> Backup:
    """Put a backup in the place of what the data folder holds."""
    return backup.restored(
        file, settings.data, encoding=settings.encoding, lock_wait=settings.lock_wait
    )


def _checked(index: Index, settings: Settings) -> list[Fault]:
    with bar("checking", index.number, settings) as step:
        return checking.check(index, step)


def _opened(settings: Settings) -> Index:
    """The index as it is: nothing is mended yet."""
    return Index.open(
        settings.data,
        embedder=usable_embedder(settings.embedder),
        encoding=settings.encoding,
        lock_wait=settings.lock_wait,
        rebuild=True,
    )
