"""Arabic terms: offsets map back, spellings meet, stems and trigrams are what they should be."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arabic import STOP_WORDS, fold, forms, index_terms, stem, tokens, trigrams

TEXT = st.one_of(
    st.text(max_size=200),
    st.text(st.sampled_from("ابتةىأإآؤئءوفكلي ًّـ123٤٥,.٫٬ABéﻻ"), max_size=200),
)


@given(TEXT)
def test_a_token_is_what_stands_there(text: str) -> None:
    found = list(tokens(text))
    assert all(fold(text[token.start : token.end]) == token.form for token in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(TEXT)
def test_every_letter_and_digit_is_in_a_token_unless_it_folds_away(text: str) -> None:
    covered = {i for token in tokens(text) for i in range(token.start, token.end)}
    lost = [c for i, c in enumerate(text) if c.isalnum() and i not in covered]
    assert all(not fold(c) or (not c.isalpha() and not c.isdecimal()) for c in lost)


@given(TEXT)
def test_forms_are_the_tokens_that_carry_meaning(text: str) -> None:
    assert forms(text) == [t.form for t in tokens(text) if t.form not in STOP_WORDS]


@given(TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert all(fold(token.form) == token.form for token in tokens(text))


@given(TEXT)
def test_terms_are_never_empty(text: str) -> None:
    for form in forms(text):
        assert stem(form)
        assert all(index_terms(form))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الأُمَّـةُ", "الامه"),
        ("رئيس", "رييس"),
        ("متى", "متي"),
        ("٢٬٥٠٠", "2500"),
        ("2,500", "2500"),
        ("٣٫٥", "3.5"),
        ("ﻻ", "لا"),
        ("Café", "cafe"),
        ("إيران", "ايران"),
        ("مسؤول", "مسوول"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    assert fold(one) == other


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("العسكريين والعسكريون عسكري", "عسكري"),
        ("وزير الوزير والوزير", "وزير"),
        ("وزارة الوزارة", "وزار"),
        ("والعراق العراق عراقية", "عراق"),
        ("هجوما هجوم الهجوم", "هجوم"),
    ],
)
def test_inflections_share_a_stem(words: str, same: str) -> None:
    stems = {stem(fold(word)) for word in words.split()}
    assert stems == {same} or stems <= {same, same.rstrip("ي")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الولاياتالمتحدةوالعراق", ["الولايات", "المتحده", "والعراق"]),
        ("مدينةالرياض", ["مدينه", "الرياض"]),
        ("المقاومةَ", ["المقاومه"]),
        ("الكونفدراليين والأموال المتوالية", ["الكونفدراليين", "والاموال", "المتواليه"]),
        ("12.5.2014", ["12", "5", "2014"]),
        ("F16", ["f", "16"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [token.form for token in tokens(text)] == expected


def test_trigrams_are_padded() -> None:
    assert trigrams("من") == ("_من", "من_")
    assert trigrams("و") == ("_و_",)


def test_stop_words_are_no_forms() -> None:
    assert forms("ما هي من في على") == []
    assert all(fold(word) == word for word in STOP_WORDS)
