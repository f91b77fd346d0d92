"""Opens the pipeline over a data directory, and fills a new one with the demo articles."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

import index
from index import files, manifest, restore
from index.embedder import EMBEDDED, Embedder, HashingEmbedder
from index.encoder import Encoder
from index.errors import BusyError, FileError, ModelError, SettingError, StoreError
from index.folders import resume
from index.log import log
from index.store import LOCK_WAIT, Index
from index.values import File
from rag import thesaurus as synonyms
from rag.lexicon import vocabulary
from rag.pipeline import Pipeline
from rag.reader import NONE, Reader
from rag.scorer import ReadingScorer

if TYPE_CHECKING:
    from rag.generative import Generative
    from rag.llm import LanguageModel
    from rag.reranker import Reranker
    from rag.support import Entails
    from rag.verifier import Verifier


SEEDS = Path(index.__file__).parents[1] / "seeds"
"""The five demo articles, in a checkout as in an installed package."""


READER = EMBEDDED
"""The reader where none is named."""


def default_data() -> Path:
    """The user's data directory."""
    return user_data_path("isnad", appauthor=False)


def open_pipeline(
    data: Path | None = None,
    *,
    embedder: str = EMBEDDED,
    reranker: str = "",
    reader: str = "",
    encoding: str = "isnad",
    lock_wait: float = LOCK_WAIT,
    public_url: str = "",
    thesaurus: Path | None = None,
    lexicon: Path | None = None,
    llm: str = "",
    llm_base_url: str = "",
    llm_api_key: str = "",
    llm_timeout: float = 60.0,
    nli: str = "",
    unsupported: str = "leave-out",
) -> Pipeline:
    """The pipeline over a data directory; a directory without an index gets the demo articles.

    `thesaurus` and `lexicon` are a user's own files of synonyms and of English-Arabic words.
    `llm` is a language model as provider:name, to be had at its provider's or at `llm_base_url`,
    and left for the extractive answer after `llm_timeout` seconds;
    `nli` is a cross-encoder for inference that checks its statements beside our own rules, and
    with `unsupported` "mark" those that fail are kept, marked so.
    `embedder`, `reranker` and `reader` are the names of models, as the settings of these names.
    Where one of these can't be had, that is warned of and the words of a question alone
    decide. Raises StoreError, SettingError and ModelError.
    """
    if thesaurus is not None:
        synonyms.load(thesaurus)  # what is wrong with the file is said now, not at a question
    if lexicon is not None:
        vocabulary(lexicon)
    generative, read = None, open_reader(reader or READER)
    if llm:
        from rag.llm import LanguageModel, Limits

        model = LanguageModel(llm, llm_base_url, llm_api_key, Limits.within(llm_timeout))
        generative = _generative(model, nli, read, keep=unsupported == "mark")
    where = data or default_data()
    restore.finish(where, lock_wait)
    found = manifest.read(where)
    made, chosen = usable_embedder(embedder), _usable_reranker(reranker)
    store = Index.open(where, embedder=made, encoding=encoding, lock_wait=lock_wait)
    try:
        _made_ready(store, found)
    except BaseException:
        store.close()
        raise
    return Pipeline(
        store,
        public_url=public_url,
        thesaurus=thesaurus,
        lexicon=lexicon,
        generative=generative,
        reranker=chosen,
        scorer=ReadingScorer(read) if read is not None else None,
    )


def _made_ready(store: Index, found: manifest.Manifest | None) -> None:
    """Give an empty index the demo, and finish a first indexing that was broken off."""
    if found is not None and found.whole:
        return
    given = found is not None and found.given
    if not given and store.number() == len(store.names(str(SEEDS))):
        plant(store)  # there is nothing, or the planting was broken off
        return
    for failed in resume(store, found):
        log.warning("%s: %s", failed.source, failed.reason)


def open_embedder(name: str) -> Embedder:
    """The embedder of a name; nothing is loaded yet. ModelError."""
    if name == EMBEDDED:
        return Encoder()
    from index.models import embedder  # for which the first question need not wait

    return embedder(name)


def usable_embedder(name: str) -> Embedder:
    """The embedder of a name, or what leaves questions to their words, said in a warning."""
    try:
        return open_embedder(name)
    except ModelError as error:
        log.warning("%s; the words of a question alone decide", error)
        return HashingEmbedder()


def open_reranker(name: str) -> "Reranker | None":
    """The re-ranker of a name, None for the empty one; nothing is loaded yet. ModelError."""
    if not name:
        return None
    from rag.reranker import reranker

    return reranker(name)


def open_reader(name: str) -> Reader | None:
    """The reader of a name: the one that ships, a folder's, or None for "none".

    Nothing is loaded yet. SettingError.
    """
    if name == NONE:
        return None
    if name == EMBEDDED:
        return Reader()
    if not (folder := Path(name)).is_dir():
        raise SettingError(
            f"ISNAD_READER={name} can't be used: it takes embedded, none, or a folder with"
            " reader.onnx"
        )
    return Reader(folder / "reader.onnx", "")


def _usable_reranker(name: str) -> "Reranker | None":
    try:
        return open_reranker(name)
    except ModelError as error:
        log.warning("%s; candidates keep their order", error)
        return None


def _generative(
    model: "LanguageModel", nli: str, read: Reader | None, *, keep: bool
) -> "Generative":
    from rag.generative import Generative

    return Generative(model, unsupported=keep, verifier=open_verifier(read, nli))


def open_verifier(read: Reader | None, nli: str = "") -> "Verifier":
    """What checks statements: the reader, or rules without it; beside a user's cross-encoder."""
    from rag.verifier import ReadingVerifier, RuleVerifier

    entails = _entails(nli)
    return RuleVerifier(entails) if read is None else ReadingVerifier(read, entails)


def _entails(name: str) -> "Entails | None":
    """What the named cross-encoder says of a text and a statement; None without a name."""
    if not name:
        return None
    from rag import reranker

    judge = reranker.nli(name)
    return lambda text, statement: judge.probabilities([(text, statement)])[0]


def plant(store: Index) -> None:
    """Index the demo articles into an empty index, and encode them."""
    if not SEEDS.is_dir():
        raise StoreError(f"the demo articles are missing from {SEEDS}: run `isnad index PATH`")
    for _ in store.add(read_all([SEEDS])):
        pass
    store.finish()
    try:
        while store.encode():
            pass
    except (ModelError, BusyError) as error:
        log.warning("%s; the words of a question alone decide", error)


def read_all(paths: Iterable[Path]) -> Iterator[File | FileError]:
    """Every file at these paths, read one at a time; one that can't be read is its error."""
    for path in paths:
        for file, root in files.walk(path):
            try:
                yield files.read(file, root)
            except FileError as error:
                yield error
