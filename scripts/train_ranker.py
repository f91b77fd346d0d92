"""Learn the weights of the sentence ranking: train_ranker.py EVAL_FOLDER [--ablate].

Writes rag/data/ranker.tsv from XQuAD-ar (CC BY-SA 4.0) and the training set of ARCD (MIT), and
prints sentence@1 of each set ranked by BM25, by a model of the other set only, and by the model
that ships. A listwise logistic model: the probability that the first sentence answers.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from collection import ARABIC, ARCD, Collection, read

from rag import features
from rag.bm25 import gather
from rag.query import parse
from rag.ranking import LEARNED

DATA = Path(__file__).parent.parent / "rag" / "data" / "ranker.tsv"
HEADER = """# Weights of the learned ranking, by scripts/train_ranker.py.
# Learned from XQuAD-ar (CC BY-SA 4.0) and the training set of ARCD (MIT).
# feature\tweight
"""
PENALTY = 2e-3
"""L2 on standardised weights; from 5e-4 to 5e-3 measures alike."""


@dataclass(frozen=True, slots=True)
class Examples:
    """The candidates of all questions of a set: features, hits, where each question begins."""

    rows: np.ndarray
    hits: np.ndarray
    starts: np.ndarray
    questions: int

    @property
    def owners(self) -> np.ndarray:
        """The question of every row."""
        sizes = np.diff(np.append(self.starts, len(self.rows)))
        return np.repeat(np.arange(len(self.starts)), sizes)

    def sentence1(self, scores: np.ndarray) -> float:
        """The percentage of questions whose best row by these scores is a hit."""
        ends = np.append(self.starts[1:], len(scores))
        first = [a + int(scores[a:b].argmax()) for a, b in zip(self.starts, ends, strict=True)]
        return 100 * float(self.hits[first].sum()) / self.questions


def examples(path: Path) -> Examples:
    """The candidates of every question of a set."""
    data = read(path)
    collection = Collection(data.paragraphs)
    rows, hits, starts, size = [], [], [], 0
    for asked in data.questions:
        question = parse(asked.text)
        if not question.terms:
            continue
        statistics = collection.statistics(question)
        candidates = collection.propose(question, statistics, LEARNED)
        if not candidates:
            continue
        evidence = gather(question, candidates, statistics)
        rows.append(features.features(question, candidates, evidence))
        hits.append([asked.is_hit(each.sentence) for each in candidates])
        starts.append(size)
        size += len(candidates)
    hit = np.array([each for row in hits for each in row])
    return Examples(np.vstack(rows), hit, np.array(starts), len(data.questions))


def fit(sets: Sequence[Examples], columns: Sequence[int]) -> np.ndarray:
    """The weights that make the hits of the sets likeliest."""
    rows = np.vstack([each.rows[:, columns] for each in sets])
    spread = rows.std(axis=0) + 1e-6
    rows = (rows - rows.mean(axis=0)) / spread
    hits = np.concatenate([each.hits for each in sets])
    shifts = np.cumsum([0] + [len(each.rows) for each in sets[:-1]])
    starts = np.concatenate([each.starts + by for each, by in zip(sets, shifts, strict=True)])
    sizes = np.diff(np.append(starts, len(rows)))
    owners = np.repeat(np.arange(len(starts)), sizes)
    answered = np.add.reduceat(hits.astype(float), starts) > 0

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = rows @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[owners])
        total, right = np.add.reduceat(odds, starts), np.add.reduceat(odds * hits, starts)
        right = np.where(answered, right, 1.0)
        pull = odds / total[owners] - odds * hits / right[owners]
        slope = (pull * answered[owners]) @ rows / answered.sum()
        value = (np.log(total) - np.log(right))[answered].mean()
        return value + PENALTY * weights @ weights, slope + 2 * PENALTY * weights

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / spread)


def crossed(first: Examples, second: Examples, columns: Sequence[int]) -> tuple[float, float]:
    """sentence@1 of each set by a model of the other."""
    return (
        first.sentence1(first.rows[:, columns] @ fit([second], columns)),
        second.sentence1(second.rows[:, columns] @ fit([first], columns)),
    )


def main(arguments: Sequence[str]) -> None:
    """Train, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ablate", action="store_true", help="leave each feature out in turn")
    options = parser.parse_args(arguments)
    sets = [examples(options.folder / name) for name in (ARABIC, ARCD)]
    every = list(range(len(features.NAMES)))
    plain = features.NAMES.index("share of best score")
    report("BM25", [each.sentence1(each.rows[:, plain]) for each in sets])
    report("learned from the other set", crossed(sets[0], sets[1], every))
    if options.ablate:
        for left in every:
            columns = [at for at in every if at != left]
            report(f"without {features.NAMES[left]}", crossed(sets[0], sets[1], columns))
    weights = fit(sets, every)
    report("learned from both", [each.sentence1(each.rows @ weights) for each in sets])
    lines = [f"{name}\t{w:.4f}\n" for name, w in zip(features.NAMES, weights, strict=True)]
    DATA.write_text(HEADER + "".join(lines), encoding="utf-8")


def report(name: str, figures: Sequence[float]) -> None:
    """One line of the table."""
    both = " ".join(f"{figure:6.1f}" for figure in (*figures, sum(figures) / len(figures)))
    sys.stdout.write(f"{name:36} XQuAD-ar, ARCD, mean {both}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
