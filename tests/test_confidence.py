from collections.abc import Mapping

import pytest

from rag.bm25 import Statistics
from rag.confidence import NAMES, THRESHOLD, background, confidence, rarity, signals
from rag.ranking import rank
from tests.test_ranking import asked, candidates, statistics, term


def sure(question, found=None) -> float:
    found = candidates() if found is None else found
    known = statistics(question, found)
    return confidence(question, rank(question, found, known), known)


def test_between_nothing_and_all():
    assert 0 < THRESHOLD < 1
    assert 0 <= sure(asked(term("برلين"))) <= 1


def test_nothing_found_is_no_confidence():
    question = asked(term("الحرب"))
    empty = Statistics(statistics(question, candidates()).totals, {})
    assert confidence(question, [], empty) == 0.0
    assert confidence(asked(), rank(asked(), candidates(), empty), empty) == 0.0


def test_all_words_in_one_sentence_are_answered():
    words = "سلمت السفيرة الأمريكية رسالة وزير الخارجية".split()
    assert sure(asked(*(term(word) for word in words))) >= THRESHOLD


def test_a_missing_name_is_refused():
    assert sure(asked(term("درجة"), term("الحرارة"), term("ألمانيا"))) < THRESHOLD


def test_each_missing_word_makes_it_less_sure():
    words = [term("السفيرة"), term("رسالة")]
    known = sure(asked(*words))
    assert sure(asked(*words, term("زحل"))) < known


def test_a_word_never_seen_is_the_rarest():
    question = asked(term("زحلقطون"), term("رئيس"), term("السفيرة"))
    rare = rarity(question, statistics(question, candidates()))
    assert rare[0] == pytest.approx(1.0)
    assert rare[1] < 0.7


def test_everyday_words_are_known_to_be_so_in_a_tiny_collection():
    question = asked(term("سبب"), term("زحل"))
    known = statistics(question, candidates())
    nothing: Mapping[str, int] = {}
    flat = rarity(question, known, nothing)
    assert flat[0] == flat[1]
    assert rarity(question, known)[0] < rarity(question, known)[1]


def test_the_background_is_readable():
    table = background()
    assert table[""] > 1000
    assert all(count >= 2 for count in table.values())


def test_signals_in_order():
    question = asked(term("السفيرة"))
    known = statistics(question, candidates())
    row = signals(question, rank(question, candidates(), known), known)
    assert row.shape == (len(NAMES),)
