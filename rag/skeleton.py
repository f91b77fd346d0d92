"""A sentence as its folded words and marks in one line, each with where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.arabic import tokens


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The folded words and single marks of a text, joined by one space each in `line`.

    `spans` are their places in the text, `starts` their places in the line.
    """

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    line: str
    starts: tuple[int, ...]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the words number `first` up to and with `last` stand in the text."""
        return self.spans[first][0], self.spans[last][1]

    def surface(self, at: int) -> str:
        """The word number `at` as written."""
        start, end = self.spans[at]
        return self.text[start:end]

    def touched(self, start: int, end: int) -> Iterator[int]:
        """The words that stand, in part at least, between two places of the text."""
        for at, (first, last) in enumerate(self.spans):
            if first < end and start < last:
                yield at


@lru_cache(maxsize=4_096)
def skeleton(text: str) -> Skeleton:
    """The words and marks of a text: "أكتوبر (تشرين الأول)" gives اكتوبر ( تشرين الاول )."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for word, start, end in _parts(text):
        words.append(word)
        spans.append((start, end))
    starts = []
    at = 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    return Skeleton(text, tuple(words), tuple(spans), " ".join(words), tuple(starts))


def _parts(text: str) -> Iterator[tuple[str, int, int]]:
    done = 0
    for token in tokens(text):
        yield from _marks(text, done, token.start)
        yield token.form, token.start, token.end
        done = token.end
    yield from _marks(text, done, len(text))


def _marks(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for at in range(start, end):
        if not text[at].isspace():
            yield text[at], at, at + 1
