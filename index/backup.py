"""Restores a data directory from a backup, its derived stores made anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from filelock import FileLock, Timeout

from index import archive, manifest, restore
from index.archive import Backup
from index.disk import minding
from index.errors import BusyError, StoreError
from index.store import Index


def restored(
    file: Path,
    data: Path,
    *,
    encoding: str = "isnad",
    lock_wait: float = 30.0,
) -> Backup:
    """Put a backup in the place of what a data directory holds, or into an empty one.

    Until all of it is there, what was there is untouched and goes on being used.
    Raises FileError for an archive that is none, and StoreError for a folder that is not ours.
    """
    _check_place(data)
    with _alone(data) as staged:
        with minding(data):
            backup = archive.unpack(file, staged)
            _complete(staged, backup, encoding)
        restore.commit(data, staged, lock_wait)
    return backup


@contextmanager
def _alone(data: Path) -> Iterator[Path]:
    """An empty folder within a data directory to restore into, and nobody else who does."""
    with minding(data):
        data.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(data / f"{restore.BEGUN}.lock", timeout=0):
                for left in data.glob(f"{restore.BEGUN}.*/"):  # by one that was killed
                    rmtree(left, ignore_errors=True)
                staged = data / f"{restore.BEGUN}.new"
                staged.mkdir()
                try:
                    yield staged
                finally:
                    rmtree(staged, ignore_errors=True)
        except Timeout as error:
            raise BusyError(f"another process is restoring {data}: try again after it") from error


def _check_place(data: Path) -> None:
    """StoreError for a folder of others; ours may be damaged, for that is what this is for."""
    try:
        manifest.read(data)
    except StoreError:
        if not (data / manifest.CATALOGUE).exists():
            raise


def _complete(folder: Path, backup: Backup, encoding: str) -> None:
    """Make the words of a restored catalogue; its vectors are its own, and Chroma follows them."""
    with Index.open(folder, encoding=encoding, rebuild=True) as index:
        index.catalogue.redo_vectors()  # the copy where it is put, if any, is of another catalogue
        if backup.encoding != encoding:
            index.rebuild()
            return
        index.derived.refill_words()
        index.finish()
        index.catalogue.shrink()
    for left in ("write.lock", "writer"):
        (folder / left).unlink(missing_ok=True)
