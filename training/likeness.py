"""Windows of other articles that look like an article's sentences, to be told apart from them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.material import Article

NEAREST = 12
BATCH = 16


def vectors(texts: Sequence[str], folder: Path) -> NDArray[np.float32]:
    """The encoder's vectors of texts, one row each."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(192)
    session = onnxruntime.InferenceSession(
        str(folder / "encoder.onnx"), providers=["CPUExecutionProvider"]
    )
    ids = [each.ids for each in tokenizer.encode_batch(list(texts))]
    found = np.zeros((len(ids), 384), np.float32)
    order = np.argsort([len(each) for each in ids], kind="stable")
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        table = np.ones((len(chosen), max(len(ids[i]) for i in chosen)), np.int64)
        for row, i in zip(table, chosen, strict=True):
            row[: len(ids[i])] = ids[i]
        mask = (table != 1).astype(np.int64)
        found[chosen] = session.run(None, {"input_ids": table, "attention_mask": mask})[0]
    return found


def alike(articles: Sequence[Article], folder: Path) -> dict[str, list[tuple[str, ...]]]:
    """By article, the windows of three around the sentences of others nearest to its questions."""
    if not articles:
        return {}
    places = [(a, i) for a, article in enumerate(articles) for i in range(len(article.sentences))]
    passages = vectors(["passage: " + articles[a].sentences[i] for a, i in places], folder)
    owners = np.array([a for a, _ in places])
    found = {}
    for own, article in enumerate(articles):
        asked = vectors(["query: " + question.text for question in article.questions], folder)
        cosines = (asked @ passages.T).max(0)
        cosines[owners == own] = -1
        windows = []
        for at in np.argsort(-cosines)[:NEAREST]:
            a, i = places[at]
            windows.append(articles[a].sentences[max(0, i - 1) : i + 2])
        found[article.id] = windows
    return found
