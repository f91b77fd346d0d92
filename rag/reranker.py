"""Cross-encoders of sentence-transformers: one re-ranks candidates, one judges what follows."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.weights import Weights, kind, place, quiet
from rag.fusion import fuse_first
from rag.ranking import Scored

SETTING = "ISNAD_RERANKER"
NLI_SETTING = "ISNAD_NLI"
FIRST = 20
"""Candidates re-ranked: 10 and 40 measure alike, and each costs a pass through the model."""
WEIGHT = 1.0
"""Points for each standard deviation of the model's score among them. Measured with the cosines
of all-MiniLM-L6-v2 between question and sentence in its place, on XQuAD-en: sentence@1 rises from
76.6 to 79.6, with .5 to 78.6 and with 2 to 79.5; where the model knows nothing of the language
(XQuAD-ar) it falls from 75.0 to 72.5, with 2 to 65.7."""
BATCH = 16
ENTAILMENT = ("entailment", "entails")


class Reranker:
    """A cross-encoder that says how well a sentence answers a question; loaded at first use."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._weights = Weights(SETTING, name, partial(_cross_encoder, _check_reranker))

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """A score for each text, higher is better; ModelError where the model can't be used."""
        found = _predicted(self._weights, [(question, text) for text in texts], softmax=False)
        return [float(score) for score in found.reshape(len(texts))]

    def rerank(self, question: str, ranked: Sequence[Scored]) -> list[Scored]:
        """The candidates with the opinion of the first added to their scores; ModelError."""
        chosen = ranked[:FIRST]
        if len(chosen) < 2:
            return list(ranked)
        texts = [each.candidate.sentence.text for each in chosen]
        return fuse_first(ranked, self.scores(question, texts), WEIGHT)


class Entailment:
    """A cross-encoder that says whether a statement follows from a text; loaded at first use."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._weights = Weights(NLI_SETTING, name, partial(_cross_encoder, _check_nli))

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """For each pair of text and statement how likely the text entails it; ModelError."""
        if not pairs:
            return []
        place = _entailment(self._weights.get())
        found = _predicted(self._weights, pairs, softmax=True)
        return [float(row[place]) for row in found]


def reranker(name: str) -> Reranker:
    """The re-ranker of a cross-encoder's name or folder, not loaded yet.

    Raises ModelError: a folder that is missing.
    """
    where = place(SETTING, name)
    return Reranker(name if where is None else str(where))


def nli(name: str) -> Entailment:
    """The judge of a natural language inference model's name or folder, not loaded yet.

    Raises ModelError: a folder that is missing.
    """
    where = place(NLI_SETTING, name)
    return Entailment(name if where is None else str(where))


def _cross_encoder(check: Callable[[Any], None], name: str, local: bool) -> Any:
    from sentence_transformers import CrossEncoder  # takes six seconds

    quiet()
    if Path(name).is_dir() and kind(name) not in ("CrossEncoder", "", None):
        raise ValueError("it is an embedding model, no cross-encoder")
    model = CrossEncoder(name, local_files_only=local)
    made_for = " ".join(getattr(model.config, "architectures", None) or ())
    if kind(name) != "CrossEncoder" and "SequenceClassification" not in made_for:
        raise ValueError("it is no cross-encoder")  # its last layer was just made up
    check(model)
    return model


def _check_reranker(model: Any) -> None:
    if model.config.num_labels != 1:
        raise ValueError(f"it sorts into {model.config.num_labels} classes and ranks nothing")


def _check_nli(model: Any) -> None:
    if _entailment(model) is None:
        raise ValueError("it has no class named entailment")


def _entailment(model: Any) -> int | None:
    """Which of a model's classes is entailment."""
    names = {str(name).lower(): int(place) for place, name in model.config.id2label.items()}
    return next((names[each] for each in ENTAILMENT if each in names), None)


def _predicted(
    weights: Weights, pairs: Sequence[tuple[str, str]], *, softmax: bool
) -> NDArray[np.float64]:
    """The model's output for every pair, raw or as probabilities; ModelError."""
    model = weights.get()

    def work() -> Any:
        from torch.nn import Identity

        return model.predict(
            list(pairs),
            batch_size=BATCH,
            show_progress_bar=False,
            activation_fn=Identity(),
            apply_softmax=softmax,
        )

    with weights.guard:
        found = np.asarray(weights.tried(work), dtype=float)
    if len(found) != len(pairs) or not np.isfinite(found).all():
        raise weights.wrong("its scores are no numbers")
    return found
