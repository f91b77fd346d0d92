"""Example questions made from the indexed articles, each answered by the sentence it came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from random import Random

from index.values import Sentence
from rag.answer import EXTRACTIVE
from rag.pipeline import Pipeline
from rag.question import Language
from rag.templates import TEMPLATES

DOCUMENTS = 24
"""Articles looked at; a large index is sampled, so that the time does not grow with it."""
SENTENCES = 40
"""Sentences of each."""
TRIES = 30
"""Questions asked to find those the pipeline answers rightly; some 10 ms each."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, and the sentence that it was made from and that answers it."""

    question: str
    source: str
    sentence: int


def examples(pipeline: Pipeline, language: Language, count: int) -> list[Example]:
    """Up to `count` questions that the pipeline answers with the very sentence they came from.

    They change with the index, not from one call to the next.
    """
    return list(_examples(pipeline, pipeline.index.generation(), language, count))


@lru_cache(maxsize=8)
def _examples(
    pipeline: Pipeline, generation: int, language: Language, count: int
) -> tuple[Example, ...]:
    chance = Random(generation)  # noqa: S311 (no secret: the same choice until the index changes)
    candidates = _mixed(_sampled(pipeline, chance), language)
    good: list[Example] = []
    for candidate, _ in zip(candidates, range(TRIES), strict=False):
        if len(good) == count:
            break
        if not any(_alike(candidate, one) for one in good) and _answered(pipeline, candidate):
            good.append(candidate)
    return tuple(good)


def _sampled(pipeline: Pipeline, chance: Random) -> list[Sentence]:
    index = pipeline.index
    with index.reading():
        number = index.number()
        chosen = range(number) if number <= DOCUMENTS else chance.sample(range(number), DOCUMENTS)
        documents = [doc for at in chosen for doc in index.documents(offset=at, limit=1)]
        found = [one for doc in documents for one in index.sentences(doc.source)[:SENTENCES]]
    chance.shuffle(found)
    return found


def _mixed(sentences: list[Sentence], language: Language) -> Iterator[Example]:
    """Questions of all kinds in turn, so that the first few are not all of one kind."""
    made = (
        [
            Example(question, sentence.source, sentence.ordinal)
            for sentence in sentences
            for question in template(sentence.text)
        ]
        for template in TEMPLATES[language]
    )
    for row in zip_longest(*made):
        yield from (one for one in row if one is not None)


def _alike(one: Example, other: Example) -> bool:
    return one.question == other.question or (one.source, one.sentence) == (
        other.source,
        other.sentence,
    )


def _answered(pipeline: Pipeline, example: Example) -> bool:
    # By the articles' own words: thirty questions are no matter for a language model.
    answer = pipeline.ask(example.question, answerer=EXTRACTIVE)
    if not answer.answered:
        return False
    first = set(answer.statements[0].citations)
    cited = {(c.source, c.sentence) for c in answer.citations if c.id in first}
    return (example.source, example.sentence) in cited
