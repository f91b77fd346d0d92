"""The data folder as the commands use it: opened, filled with the demo articles, fed with files."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index import files, manifest, restore
from index.errors import BusyError, ModelError
from index.store import Index, Outcome
from rag.opening import open_pipeline, usable_embedder
from rag.pipeline import Pipeline
from ui.process import bar
from ui.settings import Settings, check_models

log = logging.getLogger("isnad")


def open_workspace(settings: Settings, say: Callable[[str], None]) -> Pipeline:
    """The pipeline over the data folder; a folder without an index gets the demo articles.

    `say` is told of it. Raises StoreError and SettingError.
    """
    check_models(settings)
    restore.finish(settings.data, settings.lock_wait)
    found = manifest.read(settings.data)
    if found is None:
        say(f"no index in {settings.data} yet: indexing the demo articles")
    elif not found.whole and found.given:
        say(f"the first indexing of {', '.join(found.given)} was broken off: going on with it")
    return open_pipeline(
        settings.data,
        embedder=settings.embedder,
        reranker=settings.reranker,
        reader=settings.reader,
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
        embedder=usable_embedder(settings.embedder),
        encoding=settings.encoding,
        lock_wait=settings.lock_wait,
        rebuild=settings.rebuild,
    )
    try:
        if settings.rebuild:
            index.rebuild()
        else:
            index.reconcile()
    except BaseException:
        index.close()
        raise
    return index


def encode(index: Index, settings: Settings) -> None:
    """Read all sentences that are still to be read, for `isnad index`; what fails is warned of."""
    try:
        with bar("encoding", index.unencoded, settings) as step:
            while number := index.encode():
                step(number)
        while index.follow():
            pass
    except (ModelError, BusyError) as error:
        log.warning("%s; %s sentences are found by their words", error, f"{index.unencoded():,}")


@contextmanager
def progress(paths: Sequence[Path], settings: Settings) -> Iterator[Callable[[Outcome], None]]:
    """What to call with each outcome: it moves a bar on a terminal, and does nothing in a pipe."""

    def total() -> int:
        return sum(1 for path in paths if path.exists() for _ in files.walk(path))

    with bar("indexing", total, settings) as step:
        yield lambda _: step()
