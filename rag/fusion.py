"""Adds what a model thinks of the candidates to the score their words have earned them."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.ranking import Scored

FLOOR = 12.0
"""Points below the best at which words stop counting against a candidate: the learned ranking
leaves some 11 between the first and the fiftieth, and far more to those behind."""
HIGHEST = 3.0
"""Deviations above the mean that count, at most: with models that know nothing of the language a
few odd passages stand out far, and none should overtake what the words clearly say."""
TINY = 1e-6


def fuse(ranked: Sequence[Scored], cosines: Mapping[int, float], weight: float) -> list[Scored]:
    """Add `weight` points for each deviation a passage's cosine stands above the mean.

    `cosines` is by the passage's id; one it lacks gets nothing. Standard scores, since cosines
    lie between .7 and .9 with one model and between -.1 and .6 with another; nothing is taken
    away below the mean, so that a model that is wrong can only push wrong passages a little.
    Equals keep their order.
    """
    if not ranked or not cosines or weight <= 0:
        return list(ranked)
    points = dict(zip(cosines, lifted(list(cosines.values())), strict=True))
    return _ordered(ranked, [weight * points.get(s.candidate.passage.id, 0.0) for s in ranked])


def fuse_first(ranked: Sequence[Scored], scores: Sequence[float], weight: float) -> list[Scored]:
    """Add a re-ranker's opinion of the first candidates, given in their order, likewise."""
    if not ranked or not scores or weight <= 0:
        return list(ranked)
    added = [weight * float(point) for point in lifted(scores)]
    return _ordered(ranked, added + [0.0] * (len(ranked) - len(added)))


def lifted(values: Sequence[float]) -> NDArray[np.float64]:
    """Standard deviations above the mean, 0 to HIGHEST: `lifted([1, 1, 4])` gives 0, 0, 1.41."""
    array = np.asarray(values, dtype=float)
    return np.asarray(np.clip((array - array.mean()) / (array.std() + TINY), 0.0, HIGHEST))


def _ordered(ranked: Sequence[Scored], added: Sequence[float]) -> list[Scored]:
    least = ranked[0].score - FLOOR
    scores = np.array([max(s.score, least) for s in ranked]) + np.array(added)
    order = np.argsort(-scores, kind="stable")
    return [Scored(ranked[i].candidate, float(scores[i]), ranked[i].bm25) for i in order]
