"""Words no article has, as the articles may spell them."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from index.arabic import fold, stem
from index.transliteration import skeleton
from rag.query import parse, terms
from rag.question import Question
from rag.spelling import MOST, WEIGHT, respelt

INDEXED = [fold(word) for word in "الفصائل رومانوسكي رسالة القاعدة عبد الله السفيرة يسهم".split()]
STEMS = {stem(word) for word in INDEXED}


def spellings(consonants: str) -> Iterable[str]:
    return [word for word in INDEXED if skeleton(word) == consonants]


def known(word: str) -> bool:
    return word in STEMS


def ask(text: str) -> Question:
    return parse(text, spellings, known=known)


def test_a_word_of_the_index_keeps_its_ways() -> None:
    assert ask("من سلم الرسالة؟").terms[-1] == parse("من سلم الرسالة؟").terms[-1]


def test_a_misspelt_word_finds_the_spelling_of_the_index() -> None:
    for misspelt in ("رومانسكي", "رومانووسكي", "رومنوسكي"):
        (term,) = ask(f"من {misspelt}؟").terms
        assert term.alternatives[0].stems == (misspelt.removesuffix("ي"),)
        found = {way.stems: way.weight for way in term.alternatives}
        assert found[(stem("رومانوسكي"),)] == WEIGHT


def test_a_word_that_only_shares_the_consonants_is_another_word() -> None:
    assert skeleton(stem("عاصمه")) == skeleton("يسهم")
    (term,) = ask("هل العاصمة؟").terms
    assert ("يسهم",) not in {way.stems for way in term.alternatives}


def test_short_words_are_left_alone() -> None:
    assert ask("من بعق؟").terms == parse("من بعق؟").terms


def test_without_an_index_nothing_is_taken_for_misspelt() -> None:
    assert parse("من رومانسكي؟", spellings).terms == parse("من رومانسكي؟").terms


@given(st.text(alphabet="ابتسعملوهي ", max_size=40))
def test_ways_are_only_added(text: str) -> None:
    before = terms(text)
    after = respelt(before, lambda _: False, lambda _: INDEXED)
    for one, other in zip(before, after, strict=True):
        assert other.alternatives[: len(one.alternatives)] == one.alternatives
        assert len(other.alternatives) <= len(one.alternatives) + MOST
        assert all(all(way.stems) for way in other.alternatives)
