"""A text taken apart: its counts are those of its sentences and passages."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from index.analysis import TITLE_LENGTH, analyse, terms_of, title
from index.arabic import forms
from index.sentences import split

TEXT = st.text(st.sampled_from("ابتقال وزير .؟\nabc12"), max_size=600)


@given(TEXT)
def test_counts_are_those_of_the_sentences(text: str) -> None:
    analysis = analyse(text, "isnad")
    assert [unit.span for unit in analysis.sentences] == split(text)
    terms: Counter[str] = Counter()
    for unit in analysis.sentences:
        own = terms_of(forms(text[unit.span.start : unit.span.end]))
        assert unit.length == len(own)
        terms.update(set(own))
    assert {term: n for term, (n, _) in analysis.terms.items()} == dict(terms)


@given(TEXT)
def test_passages_are_runs_of_their_sentences(text: str) -> None:
    analysis = analyse(text, "isnad")
    for number, passage in enumerate(analysis.passages):
        own = [unit for unit in analysis.sentences if unit.passage == number]
        assert passage.span.start == own[0].span.start
        assert passage.span.end == own[-1].span.end
        assert passage.length == sum(unit.length for unit in own)
    assert sum(p.length for p in analysis.passages) == sum(s.length for s in analysis.sentences)


def test_a_title_is_the_headline_or_a_cut_first_sentence() -> None:
    assert title("عنوان\nنص", split("عنوان\nنص")) == "عنوان"
    long = "كلمة " * 60
    cut = title(long, split(long))
    assert len(cut) <= TITLE_LENGTH
    assert cut.endswith("كلمة…")
