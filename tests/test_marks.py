"""Marks and short answers: only what is sure, and never words that are not the sentence's."""

import pytest

from rag.answer import Citation
from rag.marks import MARK, SHORT, marks, short
from rag.question import Question
from rag.reader import Reading

QUOTE = "انسحبت القوات من المدينة عام 2011 بعد اتفاق."
CITED = Citation(1, "a.txt", "0", 1, 0, len(QUOTE), QUOTE, "/sources/a.txt#s1")
ASKED = Question("متى انسحبت القوات؟", "ar", "date", ())


def reading(sure: float, way: float = 0.5, text: str = "2011") -> Reading:
    start = QUOTE.index(text)
    return Reading(2.0, way, start, start + len(text), sure)


def test_the_words_that_answer_are_marked_and_given() -> None:
    found = short(ASKED, CITED, reading(0.9), 0.9)
    assert found is not None
    assert (found.text, QUOTE[found.start : found.end], found.citation) == ("2011", "2011", 1)
    assert marks(ASKED, QUOTE, reading(0.9)) == ((found.start, found.end),)


def test_where_it_is_unsure_nothing_is_said() -> None:
    assert short(ASKED, CITED, reading(0.9), SHORT / 2) is None
    assert short(ASKED, CITED, reading(SHORT / 2), 1.0) is None
    assert marks(ASKED, QUOTE, reading(MARK / 2)) == ()


def test_a_whole_sentence_is_no_short_answer() -> None:
    assert short(ASKED, CITED, reading(1.0, text=QUOTE), 1.0) is None


@pytest.mark.parametrize(
    ("language", "way", "said"),
    [("ar", 0.99, "نعم"), ("ar", 0.01, "لا"), ("en", 0.99, "Yes"), ("en", 0.01, "No"),
     ("ar", 0.6, None)],
)  # fmt: skip
def test_a_yes_or_no_is_said_where_it_is_sure(language: str, way: float, said: str | None) -> None:
    asked = Question("هل انسحبت؟", language, "polar", ())  # type: ignore[arg-type]
    found = short(asked, CITED, reading(0.9, way), 0.99)
    assert (found and found.text) == said
    if found is not None:
        assert (found.start, found.end) == (None, None)
