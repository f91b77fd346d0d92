"""What the service counts of itself: answers given, and changes that wait or are made."""

from dataclasses import dataclass, field

from prometheus_client import Counter, Gauge


def _answers() -> Counter:
    labels = ["answerer", "answered"]
    return Counter("isnad_answers", "Answers and refusals given.", labels, registry=None)


def _changes() -> Gauge:
    said = "Uploads and deletions at work or waiting for their turn."
    return Gauge("isnad_changes", said, registry=None)


@dataclass(frozen=True, slots=True)
class Counts:
    """The counters of one service, which no registry knows before `/metrics` has one."""

    answers: Counter = field(default_factory=_answers)
    changes: Gauge = field(default_factory=_changes)

    def answer(self, answerer: str, *, answered: bool) -> None:
        """Count an answer, or a refusal."""
        self.answers.labels(answerer, str(answered).lower()).inc()
