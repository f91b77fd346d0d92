"""The vectors: the nearest come back by their ids."""

from pathlib import Path

import numpy as np
import pytest

from index.vectors import Vectors


def unit(*at: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.eye(8, dtype=np.float32)[list(at)]


def test_the_nearest_comes_first_until_it_is_dropped(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "vectors")
    vectors.put([4, 5, 6], unit(0, 1, 2))
    [(best, cosine), *_] = vectors.nearest(unit(1)[0], 3)
    assert (best, cosine) == (5, pytest.approx(1, abs=1e-6))
    vectors.drop([5, 99])
    assert vectors.size() == 2
    assert 5 not in {id_ for id_, _ in vectors.nearest(unit(1)[0], 2)}


def test_putting_an_id_again_replaces_it(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "vectors")
    vectors.put([4], unit(0))
    vectors.put([4], unit(1))
    assert vectors.size() == 1
    assert vectors.nearest(unit(1)[0], 1)[0][1] == pytest.approx(1, abs=1e-6)


def test_what_was_put_is_there_after_opening_anew(tmp_path: Path) -> None:
    first = Vectors(tmp_path / "vectors")
    first.put([4], unit(0))
    first.close()
    assert Vectors(tmp_path / "vectors").size() == 1
