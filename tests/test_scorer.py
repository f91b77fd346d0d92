"""The scorer: who is read, in what order, and how sure."""

from collections.abc import Sequence

import pytest

from index.values import Passage, Sentence
from rag.bm25 import Candidate
from rag.question import Question
from rag.ranking import Scored
from rag.reader import Reading
from rag.scorer import READ, judged, weights

QUESTION = Question("من؟", "ar", "person", ())
KNOWN = {"order by words": 0.0, "bias": 0.0, "answers": 1.0, "words": 0.0, "english": 0.0}


def scored(number: int, score: float) -> Scored:
    sentence = Sentence(number, 1, "a.txt", "0", 1, number, 0, 2, 1, "نص")
    passage = Passage(1, 1, 0, 2, 1, "نص")
    return Scored(Candidate(sentence, ("نص",), (), passage, ("نص",)), score, score)


def reading(answers: float) -> Reading:
    return Reading(answers, 0.5, 0, 1, 0.5)


def order(found: Sequence[Scored]) -> list[int]:
    return [each.candidate.sentence.id for each in found]


def test_what_is_read_and_its_words_order_together() -> None:
    candidates = [scored(1, 10.0), scored(2, 9.0), scored(3, 8.0)]
    readings = {1: reading(-2.0), 2: reading(1.0), 3: reading(1.2)}
    found = judged(QUESTION, candidates, readings, 0.5, KNOWN)
    assert order(found.ranked) == [2, 3, 1]
    assert found.sure == pytest.approx(1 / (1 + 2.718281828**-1.0), abs=1e-6)


def test_those_beyond_the_read_stay_behind_in_their_order() -> None:
    candidates = [scored(number, 100.0 - number) for number in range(READ + 5)]
    readings = {number: reading(float(number)) for number in range(READ)}
    found = judged(QUESTION, candidates, readings, 0.5, KNOWN).ranked
    assert order(found) == [*reversed(range(READ)), *range(READ, READ + 5)]
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)


def test_nothing_found_is_nothing_sure() -> None:
    found = judged(QUESTION, [], {}, 0.5, KNOWN)
    assert (found.ranked, found.sure) == ([], 0.0)


def test_what_was_not_read_is_last() -> None:
    candidates = [scored(1, 10.0), scored(2, 9.9)]
    found = judged(QUESTION, candidates, {2: reading(-8.0)}, 0.5, KNOWN)
    assert order(found.ranked) == [2, 1]


def test_the_shipped_weights_are_whole() -> None:
    assert {*KNOWN, "carried", "carried from"} == {*weights()}
    assert weights()["answers"] > 0
    assert weights()["carried"] > 0
