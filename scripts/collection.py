"""A SQuAD-format set as a collection in memory, with paragraphs taken out at will."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection as Some
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.arabic import forms, index_terms
from index.sentences import split
from index.transliteration import skeleton
from index.values import Passage, Sentence, Totals
from rag.bm25 import (
    PASSAGE_B,
    PASSAGE_K1,
    PASSAGE_WEIGHT,
    SENTENCE_B,
    SENTENCE_K1,
    Candidate,
    Statistics,
    class_idf,
    compiled,
    saturated,
    wanted_terms,
)
from rag.question import Question

ARABIC = "xquad.ar.json"
ENGLISH = "xquad.en.json"
ARCD = "arcd-train.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set, its paragraph, and the span of its answer there."""

    id: str
    text: str
    paragraph: int
    start: int
    end: int

    def is_hit(self, sentence: Sentence) -> bool:
        """Whether a sentence overlaps the answer in the question's own paragraph."""
        same = sentence.document == self.paragraph
        return same and sentence.start < self.end and self.start < sentence.end


@dataclass(frozen=True, slots=True)
class Set:
    """The paragraphs of a set, the article each belongs to, and its questions."""

    paragraphs: tuple[str, ...]
    articles: tuple[int, ...]
    questions: tuple[Asked, ...]

    def article_of(self, asked: Asked) -> tuple[int, ...]:
        """All paragraphs of the article that answers a question."""
        own = self.articles[asked.paragraph]
        return tuple(at for at, article in enumerate(self.articles) if article == own)


def read(path: Path) -> Set:
    """A set from its file; a wrong offset is mended by the answer's nearest occurrence."""
    paragraphs: list[str] = []
    articles: list[int] = []
    questions: list[Asked] = []
    for number, article in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            for item in paragraph["qas"]:
                if not item.get("answers"):
                    continue
                answer = item["answers"][0]
                start = _located(text, answer["text"], answer["answer_start"])
                if start >= 0:
                    end = start + len(answer["text"])
                    asked = Asked(str(item["id"]), item["question"], len(paragraphs), start, end)
                    questions.append(asked)
            paragraphs.append(text)
            articles.append(number)
    return Set(tuple(paragraphs), tuple(articles), tuple(questions))


def _located(text: str, answer: str, start: int) -> int:
    if text.startswith(answer, start):
        return start
    found = [match.start() for match in re.finditer(re.escape(answer.strip()), text)]
    return min(found, key=lambda at: abs(at - start), default=-1)


class Collection:
    """Paragraphs, each one document and one passage, ready to propose candidates."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.candidates: list[Candidate] = []
        held: tuple[list[Counter[str]], list[Counter[str]]] = ([], [])
        for document, text in enumerate(paragraphs):
            for candidate in _candidates(document, text, len(self.candidates)):
                self.candidates.append(candidate)
                held[0].append(_terms(candidate.forms))
            held[1].append(_terms(forms(text)))
        self._homes = np.array([each.sentence.document for each in self.candidates])
        self._lengths = [np.array([sum(bag.values()) for bag in bags]) for bags in held]
        self._postings = [_inverted(bags) for bags in held]
        self._spelt: dict[str, Counter[str]] = defaultdict(Counter)
        self._holders: dict[str, set[int]] = defaultdict(set)
        for candidate in self.candidates:
            for form in set(candidate.forms):
                self._spelt[skeleton(form)][form] += 1
                self._holders[form].add(candidate.sentence.document)

    def spellings(self, key: str, without: Some[int] = ()) -> list[str]:
        """The words of a consonant skeleton that the collection holds, commonest first."""
        known = self._spelt.get(key, Counter()).most_common()
        gone = set(without)
        return [form for form, _ in known if not gone or self._holders[form] - gone]

    def statistics(self, question: Question, without: Some[int] = ()) -> Statistics:
        """The counts of a question's terms, some paragraphs taken out."""
        kept = self._kept(without)
        counts = {
            term: (self._held(term, 0, kept[0]), self._held(term, 1, kept[1]))
            for term in wanted_terms(question)
        }
        numbers = [int(part.sum()) for part in kept]
        terms = [int(sizes[part].sum()) for sizes, part in zip(self._lengths, kept, strict=True)]
        return Statistics(Totals(numbers[0], terms[0], numbers[1], terms[1]), counts)

    def propose(
        self, question: Question, statistics: Statistics, number: int, without: Some[int] = ()
    ) -> list[Candidate]:
        """The best sentences by BM25 of sentence and passage."""
        sentence = self._scores(question, statistics, 0)
        scores = sentence + PASSAGE_WEIGHT * self._scores(question, statistics, 1)[self._homes]
        scores[~self._kept(without)[0]] = 0.0
        best = np.argsort(-scores, kind="stable")[:number]
        return [self.candidates[at] for at in best if scores[at] > 0]

    def _scores(self, question: Question, statistics: Statistics, unit: int) -> np.ndarray:
        query, lengths = compiled(question), self._lengths[unit].astype(float)
        counts = np.zeros((len(lengths), len(query.columns)))
        for column, term in enumerate(query.columns):
            if (posting := self._postings[unit].get(term)) is not None:
                counts[posting[0], column] = posting[1]
        classes = np.zeros((len(lengths), len(query.classes)))
        for place, ways in enumerate(query.classes):
            for weight, columns in ways:
                classes[:, place] += weight * counts[:, columns].min(axis=1)
        totals = statistics.totals
        k1, b = ((SENTENCE_K1, SENTENCE_B), (PASSAGE_K1, PASSAGE_B))[unit]
        number, terms = (
            (totals.sentences, totals.sentence_terms),
            (totals.passages, totals.passage_terms),
        )[unit]
        parts = saturated(classes, lengths, terms / max(number, 1), k1, b)
        return np.asarray(parts @ class_idf(query, statistics, unit))

    def _kept(self, without: Some[int]) -> tuple[np.ndarray, np.ndarray]:
        passages = np.ones(len(self._lengths[1]), dtype=bool)
        passages[list(without)] = False
        return passages[self._homes], passages

    def _held(self, term: str, unit: int, kept: np.ndarray) -> int:
        posting = self._postings[unit].get(term)
        return 0 if posting is None else int(kept[posting[0]].sum())


def _candidates(document: int, text: str, first: int) -> Iterator[Candidate]:
    spans = split(text)
    words = [tuple(forms(text[span.start : span.end])) for span in spans]
    together = tuple(form for each in words for form in each)
    size = sum(_terms(together).values())
    passage = Passage(document, document, 0, len(text), size, text)
    before: tuple[str, ...] = ()
    for at, (span, own) in enumerate(zip(spans, words, strict=True)):
        sentence = Sentence(
            id=first + at,
            document=document,
            source=str(document),
            sha256="",
            passage=document,
            ordinal=at + 1,
            start=span.start,
            end=span.end,
            length=sum(_terms(own).values()),
            text=text[span.start : span.end],
        )
        yield Candidate(sentence, own, before, passage, together)
        before = own


def _terms(words: Iterable[str]) -> Counter[str]:
    return Counter(term for form in words for term in index_terms(form))


def _inverted(bags: Sequence[Counter[str]]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, bag in enumerate(bags):
        for term, count in bag.items():
            found[term].append((at, count))
    return {
        term: (np.array([at for at, _ in rows]), np.array([n for _, n in rows], dtype=float))
        for term, rows in found.items()
    }
