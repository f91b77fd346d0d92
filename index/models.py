"""Embedders by name: the one that ships, hashing, a sentence-transformers model, a hosted one."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from time import sleep
from typing import Any

import numpy as np

from index import wire
from index.embedder import EMBEDDED, HASHING, Embedder, HashingEmbedder, Idf, Vectors
from index.encoder import Encoder
from index.errors import ModelError
from index.log import log
from index.weights import Weights, digest, kind, place, quiet, revision

SETTING = "ISNAD_EMBEDDER"
WEIGHT = 1.0
"""How much its cosines count, beside the points that rag/fusion.py gives them; 0 makes none."""
PROMPTING = 1
"""Raised when the prompts below change, for the vectors change with them."""
BATCH = 32
AT_ONCE = 64
"""Texts handed to a model in one call: neither an interrupt nor a question waits for all."""
YIELD_S = 0.001
"""Pause between two calls, without which a question that waits for its turn never gets it."""
HOSTED_AT_ONCE = 256
HOSTED_RETRIES = 6
"""With growing pauses, for providers count the requests of a minute."""
HOSTED_TIMEOUT_S = 180.0
HOSTED_QUESTION_S = 10.0
"""A question waits no longer for its vector; then its words alone decide."""

ENGLISH_ONLY = re.compile(
    r"(^|[/\\:])(all-(MiniLM|mpnet|distilroberta|roberta)|multi-qa-|msmarco-|paraphrase-MiniLM"
    r"|paraphrase-albert|bge-(small|base|large)-en|e5-(small|base|large)(-v2|-unsupervised)?$"
    r"|gte-(small|base|large)(-en.*)?$|mxbai-embed|nomic-embed-text(-v1.*)?$"
    r"|snowflake-arctic-embed-(xs|s|m|m-long|l)(-v1\.5)?$|granite-embedding-.*english"
    r"|embed-english)",
    re.IGNORECASE,
)
"""Models that never saw Arabic: nDCG@10 on MIRACL-ar is at most .09, that of BM25 .48."""
QUERY_NAMES = ("query", "retrieval.query", "search_query", "Retrieval-query", "s2p_query")
PASSAGE_NAMES = (
    "document", "passage", "corpus", "retrieval.passage", "search_document", "Retrieval-document",
)  # fmt: skip
"""What models call these prompts in their own configuration, which goes before the table below."""
INSTRUCTION = (
    "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
)
FAMILIES: tuple[tuple[str, str, str], ...] = (
    (r"e5-(mistral|large-instruct)|e5.*-instruct", INSTRUCTION, ""),
    (r"(^|[/\\:_-])e5-|multilingual-e5", "query: ", "passage: "),
    (r"bge-(small|base|large)-en|mxbai-embed|arctic-embed-(xs|s|m|l)(-|$)(?!v2)",
     "Represent this sentence for searching relevant passages: ", ""),
    (r"arctic-embed-[ml]-v2|arctic-embed2", "query: ", ""),
    (r"nomic-embed", "search_query: ", "search_document: "),
    (r"gte-qwen2|qwen3-embedding", INSTRUCTION, ""),
    (r"embeddinggemma", "task: search result | query: ", "title: none | text: "),
)  # fmt: skip
"""Names of models, and the prompts their cards ask for before a query and before a passage.
bge-m3, gte-multilingual, LaBSE, jina and the paraphrase models want none."""


def embedder(name: str) -> Embedder:
    """The embedder of a name; nothing is loaded or connected before its first use.

    Args:
        name: "embedded", the encoder that ships; "hashing"; a sentence-transformers model's name
            or folder; or `provider:name` of a hosted model, as LangChain's `init_embeddings` takes
            it.

    Raises:
        ModelError: the name can mean none of them.
    """
    if name == EMBEDDED:
        return Encoder()
    if name == HASHING:
        return HashingEmbedder()
    provider, colon, model = name.partition(":")
    hosted = bool(colon) and not Path(name).is_dir()
    where = None if hosted else place(SETTING, name)
    known = name if where is None else _own_name(where)
    weight = WEIGHT
    if ENGLISH_ONLY.search(known):
        weight = 0.0
        log.warning(
            "%s=%s knows no Arabic, so its vectors won't count: docs/models.md names models"
            " that do", SETTING, name,
        )  # fmt: skip
    if hosted:
        if not (provider.replace("_", "").isalnum() and model.strip()):
            raise ModelError(f"{SETTING}={name} can't be used: it takes provider:name")
        return HostedEmbedder(name, weight)
    return SentenceEmbedder(name if where is None else str(where), weight)


class SentenceEmbedder:
    """A sentence-transformers model. Safe to use from several threads."""

    def __init__(self, name: str, weight: float = WEIGHT) -> None:
        self.weight = weight
        self._weights = Weights(SETTING, name, _sentence_transformer)
        self._size = 0

    @cached_property
    def fingerprint(self) -> str:
        """What a folder holds, or the name at the hub and the revision that is on this machine.

        Where none is, the model is fetched to tell. ModelError.
        """
        name = self._weights.name
        if Path(name).is_dir():
            mark = f"{_own_name(Path(name))}-{digest(Path(name))}"
        else:
            if not revision(name):
                self._weights.get()
            mark = f"{name}@{revision(name)}"
        return f"{mark}-{PROMPTING}"

    @property
    def dimensions(self) -> int:
        """The numbers of a vector; the model is loaded to tell. ModelError."""
        return int(self.embed(["a"]).shape[1])

    def embed(self, texts: Sequence[str], idf: Idf | None = None) -> Vectors:
        """One unit row a text, with the model's prompt for a question where `idf` is given.

        Raises ModelError: the model can't be had, or gives no usable vectors.
        """
        model = self._weights.get()
        prompt = prompts(self._weights.name, model.prompts or {})[0 if idf else 1]
        ways = model.encode_query if idf else model.encode_document
        rows = []
        for start in range(0, len(texts), AT_ONCE):
            part = list(texts[start : start + AT_ONCE])
            work = partial(ways, part, prompt=prompt, batch_size=BATCH, show_progress_bar=False)
            with self._weights.guard:
                rows.append(_checked(self._weights, self._weights.tried(work), part, self._size))
                self._size = rows[-1].shape[1]
            sleep(YIELD_S)
        return np.concatenate(rows) if rows else np.zeros((0, self._size), dtype=np.float32)


class HostedEmbedder:
    """An embedding model behind LangChain's `init_embeddings`. Safe to use from several threads."""

    def __init__(self, name: str, weight: float = WEIGHT) -> None:
        self.fingerprint = f"{name}-{PROMPTING}"
        self.weight = weight
        self._weights = Weights(SETTING, name, _hosted, hub=False)
        self._size = 0

    @property
    def dimensions(self) -> int:
        """The numbers of a vector; the provider is asked to tell. ModelError."""
        return int(self.embed(["a"]).shape[1])

    def embed(self, texts: Sequence[str], idf: Idf | None = None) -> Vectors:
        """One unit row a text; `idf` is given for questions.

        Raises ModelError: no key, no network, an unknown model or provider, unusable vectors.
        """
        made, rows = self._weights.get(), []
        before, ahead = prompts(self._weights.name, {})
        for start in range(0, len(texts), HOSTED_AT_ONCE):
            part = [(before if idf else ahead) + t for t in texts[start : start + HOSTED_AT_ONCE]]
            if idf:
                found = [self._weights.tried(partial(made.embed_query, text), HOSTED_QUESTION_S)
                         for text in part]  # fmt: skip
            else:
                found = self._weights.tried(partial(made.embed_documents, part), HOSTED_TIMEOUT_S)
            rows.append(_checked(self._weights, found, part, self._size))
            self._size = rows[-1].shape[1]
        return np.concatenate(rows) if rows else np.zeros((0, self._size), dtype=np.float32)


def prompts(name: str, own: Mapping[str, str]) -> tuple[str, str]:
    """What goes before a query and before a passage: the model's own, else its family's.

    `prompts("intfloat/multilingual-e5-small", {}) == ("query: ", "passage: ")`
    """
    query = next((own[each] for each in QUERY_NAMES if own.get(each)), "")
    passage = next((own[each] for each in PASSAGE_NAMES if own.get(each)), "")
    if query or passage:
        return query, passage
    # A folder may be a snapshot of the hub's client: models--intfloat--multilingual-e5-small/….
    known = _own_name(Path(name)) if Path(name).is_dir() else name
    for pattern, before, ahead in FAMILIES:
        if re.search(pattern, known, re.IGNORECASE):
            return before, ahead
    return "", ""


def _own_name(path: Path) -> str:
    """The name of a model in a folder, also in one of the hub's client."""
    for part in reversed(path.absolute().parts):
        if part.startswith("models--"):
            return part.removeprefix("models--").replace("--", "/")
    return path.absolute().name


def _sentence_transformer(name: str, local: bool) -> Any:
    if Path(name).is_dir() and kind(name) != "SentenceTransformer":
        raise ValueError("it is no embedding model of sentence-transformers")
    from sentence_transformers import SentenceTransformer  # takes six seconds

    quiet()
    model = SentenceTransformer(name, local_files_only=local)
    if kind(name) not in ("SentenceTransformer", None):
        raise ValueError("it is no embedding model of sentence-transformers")
    return model


def _hosted(name: str, _: bool) -> Any:
    from langchain.embeddings import init_embeddings

    # Our passages are far below the limit, so no vocabulary need be fetched to measure them, and
    # servers that only speak like OpenAI's are sent text, not token numbers.
    openai = {"check_embedding_ctx_length": False, "timeout": HOSTED_TIMEOUT_S / 6,
              "max_retries": HOSTED_RETRIES}  # fmt: skip
    provider = name.partition(":")[0]
    told = openai if provider == "openai" else {}
    return init_embeddings(name, **told, **wire.arguments(provider, waiting=True))


def _checked(weights: Weights, found: Any, texts: Sequence[str], size: int) -> Vectors:
    """The vectors, of unit length; ModelError where they are not what was asked for."""
    try:
        rows = np.array(found, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise weights.wrong("it gives no vectors") from error
    if rows.ndim != 2 or len(rows) != len(texts) or not rows.shape[1]:
        raise weights.wrong(f"it gave an array of {rows.shape} for {len(texts)} texts")
    if size and rows.shape[1] != size:
        raise weights.wrong(f"its vectors had {size} numbers and now have {rows.shape[1]}")
    if not np.isfinite(rows).all():
        raise weights.wrong("its vectors hold what is no number")
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = np.divide(rows, lengths, out=rows, where=lengths > 0)
    return unit
