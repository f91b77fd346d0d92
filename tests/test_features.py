import numpy as np
import pytest

from rag import signs
from rag.bm25 import gather
from rag.features import NAMES, features, likeness, skeleton
from rag.question import Alternative, Question, Term
from tests.test_ranking import asked, candidates, statistics, term


def column(question, found, name):
    evidence = gather(question, found, statistics(question, found))
    return features(question, found, evidence)[:, NAMES.index(name)].tolist()


def test_shares_stay_between_nothing_and_all():
    question = asked(term("الرسالة"), term("السفيرة"), term("2500"))
    found = candidates()
    evidence = gather(question, found, statistics(question, found))
    rows = features(question, found, evidence)
    shares = [at for at, name in enumerate(NAMES) if "share" in name or "alike" in name]
    assert rows.shape == (len(found), len(NAMES))
    assert np.isfinite(rows).all()
    assert (rows[:, shares] >= 0).all()
    assert (rows[:, shares] <= 1 + 1e-9).all()


def test_scale_free():
    question = asked(term("الرسالة"), term("السفيرة"))
    found = candidates()
    small = statistics(question, found)
    evidence = gather(question, found, small)
    assert features(question, found, evidence).max() < 10


def test_likeness_finds_misspelt_words():
    question = asked(term("البنتاغون"))
    near, far, none = likeness(question, [("البنتاجون",), ("الحكومه",), ()])[:, 0]
    assert near > 0.5 > far
    assert none == 0.0


def test_likeness_of_a_translated_term_is_nothing():
    translated = Question("w", "en", "thing", (Term("war", (Alternative(("حرب",)),)),))
    assert likeness(translated, [("حرب",)]).tolist() == [[0.0]]


def test_features_of_a_translated_question():
    translated = Question("w", "en", "thing", (Term("war", (Alternative(("حرب",)),)),))
    assert column(translated, candidates(), "alike") == [0.0, 0.0, 0.0, 1.0]


def test_a_broken_plural_has_its_singulars_skeleton():
    assert skeleton("جنود") == skeleton("جندي") == "جند"
    assert skeleton("يد") == ""


def test_skeletons_count_where_the_stem_is_missing():
    found = candidates(("وصل جنود كثيرون.", "وصل جندي واحد."))
    values = column(asked(term("جندي")), found, "skeletons")
    assert values[0] > 0
    assert values[1] == 0


def test_alike_with_previous_counts_what_the_sentence_lacks():
    values = column(asked(term("السفيرة")), candidates(), "alike with previous")
    assert values[0] == 0
    assert values[1] > 0.5


def test_a_number_of_the_question_is_not_new():
    question = asked(term("2500"), kind="number")
    assert signs.new_numbers(question, ("2500", "جندي")) == []
    assert signs.new_numbers(question, ("900", "جندي", "وثلاثه")) == [0, 2]


def test_a_year_is_no_number_of_things():
    assert signs.new_numbers(asked(term("جندي"), kind="number"), ("عام", "2017")) == []
    assert signs.new_numbers(asked(term("جندي"), kind="date"), ("عام", "2017")) == [1]


@pytest.mark.parametrize(
    ("words", "worth"), [(("900", "جندي"), 1.0), (("900", "قتيل"), 0.0), (("جندي",), 0.0)]
)
def test_counted_nouns(words, worth):
    assert signs.counted(asked(term("جندي"), kind="number"), words, [1.0]) == worth


def test_years_times_causes():
    question = asked(term("الحرب"), kind="date")
    assert signs.has_new_year(question, ("عام", "2014"))
    assert not signs.has_new_year(question, ("2500000",))
    assert signs.times(("السبت", "اكتوبر", "مساء")) == 2
    assert signs.caused("توقفت بسبب الحرب") == 1
    assert signs.caused("توقفت الحرب") == 0


def test_signs_only_of_the_kind_asked():
    question = asked(term("الحرب"), kind="thing")
    assert signs.fits(question, candidates(), [1.0]) == {}
