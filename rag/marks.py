"""The words of a cited sentence that answer, as the reader or, without it, the rules find them."""

from rag.answer import Citation, Short
from rag.highlight import UNMARKED, highlight
from rag.question import Question
from rag.reader import Reading

MARK = 0.3
"""Probability of the place of an answer from which it is marked."""
SHORT = 0.5
"""Probability that a sentence answers and its words stand there, from which they are given."""
WAY = 0.9
"""Probability of yes, or of no, from which that is said."""
SAID = {("ar", True): "نعم", ("ar", False): "لا", ("en", True): "Yes", ("en", False): "No"}
LONGEST = 0.6
"""Share of a sentence beyond which a stretch is no short answer."""


def marks(
    question: Question, sentence: str, reading: Reading | None
) -> tuple[tuple[int, int], ...]:
    """Where in a sentence the answer stands, as offsets in it; () where unsure."""
    if reading is None:
        return highlight(question, sentence)
    if question.kind in UNMARKED or reading.sure < MARK:
        return ()
    return ((reading.start, reading.end),)


def short(question: Question, best: Citation, reading: Reading, sure: float) -> Short | None:
    """The direct answer, None where unsure; `sure` is the chance that the sentence answers."""
    if question.kind == "polar":
        chance = max(reading.way, 1 - reading.way) * sure
        if chance < WAY:
            return None
        return Short(SAID[question.language, reading.way > 0.5], best.id, None, None)
    text = best.quote[reading.start : reading.end]
    if sure * reading.sure < SHORT or len(text) > LONGEST * len(best.quote) or not text.strip():
        return None
    return Short(text, best.id, reading.start, reading.end)
