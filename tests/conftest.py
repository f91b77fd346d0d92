"""What the tests share: an isolated user, the demo articles indexed once, a fake embedder."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from hypothesis import settings

from index.arabic import forms
from index.embedder import HASHING, Idf, Vectors
from rag.opening import open_pipeline
from rag.pipeline import Pipeline
from rag.reader import NONE

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"

# The first example loads dictionaries, and a busy machine is slow: time is no property here.
settings.register_profile("isnad", deadline=None)
settings.load_profile("isnad")


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads the developer's settings, nor touches the developer's data."""
    for name in [*os.environ]:
        if name.startswith("ISNAD_") or name in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("ISNAD_EMBEDDER", "hashing")  # most tests are of words, and quick
    monkeypatch.setenv("ISNAD_READER", NONE)
    monkeypatch.setattr("rag.opening.READER", NONE)
    home = str(tmp_path_factory.mktemp("home"))
    # The home itself stays, where it can, for Playwright keeps its browsers there.
    names = {"darwin": ["HOME"], "win32": ["LOCALAPPDATA"]}.get(sys.platform, ["XDG_DATA_HOME"])
    for name in names:
        monkeypatch.setenv(name, home)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo articles, for reading only."""
    data = tmp_path_factory.mktemp("seeded") / "data"
    open_pipeline(data, embedder=HASHING).close()
    return data


@pytest.fixture(scope="session")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo articles, encoded by the encoder that ships, for reading only."""
    data = tmp_path_factory.mktemp("encoded") / "data"
    open_pipeline(data).close()
    return data


@pytest.fixture
def data(seeded: Path, tmp_path: Path) -> Path:
    """A data folder with the demo articles, for the test to change."""
    copy = tmp_path / "data"
    shutil.copytree(seeded, copy)
    return copy


@pytest.fixture(scope="session")
def pipeline(seeded: Path) -> Iterator[Pipeline]:
    """The pipeline over the demo articles, for reading only."""
    opened = open_pipeline(seeded, embedder=HASHING, reader=NONE)
    yield opened
    opened.close()


class FakeEmbedder:
    """Counts hashed words: texts that share words are near, and every run gives the same."""

    fingerprint = "fake-16"
    dimensions = 16
    weight = 0.5

    def embed(self, texts: Sequence[str], idf: Idf | None = None) -> Vectors:
        """One unit row a text; zeros for a text without a word."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for form in forms(text):
                row[crc32(form.encode()) % self.dimensions] += idf(form) if idf else 1.0
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.divide(rows, lengths, out=rows, where=lengths > 0)


@pytest.fixture
def fake_embedder() -> FakeEmbedder:
    """An embedder that needs no model."""
    return FakeEmbedder()
