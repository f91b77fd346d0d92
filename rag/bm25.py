"""BM25 of sentences and passages over a question's terms, each one synonym class."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.arabic import index_terms
from index.values import Passage, Sentence, Totals
from rag.question import Alternative, Question

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Rows = NDArray[np.intp]

SENTENCE_K1 = 0.9
SENTENCE_B = 0.4
"""Sentences are short and of like length: both below Lucene's 1.2 and .75 (measured, +3 @1)."""
PASSAGE_K1 = 1.2
PASSAGE_B = 0.75
NOTHING: list[int] = []
"""What most words hold of a question."""
PASSAGE_WEIGHT = 1.0
"""How far the passage's score counts beside the sentence's; .75 to 1.5 are as good."""
SPELLING_CREDIT = 0.6
"""How far another word for a word counts for its spelling too: with .6 or 1, BM25 alone gains 2.0
sentence@1 on XQuAD-ar and .6 on ARCD; .3 gains half of it."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25 knows of the collection.

    `counts` gives for an index term (stem or marked trigram) the number of sentences and the
    number of passages that hold it; a term it lacks is in none.
    """

    totals: Totals
    counts: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, and its surroundings; the forms are `arabic.forms(text)`.

    `previous` is the sentence before it in the document, empty for the first.
    """

    sentence: Sentence
    forms: tuple[str, ...]
    previous: tuple[str, ...]
    passage: Passage
    passage_forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A question compiled for counting.

    `columns` numbers every index term of the question. A class is a list of alternatives, each
    a weight and the columns that must all occur; the classes of the question's terms come first,
    `words` of them, then one class for each distinct trigram. `single` has the alternatives of
    one column, `several` the others: class, weight, columns. `hits` remembers the columns that the
    words met so far hold, since the same words come again in sentence after sentence.
    """

    columns: Mapping[str, int]
    classes: tuple[tuple[tuple[float, tuple[int, ...]], ...], ...]
    words: int
    single: "Single" = field(compare=False, repr=False)
    several: tuple[tuple[int, float, tuple[int, ...]], ...]
    hits: dict[str, list[int]] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Single:
    """The alternatives of one column, by class: `columns` and their `weights`.

    Those of class `classes[i]` begin at `starts[i]`. A matrix of columns and classes, nearly all
    of it zeros, would be 60 MB for a question of 2,000 characters.
    """

    columns: Rows
    weights: Vector
    classes: Rows
    starts: Rows

    def sums(self, counts: Matrix, classes: int) -> Matrix:
        """The weighted sum of each class's columns: a row for each of `counts`."""
        out = np.zeros((len(counts), classes))
        if len(self.columns):
            weighted = counts[:, self.columns] * self.weights
            out[:, self.classes] = np.add.reduceat(weighted, self.starts, axis=1)
        return out


def wanted_terms(question: Question) -> set[str]:
    """Every index term whose counts `Statistics` should know for this question."""
    return set(compiled(question).columns)


@lru_cache(maxsize=64)
def compiled(question: Question) -> Query:
    """The question's classes over numbered columns; a trigram of two terms counts once."""
    columns: dict[str, int] = {}

    def column(term: str) -> int:
        return columns.setdefault(term, len(columns))

    def members(alternative: Alternative) -> tuple[float, tuple[int, ...]]:
        return alternative.weight, tuple(dict.fromkeys(map(column, alternative.stems)))

    classes = [
        tuple(members(alternative) for alternative in term.alternatives if alternative.stems)
        for term in question.terms
    ]
    grams = dict.fromkeys(gram for term in question.terms for gram in term.trigrams)
    classes += [((1.0, (column(gram),)),) for gram in grams]
    single, several = [], []
    for place, ways in enumerate(classes):
        for weight, parts in ways:
            if len(parts) == 1:
                single.append((place, weight, parts[0]))
            else:
                several.append((place, weight, parts))
    return Query(columns, tuple(classes), len(question.terms), _single(single), tuple(several))


def _single(members: Sequence[tuple[int, float, int]]) -> Single:
    """Members of one column, in the order of their classes: class, weight, column."""
    classes, starts = np.unique([place for place, _, _ in members], return_index=True)
    return Single(
        np.array([column for _, _, column in members], dtype=np.intp),
        np.array([weight for _, weight, _ in members]),
        classes.astype(np.intp),
        starts,
    )


def class_idf(query: Query, statistics: Statistics, unit: int) -> Vector:
    """Lucene's idf of every class among sentences (unit 0) or passages (unit 1).

    A class is in as many units as its alternatives together, each by its weight; an alternative
    of several stems in at most as many as its rarest stem.
    """
    totals = statistics.totals
    number = totals.passages if unit else totals.sentences
    found = [statistics.counts.get(term, (0, 0))[unit] for term in query.columns]
    units = query.single.sums(np.array([found], dtype=float), len(query.classes))[0]
    for place, weight, columns in query.several:
        units[place] += weight * min(found[column] for column in columns)
    units = np.minimum(units, number)
    idf: Vector = np.log1p((number - units + 0.5) / (units + 0.5))
    return idf


def class_counts(query: Query, texts: Sequence[Sequence[str]]) -> Matrix:
    """How often every class (column) occurs in every text (row), each text given as its forms.

    An alternative counts as often as its least frequent stem, times its weight.
    """
    counts = _term_counts(query, texts)
    out = query.single.sums(counts, len(query.classes))
    for place, weight, columns in query.several:
        least = counts[:, columns[0]]
        for column in columns[1:]:
            least = np.minimum(least, counts[:, column])
        out[:, place] += weight * least
    return out


def held(query: Query, forms: Iterable[str]) -> list[list[int]]:
    """For each folded word the columns of the query that it holds."""
    hits, columns = query.hits, query.columns
    known = frozenset(columns)
    out = []
    for form in forms:
        found = hits.get(form)
        if found is None:
            # Most words share no term with the question: a set meets a tuple fastest.
            met = known.intersection(index_terms(form))
            found = hits[form] = [columns[term] for term in met] if met else NOTHING
        out.append(found)
    return out


def _term_counts(query: Query, texts: Sequence[Sequence[str]]) -> Matrix:
    """How often every index term of the question occurs in every text."""
    width = len(query.columns)
    distinct = list(set().union(*texts))
    found = held(query, distinct)
    ids = dict(zip(distinct, range(len(distinct)), strict=True))
    forms = np.fromiter(map(ids.__getitem__, chain.from_iterable(texts)), dtype=np.intp)
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    sizes = np.fromiter(map(len, found), dtype=np.intp, count=len(found))
    flat = np.fromiter(chain.from_iterable(found), dtype=np.intp)
    repeats = sizes[forms]
    # The hits of the form at each place, read out of `flat` where that form's hits begin.
    begins = np.repeat((np.cumsum(sizes) - sizes)[forms], repeats)
    within = np.arange(len(begins)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    cells = np.repeat(rows, repeats) * width + flat[begins + within]
    counts = np.bincount(cells, minlength=width * len(texts))
    return counts.reshape(len(texts), width).astype(float)


def saturated(counts: Matrix, lengths: Vector, average: float, k1: float, b: float) -> Matrix:
    """BM25's term frequency part, `tf / (tf + k1 (1 - b + b length / average))`, 0 to 1."""
    room = k1 * (1 - b + b * lengths / max(average, 1.0))
    return counts / (counts + room[:, None])


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a question's candidates hold of it: a row for each candidate, a column for each class.

    `sentence` and `passage` are class counts, `sentence_idf` and `passage_idf` the classes' idf,
    `sentence_parts` and `passage_parts` each class's share in the BM25 scores.
    """

    query: Query
    sentence: Matrix
    passage: Matrix
    sentence_idf: Vector
    passage_idf: Vector
    sentence_parts: Matrix
    passage_parts: Matrix

    @property
    def sentence_scores(self) -> Vector:
        """BM25 of every candidate's sentence."""
        return np.asarray(self.sentence_parts.sum(axis=1))

    @property
    def passage_scores(self) -> Vector:
        """BM25 of every candidate's passage."""
        return np.asarray(self.passage_parts.sum(axis=1))

    @property
    def scores(self) -> Vector:
        """BM25 of sentence and passage together: what candidates are ranked by at first."""
        return self.sentence_scores + PASSAGE_WEIGHT * self.passage_scores

    def of(self, rows: Rows) -> "Evidence":
        """The evidence of some of the candidates, in the order given."""
        return Evidence(
            self.query,
            self.sentence[rows],
            self.passage[rows],
            self.sentence_idf,
            self.passage_idf,
            self.sentence_parts[rows],
            self.passage_parts[rows],
        )


def gather(question: Question, candidates: Sequence[Candidate], statistics: Statistics) -> Evidence:
    """Count the question's classes in all candidates and score them by BM25."""
    query, totals = compiled(question), statistics.totals
    rows = {c.passage.id: row for row, c in enumerate(_distinct(candidates))}
    passages = list(_distinct(candidates))
    own = np.array([rows[c.passage.id] for c in candidates], dtype=np.intp)
    sentence = class_counts(query, [c.forms for c in candidates])
    passage = class_counts(query, [c.passage_forms for c in passages])
    sentence_idf, passage_idf = class_idf(query, statistics, 0), class_idf(query, statistics, 1)
    sentence_tf = saturated(
        sentence,
        np.array([c.sentence.length for c in candidates], dtype=float),
        totals.sentence_terms / max(totals.sentences, 1),
        SENTENCE_K1,
        SENTENCE_B,
    )
    passage_tf = saturated(
        passage,
        np.array([c.passage.length for c in passages], dtype=float),
        totals.passage_terms / max(totals.passages, 1),
        PASSAGE_K1,
        PASSAGE_B,
    )
    return Evidence(
        query,
        sentence,
        passage[own],
        sentence_idf,
        passage_idf,
        _credited(question, query, sentence_tf) * sentence_idf,
        (_credited(question, query, passage_tf) * passage_idf)[own],
    )


def _credited(question: Question, query: Query, tf: Matrix) -> Matrix:
    """The trigrams of a word count in part where another word for it stands.

    Else a sentence in the question's own words outweighs one in synonyms by all its spelling.
    """
    places = {kind[0][1][0]: at for at, kind in enumerate(query.classes) if at >= query.words}
    out = tf.copy()
    for at, term in enumerate(question.terms):
        own = [places[query.columns[gram]] for gram in term.trigrams]
        out[:, own] = np.maximum(out[:, own], SPELLING_CREDIT * tf[:, [at]])
    return out


def _distinct(candidates: Iterable[Candidate]) -> Iterable[Candidate]:
    """The first candidate of every passage."""
    return {c.passage.id: c for c in reversed(list(candidates))}.values()
