"""English questions become terms that Arabic text can be searched with."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import arabic
from index.errors import SettingError
from index.transliteration import skeleton
from rag.english import headword, terms, words
from rag.inflection import bases, roots
from rag.question import Term


def nothing(key: str) -> tuple[str, ...]:
    return ()


def spelt(text: str) -> Callable[[str], list[str]]:
    """What an index of this text knows of spellings."""
    known = defaultdict(list)
    for form in arabic.forms(text):
        known[skeleton(form)].append(form)
    return lambda key: known.get(key, [])


def texts(question: str) -> list[str]:
    return [term.text for term in terms(question, nothing)]


def stems(arabic_text: str) -> tuple[str, ...]:
    return tuple(arabic.stem(form) for form in arabic.forms(arabic_text))


def means(term: Term, arabic_text: str) -> bool:
    return stems(arabic_text) in {alternative.stems for alternative in term.alternatives}


def test_stop_words_and_frame_words_are_left_out() -> None:
    assert texts("How many of the soldiers did they withdraw from it?") == ["soldiers", "withdraw"]
    assert terms("What is it, and who are they?", nothing) == ()


def test_the_word_itself_comes_first_and_weights_fall() -> None:
    (term,) = terms("ambassador?", nothing)
    assert term.alternatives[0].stems == ("ambassador",)
    assert means(term, "سفير")
    assert all(0 < alternative.weight <= 1 for alternative in term.alternatives)
    assert term.trigrams == ()


@pytest.mark.parametrize(
    ("question", "phrase", "meaning"),
    [
        ("Who is the prime minister?", "prime minister", "رئيس الوزراء"),
        ("Which prime ministers met?", "prime ministers", "رئيس الوزراء"),
        ("When was the cease-fire signed?", "cease fire", "وقف إطلاق النار"),
        ("Did the Islamic State lose?", "Islamic State", "تنظيم الدولة الإسلامية"),
        ("What was hit at Ain al-Asad?", "Ain al Asad", "عين الأسد"),
        ("What did the US say?", "United States", "الولايات المتحدة"),
        ("What did the U.S. say?", "United States", "الولايات المتحدة"),
        ("Is the UK leaving?", "United Kingdom", "المملكة المتحدة"),
        ("What does the UN want?", "United Nations", "الأمم المتحدة"),
        ("Did IS claim the attack?", "Islamic State", "تنظيم الدولة الإسلامية"),
        ("Where are the human rights groups?", "human rights", "حقوق الإنسان"),
        ("Why was the vote called off?", "called off", "إلغاء"),
        ("Is the war dragging on?", "dragging on", "طال أمده"),
        ("Who took the place of the coach?", "took the place of", "حل محل"),
        ("Did the teachers go on strike?", "go on strike", "أضرب"),
        ("Who was at least there?", "at least", "على الأقل"),
        ("What is the court of appeal?", "court of appeal", "محكمة الاستئناف"),
        ("Is St. Lucia an island?", "St Lucia", "سانت لوسيا"),
    ],
)
def test_a_phrase_is_one_term(question: str, phrase: str, meaning: str) -> None:
    found = {term.text: term for term in terms(question, nothing)}
    assert means(found[phrase], meaning)
    assert not set(phrase.split()) & set(found)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("ambassadors", "سفير"),
        ("cities", "مدينة"),
        ("withdrew", "انسحب"),
        ("withdrawn", "انسحب"),
        ("announced", "أعلن"),
        ("negotiating", "تفاوض"),
        ("organised", "نظم"),
        ("bombing", "قصف"),
        ("leaders'", "زعيم"),
        ("Iraq's", "العراق"),
        ("wolves", "ذئب"),
        ("September", "أيلول"),
        ("August", "آب"),
        ("five", "خمسة"),
        ("5", "خمسة"),
        ("19th", "التاسع عشر"),
        ("1990s", "التسعينيات"),
        ("statehood", "دولة"),
        ("strongest", "أقوى"),
        ("strongly", "قوي"),
        ("best", "أفضل"),
    ],
)
def test_an_inflected_word_is_found_by_its_base(word: str, meaning: str) -> None:
    (term,) = terms(f"of {word}", nothing)
    assert means(term, meaning)


def test_numbers_are_looked_for_in_digits() -> None:
    found = terms("Did 2,500 of them, 3.5 or 5?", nothing)
    assert [term.alternatives[0].stems for term in found] == [("2500",), ("3.5",), ("5",)]
    (five,) = terms("five", nothing)
    assert ("5",) in {alternative.stems for alternative in five.alternatives}


@pytest.mark.parametrize(
    ("question", "particle", "meaning"),
    [
        ("Who called the vote off?", "off", "ألغى"),
        ("Who shot their plane down?", "down", "أسقط"),
    ],
)
def test_a_particle_apart_means_what_it_means_with_its_verb(
    question: str, particle: str, meaning: str
) -> None:
    found = {term.text: term for term in terms(question, nothing)}
    assert means(found[particle], meaning)
    assert not means(found[particle], "بعيدا عن")


def test_us_the_pronoun_is_no_country() -> None:
    assert texts("Who told us?") == ["told"]
    assert texts("May we go in May?") == ["go", "May"]


def test_a_name_is_found_as_the_index_spells_it() -> None:
    index = spelt("سلمتها السفيرة ألينا رومانوفسكي وقالت رومانوسكي للقاضي يحيى رسول إن")
    romanowski, yahya, rasool = terms("Was Romanowski with Yahya Rasool?", index)
    assert means(romanowski, "رومانوسكي")
    assert means(romanowski, "رومانوفسكي")
    assert romanowski.name
    assert means(yahya, "يحيى")
    assert means(rasool, "رسول")


def test_a_name_joined_to_a_particle_is_found() -> None:
    (term,) = terms("of Qaboos", spelt("سلمت الرسالة لقابوس"))
    assert means(term, "لقابوس")


def test_a_name_the_lexicon_writes_so_is_not_guessed_at() -> None:
    (term,) = terms("in Tokyo", spelt("طوكيو تاكي"))
    assert not means(term, "تاكي")


def test_a_latin_or_arabic_word_stays_findable() -> None:
    (hmc,) = terms("What is HMC?", nothing)
    assert hmc.alternatives[0].stems == ("hmc",)
    (word,) = terms("What is العراق?", nothing)
    assert word.alternatives[0].stems == ("عراق",)
    assert "#عرا" in word.trigrams


def test_hyphens_and_apostrophes() -> None:
    assert [word.lower for word in words("The US-led coalition’s don't")] == [
        "the",
        "united",
        "states",
        "led",
        "coalition",
        "don",
    ]
    assert texts("Did the al-Abadi government's résumé help?")[0] == "Abadi"


def test_a_question_in_capitals_is_read_too() -> None:
    assert texts("WHO IS THE PRIME MINISTER?") == ["PRIME MINISTER"]


def test_a_lexicon_of_the_users_own(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("# ours\nfrobnicator\tمفربك، فربكة\n", encoding="utf-8")
    (term,) = terms("frobnicators", nothing, own)
    assert means(term, "مفربك")
    own2 = tmp_path / "bad.tsv"
    own2.write_text("no tab here\n", encoding="utf-8")
    with pytest.raises(SettingError, match="line 1"):
        terms("frobnicators", nothing, own2)
    with pytest.raises(SettingError, match="can't be read"):
        terms("frobnicators", nothing, tmp_path / "missing.tsv")


def test_bases_and_roots() -> None:
    assert bases("bodies")[:2] == ("bodies", "body")
    assert "leave" in bases("leaving")
    assert "leave" in bases("left")
    assert "organize" in bases("organising")
    assert "state" in roots("statehood")
    assert headword("talks") == "talk"


@given(st.text(max_size=200))
def test_any_question_is_borne(question: str) -> None:
    for term in terms(question, nothing):
        assert term.text
        assert term.alternatives
        assert all(stem for alternative in term.alternatives for stem in alternative.stems)
