"""The word index: postings are found by their terms, until their document is dropped."""

from pathlib import Path

import pytest

from index.words import Clause, Posting, Words


def clause(*ways: tuple[str, ...]) -> Clause:
    return Clause(tuple((way, 1.0) for way in ways))


@pytest.fixture
def words(tmp_path: Path) -> Words:
    index = Words(tmp_path / "words", create=True)
    with index.writing() as change:
        change.add(
            [
                Posting(1, 7, "sentence", ["عراق", "حرب", "#_عر"]),
                Posting(2, 7, "sentence", ["عراق"]),
                Posting(3, 8, "sentence", ["سلام", "حرب", "حرب"]),
                Posting(1, 7, "passage", ["عراق", "حرب"]),
            ]
        )
    index.reload()
    return index


def test_the_best_come_first(words: Words) -> None:
    assert words.propose("sentence", [clause(("حرب",)), clause(("سلام",))], 9) == [3, 1]


def test_alternatives_are_one_clause_and_all_their_terms_must_occur(words: Words) -> None:
    assert set(words.propose("sentence", [clause(("سلام",), ("عراق", "حرب"))], 9)) == {1, 3}


def test_trigrams_are_terms_like_others(words: Words) -> None:
    assert words.propose("sentence", [clause(("#_عر",))], 9) == [1]


def test_passages_and_sentences_do_not_mix(words: Words) -> None:
    assert words.propose("passage", [clause(("عراق",))], 9) == [1]


def test_documents_narrow_the_search(words: Words) -> None:
    assert words.propose("sentence", [clause(("حرب",))], 9, [8]) == [3]
    assert words.propose("sentence", [clause(("حرب",))], 9, []) == []


def test_nothing_asked_finds_nothing(words: Words) -> None:
    assert words.propose("sentence", [], 9) == []


def test_a_dropped_document_is_gone_and_the_others_stay(words: Words) -> None:
    with words.writing() as change:
        change.drop(7)
    words.reload()
    assert words.size() == 1
    assert words.propose("sentence", [clause(("حرب",))], 9) == [3]


def test_an_error_undoes_the_change(words: Words) -> None:
    def fail() -> None:
        with words.writing() as change:
            change.drop(7)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    words.reload()
    assert words.size() == 4
