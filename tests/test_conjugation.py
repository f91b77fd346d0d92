"""Verbs in other persons and tenses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arabic import tokens
from rag.conjugation import agreeing, citations, inflections


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("توقفت", "توقف"),
        ("توقفت", "يتوقف"),
        ("انسحبت", "ينسحب"),
        ("استهدفتها", "يستهدف"),
        ("قتلوا", "يقتل"),
        ("تنشرهم", "ينشر"),
        ("سيدرس", "يدرس"),
        ("ستمتنع", "يمتنع"),
        ("يقود", "تقود"),
        ("وتقود", "يقود"),
    ],
)
def test_other_forms_of_a_verb(form: str, other: str) -> None:
    assert other in inflections(form)


@pytest.mark.parametrize("form", ["الرساله", "والهجمات", "قال", "كتاب", "2003", "hmc", "من", "و"])
def test_what_shows_no_sign_of_a_verb_has_none(form: str) -> None:
    assert inflections(form) == ()


@pytest.mark.parametrize(
    ("form", "base"),
    [("ستمتنع", "امتنع"), ("توقفت", "توقف"), ("ينسحب", "انسحب"), ("يقتلون", "قتل")],
)
def test_the_form_a_dictionary_has(form: str, base: str) -> None:
    assert base in citations(form)


def test_forms_for_another_subject() -> None:
    assert set(agreeing("اعلن")) == {"اعلنت", "يعلن", "تعلن", "معلن"}
    assert set(agreeing("يقول")) == {"يقولت", "تقول", "مقول"}
    assert agreeing("نصب") == ("نصبت", "ينصب", "تنصب")
    assert agreeing("us") == agreeing("دم") == ()


@given(st.text(max_size=40))
def test_no_word_is_too_odd(text: str) -> None:
    for token in tokens(text):
        assert all(inflections(token.form))
        assert all(citations(token.form))
