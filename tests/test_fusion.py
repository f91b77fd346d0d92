"""Fusion: a model's opinion lifts what it likes, and can't overturn what the words clearly say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.values import Passage, Sentence
from rag.bm25 import Candidate
from rag.fusion import FLOOR, HIGHEST, PASSAGE, SENTENCE, fuse, fuse_first, lifted
from rag.ranking import Scored


def scored(number: int, score: float, passage: int) -> Scored:
    sentence = Sentence(
        id=number, document=passage, source="a.txt", sha256="", passage=passage, ordinal=number,
        start=0, end=1, length=1, text="ا",
    )  # fmt: skip
    home = Passage(passage, passage, 0, 1, 1, "ا")
    return Scored(Candidate(sentence, (), (), home, ()), score, score)


def order(ranked: list[Scored]) -> list[int]:
    return [each.candidate.sentence.id for each in ranked]


def test_the_sentence_and_the_passage_a_model_likes_come_forward() -> None:
    ranked = [scored(1, 10.0, 1), scored(2, 9.5, 2), scored(3, 9.0, 3), scored(4, 8.0, 3)]
    cosines = {1: 0.70, 2: 0.71, 3: 0.90, 4: 0.86}
    homes = {1: 1, 2: 2, 3: 3, 4: 3}
    assert order(fuse(ranked, cosines, homes, 1.0)) == [3, 4, 1, 2]
    scaled = {k: 0.1 + v / 2 for k, v in cosines.items()}
    assert order(fuse(ranked, scaled, homes, 1.0)) == [3, 4, 1, 2]


def test_a_passage_is_as_near_as_its_sentences_are_on_average() -> None:
    ranked = [scored(1, 10.0, 1), scored(2, 9.9, 2)]
    homes = {1: 1, 2: 2, 3: 1, 4: 2}  # 3 and 4 share no word with the question
    assert order(fuse(ranked, {1: 0.8, 2: 0.8, 3: 0.7, 4: 0.9}, homes, 1.0)) == [2, 1]
    assert order(fuse(ranked, {1: 0.8, 2: 0.8, 3: 0.9, 4: 0.7}, homes, 1.0)) == [1, 2]


@pytest.mark.parametrize(("cosines", "weight"), [({}, 1.0), ({1: 0.2, 2: 0.9}, 0.0)])
def test_nothing_to_add_changes_nothing(cosines: dict[int, float], weight: float) -> None:
    ranked = [scored(1, 10.0, 1), scored(2, 9.9, 2)]
    assert fuse(ranked, cosines, {1: 1, 2: 2}, weight) == ranked
    assert fuse([], cosines, {1: 1, 2: 2}, weight) == []


def test_no_sentence_falls_behind_because_others_were_read_before_it() -> None:
    ranked = [scored(number, 10.0 - number / 10, number) for number in range(5)]
    cosines = {number: number / 9 for number in range(1, 5)}
    assert order(fuse(ranked, cosines, {n: n for n in range(5)}, 1.0)) == [0, 1, 2, 3, 4]
    assert order(fuse(ranked, {0: 0.0, **cosines}, {n: n for n in range(5)}, 1.0))[0] == 4


def test_equal_opinions_keep_the_order() -> None:
    ranked = [scored(number, 10.0 - number, number) for number in range(9)]
    alike = dict.fromkeys(range(9), 0.5)
    assert order(fuse(ranked, alike, {n: n for n in alike}, 1.0)) == list(range(9))
    assert order(fuse_first(ranked, [0.5] * 4, 1.0)) == list(range(9))


def test_words_that_say_it_clearly_stand_against_any_model() -> None:
    ranked = [scored(0, 40.0, 0), *(scored(n, -100.0 - n, n) for n in range(1, 30))]
    cosines = {0: -1.0, **dict.fromkeys(range(1, 29), 0.0), 29: 1.0}
    assert HIGHEST * (SENTENCE + PASSAGE) < FLOOR
    assert order(fuse(ranked, cosines, {n: n for n in cosines}, 1.0))[:2] == [0, 29]


def test_what_was_not_reranked_stays_behind_its_betters() -> None:
    ranked = [scored(number, 10.0 - number / 10, number) for number in range(6)]
    fused = order(fuse_first(ranked, [0.0, 0.0, 9.0], 1.0))
    assert fused == [2, 0, 1, 3, 4, 5]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50))
def test_points_are_within_bounds_whatever_the_scale(values: list[float]) -> None:
    points = lifted(values)
    assert ((points >= 0) & (points <= HIGHEST)).all()
    assert np.isfinite(points).all()
