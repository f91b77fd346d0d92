"""The encoder that ships: what a text means, as a vector of 384 numbers, in Arabic and English."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.embedder import Idf, Vectors
from index.onnx import Model, batches, tokenizer

DATA = Path(__file__).parent / "data"
TOKENIZER = DATA / "tokenizer.json"
TOKENIZER_SHA256 = "73194bc32fa8cd426b37613e02ffd06f56ea492851fdada5b6481901c65c73aa"
ENCODER = DATA / "encoder.onnx"
ENCODER_SHA256 = "e3039168056e208590832291d2e95cc3aac06b4adbdf6f44ce91adadff7a068c"
LONGEST = 192
"""Tokens of a text that are read, the marks around it too; a sentence has 38 on average."""
TOGETHER = 1_024
"""Tokens of one pass: larger batches are no faster on a processor and keep others waiting."""
CUT = 16 * LONGEST
"""Characters of a text that are looked at: no token is longer than 16."""
QUERY, PASSAGE = "query: ", "passage: "
"""What E5 was taught to find before a question and before a text (Wang et al. 2024)."""


class Encoder:
    """multilingual-e5-small, cut to Arabic and English (training/encoder.py makes it)."""

    dimensions = 384
    fingerprint = f"e5-small-{ENCODER_SHA256[:12]}"
    weight = 1.0

    def __init__(self, path: Path = ENCODER, digest: str = ENCODER_SHA256) -> None:
        self._model = Model(path, digest)

    def embed(self, texts: Sequence[str], idf: Idf | None = None) -> Vectors:
        """One unit row a text, as a question where `idf` is given; ModelError.

        A text is read as far as LONGEST tokens.
        """
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        prefix = PASSAGE if idf is None else QUERY
        read = tokenizer(TOKENIZER, TOKENIZER_SHA256)
        # Half of a surrogate pair, which JSON lets through, is no text to the tokenizer.
        whole = [text[:CUT].encode("utf-8", "replace").decode("utf-8") for text in texts]
        made = [each.ids for each in read.encode_batch([prefix + text for text in whole])]
        ids = [row if len(row) <= LONGEST else [*row[: LONGEST - 1], row[-1]] for row in made]
        for batch in batches([len(row) for row in ids], TOGETHER):
            rows[batch] = self._model.run([ids[at] for at in batch])
        return rows
