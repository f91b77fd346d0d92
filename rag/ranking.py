"""The order of candidate sentences for a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from rag import features, gates
from rag.bm25 import Candidate, Evidence, Rows, Statistics, Vector, gather
from rag.question import Question

LEARNED = 50
"""Candidates the learned ranking orders; those behind keep the order BM25 gave them. On XQuAD-ar
and ARCD the first 50 hold the answer in 99 of 100 cases."""
FITTING = 3
"""Candidates among which one that can answer the question is looked for."""
NEAR = 0.5
"""How far behind the first it may be: more brings forward what only seems to answer."""
BEHIND = 1.0
"""How far the others start below the last of the learned."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score, and the BM25 it was ranked by at first."""

    candidate: Candidate
    score: float
    bm25: float


def rank(
    question: Question, candidates: Sequence[Candidate], statistics: Statistics
) -> list[Scored]:
    """Order candidates for a question, best first; equals keep their order."""
    if not candidates or not question.terms:
        return [Scored(candidate, 0.0, 0.0) for candidate in candidates]
    evidence = gather(question, candidates, statistics)
    first = np.argsort(-evidence.scores, kind="stable")
    scores = _learned(question, candidates, evidence, first)
    order = first[np.argsort(-scores[first], kind="stable")]
    order = _fitting_first(question, candidates, order, scores)
    bm25 = evidence.scores
    return [Scored(candidates[i], float(scores[i]), float(bm25[i])) for i in order]


def _fitting_first(
    question: Question, candidates: Sequence[Candidate], order: Rows, scores: Vector
) -> Rows:
    """The order with a sentence that can answer at all in front, where one is near the first.

    Those put behind it get its score. `rag.gates` says which can.
    """
    for place, row in enumerate(order[:FITTING]):
        if scores[row] < scores[order[0]] - NEAR:
            break
        if gates.fits(question, candidates[row]):
            scores[order[:place]] = scores[row]
            return np.concatenate([[row], order[:place], order[place + 1 :]]).astype(np.intp)
    return order


def _learned(
    question: Question, candidates: Sequence[Candidate], evidence: Evidence, first: Rows
) -> Vector:
    """The learned score of the first candidates, and scores below theirs for the others."""
    near = first[:LEARNED]
    chosen = [candidates[i] for i in near]
    learned = features.features(question, chosen, evidence.of(near)) @ weights()
    bm25 = evidence.scores
    scores = float(learned.min()) - BEHIND + bm25 - float(bm25.max())
    scores[near] = learned
    return scores


@cache
def weights() -> Vector:
    """The weight of every feature, in the order of `features.NAMES` (data/ranker.tsv)."""
    text = files("rag").joinpath("data/ranker.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    known = {name: float(weight) for name, weight in rows}
    return np.array([known[name] for name in features.NAMES])
