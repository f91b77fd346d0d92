"""A text taken apart for the catalogue: title, sentences, passages and counts of terms."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from index.arabic import forms, index_terms
from index.encoding import count
from index.passages import BUDGET, group
from index.sentences import split
from index.values import Span

TITLE_LENGTH = 120
"""Characters of a title; a first sentence without a headline is cut there, at a word."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or passage: where it stands, the passage it is in, its number of index terms."""

    span: Span
    passage: int
    length: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """What indexing needs of one text."""

    title: str
    sentences: tuple[Unit, ...]
    passages: tuple[Unit, ...]
    terms: dict[str, tuple[int, int]]
    words: dict[str, int]


def analyse(text: str, encoding: str) -> Analysis:
    """Split a text and count its terms: each once a sentence, and once a passage, it stands in."""
    spans = split(text)
    counts = [count(text[span.start : span.end], encoding) for span in spans]
    sentences: list[Unit] = []
    passages: list[Unit] = []
    in_sentences: Counter[str] = Counter()
    in_passages: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for number, members in enumerate(group(spans, counts, BUDGET, text)):
        held: set[str] = set()
        total = 0
        for span in (spans[i] for i in members):
            own = forms(text[span.start : span.end])
            terms = terms_of(own)
            total += len(terms)
            sentences.append(Unit(span, number, len(terms)))
            in_sentences.update(set(terms))
            words.update(set(own))
            held.update(terms)
        in_passages.update(held)
        whole = Span(spans[members[0]].start, spans[members[-1]].end)
        passages.append(Unit(whole, number, total))
    return Analysis(
        title=title(text, spans),
        sentences=tuple(sentences),
        passages=tuple(passages),
        terms={term: (n, in_passages[term]) for term, n in in_sentences.items()},
        words=dict(words),
    )


def terms_of(words: Iterable[str]) -> list[str]:
    """The index terms of folded words, repeated as often as they occur."""
    return [term for form in words for term in index_terms(form)]


def title(text: str, spans: list[Span]) -> str:
    """The first sentence of a text, cut at a word where it is long."""
    if not spans:
        return ""
    first = " ".join(text[spans[0].start : spans[0].end].lstrip("\ufeff").split())
    if len(first) <= TITLE_LENGTH:
        return first
    cut = first.rfind(" ", TITLE_LENGTH // 2, TITLE_LENGTH)
    return first[: cut if cut > 0 else TITLE_LENGTH - 1] + "…"
