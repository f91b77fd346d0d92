"""Texts as vectors: the port, and an embedder that needs neither file nor training."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from math import log
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.arabic import forms, index_terms

EMBEDDED = "embedded"
"""What the settings call the encoder that ships, which is the default."""
HASHING = "hashing"
"""What the settings call going by words alone."""
Vectors = NDArray[np.float32]
Idf = Callable[[str], float]


class Embedder(Protocol):
    """Turns texts into unit vectors; `fingerprint` names whatever its vectors depend on.

    `weight` says how much its cosines count (rag/fusion.py); with 0 no vectors are made.
    """

    @property
    def fingerprint(self) -> str: ...
    @property
    def dimensions(self) -> int: ...
    @property
    def weight(self) -> float: ...

    def embed(self, texts: Sequence[str], idf: Idf | None = None) -> Vectors:
        """One row a text, of unit length; `idf` is given for questions, and only for them."""
        ...


class HashingEmbedder:
    """Folded stems and padded trigrams, hashed through a fixed random projection.

    Fuzzy-lexical: it brings together spellings and inflections, not meanings. Documents are
    unweighted and idf stands on the question's side alone, so a vector never grows stale.
    Random projection: Achlioptas (2003); feature hashing: Weinberger et al. (2009).
    """

    dimensions = 256
    fingerprint = f"hashing-{dimensions}-1"
    weight = 0.0
    """Measured on XQuAD-ar and ARCD: these vectors add nothing to stems and trigrams by BM25."""

    def embed(self, texts: Sequence[str], idf: Idf | None = None) -> Vectors:
        """One unit row a text; a text without a word is a row of zeros."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            counts = Counter(forms(text))
            if not counts:
                continue
            words = [_word(form) if idf is None else _weighted(form, idf) for form in counts]
            damped = np.array([1 + log(n) for n in counts.values()], dtype=np.float32)
            row[:] = damped @ np.array(words, dtype=np.float32)
            row[:] /= float(np.linalg.norm(row)) or 1.0
        return rows


@lru_cache(maxsize=20_000)
def _word(form: str) -> Vectors:
    """A folded word's vector: the sum of its terms' directions."""
    return _weighted(form, lambda _: 1.0)


def _weighted(form: str, idf: Idf) -> Vectors:
    terms = index_terms(form)
    weights = np.array([idf(term) for term in terms], dtype=np.float32)
    return np.asarray(weights @ np.array([_direction(term) for term in terms], dtype=np.float32))


@lru_cache(maxsize=20_000)
def _direction(term: str) -> NDArray[np.int8]:
    """A term's fixed random direction: 256 signs from its hash."""
    digest = blake2b(term.encode(), digest_size=HashingEmbedder.dimensions // 8).digest()
    bits = np.unpackbits(np.frombuffer(digest, dtype=np.uint8))
    return (bits.astype(np.int8) << 1) - 1
