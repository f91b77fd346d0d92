"""Learns how to weigh words and reading, and how sure an answer is, from the part that decides.

    python -m training.scorer

Writes rag/data/scorer.tsv and prints the curve of cited against refused. The project's own
questions on the demo articles count too.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sklearn.linear_model import LogisticRegression

from index.store import Index
from index.values import File
from rag.confidence import confidence
from rag.opening import open_embedder, open_pipeline
from rag.pipeline import Pipeline
from rag.question import Question
from rag.ranking import Scored
from rag.reader import Reader, Reading
from rag.scorer import ReadingScorer, judged, signals
from training import material
from training.material import Article

OUT = Path(__file__).parents[1] / "rag" / "data" / "scorer.tsv"
HEAD = "# Weights of rag/scorer.py and rag/verifier.py, by training/scorer.py.\n"
TESTS = Path(__file__).parents[1] / "tests"
DEMO = ((TESTS / "seed_questions.jsonl", 5.0), (TESTS / "own_questions.jsonl", 2.5))
"""Questions worded near the articles, and how much each counts: the material's are worded far."""
WORDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0)
"""Weights tried for the score of the words beside the logit of the reading."""
CAUGHT = 0.92
"""Share of false statements to be caught; the weight of a statement's logit follows from it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its candidates before they are read, what was read, and the right ids."""

    question: Question
    candidates: list[Scored]
    readings: Mapping[int, Reading]
    words: float
    gold: frozenset[int]
    answerable: bool
    weight: float = 1.0


def cases(articles: Sequence[Article], reader: Reader, *, whole: bool) -> Iterator[Case]:
    """The questions of articles, each asked within its own or, with `whole`, of all at once."""
    scorer = ReadingScorer(reader)
    with TemporaryDirectory() as folder:
        index = Index.open(Path(folder), embedder=open_embedder("embedded"))
        texts = {f"{article.id}.txt": "\n".join(article.sentences) for article in articles}
        for _ in index.add(_file(name, text) for name, text in texts.items()):
            pass
        while index.encode():
            pass
        with closing(Pipeline(index)) as pipeline:
            for article in articles:
                name = f"{article.id}.txt"
                for asked in article.questions:
                    with index.reading():
                        found = {s.text: s.id for s in index.sentences(name)}
                        question = pipeline.parsed(asked.text)
                        sources = None if whole else [name]
                        candidates, known = pipeline.retriever.candidates(question, 1, sources)
                        readings = scorer.read(question, candidates, index.at)
                        words = confidence(question, candidates, known)
                    gold = {found.get(article.sentences[at], -1) for at in asked.gold}
                    answerable = bool(asked.gold)
                    yield Case(question, candidates, readings, words, frozenset(gold), answerable)


def demo(reader: Reader, file: Path, weight: float) -> Iterator[Case]:
    """The project's own questions on the demo articles, but those that lean on earlier ones."""
    scorer = ReadingScorer(reader)
    with TemporaryDirectory() as folder, closing(open_pipeline(Path(folder) / "data")) as pipeline:
        for line in file.read_text(encoding="utf-8").splitlines():
            asked = json.loads(line)
            if asked.get("history"):
                continue
            with pipeline.index.reading():
                question = pipeline.parsed(asked["question"])
                candidates, known = pipeline.retriever.candidates(question)
                readings = scorer.read(question, candidates, pipeline.index.at)
                words = confidence(question, candidates, known)
            gold = {
                each.candidate.sentence.id
                for each in candidates
                for wanted in asked.get("gold", ())
                if each.candidate.sentence.source == wanted["source"]
                and wanted["contains"] in each.candidate.sentence.text
            }
            answerable = asked["kind"] != "none"
            yield Case(question, candidates, readings, words, frozenset(gold), answerable, weight)


def _file(name: str, text: str) -> File:
    return File(name, "training", sha256(text.encode()).hexdigest(), text)


def right(case: Case, known: Mapping[str, float]) -> bool:
    """Whether the first candidate by these weights is a right one."""
    ranked = judged(case.question, case.candidates, case.readings, case.words, known).ranked
    return bool(ranked) and ranked[0].candidate.sentence.id in case.gold


def learn(found: Sequence[Case]) -> dict[str, float]:
    """The weights of words, and of the signals of sureness."""
    blank = {"bias": 0.0, "answers": 0.0, "words": 0.0, "english": 0.0}
    asked = [case for case in found if case.answerable and case.candidates]
    counted = np.array([case.weight for case in asked])
    shares = {
        w: counted @ [right(case, blank | {"order by words": w}) for case in asked] / counted.sum()
        for w in WORDS
    }
    words = max(shares, key=lambda weight: shares[weight])
    print("cited@1 by weight of words:", {w: round(float(s), 3) for w, s in shares.items()})
    known = blank | {"order by words": words}
    rows, truths, counts = [], [], []
    for case in found:
        if case.candidates:
            ranked = judged(case.question, case.candidates, case.readings, case.words, known).ranked
            rows.append(list(signals(case.question, ranked, case.readings, case.words).values()))
            truths.append(case.answerable and ranked[0].candidate.sentence.id in case.gold)
            counts.append(case.weight)
    model = LogisticRegression(C=1.0).fit(np.array(rows), np.array(truths), np.array(counts))
    learned = dict(zip(("answers", "words", "english"), model.coef_[0].tolist(), strict=True))
    return known | learned | {"bias": float(model.intercept_[0])}


def curve(found: Sequence[Case], known: Mapping[str, float]) -> None:
    """Print cited@1 and refused by threshold, and how far the sureness can be believed."""
    sure, truth, asked = [], [], []
    for case in found:
        result = judged(case.question, case.candidates, case.readings, case.words, known)
        first = result.ranked[0].candidate.sentence.id if result.ranked else -1
        sure.append(result.sure)
        truth.append(case.answerable and first in case.gold)
        asked.append(case.answerable)
    chance, correct, answerable = np.array(sure), np.array(truth), np.array(asked)
    for threshold in np.arange(0.2, 0.75, 0.05):
        cited = (correct & (chance >= threshold))[answerable].mean()
        refused = (chance < threshold)[~answerable].mean()
        print(f"{threshold:.2f}: cited@1 {cited:.3f}, refused {refused:.3f}")
    bins = np.minimum((chance * 10).astype(int), 9)
    gaps = [
        abs(chance[bins == b].mean() - correct[bins == b].mean()) * (bins == b).mean()
        for b in range(10)
        if (bins == b).any()
    ]
    print(f"ECE {sum(gaps):.3f}")


def carried(articles: Sequence[Article], reader: Reader) -> dict[str, float]:
    """The weights by which a statement's logit becomes a score that is .5 where CAUGHT is met."""
    logits, true = [], []
    for article in articles:
        for statement in article.statements:
            sentences = [article.sentences[at] for at in sorted(set(statement.evidence))]
            logits += reader.follows(statement.text, [sentences])
            true.append(statement.true)
    found, truth = np.array(logits), np.array(true)
    start = float(np.quantile(found[~truth], CAUGHT))
    print(f"statements: kept {(found[truth] > start).mean():.3f} where {CAUGHT} are caught")
    slope = LogisticRegression(C=1.0).fit(found[:, None], truth).coef_[0, 0]
    return {"carried": float(slope), "carried from": start}


def main() -> None:
    """Learn and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", default="decide", choices=("decide", "test"))
    parser.add_argument("--material", type=Path, default=material.ARTICLES)
    parser.add_argument("--keep", action="store_true", help="only print, by the shipped weights")
    options = parser.parse_args()
    articles = material.of(material.load(options.material), options.part)
    reader = Reader()
    own = list(cases(articles, reader, whole=False))
    every = list(cases(articles, reader, whole=True))
    if options.keep:
        from rag.scorer import weights

        known = dict(weights())
    else:
        asked = [case for file, weight in DEMO for case in demo(reader, file, weight)]
        known = learn([*own, *every, *asked]) | carried(articles, reader)
        lines = [f"{name}\t{value:.4f}\n" for name, value in known.items()]
        OUT.write_text(HEAD + "".join(lines), encoding="utf-8")
    for name, found in (("within its article", own), ("of all articles", every)):
        print(name)
        curve(found, known)
    if options.keep:
        carried(articles, reader)


if __name__ == "__main__":
    sys.exit(main())
