"""Whether a statement follows from sentences: read by the reader, or held against them by rules."""

from collections.abc import Sequence
from math import exp
from typing import Protocol

from rag.reader import Reader
from rag.scorer import weights
from rag.support import Entails, verify
from rag.twins import plain

CARRIED = 0.5
"""Score from which a statement counts as carried by its sentences."""


class Verifier(Protocol):
    """Says how surely sentences carry a statement."""

    def score(self, sentences: Sequence[str], statement: str) -> float:
        """From 0 to 1, below CARRIED where they do not; ModelError."""
        ...


class ReadingVerifier:
    """The reader's judgement of a statement over its sentences, beside a user's where given."""

    def __init__(self, reader: Reader, entails: Entails | None = None) -> None:
        self.reader = reader
        self.entails = entails

    def score(self, sentences: Sequence[str], statement: str) -> float:
        """The calibrated judgement; with a cross-encoder of the user's the lower of both.

        What stands there word for word is carried, whatever a model thinks of it.
        """
        if not sentences:
            return 0.0
        if plain(statement) in plain(" ".join(sentences)):
            return 1.0
        (logit,) = self.reader.follows(statement, [sentences])
        own = 1 / (1 + exp(-weights()["carried"] * (logit - weights()["carried from"])))
        if self.entails is None or own < CARRIED:
            return own
        return min(own, self.entails(" ".join(sentences), statement))


class RuleVerifier:
    """Numbers, dates, names, denials and words held against the sentences (`rag.support`)."""

    def __init__(self, entails: Entails | None = None) -> None:
        self.entails = entails

    def score(self, sentences: Sequence[str], statement: str) -> float:
        """1 where every rule is kept, else 0."""
        return float(verify(statement, sentences, self.entails).supported)
