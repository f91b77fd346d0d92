"""How sure it is that the ranked sentences answer a question: a calibrated probability.

A logistic model over signals of how much of the question its best evidence carries, above all
its rare words. How rare a word is comes from the collection and from a shipped table of everyday
Arabic together: among five articles every missing word looks alike, and only a knowledge of the
language tells a name that is nowhere from a turn of phrase.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np

from index.arabic import stem
from rag import focus
from rag.bm25 import Evidence, Matrix, Statistics, Vector, gather
from rag.features import likeness
from rag.gates import ALIKE_MIN, fits
from rag.question import Question, Term
from rag.ranking import Scored

THRESHOLD = 0.3
"""Below it a question is refused. It keeps 84 to 93% of the answerable questions of five
collections, large and small, Arabic and English, and refuses 69 to 99% of those whose article was
taken out, 35 to 83% of those whose paragraph was. `scripts/calibrate.py` prints the curve; the
threshold it learns is .32, which keeps two in a hundred less of the English questions."""
UNFIT = THRESHOLD / 2
"""The most a sentence gets that cannot answer the question at all (`rag.gates`)."""
FAIR, HIGH = THRESHOLD + (1 - THRESHOLD) / 3, 1 - (1 - THRESHOLD) / 3
"""What is left above the threshold in three even parts: low, fair, high."""
Level = Literal["high", "fair", "low"]
PAIR_REACH = 3
"""Words apart, at most, that two neighbouring words of a question may stand in a passage."""
TINY = 1e-9

NAMES = (
    "passage score",
    "sentence alike",
    "around alike",
    "names missing",
    "numbers missing",
    "pairs",
    "terms",
    "english",
    "count found",
    "count missing",
)
"""The signals, in the order of `signals`."""


def confidence(question: Question, ranked: Sequence[Scored], statistics: Statistics) -> float:
    """The probability, 0 to 1, that the first of `ranked` answers the question."""
    if not ranked or not question.terms:
        return 0.0
    bias, weights = _model()
    logit = bias + float(signals(question, ranked, statistics) @ weights)
    sure = float(1 / (1 + np.exp(-logit)))
    return sure if fits(question, ranked[0].candidate) else min(sure, UNFIT)


def level(sure: float) -> Level:
    """How sure an answer is: 0.9 -> "high"."""
    return "high" if sure >= HIGH else "fair" if sure >= FAIR else "low"


def signals(
    question: Question,
    ranked: Sequence[Scored],
    statistics: Statistics,
    everyday: Mapping[str, int] | None = None,
) -> Vector:
    """The signals of NAMES for a question and its ranked sentences, which must not be empty.

    `everyday` stands in for the shipped table of background counts when that is to be learned.
    """
    best = ranked[0].candidate
    evidence = gather(question, [best], statistics)
    words = evidence.query.words
    weight = _weight(question)
    rare = rarity(question, statistics, everyday) * weight
    share = rare / max(float(rare.sum()), TINY)
    here = evidence.sentence[0, :words] > 0
    missing = ~((evidence.passage[0, :words] > 0) | here) * weight
    own, before = _alike(question, [best.forms, best.previous])
    own = np.maximum(own, here)
    wanted, text = focus.counted(question), best.sentence.text
    values = {
        "passage score": evidence.passage_scores[0] / max(_mass(evidence, weight), TINY),
        "sentence alike": own @ share,
        "around alike": np.maximum(own, before) @ share,
        "names missing": (missing * [term.name for term in question.terms] * share).sum(),
        "numbers missing": (missing * [_numeric(term) for term in question.terms]).sum(),
        "pairs": _pairs(question, best.passage_forms, rare),
        "terms": np.log(words),
        "english": float(question.language == "en"),
        "count found": focus.counts(text, wanted),
        "count missing": float(bool(wanted) and not focus.counts(text, wanted)),
    }
    return np.array([values[name] for name in NAMES], dtype=float)


def _weight(question: Question) -> Vector:
    """How far each term counts: less for one that comes from an earlier turn."""
    weights = [
        max((way.weight for way in term.alternatives), default=1.0) for term in question.terms
    ]
    return np.minimum(weights, 1.0)


def _alike(question: Question, texts: Sequence[Sequence[str]]) -> Matrix:
    """How alike each text's words are to the terms; two words that share little are two words."""
    found = likeness(question, texts)
    found[found < ALIKE_MIN] = 0.0
    return found


def rarity(
    question: Question, statistics: Statistics, everyday: Mapping[str, int] | None = None
) -> Vector:
    """How rare each term of the question is, 1 for one never seen: idf over the collection and
    the background together.
    """
    table = background() if everyday is None else everyday
    number = statistics.totals.sentences + table.get("", 0)
    counts = statistics.counts

    def seen(term: Term) -> float:
        return sum(
            way.weight * min(counts.get(part, (0, 0))[0] + table.get(part, 0) for part in way.stems)
            for way in term.alternatives
            if way.stems
        )

    found = np.minimum([seen(term) for term in question.terms], number)
    idf: Vector = np.log1p((number - found + 0.5) / (found + 0.5))
    return idf / float(np.log1p((number + 0.5) / 0.5))


@cache
def background() -> Mapping[str, int]:
    """Sentences of everyday Arabic that hold a stem; "" is the number of all of them."""
    return {name: int(count) for name, count in _rows("confidence.background.tsv")}


def _mass(evidence: Evidence, weight: Vector) -> float:
    """What the passage's BM25 could be at most."""
    idf = evidence.passage_idf
    return float(idf[: len(weight)] @ weight + idf[len(weight) :].sum())


def _pairs(question: Question, forms: Sequence[str], rare: Vector) -> float:
    """How many of the question's neighbouring words stand together in the passage, by rarity."""
    wanted = [{part for way in term.alternatives for part in way.stems} for term in question.terms]
    found: list[list[int]] = [[] for _ in wanted]
    for place, form in enumerate(forms):
        own = stem(form)
        for at, parts in enumerate(wanted):
            if own in parts:
                found[at].append(place)
    together = total = 0.0
    for at in range(len(wanted) - 1):
        worth = float(rare[at] + rare[at + 1])
        total += worth
        if any(0 < abs(a - b) <= PAIR_REACH for a in found[at] for b in found[at + 1]):
            together += worth
    return together / total if total else 0.0


def _numeric(term: Term) -> bool:
    return any(part[0].isdigit() for way in term.alternatives for part in way.stems)


@cache
def _model() -> tuple[float, Vector]:
    known = {name: float(weight) for name, weight in _rows("confidence.tsv")}
    return known["bias"], np.array([known.get(name, 0.0) for name in NAMES])


def _rows(name: str) -> list[tuple[str, str]]:
    text = files("rag").joinpath(f"data/{name}").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(first, second) for first, _, second in (line.partition("\t") for line in lines)]
