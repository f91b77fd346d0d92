"""A small model that ships or that the user names: its files checked, run by ONNX Runtime."""

import os
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

PAD = 1
"""XLM-R's number of the token that fills up a row."""
THREADS = max(1, min(4, os.cpu_count() or 1))
"""Of one pass. More than four gain a question next to nothing and take the cores of others."""

Tokens = Sequence[int]
Numbers = NDArray[np.float32]


class Model:
    """A network over token numbers, loaded at its first use. Safe to use from several threads.

    `digest` is the sha256 that the file must have, "" for any: a cut or altered one is not run.
    """

    def __init__(self, path: Path, digest: str = "") -> None:
        self.path = path
        self.digest = digest
        self._guard = Lock()
        self._session: InferenceSession | None = None
        self._failed = ""

    def run(self, rows: Sequence[Tokens]) -> Numbers:
        """The network's output for a batch of token rows, padded at their ends.

        Raises:
            ModelError: the file is missing, cut or altered, or ONNX Runtime can't run it here.
        """
        table = np.full((len(rows), max(map(len, rows))), PAD, dtype=np.int64)
        for line, row in zip(table, rows, strict=True):
            line[: len(row)] = row
        mask = np.zeros_like(table)
        for line, row in zip(mask, rows, strict=True):
            line[: len(row)] = 1
        session: Any = self.session
        try:
            (found,) = session.run(None, {"input_ids": table, "attention_mask": mask})
        except Exception as error:
            raise ModelError(f"the model {self.path.name} fails: {error}") from error
        return np.asarray(found, dtype=np.float32)

    @property
    def session(self) -> "InferenceSession":
        """The loaded network; ModelError, then at once for every later use too."""
        with self._guard:
            if self._failed:
                raise ModelError(self._failed)
            if self._session is None:
                try:
                    self._session = self._load()
                except ModelError as error:
                    self._failed = str(error)
                    raise
            return self._session

    def _load(self) -> "InferenceSession":
        raw = checked(self.path, self.digest)
        try:
            import onnxruntime
        except ImportError as error:
            raise ModelError(f"ONNX Runtime can't be used on this machine: {error}") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.log_severity_level = 4
        # Threads that spin while they wait take the cores from everything else that serves.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            return onnxruntime.InferenceSession(raw, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            reason = " ".join(str(error).split())[:200]
            raise ModelError(f"ONNX Runtime can't load {self.path.name}: {reason}") from error


def checked(path: Path, digest: str) -> bytes:
    """The bytes of a file that has this sha256 ("" for any); ModelError says what is wrong."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ModelError(f"the model file {path} can't be read: {error.strerror}") from error
    if digest and sha256(raw).hexdigest() != digest:
        raise ModelError(f"the model file {path} is not what was shipped: install Isnad anew")
    return raw


@cache
def tokenizer(path: Path, digest: str = "") -> "Tokenizer":
    """The tokenizer of a file; it neither cuts nor pads. ModelError."""
    raw = checked(path, digest)
    try:
        from tokenizers import Tokenizer

        return Tokenizer.from_str(raw.decode("utf-8"))
    except Exception as error:
        raise ModelError(f"the tokenizer {path} can't be read: {error}") from error


def batches(lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    """Numbers of rows that go through a network together: of like length, few tokens in all.

    `list(batches([3, 9, 3], 6)) == [[0, 2], [1]]`
    """
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[at] > tokens:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch
