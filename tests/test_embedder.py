"""The hashing embedder: unit vectors that never change and bring spellings together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.embedder import HashingEmbedder

EMBEDDER = HashingEmbedder()


@given(st.lists(st.text(max_size=60), max_size=5))
def test_rows_are_of_unit_length_or_zero(texts: list[str]) -> None:
    rows = EMBEDDER.embed(texts)
    assert rows.shape == (len(texts), EMBEDDER.dimensions)
    lengths = np.linalg.norm(rows, axis=1)
    assert all(np.isclose(n, 1, atol=1e-5) or n == 0 for n in lengths)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_text_s_vector_does_not_depend_on_its_company(one: str, other: str) -> None:
    assert np.array_equal(EMBEDDER.embed([one, other])[0], EMBEDDER.embed([one])[0])


def test_vectors_are_the_same_on_every_machine() -> None:
    row = EMBEDDER.embed(["العراق"])[0]
    assert np.allclose(row[:6] * 16, [-0.38, -1.14, -1.14, -0.38, 1.14, -1.14], atol=0.01)


def test_spellings_are_near_and_other_words_are_not() -> None:
    rows = EMBEDDER.embed(["انسحاب القوات الأمريكية", "إنسحاب القوات الاميركيه", "أسعار النفط"])
    assert rows[0] @ rows[1] > 0.6
    assert abs(rows[0] @ rows[2]) < 0.3


def test_idf_weighs_the_question() -> None:
    common = EMBEDDER.embed(["العراق النفط"], lambda term: 0.1 if "عرا" in term else 5.0)[0]
    assert common @ EMBEDDER.embed(["النفط"])[0] > common @ EMBEDDER.embed(["العراق"])[0]
