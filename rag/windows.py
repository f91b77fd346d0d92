"""Windows of neighbouring sentences in which the reader reads the candidates of a question."""

from collections.abc import Iterable, Sequence

from index.values import Sentence

AROUND = 1
"""Sentences read before and after a candidate: whom «he» and «the accident» mean stands there."""
LONGEST = 900
"""Characters of a window, some 260 tokens; a window ends before the sentence that passes it."""
SENTENCE = 400
"""Characters of a sentence that count towards it: the reader cuts a longer one about there."""


def places(candidates: Iterable[Sentence]) -> list[tuple[int, int]]:
    """(document, ordinal) of the candidates and of their neighbours, in order."""
    return sorted(
        {
            (sentence.document, ordinal)
            for sentence in candidates
            for ordinal in range(sentence.ordinal - AROUND, sentence.ordinal + AROUND + 1)
        }
    )


def windows(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """Sentences, in the order of `places`, as runs of neighbours that are read together.

    Neighbouring candidates share a window, so that none is read twice.
    """
    found: list[list[Sentence]] = []
    size = 0
    for sentence in sentences:
        length = min(len(sentence.text), SENTENCE)
        last = found[-1][-1] if found else None
        follows = (
            last is not None
            and (last.document, last.ordinal + 1) == (sentence.document, sentence.ordinal)
            and size + length <= LONGEST
        )
        if follows:
            found[-1].append(sentence)
            size += length
        else:
            found.append([sentence])
            size = length
    return found
