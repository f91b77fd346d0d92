"""Files and folders as they are given to be indexed: what changed goes in, what vanished out."""

import logging
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from index import disk, files, manifest
from index.errors import FileError
from index.store import Index, Outcome
from index.values import File

LOCK = "first.lock"
"""Held while files and folders are taken in, so that nobody takes them for broken off."""

log = logging.getLogger("isnad")


@dataclass(slots=True)
class Tally:
    """What became of the files of `isnad index`."""

    indexed: int = 0
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    failed: list[Outcome] = field(default_factory=list)

    def count(self, outcome: Outcome) -> None:
        """Add one outcome."""
        if outcome.status == "failed":
            self.failed.append(outcome)
        elif outcome.status == "indexed":
            self.indexed += 1
        else:
            self.unchanged += 1


def take_in(
    index: Index,
    paths: Sequence[Path],
    watch: Callable[[Outcome], None] = lambda _: None,
    *,
    follow_links: bool = False,
) -> Tally:
    """Index files and folders, and remove what vanished from the folders.

    A first indexing notes what it is given, so that after a crash whoever comes next goes on
    with it.

    Args:
        index: where they go.
        paths: files and folders; one that is missing is a failure, and the rest goes in.
        watch: called with each outcome as it is known.
        follow_links: whether links that lead out of a folder are followed.
    """
    with _alone(index.data) as alone:
        found = manifest.read(index.data)
        first = alone and (found is None or not found.whole)
        if first:
            index.begin([str(path.absolute()) for path in paths], follow_links=follow_links)
        tally = _take_all(index, paths, watch, follow_links)
        if first:
            index.finish_first()
    return tally


def resume(index: Index, found: manifest.Manifest | None) -> list[Outcome]:
    """Go on with a first indexing that was broken off, unless somebody is at it; the failures."""
    with _alone(index.data) as alone:
        if not alone:
            log.warning("another process is at the first indexing of %s", index.data)
            return []
        index.reconcile()
        given = [Path(path) for path in found.given] if found is not None else []
        follow_links = found is not None and found.follow_links
        tally = _take_all(index, given, lambda _: None, follow_links)
        index.finish()
    return tally.failed


def _take_all(
    index: Index, paths: Sequence[Path], watch: Callable[[Outcome], None], follow_links: bool
) -> Tally:
    tally = Tally()
    for path in paths:
        place = _place(path)
        present: set[str] = set()
        root = place if _is_folder(place) else place.parent
        given = _told(index, root, _files(path, place, present, follow_links))
        for outcome in index.add(given):
            tally.count(outcome)
            watch(outcome)
        if _is_folder(place):
            tally.removed += index.prune(str(place), present | _hidden(index, place, present))
    return tally


@contextmanager
def _alone(data: Path) -> Iterator[bool]:
    """Whether nobody else is taking files and folders in, for as long as the block lasts."""
    lock = FileLock(data / LOCK)
    try:
        with disk.minding(data):
            lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _is_folder(place: Path) -> bool:
    try:
        return place.is_dir()
    except OSError:
        return False


def _place(path: Path) -> Path:
    """Where a path leads, so that one folder is one root; a link to a file keeps its own name."""
    try:
        return path.resolve() if path.is_dir() else path.parent.resolve() / path.name
    except (OSError, RuntimeError):  # not allowed to look; links that go round
        return path


def _files(
    path: Path, place: Path, present: set[str], follow_links: bool
) -> Iterator[File | FileError]:
    """The files at a path that leads to `place`, or why one can't be had.

    Their names are noted in `present`.
    """
    try:
        if stat.S_ISDIR(place.stat().st_mode):
            next(place.iterdir(), None)
    except FileNotFoundError:
        yield FileError(str(path), "no such file or folder")
        return
    except OSError as error:
        yield FileError(str(path), f"can't be read: {error.strerror or error}")
        return
    for file, root in files.walk(place, follow_links=follow_links):
        present.add(file.relative_to(root).as_posix())
        try:
            yield files.read(file, root, follow_links=follow_links)
        except FileError as error:
            yield error


def _told(
    index: Index, root: Path, given: Iterable[File | FileError]
) -> Iterator[File | FileError]:
    """The files, and of those that can't be had whether the index still holds what they said."""
    for file in given:
        if isinstance(file, FileError) and (known := index.find(file.source)) is not None:
            yield file.kept() if known.root == str(root) else file
        else:
            yield file


def _hidden(index: Index, place: Path, present: set[str]) -> set[str]:
    """The sources of a folder that were not met there and yet can't be said to be gone.

    A folder that can't be listed any more must not cost the articles that lie in it.
    """
    missing = set(index.names(str(place))) - present
    return {source for source in missing if not _is_gone(place / source)}


def _is_gone(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
