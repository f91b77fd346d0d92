"""Learn the weights of the sentence ranking: train_ranker.py EVAL_FOLDER [--ablate].

Writes rag/data/ranker.tsv from XQuAD-ar and -en (CC BY-SA 4.0) and the training set of ARCD
(MIT), and prints sentence@1 of each set ranked by BM25, by a model of the other set only, and by
the model that ships. A listwise logistic model: the probability that the first sentence answers.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from collection import ARABIC, ARCD, ENGLISH, Asked, Collection, Set, read

from rag import features
from rag.bm25 import gather
from rag.query import parse
from rag.ranking import LEARNED

DATA = Path(__file__).parent.parent / "rag" / "data" / "ranker.tsv"
HEADER = """# Weights of the learned ranking, by scripts/train_ranker.py.
# Learned from XQuAD-ar and -en (CC BY-SA 4.0) and the training set of ARCD (MIT).
# feature\tweight
"""
PART_PARAGRAPHS = 5
"""Paragraphs of the small collections; an article of XQuAD has five, one of ARCD two or three."""
LEAST = {"saying: quote": 2.0, "pairs": 1.5, "number: new number": 3.5}
"""Weights raised by hand to at least this. The sets hold two dozen questions on what somebody
said, and news is full of them; and neighbouring words that stay together tell more among articles
on one subject (+.6 on the small collections, -.1 to +.4 on the whole ones). A headline without
the number is no answer to how many, however alike (-.1 at 3.5)."""
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


def examples(data: Set, wording: Mapping[str, str], by_article: bool) -> Examples:
    """The candidates of every question of a set, asked in the wording of its id.

    By article, each article's paragraphs are a collection of their own: few texts on one subject,
    as a newsroom's folder is, where the whole set is many on different ones.
    """
    rows, hits, starts, size, asked_of = [], [], [], 0, 0
    for paragraphs, questions in parts(data) if by_article else [(data.paragraphs, data.questions)]:
        collection = Collection(paragraphs)
        for asked in questions:
            asked_of += 1
            question = parse(wording[asked.id], collection.spellings)
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
    return Examples(np.vstack(rows), hit, np.array(starts), asked_of)


def parts(data: Set) -> Iterator[tuple[list[str], list[Asked]]]:
    """The articles of a set, joined until they have a few paragraphs, with their questions."""
    articles: list[int] = []
    for article in sorted(set(data.articles)):
        articles.append(article)
        own = [at for at, one in enumerate(data.articles) if one in articles]
        if len(own) < PART_PARAGRAPHS:
            continue
        places = {old: new for new, old in enumerate(own)}
        questions = [
            replace(asked, paragraph=places[asked.paragraph])
            for asked in data.questions
            if asked.paragraph in places
        ]
        yield [data.paragraphs[at] for at in own], questions
        articles = []


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


def crossed(
    first: Sequence[Examples], second: Sequence[Examples], columns: Sequence[int]
) -> tuple[float, float]:
    """sentence@1 of each set, whole and in Arabic, by a model of the other."""
    return (
        first[0].sentence1(first[0].rows[:, columns] @ fit(second, columns)),
        second[0].sentence1(second[0].rows[:, columns] @ fit(first, columns)),
    )


def main(arguments: Sequence[str]) -> None:
    """Train, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ablate", action="store_true", help="leave each feature out in turn")
    options = parser.parse_args(arguments)
    arabic, english, arcd = (read(options.folder / name) for name in (ARABIC, ENGLISH, ARCD))
    in_arabic = {asked.id: asked.text for asked in (*arabic.questions, *arcd.questions)}
    in_english = {asked.id: asked.text for asked in english.questions}
    xquad = [
        examples(arabic, words, by) for words in (in_arabic, in_english) for by in (False, True)
    ]
    other = [examples(arcd, in_arabic, by) for by in (False, True)]
    every = list(range(len(features.NAMES)))
    plain = features.NAMES.index("share of best score")
    report("BM25", [each[0].sentence1(each[0].rows[:, plain]) for each in (xquad, other)])
    report("learned from the other set", crossed(xquad, other, every))
    if options.ablate:
        for left in every:
            columns = [at for at in every if at != left]
            report(f"without {features.NAMES[left]}", crossed(xquad, other, columns))
    weights = fit([*xquad, *other], every)
    for name, least in LEAST.items():
        place = features.NAMES.index(name)
        weights[place] = max(weights[place], least)
    report(
        "learned from both", [each[0].sentence1(each[0].rows @ weights) for each in (xquad, other)]
    )
    in_english_too = xquad[2].sentence1(xquad[2].rows @ weights)
    sys.stdout.write(f"learned from both, English questions on XQuAD-ar {in_english_too:.1f}\n")
    lines = [f"{name}\t{w:.4f}\n" for name, w in zip(features.NAMES, weights, strict=True)]
    DATA.write_text(HEADER + "".join(lines), encoding="utf-8")


def report(name: str, figures: Sequence[float]) -> None:
    """One line of the table."""
    both = " ".join(f"{figure:6.1f}" for figure in (*figures, sum(figures) / len(figures)))
    sys.stdout.write(f"{name:36} XQuAD-ar, ARCD, mean {both}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
