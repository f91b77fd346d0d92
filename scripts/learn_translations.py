"""Learn rag/data/translations.tsv, English words and their Arabic stems, from parallel news.

`python scripts/learn_translations.py DATA` reads ntrex.eng.txt and ntrex.arb.txt (NTREX-128,
CC BY-SA 4.0), line by line translations of each other. IBM Model 1 (Brown et al. 1993) with a
prior for words at like places in their sentences (Dyer et al. 2013), in both directions.
"""

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from index import arabic
from rag.english import headword, words

TARGET = Path(__file__).resolve().parent.parent / "rag" / "data" / "translations.tsv"
HEADER = (
    "# English word, TAB, Arabic stems with weights; learned from NTREX-128 (CC BY-SA 4.0, "
    "Federmann et al. 2022) by scripts/learn_translations.py; this file is CC BY-SA 4.0."
)
ROUNDS = 6
DIAGONAL = 4.0
"""How strongly like places count, exp(-4 distance); measured, see Dyer et al. for the form."""
NOTHING = 0.05
"""The share of words that answer to no word of the other side."""
TRANSLATIONS = 8
THRESHOLD = 0.1
"""Pairs below are mostly chance: 2,000 sentences hold most words once or twice."""

Corpus = list[tuple[list[str], list[str]]]
Table = dict[str, dict[str, float]]


def read(folder: Path) -> Corpus:
    """The sentence pairs as English headwords and Arabic stems, stop words left out."""
    english = (folder / "ntrex.eng.txt").read_text(encoding="utf-8").splitlines()
    theirs = (folder / "ntrex.arb.txt").read_text(encoding="utf-8").splitlines()
    return [
        (
            [headword(word.lower) for word in words(left) if word.lower not in arabic.STOP_WORDS],
            [arabic.stem(form) for form in arabic.forms(right)],
        )
        for left, right in zip(english, theirs, strict=True)
    ]


def align(corpus: Corpus) -> Table:
    """p(target given source) of every pair that occurs together."""
    table: Table = defaultdict(lambda: defaultdict(lambda: 1.0))
    for _ in range(ROUNDS):
        counts: Table = defaultdict(lambda: defaultdict(float))
        totals: dict[str, float] = defaultdict(float)
        for source, target in corpus:
            for at, word in enumerate(target):
                for other, share in _shares(table, source, word, at / len(target)):
                    counts[other][word] += share
                    totals[other] += share
        table = {
            word: defaultdict(float, {other: n / totals[word] for other, n in row.items()})
            for word, row in counts.items()
        }
    return table


def _shares(
    table: Table, source: Sequence[str], word: str, place: float
) -> list[tuple[str, float]]:
    """How far each word of the source answers for one word of the target."""
    scores = [
        (other, table[other][word] * math.exp(-DIAGONAL * abs(place - at / len(source))))
        for at, other in enumerate(source)
    ]
    total = sum(score for _, score in scores)
    return [(other, (1 - NOTHING) * score / total) for other, score in scores] if total else []


def learn(corpus: Corpus) -> dict[str, list[tuple[str, float]]]:
    """For each English word its stems, best first, weighted by both directions' probabilities."""
    forth = align(corpus)
    back = align([(right, left) for left, right in corpus])
    learned = {}
    for word, row in forth.items():
        weights = {
            stem: math.sqrt(p * back.get(stem, {}).get(word, 0.0)) for stem, p in row.items()
        }
        likely = (pair for pair in weights.items() if pair[1] >= THRESHOLD)
        best = sorted(likely, key=lambda pair: -pair[1])
        if best:
            learned[word] = best[:TRANSLATIONS]
    return learned


def main() -> None:
    """Learn the table and write it, in order of the English words."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="where ntrex.eng.txt and ntrex.arb.txt are")
    learned = learn(read(parser.parse_args().folder))
    lines = [
        f"{word}\t{' '.join(f'{stem}:{weight:.2f}' for stem, weight in learned[word])}"
        for word in sorted(learned)
        if word.isascii() and word.isalpha()
    ]
    TARGET.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines)} words to {TARGET.name}\n")


if __name__ == "__main__":
    main()
