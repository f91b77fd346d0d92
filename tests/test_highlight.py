"""The words that answer, inside the sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arabic import TRIGRAM, forms, stem, trigrams
from rag.highlight import highlight
from rag.query import parse
from rag.question import Alternative, Kind, Question, Term


def question(kind: Kind, text: str, *translated: tuple[str, ...]) -> Question:
    """A question whose terms are its words, or the classes given."""
    if translated:
        terms = [
            Term(word, tuple(Alternative((stem(form),)) for form in forms(" ".join(words))))
            for word, *words in translated
        ]
        return Question(text, "en", kind, tuple(terms))
    own = [
        Term(form, (Alternative((stem(form),)),), tuple(TRIGRAM + g for g in trigrams(form)))
        for form in forms(text)
    ]
    return Question(text, "ar", kind, tuple(own))


def marked(asked: Question, sentence: str) -> list[str]:
    return [sentence[start:end] for start, end in highlight(asked, sentence)]


HANDED = (
    "نقلت استعدادها لبدء المحادثات في رسالة سلمتها السفيرة الأميركية بالعراق آلينا رومانوسكي "
    "لوزير الخارجية "
    "العراقي فؤاد حسين الأربعاء."
)
TROOPS = "ويوجد حاليا نحو 2500 جندي أمريكي في العراق و900 جندي في سوريا في مهمة لتقديم المشورة."


@pytest.mark.parametrize(
    ("kind", "text", "sentence", "answer"),
    [
        ("person", "وزير الخارجية العراقي؟", HANDED, "فؤاد حسين"),
        ("person", "السفيرة الأميركية بالعراق؟", HANDED, "آلينا رومانوسكي"),
        ("date", "أي يوم سلمت الرسالة؟", HANDED, "الأربعاء"),
        ("number", "عدد جنود أمريكا في سوريا؟", TROOPS, "900"),
        ("date", "انسحبت القوات من البلاد؟", "وانسحبت القوات من البلاد في 2011.", "2011"),
    ],
)
def test_the_fact_asked_for(kind: Kind, text: str, sentence: str, answer: str) -> None:
    assert marked(question(kind, text), sentence) == [answer]


def test_english_questions() -> None:
    asked = question(
        "number", "How many soldiers?", ("soldiers", "جندي", "عسكري"), ("syria", "سوريا")
    )
    assert marked(asked, TROOPS) == ["900"]
    asked = question(
        "person", "the ambassador to Iraq", ("ambassador", "سفير السفيرة"), ("iraq", "العراق")
    )
    assert marked(asked, HANDED) == ["آلينا رومانوسكي"]


def test_never_a_fact_of_the_question() -> None:
    asked = question("number", "لماذا قال 2500 جندي ذلك؟")
    assert "2500" not in " ".join(marked(asked, "قال 2500 جندي ذلك"))
    assert marked(question("person", "فؤاد حسين؟"), "وصل فؤاد حسين") != ["فؤاد حسين"]


def test_silent_where_unsure() -> None:
    assert highlight(question("polar", "الانسحاب وشيك؟"), "الانسحاب ليس وشيكا") == ()
    assert highlight(Question("", "ar", "number", ()), TROOPS) == ()
    assert highlight(question("number", "الجنود؟"), "") == ()


@given(
    st.sampled_from(["number", "date", "person", "place", "thing", "cause", "saying"]),
    st.text(max_size=40),
    st.text(max_size=80),
)
def test_offsets_on_any_text(kind: Kind, text: str, sentence: str) -> None:
    for start, end in highlight(question(kind, text), sentence):
        assert 0 <= start < end <= len(sentence)


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("متى بدأت الهدنة؟", "2015"),
        ("متى انهارت الهدنة؟", "2018"),
        ("متى انتهت الهدنة؟", ""),
    ],
)
def test_of_two_years_the_one_behind_the_deed_is_marked(question: str, marked: str) -> None:
    text = "بدأت الهدنة عام 2015 ثم انهارت في 2018."
    assert "".join(text[a:b] for a, b in highlight(parse(question), text)) == marked


@pytest.mark.parametrize(
    ("question", "marked"),
    [("كم لاجئا في لبنان؟", "3000"), ("كم لاجئا في الأردن؟", "700")],
)
def test_of_two_numbers_the_one_with_the_place_is_marked(question: str, marked: str) -> None:
    text = "يعيش 3000 لاجئ في لبنان و700 لاجئ في الأردن."
    assert "".join(text[a:b] for a, b in highlight(parse(question), text)) == marked
