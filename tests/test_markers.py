"""Markers in all the shapes models write, and what only looks like one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.markers import Marked, read, statements

OFFERED = {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("marker", "numbers"),
    [
        ("[1][2]", (1, 2)),
        ("[1] [2]", (1, 2)),
        ("[1, 2]", (1, 2)),
        ("[1,2]", (1, 2)),
        ("[1، 2]", (1, 2)),
        ("[1؛ 2]", (1, 2)),
        ("[1; 2]", (1, 2)),
        ("[1 و2]", (1, 2)),
        ("[1 and 2]", (1, 2)),
        ("[١]", (1,)),
        ("[١، ٢]", (1, 2)),
        ("[۲]", (2,)),
        ("【1】", (1,)),
        ("【1】【2】", (1, 2)),
        ("【1†source】", (1,)),
        ("［1］", (1,)),
        ("[^1]", (1,)),
        ("[#2]", (2,)),
        ("[S2]", (2,)),
        ("[ 1 ]", (1,)),
        ("[1-3]", (1, 2, 3)),
        ("[1–3, 5]", (1, 2, 3, 5)),
        ("[2][1][2]", (2, 1)),
        ("[1][9]", (1,)),
        ("[9]", ()),
        ("[0]", ()),
    ],
)
def test_every_shape_is_read_and_leaves_the_text(marker: str, numbers: tuple[int, ...]) -> None:
    assert read(f"بدأت المحادثات {marker}.", OFFERED) == Marked("بدأت المحادثات.", numbers)
    assert read(f"بدأت المحادثات. {marker}", OFFERED) == Marked("بدأت المحادثات.", numbers)


@pytest.mark.parametrize(
    "text",
    ["في العام [2023] كله", "«[2023]»", "قال [كذا]", "x[i] = 2", "[1a]", "[]", "[1.5]", "(1)"],
)
def test_other_brackets_stay(text: str) -> None:
    assert read(text, OFFERED) == Marked(text, ())


def test_a_year_that_was_offered_is_a_number() -> None:
    assert read("كذا [2023]", {2023}).numbers == (2023,)


def test_a_line_is_cut_behind_its_markers() -> None:
    line = "بدأت في يناير [1]. وانتهت في شباط [2][3]؟ ثم لا شيء."
    assert list(statements(line, OFFERED)) == [
        Marked("بدأت في يناير.", (1,)),
        Marked("وانتهت في شباط؟", (2, 3)),
        Marked("ثم لا شيء.", ()),
    ]


def test_markers_alone_state_nothing() -> None:
    assert list(statements("[1][2].", OFFERED)) == []
    assert list(statements("", OFFERED)) == []


@given(st.text(alphabet="[]【】()١1239,، -ab \n†^", max_size=60))
def test_only_what_was_offered_comes_back(text: str) -> None:
    found = read(text, OFFERED)
    assert set(found.numbers) <= OFFERED
    assert len(set(found.numbers)) == len(found.numbers)
    for each in statements(text, OFFERED):
        assert set(each.numbers) <= OFFERED


def test_a_bracket_without_an_end_is_read_once() -> None:
    begun = time.thread_time()
    list(statements("[" + "1†," * 5_000 + "[" + "1†a, " * 2_000, {1}))
    assert time.thread_time() - begun < 2
    assert read("قتل جندي【1†source】【2†other, 3†more】.", {1, 2, 3}).numbers == (1, 2, 3)
