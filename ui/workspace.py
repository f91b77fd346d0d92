"""The data folder as the commands use it: opened, filled with the demo articles, fed with files."""

import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from index import files, manifest
from index.errors import FileError
from index.store import Index, Outcome
from index.values import File
from rag.opening import open_embedder, open_pipeline
from rag.pipeline import Pipeline
from ui.process import bar
from ui.settings import Settings, check_models


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


def open_workspace(settings: Settings, say: Callable[[str], None]) -> Pipeline:
    """The pipeline over the data folder; a folder without an index gets the demo articles.

    `say` is told of it. Raises StoreError and SettingError.
    """
    check_models(settings)
    if manifest.read(settings.data) is None:
        say(f"no index in {settings.data} yet: indexing the demo articles")
    return open_pipeline(
        settings.data,
        embedder=settings.embedder,
        reranker=settings.reranker,
        encoding=settings.encoding,
        lock_wait=settings.lock_wait,
        public_url=settings.public_url,
        thesaurus=settings.thesaurus,
        lexicon=settings.lexicon,
        llm=settings.llm,
        llm_base_url=settings.llm_base_url,
        llm_api_key=settings.llm_api_key,
        llm_timeout=settings.llm_timeout,
        nli=settings.nli,
        unsupported=settings.unsupported,
    )


def open_index(settings: Settings) -> Index:
    """The index of the data folder, for `isnad index`: what a crash left undone is finished."""
    check_models(settings)
    index = Index.open(
        settings.data,
        embedder=open_embedder(settings.embedder),
        encoding=settings.encoding,
        lock_wait=settings.lock_wait,
        rebuild=settings.rebuild,
    )
    try:
        if settings.rebuild:
            with bar("embedding", lambda: index.totals().passages, settings) as step:
                index.embedded = _steps(step)
                index.rebuild()
        else:
            index.reconcile()
    except BaseException:
        index.close()
        raise
    return index


def _steps(step: Callable[[], None]) -> Callable[[int], None]:
    """What to call with a number of things done where `step` counts one."""

    def many(number: int) -> None:
        for _ in range(number):
            step()

    return many


def take_in(index: Index, paths: Sequence[Path], watch: Callable[[Outcome], None]) -> Tally:
    """Index files and folders, and remove what vanished from the folders.

    Args:
        index: where they go; its manifest is written once anything is in it.
        paths: files and folders; one that is missing is a failure, and the rest goes in.
        watch: called with each outcome as it is known.
    """
    tally = Tally()
    found = manifest.read(index.data)
    begun = found is not None and found.whole
    for path in paths:
        place = _place(path)
        present: set[str] = set()
        root = place if _is_folder(place) else place.parent
        for outcome in index.add(_told(index, root, _files(path, place, present))):
            if not begun and outcome.status == "indexed":
                index.finish()
                begun = True
            tally.count(outcome)
            watch(outcome)
        if _is_folder(place):
            tally.removed += index.prune(str(place), present | _hidden(index, place, present))
    return tally


@contextmanager
def progress(paths: Sequence[Path], settings: Settings) -> Iterator[Callable[[Outcome], None]]:
    """What to call with each outcome: it moves a bar on a terminal, and does nothing in a pipe."""

    def total() -> int:
        return sum(1 for path in paths if path.exists() for _ in files.walk(path))

    with bar("indexing", total, settings) as step:
        yield lambda _: step()


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


def _files(path: Path, place: Path, present: set[str]) -> Iterator[File | FileError]:
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
    for file, root in files.walk(place):
        present.add(file.relative_to(root).as_posix())
        try:
            yield files.read(file, root)
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
