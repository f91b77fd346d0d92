"""Windows: every candidate once, with its neighbours, in runs that can be read."""

from hypothesis import given
from hypothesis import strategies as st

from index.values import Sentence
from rag.windows import LONGEST, SENTENCE, places, windows


def sentence(document: int, ordinal: int, text: str = "نص") -> Sentence:
    return Sentence(ordinal, document, "a.txt", "0", 1, ordinal, 0, len(text), 1, text)


def test_neighbours_share_a_window() -> None:
    wanted = places([sentence(1, 3), sentence(1, 5), sentence(2, 9)])
    assert wanted == [(1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (2, 8), (2, 9), (2, 10)]
    found = windows([sentence(*place) for place in wanted])
    assert [[s.ordinal for s in group] for group in found] == [[2, 3, 4, 5, 6], [8, 9, 10]]


@given(
    st.sets(st.tuples(st.integers(1, 3), st.integers(1, 40)), max_size=20),
    st.integers(1, 2 * SENTENCE),
)
def test_each_is_read_once_and_none_is_too_long(chosen: set[tuple[int, int]], length: int) -> None:
    given_ = [sentence(*place, "ن" * length) for place in sorted(chosen)]
    found = windows(given_)
    assert [s for group in found for s in group] == given_
    for group in found:
        assert len(group) == 1 or len(group) * min(length, SENTENCE) <= LONGEST
        assert [s.ordinal for s in group] == [group[0].ordinal + i for i in range(len(group))]
        assert len({s.document for s in group}) == 1
