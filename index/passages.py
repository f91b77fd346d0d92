"""Sentences to passages: runs of whole sentences of about one paragraph's length."""

from collections.abc import Sequence

from index.sentences import LINE_END
from index.values import Span

BUDGET = 384
"""Tokens of a passage, by our own encoding, which has some 2.1 to an Arabic word.

A paragraph stays whole and an article does not: nine in ten of XQuAD's and ARCD's paragraphs (120
words on average, 380 tokens the longest of those) are one passage, a news article of 400 words is
two or three. Sentence-transformers models that read 512 tokens read such a passage to its end.
"""

MID_PARAGRAPH = 1 / 8
"""Share of the budget by which two passages may differ from their mean to meet at a line end."""


def group(
    sentences: Sequence[Span], counts: Sequence[int], budget: int = BUDGET, text: str = ""
) -> list[range]:
    """Cut a document's sentences into as few passages as the budget allows, of even size.

    Among the ways with the fewest passages, the one with the least sum of squared sizes is taken
    (the optimum of Knuth and Plass's line breaking, by dynamic programming): twelve like
    sentences over two passages are 6 and 6, not 11 and 1. A cut inside a paragraph costs what an
    imbalance of MID_PARAGRAPH costs, so a line end near the even cut wins.

    Args:
        sentences: the document's sentences in order.
        counts: the tokens of each; those of the space between sentences are not counted.
        budget: the tokens a passage may have; a sentence above it is a passage by itself.
        text: the document, to see its line ends; without it all cuts are alike.

    Returns:
        Consecutive ranges over the sentences, each sentence in exactly one.

    >>> group([Span(i, i + 1) for i in range(4)], [10, 10, 10, 10], budget=30)
    [range(0, 2), range(2, 4)]
    """
    if len(sentences) != len(counts):
        raise ValueError(f"{len(sentences)} sentences, but {len(counts)} counts")
    fine = 2 * (MID_PARAGRAPH * budget) ** 2
    fines = [0.0 if _parted(sentences, at, text) else fine for at in range(len(sentences))]
    # best[n]: passages and cost of the first n sentences, and where their last passage starts.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(sentences) + 1):
        size = 0
        options = []
        for start in range(end - 1, -1, -1):
            size += counts[start]
            if size > budget and start < end - 1:
                break
            passages, cost, _ = best[start]
            options.append((passages + 1, cost + size * size + fines[start], start))
        best.append(min(options))
    return _read_back(best)


def _parted(sentences: Sequence[Span], at: int, text: str) -> bool:
    """Whether a passage may start at that sentence for nothing: the first, or after a line end."""
    if at == 0:
        return True
    return LINE_END.search(text, sentences[at - 1].end, sentences[at].start) is not None


def _read_back(best: Sequence[tuple[int, float, int]]) -> list[range]:
    ranges: list[range] = []
    end = len(best) - 1
    while end > 0:
        start = best[end][2]
        ranges.append(range(start, end))
        end = start
    return ranges[::-1]
