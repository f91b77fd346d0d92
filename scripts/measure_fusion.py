"""How much an embedder's vectors should count: measure_fusion.py EVAL_FOLDER MODEL [--questions N].

Asks the questions of XQuAD-en of its English paragraphs and those of XQuAD-ar of its Arabic ones,
and prints sentence@1 and passage@1 for several weights of the cosine beside the words, and how
many of the exact nearest passages Chroma finds. MODEL is a name or folder, as ISNAD_EMBEDDER.
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
from rag.fusion import fuse
from rag.pipeline import Pipeline
from rag.query import parse
from rag.ranking import Scored
from scripts.collection import ARABIC, ENGLISH, Set, read

WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
NEAREST = 10
LEAST = 1e-9
"""A weight that lets vectors propose passages and moves none."""


class Proposing:
    """An embedder whose vectors are kept and propose, without a say in the order."""

    weight = LEAST

    def __init__(self, inner: Embedder) -> None:
        self.inner = inner
        self.fingerprint = inner.fingerprint
        self.dimensions = inner.dimensions
        self.last: Vectors = np.zeros((0, self.dimensions), dtype=np.float32)

    def embed(self, texts: Sequence[str], idf: Idf | None = None) -> Vectors:
        """The inner embedder's rows; those of a question are remembered."""
        rows = self.inner.embed(texts, idf)
        if idf is not None:
            self.last = rows
        return rows


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
    proposing = Proposing(inner)
    with TemporaryDirectory() as folder, Index.open(Path(folder), embedder=proposing) as index:
        list(index.add(files(data)))
        retriever = Pipeline(index).retriever
        ids = list({s.passage for d in index.documents() for s in index.sentences(d.source)})
        for each in asked:
            question = parse(each.text, index.spellings, None, (), index.known, None)
            with index.reading():
                ranked = retriever.retrieve(question).ranked
                row = proposing.last[0]
                here = list(dict.fromkeys(s.candidate.passage.id for s in ranked))
                cosines = index.vectors.cosines(row, here)
                begun = perf_counter()
                near = {id_ for id_, _ in index.vectors.nearest(row, NEAREST)}
                took.append(perf_counter() - begun)
                exact = sorted(index.vectors.cosines(row, ids).items(), key=lambda pair: -pair[1])
            found.append(len(near & {id_ for id_, _ in exact[:NEAREST]}) / NEAREST)
            for weight, tally in tallies.items():
                fused = fuse(ranked, cosines, weight)
                one, other = right(fused, f"{each.paragraph:06}.txt", each.start, each.end)
                tally.sentence += one
                tally.passage += other
    print(f"{path.name}: {len(asked)} questions, {len(ids)} passages")
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
