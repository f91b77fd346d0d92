"""What a candidate sentence shows of a question, as scale-free numbers for the learned ranking.

Everything is a share of what the question could find at most, or of the best candidate, so that
weights learned on one collection carry over to another a thousand times its size. All of it comes
from the question's terms, so it is the same for English questions, whose terms are classes of
Arabic words.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np

from index.arabic import stem
from rag import signs
from rag.bm25 import Candidate, Evidence, Matrix, Vector, class_counts, compiled, held
from rag.question import Question

NAMES = (
    "share of best score",
    "share of best passage",
    "share of best in passage",
    "best in passage",
    "passage coverage",
    "previous coverage",
    "rest of passage",
    "own trigrams",
    "alike",
    "alike with previous",
    "skeletons",
    "missing numbers",
    "first term",
    "density",
    "new words",
    "number: new number",
    "number: counts a word",
    "number: counts the asked",
    "date: new year",
    "cause: words of cause",
    "saying: quote",
    "person: named beside",
    "pairs",
    "names",
    "other day",
    "definition: early",
    "definition: told",
)
"""The columns of `features`, in order."""

WEAK = frozenset("اويت")
"""Letters that come and go within a root: جندي and جنود share جند."""
PAIR_REACH = 2
"""Words apart, at most, that neighbours of the question may stand in a sentence."""
SKELETON_MIN = 3
TINY = 1e-9
"""Keeps shares of nothing at 0."""


def features(question: Question, candidates: Sequence[Candidate], evidence: Evidence) -> Matrix:
    """A row for each candidate, a column for each of NAMES.

    `evidence` is that of the candidates (`bm25.gather`); it must not be empty.
    """
    words = evidence.query.words
    idf = evidence.sentence_idf[:words]
    share = idf / max(float(idf.sum()), TINY)
    columns: dict[str, Vector | Sequence[float]] = {
        **_scores(candidates, evidence),
        **_coverage(question, candidates, evidence, share, idf),
        **_shape(candidates, evidence),
        **signs.fits(question, candidates, share.tolist()),
    }
    out = np.zeros((len(candidates), len(NAMES)))
    for place, name in enumerate(NAMES):
        if name in columns:
            out[:, place] = columns[name]
    return out


def _scores(candidates: Sequence[Candidate], evidence: Evidence) -> dict[str, Vector]:
    """BM25 beside the best candidate's, and beside the best in the same passage."""
    sentence, passage, both = evidence.sentence_scores, evidence.passage_scores, evidence.scores
    homes = np.unique([each.passage.id for each in candidates], return_inverse=True)[1]
    best = np.zeros(int(homes.max()) + 1)
    np.maximum.at(best, homes, sentence)
    return {
        "share of best score": both / max(float(both.max()), TINY),
        "share of best passage": passage / max(float(passage.max()), TINY),
        "share of best in passage": sentence / np.maximum(best[homes], TINY),
        "best in passage": (sentence >= best[homes]).astype(float),
    }


def _coverage(
    question: Question,
    candidates: Sequence[Candidate],
    evidence: Evidence,
    share: Vector,
    idf: Vector,
) -> dict[str, Vector]:
    """Which of the question's terms the sentence and its surroundings hold, by their idf."""
    words = evidence.query.words
    passage_idf = evidence.passage_idf[:words]
    grams = evidence.sentence_idf[words:]
    gram_share = grams / max(float(grams.sum()), TINY)
    previous = class_counts(evidence.query, [each.previous for each in candidates])
    own, around = evidence.sentence[:, :words], evidence.passage[:, :words]
    here, before = np.minimum(own, 1.0), np.minimum(previous[:, :words], 1.0)
    texts = [each.forms for each in candidates] + [each.previous for each in candidates]
    alike, alike_before = np.split(likeness(question, texts), 2)
    alike = np.maximum(alike, here)
    together = np.maximum(alike, np.maximum(alike_before, before))
    numeric = np.array([_is_numeric(question, place) for place in range(words)])
    return {
        "passage coverage": np.minimum(around, 1.0)
        @ (passage_idf / max(float(passage_idf.sum()), TINY)),
        "previous coverage": before @ share,
        "rest of passage": np.clip(around - own, 0.0, 1.0) @ share,
        "own trigrams": _own_part(evidence.sentence[:, words:], evidence.passage[:, words:])
        @ gram_share,
        "alike": alike @ share,
        "alike with previous": (together - alike) @ share,
        "skeletons": _skeleton_matches(question, candidates, here) @ share,
        "missing numbers": ((1.0 - here) * numeric).sum(axis=1),
        "first term": alike[:, 0],
        "other day": signs.other_days(question, [each.sentence.text for each in candidates]),
        "names": np.maximum(here, before) @ (share * [term.name for term in question.terms]),
        "pairs": pairs(question, [each.forms for each in candidates], idf),
    }


def pairs(question: Question, texts: Sequence[Sequence[str]], rare: Vector) -> Vector:
    """How many of the question's neighbouring words stand together in each text, by rarity."""
    wanted: dict[str, set[int]] = {}
    for at, term in enumerate(question.terms):
        for way in term.alternatives:
            for part in way.stems:
                wanted.setdefault(part, set()).add(at)
    worth = rare[:-1] + rare[1:]
    total = max(float(worth.sum()), TINY)
    out = np.zeros(len(texts))
    for row, text in enumerate(texts):
        found = [(at, wanted[own]) for at, own in enumerate(map(stem, text)) if own in wanted]
        together = {
            min(one, other)
            for (at, ones), (next_at, others) in pairwise(found)
            if next_at - at <= PAIR_REACH
            for one in ones
            for other in others
            if abs(one - other) == 1
        }
        out[row] = sum(worth[each] for each in together) / total
    return out


def _shape(candidates: Sequence[Candidate], evidence: Evidence) -> dict[str, Vector]:
    """How long the sentence is and how much of it is not in the question."""
    length = np.array([len(each.forms) for each in candidates], dtype=float)
    own = evidence.sentence[:, : evidence.query.words]
    matched = np.minimum(own, 1.0).sum(axis=1)
    return {
        "density": np.minimum(matched / np.maximum(length, 1.0), 1.0),
        "new words": np.log1p(np.maximum(length - own.sum(axis=1), 0.0)),
    }


def likeness(question: Question, texts: Sequence[Sequence[str]]) -> Matrix:
    """How alike the most alike word of each text (row) is to each term (column), 0 to 1.

    Dice's coefficient of their trigrams; 0 for a term without trigrams.
    """
    query = compiled(question)
    parts = np.zeros((len(query.columns), len(question.terms)))
    for place, term in enumerate(question.terms):
        parts[[query.columns[gram] for gram in term.trigrams], place] = 1.0
    out = np.zeros((len(texts), len(question.terms)))
    filled = [row for row, text in enumerate(texts) if text]
    if not filled or not parts.any():
        return out
    distinct = list(set().union(*texts))
    found = held(query, distinct)
    holds = np.zeros((len(distinct), len(query.columns)))
    rows = np.repeat(np.arange(len(distinct)), [len(each) for each in found])
    holds[rows, list(chain.from_iterable(found))] = 1.0
    sizes = np.array([len(form) for form in distinct], dtype=float)
    alike = 2 * (holds @ parts) / np.maximum(sizes[:, None] + parts.sum(axis=0), 1.0)
    ids = dict(zip(distinct, range(len(distinct)), strict=True))
    places = [ids[form] for form in chain.from_iterable(texts)]
    starts = np.cumsum([0] + [len(texts[row]) for row in filled[:-1]])
    out[filled] = np.maximum.reduceat(alike[places], starts, axis=0)
    return np.minimum(out, 1.0)


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The firm letters of a stem, its root as often as not; empty if under three.

    `skeleton("جنود") == skeleton("جندي")`
    """
    firm = "".join(letter for letter in word if letter not in WEAK)
    return firm if len(firm) >= SKELETON_MIN else ""


def _skeleton_matches(question: Question, candidates: Sequence[Candidate], here: Matrix) -> Matrix:
    """Which terms that a sentence lacks it has another word of the same skeleton for."""
    owners: dict[str, list[int]] = {}
    for place, term in enumerate(question.terms):
        for part in {skeleton(part) for way in term.alternatives for part in way.stems} - {""}:
            owners.setdefault(part, []).append(place)
    out = np.zeros_like(here)
    for row, candidate in enumerate(candidates):
        own = set(map(skeleton, map(stem, candidate.forms)))
        for part in owners.keys() & own:
            out[row, owners[part]] = 1.0
    out[here > 0.0] = 0.0
    return out


def _own_part(own: Matrix, around: Matrix) -> Matrix:
    """How much of what the passage holds of each class stands in the sentence itself."""
    total = np.maximum(own, around)
    part: Matrix = np.divide(own, total, out=np.zeros_like(total), where=total > 0)
    return part


def _is_numeric(question: Question, place: int) -> bool:
    return any(
        part[0].isdigit() for way in question.terms[place].alternatives for part in way.stems
    )
