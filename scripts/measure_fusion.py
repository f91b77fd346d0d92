"""How much an embedder's vectors should count: measure_fusion.py EVAL_FOLDER MODEL [--questions N].

Asks the questions of XQuAD-en of its English paragraphs and those of XQuAD-ar of its Arabic ones,
and prints sentence@1 and passage@1 for several weights of the cosines, and how many of the exact
nearest sentences Chroma finds. MODEL is a name or folder,
as ISNAD_EMBEDDER.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from index.embedder import Embedder, Idf, Vectors
from index.files import from_bytes
from index.models import embedder
from index.store import Index
from index.values import File
from rag.pipeline import Pipeline
from rag.query import parse
from rag.ranking import Scored
from scripts.collection import ARABIC, ENGLISH, Set, read

WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
NEAREST = 10


class Weighed:
    """An embedder of any weight, whose vectors are made once."""

    def __init__(self, inner: Embedder) -> None:
        self.weight = max(WEIGHTS)
        self.inner = inner
        self.fingerprint = inner.fingerprint
        self.dimensions = inner.dimensions
        self._known: dict[tuple[str, bool], Vectors] = {}

    def embed(self, texts: Sequence[str], idf: Idf | None = None) -> Vectors:
        """The inner embedder's rows."""
        asked = idf is not None
        new = [text for text in dict.fromkeys(texts) if (text, asked) not in self._known]
        for text, row in zip(new, self.inner.embed(new, idf), strict=True):
            self._known[text, asked] = row
        rows = [self._known[text, asked] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimensions)


@dataclass(slots=True)
class Tally:
    """Hits of one weight."""

    sentence: int = 0
    passage: int = 0


def files(data: Set) -> Iterator[File]:
    """Every paragraph as a file of its own."""
    for number, text in enumerate(data.paragraphs):
        yield from_bytes(f"{number:06}.txt", text.encode(), "xquad")


def right(ranked: Sequence[Scored], source: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the first sentence holds the answer, and is of the right paragraph."""
    if not ranked or ranked[0].candidate.sentence.source != source:
        return False, False
    first = ranked[0].candidate.sentence
    return first.start < end and start < first.end, True


def measure(path: Path, inner: Embedder, number: int) -> None:
    """Print the figures of one set."""
    data = read(path)
    asked = data.questions[:: max(1, len(data.questions) // number)] if number else data.questions
    tallies = {weight: Tally() for weight in WEIGHTS}
    found, took = [], []
    weighed = Weighed(inner)
    with TemporaryDirectory() as folder, Index.open(Path(folder), embedder=weighed) as index:
        list(index.add(files(data)))
        while index.encode() or index.follow():
            pass
        retriever = Pipeline(index).retriever
        sentences = index.totals().sentences
        for each in asked:
            question = parse(each.text, index.spellings, None, (), index.known, None)
            row = weighed.embed([each.text], lambda _: 1.0)[0]
            with index.reading():
                for weight, tally in tallies.items():
                    weighed.weight = weight
                    ranked = retriever.retrieve(question).ranked
                    one, other = right(ranked, f"{each.paragraph:06}.txt", each.start, each.end)
                    tally.sentence += one
                    tally.passage += other
                begun = perf_counter()
                near = {id_ for id_, _ in index.vectors.nearest(row, NEAREST)}
                took.append(perf_counter() - begun)
                exact = index.semantic.meanings.nearest(row, NEAREST)
            found.append(len(near & {id_ for id_, _ in exact}) / NEAREST)
    print(f"{path.name}: {len(asked)} questions, {sentences} sentences")
    for weight, tally in tallies.items():
        shares = tally.sentence / len(asked), tally.passage / len(asked)
        print(f"  weight {weight:3}: sentence@1 {shares[0]:.1%}  passage@1 {shares[1]:.1%}")
    print(f"  Chroma finds {np.mean(found):.1%} of the exact {NEAREST}, {np.median(took):.4f} s")


def main() -> None:
    """Measure on XQuAD-en and XQuAD-ar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="holds xquad.en.json and xquad.ar.json")
    parser.add_argument("model", help="name or folder of an embedder")
    parser.add_argument("--questions", type=int, default=0, help="only about so many of each set")
    given = parser.parse_args()
    inner = embedder(given.model)
    for name in (ENGLISH, ARABIC):
        measure(given.folder / name, inner, given.questions)


if __name__ == "__main__":
    main()
