"""The reader that ships: whether a sentence answers a question, where, and what follows from it.

A cross-encoder over windows of neighbouring sentences, with seven numbers for each token. A
sentence answers as far as its tokens say so in the mean (ANSWERS) and one of them strongly (PEAK);
STARTS and ENDS say where in it, WAY in the mean whether with yes. A statement follows as far as its
own tokens find support in the mean (FOLLOWS) and none of them lacks it (LACKS). How it was made
and how well it reads: docs/reading.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import PASSAGE, QUERY, TOKENIZER, TOKENIZER_SHA256
from index.onnx import Model, batches, tokenizer

NONE = "none"
"""What the settings call going without one."""
READER = Path(__file__).parent / "data" / "reader.onnx"
READER_SHA256 = "48a58d7a2b010a371be4882015ac653b6a6bc2a76fd553af769ff3eec15c7fa4"
BEGIN, CLOSE = 0, 2
"""XLM-R's marks; CLOSE ends the question and every sentence."""
ANSWERS, PEAK, STARTS, ENDS, WAY, FOLLOWS, LACKS = range(7)
QUESTION_TOKENS, SENTENCE_TOKENS, WINDOW_TOKENS = 48, 110, 400
"""What is read of each, as in training: what is longer is cut at its end."""
TOGETHER = 1_536
"""Tokens of one pass."""
SPAN_TOKENS = 40
"""Tokens of an answer at most; in training hardly any is longer."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one sentence, and the likeliest place of the answer in its characters.

    `answers` is the logit that it answers, `way` the probability that it does so with yes to a
    yes/no question. `sure` is the probability of `start` and `end`, where the sentence answers.
    """

    answers: float
    way: float
    start: int
    end: int
    sure: float


UNREAD = Reading(-np.inf, 0.5, 0, 0, 0.0)
"""Of a sentence that did not fit into its window."""


class Reader:
    """Reads sentences for a question, or for a statement; loaded at its first use."""

    def __init__(self, path: Path = READER, digest: str = READER_SHA256) -> None:
        self._model = Model(path, digest)

    def read(self, question: str, windows: Sequence[Sequence[str]]) -> list[list[Reading]]:
        """A Reading for each sentence of each window; a window is neighbouring sentences.

        A sentence that no longer fits into WINDOW_TOKENS is UNREAD. ModelError.
        """
        head = self._tokens(QUERY + question)[:QUESTION_TOKENS]
        return [row.readings(logits) for row, logits in self._run(head, windows)]

    def follows(self, statement: str, evidence: Sequence[Sequence[str]]) -> list[float]:
        """For each group of sentences the logit of that the statement follows; ModelError."""
        head = self._tokens(PASSAGE + statement)[:SENTENCE_TOKENS]
        own = slice(1, 1 + len(head))
        return [
            float(logits[own, FOLLOWS].mean()) - _peak(-logits[own, LACKS])
            for _, logits in self._run(head, evidence)
        ]

    def _run(
        self, head: list[int], windows: Sequence[Sequence[str]]
    ) -> list[tuple["_Row", Numbers]]:
        rows = [_Row.of(head, window) for window in windows]
        found: dict[int, Numbers] = {}
        for batch in batches([len(row.ids) for row in rows], TOGETHER):
            logits = self._model.run([rows[at].ids for at in batch])
            found.update((at, each.astype(float)) for at, each in zip(batch, logits, strict=True))
        return [(row, found[at]) for at, row in enumerate(rows)]

    @staticmethod
    def _tokens(text: str) -> list[int]:
        read = tokenizer(TOKENIZER, TOKENIZER_SHA256)
        return list(read.encode(text, add_special_tokens=False).ids)


@dataclass(frozen=True, slots=True)
class _Row:
    """A window as tokens; of each sentence its first token and the offsets of its tokens."""

    ids: list[int]
    places: list[tuple[int, list[tuple[int, int]]]]
    sentences: int

    @classmethod
    def of(cls, head: list[int], window: Sequence[str]) -> "_Row":
        read = tokenizer(TOKENIZER, TOKENIZER_SHA256)
        ids, places = [BEGIN, *head, CLOSE], []
        for sentence in window:
            made = read.encode(sentence, add_special_tokens=False)
            size = min(len(made.ids), SENTENCE_TOKENS)
            if not size or len(ids) + size + 1 > WINDOW_TOKENS:
                break
            places.append((len(ids), [_bare(sentence, *each) for each in made.offsets[:size]]))
            ids += [*made.ids[:size], CLOSE]
        return cls(ids, places, len(window))

    def readings(self, logits: Numbers) -> list[Reading]:
        found = [_reading(logits[a : a + len(offsets)], offsets) for a, offsets in self.places]
        return [*found, *[UNREAD] * (self.sentences - len(found))]


def _reading(own: Numbers, offsets: list[tuple[int, int]]) -> Reading:
    starts, ends = _softmax(own[:, STARTS]), _softmax(own[:, ENDS])
    both = np.outer(starts, ends)
    both = np.triu(both) - np.triu(both, SPAN_TOKENS)
    start, end = divmod(int(both.argmax()), len(ends))
    return Reading(
        answers=float(own[:, ANSWERS].mean()) + _peak(own[:, PEAK]),
        way=1 / (1 + float(np.exp(-own[:, WAY].mean()))),
        start=offsets[start][0],
        end=offsets[end][1],
        sure=float(both[start, end]),
    )


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of a token without the space that the tokenizer counts to it."""
    while start < end - 1 and text[start].isspace():
        start += 1
    return start, end


def _softmax(values: Numbers) -> Numbers:
    powers = np.exp(values - float(values.max()))
    return np.asarray(powers / powers.sum())


def _peak(values: Numbers) -> float:
    """The logarithm of the mean of the powers: near the largest of the values."""
    most = float(values.max())
    return most + float(np.log(np.exp(values - most).mean()))
