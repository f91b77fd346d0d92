"""From a question to its ranked sentences: the stores propose, our ranking disposes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from math import log1p
from typing import TYPE_CHECKING, Any

import numpy as np

from index.arabic import forms, stem
from index.embedder import Vectors
from index.errors import ModelError, StoreError
from index.log import log
from index.store import Index
from index.values import Passage, Sentence
from index.words import Clause
from rag.answer import BY_WORDS, EXTRACTIVE
from rag.bm25 import Candidate, Statistics, wanted_terms
from rag.confidence import THRESHOLD, confidence
from rag.fusion import fuse
from rag.question import Question
from rag.ranking import Scored, rank
from rag.steps import Step, unwatched

if TYPE_CHECKING:
    from rag.reader import Reading
    from rag.reranker import Reranker
    from rag.scorer import Scorer

SENTENCES = 100
"""Sentences proposed by tantivy; on XQuAD-ar and ARCD the best of 200 is hardly ever beyond."""
PASSAGES = 10
"""Passages proposed, all of whose sentences are candidates: the answer need not share a word."""
NEAREST = 30
"""Sentences proposed by their vectors."""
ALIKE_STEMS = 12
"""Rarest stems of a sentence by which its restatements are looked for."""
ALIKE_SENTENCES = 30
SCORE_DIGITS = 4
"""Decimals of a score that is shown; the order tells the rest."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence found, and its score: higher is better, comparable within one search only."""

    sentence: Sentence
    score: float

    def to_dict(self) -> dict[str, Any]:
        """The hit as every face shows it, as plain JSON."""
        return {
            "source": self.sentence.source,
            "sentence": self.sentence.ordinal,
            "start": self.sentence.start,
            "end": self.sentence.end,
            "quote": self.sentence.text,
            "score": round(self.score, SCORE_DIGITS),
        }


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The ranked candidates of a question and what the ranking knew of the collection."""

    ranked: list[Scored]
    statistics: Statistics
    sure: float = 0.0
    """The chance that the first candidate answers the question."""
    threshold: float = THRESHOLD
    readings: "Mapping[int, Reading]" = field(default_factory=dict)
    """What was read, by the sentence's id; empty where words alone decide."""
    answerer: str = EXTRACTIVE

    @property
    def answers(self) -> bool:
        """Whether the question is answered, rather than refused."""
        return bool(self.ranked) and self.sure >= self.threshold


class Retriever:
    """Finds and ranks sentences of one index."""

    def __init__(
        self, index: Index, reranker: "Reranker | None" = None, scorer: "Scorer | None" = None
    ) -> None:
        self.index = index
        self.reranker = reranker
        self.scorer = scorer
        self.step: Step = unwatched

    def retrieve(
        self, question: Question, k: int = 1, sources: Sequence[str] | None = None
    ) -> Retrieved:
        """The candidates for a question, best first, and how sure the first answers it.

        At least `k` where that many share a word. `sources` narrows the search to these names;
        UnknownSourceError if one is not indexed. Call it within `index.reading()`.
        """
        ranked, statistics = self.candidates(question, k, sources)
        sure = confidence(question, ranked, statistics)
        if self.scorer is not None:
            try:
                with self.step("reading"):
                    found = self.scorer.score(question, ranked, self.index.at, sure)
            except ModelError as error:
                log.warning("%s; the words of the question alone decide", error)
            else:
                limit = self.scorer.threshold
                return Retrieved(found.ranked, statistics, found.sure, limit, found.readings)
        answerer = EXTRACTIVE if self.scorer is None else BY_WORDS
        return Retrieved(ranked, statistics, sure, answerer=answerer)

    def candidates(
        self, question: Question, k: int = 1, sources: Sequence[str] | None = None
    ) -> tuple[list[Scored], Statistics]:
        """The candidates by words and vectors, before they are read; raises as `retrieve`."""
        documents = None
        if sources is not None:
            documents = [self.index.document(source).id for source in sources]
        statistics = Statistics(self.index.totals(), self.index.counts(wanted_terms(question)))
        if not question.terms:
            return [], statistics
        with self.step("retrieval"):
            clauses = list(_clauses(question, statistics))
            found = self.index.propose("sentence", clauses, max(SENTENCES, k), documents)
            passages = self.index.propose("passage", clauses, max(PASSAGES, k // 4), documents)
            row = self._row(question, statistics)
            if row is not None:
                near = self.index.nearest(row, NEAREST, documents)
                found = list(dict.fromkeys([*found, *(id_ for id_, _ in near)]))
            candidates = self._candidates(found, passages)
        with self.step("ranking"):
            ranked = rank(question, candidates, statistics)
            if row is not None:
                ranked = self._fused(row, ranked)
            return self._reranked(question, ranked), statistics

    def prepare(self) -> None:
        """Load what questions use, so that the first need not wait; what fails is warned of."""
        embedder = self.index.embedder
        try:
            if self.index.encoded():
                embedder.embed(["ا"], lambda _: 1.0)
                self.index.semantic.open()
            if self.reranker is not None:
                self.reranker.scores("ا", ["ا", "ب"])
            if self.scorer is not None:
                self.scorer.prepare()
        except (ModelError, StoreError) as error:
            log.warning("%s; the words of questions alone decide", error)

    def alike(self, sentence: Sentence, documents: Sequence[int] | None = None) -> list[Sentence]:
        """Sentences that share the rare words of one, best first: its restatements are there."""
        stems = {stem(form) for form in forms(sentence.text)}
        counts = self.index.counts(stems)
        rarest = sorted(counts, key=lambda term: (counts[term][0], term))[:ALIKE_STEMS]
        clauses = [Clause((((term,), 1.0),)) for term in rarest]
        ids = self.index.propose("sentence", clauses, ALIKE_SENTENCES, documents)
        by_id = {each.id: each for each in self.index.sentences_by_id(ids)}
        return [by_id[i] for i in ids if i in by_id and i != sentence.id]

    def _row(self, question: Question, statistics: Statistics) -> Vectors | None:
        """The question's vector where vectors count; a model that fails costs only them."""
        number = statistics.totals.passages

        def idf(term: str) -> float:
            held = statistics.counts.get(term, (0, 0))[1]
            return log1p((number - held + 0.5) / (held + 0.5))

        try:
            if not self.index.encoded():
                return None
            return np.asarray(self.index.embedder.embed([question.text], idf)[0])
        except ModelError as error:
            log.warning("%s; the words of the question alone decide", error)
            return None

    def _fused(self, row: Vectors, ranked: Sequence[Scored]) -> list[Scored]:
        """The candidates, those and theirs that are near the question's vector lifted."""
        passages = list(dict.fromkeys(each.candidate.passage.id for each in ranked))
        homes = self.index.homes(passages)
        cosines = self.index.cosines(row, list(homes))
        return fuse(ranked, cosines, homes, self.index.embedder.weight)

    def _reranked(self, question: Question, ranked: list[Scored]) -> list[Scored]:
        """The candidates as the re-ranker has them, where there is one and it can be used."""
        if self.reranker is None:
            return ranked
        try:
            return self.reranker.rerank(question.text, ranked)
        except ModelError as error:
            log.warning("%s; the candidates keep their order", error)
            return ranked

    def _candidates(self, found: Sequence[int], passages: Sequence[int]) -> list[Candidate]:
        """The proposed sentences and those of the proposed passages, with their surroundings."""
        wanted = set(found)
        home = {sentence.passage for sentence in self.index.sentences_by_id(found)}
        everything = self.index.sentences_of(sorted(home | set(passages)))
        by_passage = {p.id: p for p in self.index.passages_by_id(sorted(home | set(passages)))}
        return [
            candidate
            for passage, group in groupby(everything, lambda sentence: sentence.passage)
            if passage in by_passage
            for candidate in _of_passage(by_passage[passage], list(group))
            if passage in passages or candidate.sentence.id in wanted
        ]


def _of_passage(passage: Passage, sentences: Sequence[Sentence]) -> Iterable[Candidate]:
    own = [_forms(sentence.id, sentence.text) for sentence in sentences]
    together = tuple(form for each in own for form in each)
    before: tuple[str, ...] = ()
    for sentence, words in zip(sentences, own, strict=True):
        yield Candidate(sentence, words, before, passage, together)
        before = words


@lru_cache(maxsize=20_000)
def _forms(_sentence: int, text: str) -> tuple[str, ...]:
    """The folded words of a sentence; an id never names two texts in one index."""
    return tuple(forms(text))


def _clauses(question: Question, statistics: Statistics) -> Iterable[Clause]:
    """What tantivy is to look for: only terms that occur, so that a miss costs nothing."""
    known = statistics.counts
    for term in question.terms:
        ways = tuple(
            (each.stems, each.weight)
            for each in term.alternatives
            if each.stems and all(part in known for part in each.stems)
        )
        if ways:
            yield Clause(ways)
    for gram in dict.fromkeys(gram for term in question.terms for gram in term.trigrams):
        if gram in known:
            yield Clause((((gram,), 1.0),))
