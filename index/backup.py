"""Restores a data directory from a backup, its derived stores made anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from filelock import FileLock, Timeout

from index import archive, manifest, restore
from index.archive import Backup
from index.disk import minding
from index.embedder import Embedder, HashingEmbedder
from index.errors import BusyError, StoreError
from index.store import Index


def restored(
    file: Path,
    data: Path,
    *,
    embedder: Embedder | None = None,
    encoding: str = "isnad",
    lock_wait: float = 30.0,
    embedded: Callable[[int], None] = lambda _: None,
) -> Backup:
    """Put a backup in the place of what a data directory holds, or into an empty one.

    Until all of it is there, what was there is untouched and goes on being used.
    Raises FileError for an archive that is none, StoreError for a folder that is not ours, and
    ModelError.
    """
    _check_place(data)
    with _alone(data) as staged:
        with minding(data):
            backup = archive.unpack(file, staged)
            _complete(staged, backup, embedder or HashingEmbedder(), encoding, embedded)
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


def _complete(
    folder: Path,
    backup: Backup,
    embedder: Embedder,
    encoding: str,
    embedded: Callable[[int], None],
) -> None:
    """Make what is derived from a restored catalogue."""
    with Index.open(folder, embedder=embedder, encoding=encoding, rebuild=True) as index:
        index.watch(embedded)
        if backup.encoding != encoding:
            index.rebuild()
            return
        index.derived.refill_words()
        index.derived.refill_vectors()
        index.finish()
        index.catalogue.shrink()
    for left in ("write.lock", "writer"):
        (folder / left).unlink(missing_ok=True)
