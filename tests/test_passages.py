"""Passages: whole sentences, each in one of them, as few as fit and of even size."""

import doctest
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import index
from index import passages
from index.encoding import count
from index.passages import BUDGET, group
from index.sentences import split
from index.values import Span

SEEDS = Path(index.__file__).parents[1] / "seeds"
COUNTS = st.lists(st.integers(min_value=0, max_value=60), max_size=60)
BUDGETS = st.integers(min_value=1, max_value=150)


def spans(number: int) -> list[Span]:
    return [Span(2 * at, 2 * at + 1) for at in range(number)]


def sizes(counts: list[int], budget: int, text: str = "") -> list[int]:
    return [sum(counts[i] for i in run) for run in group(spans(len(counts)), counts, budget, text)]


@given(COUNTS, BUDGETS)
def test_each_sentence_stands_in_exactly_one_passage_in_order(
    counts: list[int], budget: int
) -> None:
    runs = group(spans(len(counts)), counts, budget)
    assert [at for run in runs for at in run] == list(range(len(counts)))
    assert all(run.step == 1 and len(run) > 0 for run in runs)


@given(COUNTS, BUDGETS)
def test_a_passage_is_within_the_budget_or_one_sentence(counts: list[int], budget: int) -> None:
    for run in group(spans(len(counts)), counts, budget):
        assert sum(counts[at] for at in run) <= budget or len(run) == 1


@given(COUNTS, BUDGETS)
def test_no_two_neighbours_would_fit_one_passage(counts: list[int], budget: int) -> None:
    assert all(one + next_ > budget for one, next_ in pairwise(sizes(counts, budget)))


@given(st.integers(min_value=1, max_value=200), st.integers(min_value=1, max_value=20))
def test_like_sentences_are_spread_evenly(number: int, per_passage: int) -> None:
    lengths = sizes([1] * number, per_passage)
    assert max(lengths) - min(lengths) <= 1


@given(COUNTS, BUDGETS, st.text(alphabet=" \n.", max_size=130))
def test_line_ends_never_make_more_passages(counts: list[int], budget: int, text: str) -> None:
    assert len(sizes(counts, budget, text)) == len(sizes(counts, budget))


def test_twelve_over_two_are_six_and_six() -> None:
    assert group(spans(12), [30] * 12, budget=350) == [range(6), range(6, 12)]


def test_a_sentence_over_the_budget_stands_alone() -> None:
    assert group(spans(5), [10, 10, 500, 10, 10], budget=100) == [
        range(2),
        range(2, 3),
        range(3, 5),
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n\n", "\u2029"])
def test_a_line_end_near_the_even_cut_wins(line_end: str) -> None:
    text = "قال. " * 7 + "قال." + line_end + " ".join(["قال."] * 8)
    assert group(split(text), [20] * 16, 200, text) == [range(8), range(8, 16)]
    text = "قال. " * 6 + "قال." + line_end + " ".join(["قال."] * 9)
    assert group(split(text), [20] * 16, 200, text) == [range(7), range(7, 16)]


def test_a_line_end_far_from_the_even_cut_does_not() -> None:
    text = "قال.\n" + " ".join(["قال."] * 15)
    assert group(split(text), [20] * 16, 300, text) == [range(8), range(8, 16)]


def test_a_line_end_is_no_reason_to_cut_what_fits() -> None:
    assert group([Span(0, 4), Span(5, 9)], [5, 5], 20, "قال.\nقال.") == [range(2)]


def test_nothing_gives_nothing() -> None:
    assert group([], []) == []


def test_counts_of_another_document_are_refused() -> None:
    with pytest.raises(ValueError, match="2 sentences, but 1 counts"):
        group(spans(2), [1])


def test_a_paragraph_is_one_passage_and_an_article_two_to_four() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        sentences = split(text)
        runs = group(sentences, [count(text[s.start : s.end]) for s in sentences], text=text)
        assert 2 <= len(runs) <= 4
        lengths = [count(text[sentences[run[0]].start : sentences[run[-1]].end]) for run in runs]
        assert min(lengths) > BUDGET / 2
        assert max(lengths) < BUDGET * 1.02


def test_the_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(passages).failed == 0
