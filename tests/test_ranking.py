from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arabic import forms, index_terms
from index.values import Passage, Sentence, Totals
from rag import features
from rag.bm25 import Candidate, Statistics, class_counts, class_idf, compiled, gather, wanted_terms
from rag.question import Alternative, Question, Term
from rag.ranking import rank, weights

TEXTS = (
    "سلمت السفيرة الأمريكية رسالة إلى وزير الخارجية.",
    "قال الوزير إن الرسالة مهمة.",
    "تنشر واشنطن 2500 جندي في العراق.",
    "اندلعت الحرب في غزة.",
)


def term(word: str, *others: tuple[str, ...]) -> Term:
    own, *grams = index_terms(forms(word)[0])
    ways = (Alternative((own,)), *(Alternative(other, 0.5) for other in others))
    return Term(word, ways, tuple(grams))


def asked(*terms: Term, kind="thing") -> Question:
    return Question(" ".join(each.text for each in terms), "ar", kind, terms)


def candidates(texts=TEXTS) -> list[Candidate]:
    words = [tuple(forms(text)) for text in texts]
    together = tuple(form for each in words for form in each)
    passage = Passage(1, 1, 0, 1000, terms_in(together), " ".join(texts))
    found, start = [], 0
    for at, text in enumerate(texts):
        end = start + len(text)
        length = terms_in(words[at])
        sentence = Sentence(at, 1, "a.txt", "", 1, at + 1, start, end, length, text)
        found.append(Candidate(sentence, words[at], words[at - 1] if at else (), passage, together))
        start = end + 1
    return found


def terms_in(words) -> int:
    return sum(len(index_terms(form)) for form in words)


def statistics(question: Question, found) -> Statistics:
    held = [{t for form in each.forms for t in index_terms(form)} for each in found]
    counts = {
        wanted: (sum(wanted in each for each in held), int(any(wanted in each for each in held)))
        for wanted in wanted_terms(question)
    }
    size = sum(each.sentence.length for each in found)
    return Statistics(Totals(len(found), size, 1, size), counts)


def test_the_sentence_with_the_words_comes_first():
    question = asked(term("الرسالة"), term("السفيرة"))
    found = candidates()
    ranked = rank(question, found, statistics(question, found))
    assert ranked[0].candidate is found[0]
    assert len(ranked) == len(found)
    assert all(a.score >= b.score for a, b in pairwise(ranked))


def test_how_many_prefers_a_number_beside_the_counted_noun():
    question = asked(term("جندي"), kind="number")
    texts = ("عاد كل جندي إلى بيته أمس.", "في البلاد 2500 جندي أو أكثر.")
    found = candidates(texts)
    assert rank(question, found, statistics(question, found))[0].candidate is found[1]


def test_no_terms_and_no_candidates():
    question = asked()
    found = candidates()
    empty = Statistics(Totals(4, 100, 1, 100), {})
    assert [each.candidate for each in rank(question, found, empty)] == found
    assert rank(asked(term("الحرب")), [], empty) == []


def test_equals_keep_their_order():
    question = asked(term("برلين"))
    found = candidates(("نص.",) * 4)
    ranked = rank(question, found, statistics(question, found))
    assert [each.candidate.sentence.id for each in ranked] == [0, 1, 2, 3]


def test_candidates_behind_the_learned_stay_behind():
    question = asked(term("الحرب"))
    found = candidates(("اندلعت الحرب.",) * 60)
    ranked = rank(question, found, statistics(question, found))
    assert all(a.score >= b.score for a, b in pairwise(ranked))
    assert ranked[-1].score < ranked[49].score


def test_an_alternative_of_two_stems_needs_both():
    question = asked(term("الدبلوماسية", ("سفير", "امريك"), ("غايب",)))
    query = compiled(question)
    counts = class_counts(query, [("السفيره", "الامريكيه"), ("السفيره",), ("غايب", "غايب"), ()])
    assert counts[:, 0].tolist() == [0.5, 0.0, 1.0, 0.0]


def test_each_class_counts_its_own_alternatives():
    phrase = Term("قوات التحالف", (Alternative(("قو", "تحالف")),), ())
    question = asked(term("السفيرة", ("سفير",)), phrase, term("جندي", ("عسكر",), ("حرب",)))
    query = compiled(question)
    texts = [tuple(forms(text)) for text in (*TEXTS, "قوات التحالف جنود عسكريون", "")]
    stems = [[part for form in text for part in index_terms(form)] for text in texts]
    names = list(query.columns)
    wanted = [
        [sum(w * min(held.count(names[c]) for c in cs) for w, cs in ways) for ways in query.classes]
        for held in stems
    ]
    for counts, row in zip(class_counts(query, texts).tolist(), wanted, strict=True):
        assert counts == pytest.approx(row)


def test_the_longest_question_stays_small():
    words = [f"كلم{chr(0x628 + at % 20)}{chr(0x628 + at // 20)}" for at in range(300)]
    query = compiled(asked(*(term(word, *((f"{word}{n}",) for n in range(9))) for word in words)))
    held = (query.single.columns, query.single.weights, query.single.classes, query.single.starts)
    assert len(query.columns) > 3_000
    assert sum(each.nbytes for each in held) < 1_000_000


def test_a_class_is_as_common_as_its_members_together():
    question = asked(term("جندي", ("عسكر",)))
    query = compiled(question)
    totals = Totals(100, 1000, 10, 1000)
    alone = Statistics(totals, {"جند": (4, 1)})
    both = Statistics(totals, {"جند": (4, 1), "عسكر": (20, 5)})
    assert class_idf(query, both, 0)[0] < class_idf(query, alone, 0)[0]
    assert class_idf(query, alone, 0)[0] == pytest.approx(3.1110, abs=1e-3)


def test_bm25_by_hand():
    question = Question("x", "en", "thing", (Term("x", (Alternative(("حرب",)),)),))
    found = candidates(("حرب",))
    counts = Statistics(Totals(10, 10 * 5, 10, 10 * 5), {"حرب": (1, 1)})
    idf = 1.9924
    tf = 1 / (1 + 0.9)
    assert found[0].sentence.length == 4
    got = gather(question, found, counts).sentence_scores[0]
    assert got == pytest.approx(idf / (1 + 0.9 * (0.6 + 0.4 * 4 / 5)), abs=1e-3)
    assert got > idf * tf


def test_every_feature_has_a_weight():
    assert len(weights()) == len(features.NAMES)


@given(st.lists(st.sampled_from("الحرب السلام جندي 2500 العراق غزة أمريكا".split()), min_size=1))
def test_any_question_ranks_every_candidate_once(words):
    question = asked(*(term(word) for word in dict.fromkeys(words)))
    found = candidates()
    ranked = rank(question, found, statistics(question, found))
    assert sorted(each.candidate.sentence.id for each in ranked) == [0, 1, 2, 3]
