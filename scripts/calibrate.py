"""Learn when to refuse: calibrate.py EVAL_FOLDER [--questions N].

Writes rag/data/confidence.background.tsv (how many sentences of everyday Arabic hold a stem, from
NTREX-128 and XQuAD-ar, CC BY-SA 4.0, and the training set of ARCD, MIT) and rag/data/confidence.tsv
(the weights), and prints the curve. Each question is asked three times: of its whole collection,
with its paragraph taken out, and with its whole article taken out; of large collections and of
small ones of a few articles; in Arabic and, on XQuAD, in English.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from collection import ARABIC, ARCD, ENGLISH, Asked, Collection, Set, read

from index.arabic import forms, stem
from index.sentences import split
from rag.confidence import NAMES, UNFIT, signals
from rag.gates import fits
from rag.query import parse
from rag.ranking import rank

DATA = Path(__file__).parent.parent / "rag" / "data"
BACKGROUND = """# How many sentences of everyday Arabic hold a stem, by scripts/calibrate.py.
# Counted in NTREX-128 and XQuAD-ar (both CC BY-SA 4.0) and the training set of ARCD (MIT).
# stem\tsentences; the line without a stem is the number of all sentences
"""
WEIGHTS = """# Weights of the confidence, by scripts/calibrate.py.
# Learned from XQuAD-ar and -en (CC BY-SA 4.0) and the training set of ARCD (MIT).
# signal\tweight
"""
NTREX = "ntrex.arb.txt"
WHOLE, PARAGRAPH, ARTICLE = "whole", "paragraph removed", "article removed"
CANDIDATES = 60
FEW_PARAGRAPHS = 20
"""Paragraphs of a small collection, some five articles."""
FEW_QUESTIONS = 20
BACKGROUND_MIN = 2
"""Sentences a stem must be in to be everyday language."""
PENALTY = 1e-3
EITHER = frozenset({"terms", "english"})
"""Signals that say how the others are to be read, so that their weight may have either sign."""
KEPT = 0.9
SEED = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A question asked of a collection, the signals it gave, and whether its best sentence fits."""

    collection: str
    condition: str
    row: np.ndarray
    fit: bool


def everyday(texts: Sequence[str]) -> dict[str, int]:
    """In how many sentences each stem is, "" for all of them."""
    counts: Counter[str] = Counter()
    number = 0
    for text in texts:
        for span in split(text):
            counts.update({stem(form) for form in forms(text[span.start : span.end])})
            number += 1
    return {"": number} | {name: n for name, n in counts.items() if n >= BACKGROUND_MIN}


def cases(
    name: str,
    data: Set,
    questions: Sequence[Asked],
    table: Mapping[str, int],
    english: Mapping[str, str] | None = None,
) -> Iterator[Case]:
    """Every question asked of the collection whole, without its paragraph, without its article."""
    collection = Collection(data.paragraphs)
    for asked in questions:
        removals = {WHOLE: (), PARAGRAPH: (asked.paragraph,), ARTICLE: data.article_of(asked)}
        for condition, without in removals.items():
            if len(without) == len(data.paragraphs):
                continue
            spellings = _spellings(collection, without)
            question = parse(english[asked.id] if english else asked.text, spellings)
            statistics = collection.statistics(question, without)
            candidates = collection.propose(question, statistics, CANDIDATES, without)
            row, fit = np.zeros(len(NAMES)), False
            if question.terms and candidates:
                ranked = rank(question, candidates, statistics)
                row = signals(question, ranked, statistics, table)
                fit = fits(question, ranked[0].candidate)
            yield Case(name, condition, row, fit)


def _spellings(collection: Collection, without: Sequence[int]) -> Callable[[str], list[str]]:
    return lambda key: collection.spellings(key, without)


def small(data: Set, chance: random.Random, number: int) -> Iterator[tuple[Set, list[Asked]]]:
    """Collections of a few whole articles of a set, with some of their questions."""
    order = sorted(set(data.articles))
    chance.shuffle(order)
    chosen: list[int] = []
    for article in order:
        chosen += [at for at, own in enumerate(data.articles) if own == article]
        if len(chosen) < FEW_PARAGRAPHS:
            continue
        places = {at: new for new, at in enumerate(chosen)}
        few = [
            replace(asked, paragraph=places[asked.paragraph])
            for asked in data.questions
            if asked.paragraph in places
        ]
        few = chance.sample(few, min(FEW_QUESTIONS, len(few), number))
        part = tuple(data.paragraphs[at] for at in chosen)
        yield Set(part, tuple(data.articles[at] for at in chosen), tuple(few)), few
        number -= len(few)
        if number <= 0:
            return
        chosen = []


def fit(found: Sequence[Case]) -> np.ndarray:
    """Bias and weights of the logistic model, every collection and condition counting alike."""
    rows = np.array([case.row for case in found])
    truth = np.array([float(case.condition == WHOLE) for case in found])
    sizes = Counter((case.collection, case.condition) for case in found)
    worth = np.array(
        [
            (2.0 if case.condition == WHOLE else 1.0) / sizes[case.collection, case.condition]
            for case in found
        ]
    )
    worth /= worth.sum()
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = (rows - mean) / spread

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = scaled @ weights[1:] + weights[0]
        pull = worth * (1 / (1 + np.exp(-logits)) - truth)
        value = worth @ (np.logaddexp(0, logits) - truth * logits)
        slope = np.append(pull.sum(), pull @ scaled + 2 * PENALTY * weights[1:])
        return value + PENALTY * weights[1:] @ weights[1:], slope

    bounds = [(None, None), *(_sign(name) for name in NAMES)]
    start = np.zeros(len(NAMES) + 1)
    solved = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = solved[1:] / spread
    fitted: np.ndarray = np.append(solved[0] - weights @ mean, weights)
    return fitted


def _sign(name: str) -> tuple[float | None, float | None]:
    """The bounds of a weight: what is missing may only count against, what is found only for."""
    if name in EITHER:
        return None, None
    return (None, 0.0) if "missing" in name else (0.0, None)


def scores(found: Sequence[Case], weights: np.ndarray) -> np.ndarray:
    """The confidence in each case."""
    logits = np.array([case.row for case in found]) @ weights[1:] + weights[0]
    sure = 1 / (1 + np.exp(-logits))
    return np.where([case.fit for case in found], sure, np.minimum(sure, UNFIT))


def threshold(found: Sequence[Case], sure: np.ndarray) -> float:
    """Where KEPT of the answerable questions are kept, over the collections on average."""
    names = sorted({case.collection for case in found})
    parts = [_of(found, sure, name, WHOLE) for name in names]
    grid = np.unique(np.concatenate(parts))
    kept = np.mean([[(part >= at).mean() for at in grid] for part in parts], axis=0)
    return float(grid[np.abs(kept - KEPT).argmin()])


def _of(found: Sequence[Case], sure: np.ndarray, name: str, condition: str) -> np.ndarray:
    chosen = [case.collection == name and case.condition == condition for case in found]
    return np.asarray(sure[np.array(chosen)])


def report(found: Sequence[Case], sure: np.ndarray, points: Sequence[float]) -> None:
    """The curve: what each collection keeps and refuses at each threshold."""
    for name in sorted({case.collection for case in found}):
        parts = {each: _of(found, sure, name, each) for each in (WHOLE, PARAGRAPH, ARTICLE)}
        own = float(np.quantile(parts[WHOLE], 1 - KEPT))
        for label, at in [("own 90%", own), *((f"{point:.3f}", point) for point in points)]:
            figures = [100 * (parts[WHOLE] >= at).mean()]
            figures += [100 * (parts[each] < at).mean() for each in (ARTICLE, PARAGRAPH)]
            sys.stdout.write(
                f"{name:22} {label:8} kept {figures[0]:5.1f}"
                f"  refused: article {figures[1]:5.1f}  paragraph {figures[2]:5.1f}\n"
            )


def gathered(folder: Path, number: int) -> list[Case]:
    """The cases of both sets; each set's background is counted without the set itself."""
    chance = random.Random(SEED)  # noqa: S311 (a sample, no secret)
    ntrex = (folder / NTREX).read_text(encoding="utf-8").splitlines()
    sets = {name: read(folder / name) for name in (ARABIC, ARCD)}
    found: list[Case] = []
    for name, other in ((ARABIC, ARCD), (ARCD, ARABIC)):
        data, table = sets[name], everyday([*ntrex, *sets[other].paragraphs])
        chosen = chance.sample(data.questions, min(number, len(data.questions)))
        found += cases(name, data, chosen, table)
        for part, few in small(data, chance, number // 2):
            found += cases(f"{name} small", part, few, table)
        if name == ARABIC:
            english = {asked.id: asked.text for asked in read(folder / ENGLISH).questions}
            found += cases(ENGLISH, data, chosen[: number // 2], table, english)
    return found


def main(arguments: Sequence[str]) -> None:
    """Learn, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=400, help="of each set, at most")
    options = parser.parse_args(arguments)
    found = gathered(options.folder, options.questions)
    for name, other in ((ARABIC, ARCD), (ARCD, ARABIC)):
        theirs = [case for case in found if not case.collection.startswith(other[:5])]
        ours = [case for case in found if case.collection.startswith(other[:5])]
        weights = fit(theirs)
        sys.stdout.write(f"learned from {name}, tried on the other\n")
        report(ours, scores(ours, weights), [threshold(theirs, scores(theirs, weights))])
    weights = fit(found)
    sure = scores(found, weights)
    point = threshold(found, sure)
    sys.stdout.write(f"learned from all; THRESHOLD {point:.3f}\n")
    report(found, sure, [*np.arange(0.1, 0.95, 0.1), point])
    lines = [f"{name}\t{w:.4f}\n" for name, w in zip(("bias", *NAMES), weights, strict=True)]
    (DATA / "confidence.tsv").write_text(WEIGHTS + "".join(lines), encoding="utf-8")
    texts = [text for name in (ARABIC, ARCD) for text in read(options.folder / name).paragraphs]
    texts += (options.folder / NTREX).read_text(encoding="utf-8").splitlines()
    table = sorted(everyday(texts).items(), key=lambda row: (-row[1], row[0]))
    rows = "".join(f"{name}\t{count}\n" for name, count in table)
    (DATA / "confidence.background.tsv").write_text(BACKGROUND + rows, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
