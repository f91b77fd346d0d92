"""From a question as typed to a Question: language, kind, terms, errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arabic import TRIGRAM
from index.errors import QuestionError
from rag.query import MAX_LENGTH, check, kind, language, parse, terms
from rag.question import Message


def words(text: str) -> list[str]:
    return [term.text for term in terms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ما هي HMC؟", "ar"),
        ("Who is Yahya Rasool?", "en"),
        ("What is حزب الله؟", "en"),
        ("من أسس شركة Microsoft Corporation International؟", "ar"),
        ("رويترز", "ar"),
        ("Reuters", "en"),
        ("2003", "ar"),
    ],
)
def test_language(text: str, expected: str) -> None:
    assert language(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("كم عدد سكان المدينة؟", "number"),
        ("وكم بلغ سعر النفط؟", "number"),
        ("بكم بيعت اللوحة؟", "number"),
        ("ما عدد الدول المشاركة؟", "number"),
        ("ما هي نسبة البطالة؟", "number"),
        ("منذ كم سنة يحكم؟", "number"),
        ("كام واحد حضر الحفل", "number"),
        ("متى وقعت المعركة؟", "date"),
        ("منذ متى توقف القتال؟", "date"),
        ("في أي عام تأسست الشركة؟", "date"),
        ("وفي أي يوم وصل؟", "date"),
        ("ما موعد الانتخابات؟", "date"),
        ("امتى وصل الوفد", "date"),
        ("إمتى بدأت الحرب؟", "date"),
        ("من كتب الرواية؟", "person"),
        ("من هو مؤسس الحزب؟", "person"),
        ("ومن يقود الوفد؟", "person"),
        ("إلى من سلم الرسالة؟", "person"),
        ("ما اسم وزير الدفاع؟", "person"),
        ("مين سلم الرساله", "person"),
        ("أين تقع القاعدة؟", "place"),
        ("من أين جاء المهاجرون؟", "place"),
        ("في أي مدينة ولد؟", "place"),
        ("أي مدينة استضافت القمة؟", "place"),
        ("ما عاصمة البلاد؟", "place"),
        ("وين راح الوزير", "place"),
        ("لماذا استقال؟", "cause"),
        ("لمَ رفض العرض؟", "cause"),
        ("ما سبب الحريق؟", "cause"),
        ("ما الذي دفع الحكومة إلى التراجع؟", "cause"),
        ("ليش سكرو المطار", "cause"),
        ("كيف انتهت الأزمة؟", "manner"),
        ("شلون صار الحادث", "manner"),
        ("ما هي الكوليرا؟", "definition"),
        ("ما هو البنك الدولي؟", "definition"),
        ("ما معنى السيادة؟", "definition"),
        ("هل وافق البرلمان؟", "polar"),
        ("وهل أصيب أحد؟", "polar"),
        ("ماذا قال الوزير؟", "saying"),
        ("بم صرح المتحدث؟", "saying"),
        ("وماذا أكدت الخارجية؟", "saying"),
        ("ما رأي الخبراء؟", "saying"),
        ("شو قال الرئيس", "saying"),
        ("ماذا سيفعل الرئيس؟", "thing"),
        ("بأي سلاح هوجمت القاعدة؟", "thing"),
        ("ما اسم اللجنة؟", "thing"),
        ("شنو تريد الفصائل", "thing"),
        ("من بين الدول، كم دولة وافقت؟", "number"),
        ("الجسر كم يبعد عن المدينة", "number"),
        ("أخبار بغداد", "thing"),
    ],
)
def test_kind_of_arabic(text: str, expected: str) -> None:
    assert kind(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How many soldiers are there?", "number"),
        ("How long did the war last?", "number"),
        ("How far is the border?", "number"),
        ("What is the population of Syria?", "number"),
        ("When did it end?", "date"),
        ("In which year was it signed?", "date"),
        ("On what day did he arrive?", "date"),
        ("Who is the ambassador?", "person"),
        ("And who received it?", "person"),
        ("Which minister resigned?", "person"),
        ("Where is the base?", "place"),
        ("In which city was he born?", "place"),
        ("What is the capital of Japan?", "place"),
        ("Why did talks stall?", "cause"),
        ("What caused the fire?", "cause"),
        ("How did the crisis end?", "manner"),
        ("What is cholera?", "definition"),
        ("What does HMC stand for?", "definition"),
        ("What did the minister say about the strikes?", "saying"),
        ("What did President Biden say?", "saying"),
        ("Did the parliament agree?", "polar"),
        ("According to Abadi, do parties want to leave?", "polar"),
        ("Were there injuries?", "polar"),
        ("Which targets were hit?", "thing"),
        ("Tell me when the war ended", "date"),
        ("Baghdad news", "thing"),
    ],
)
def test_kind_of_english(text: str, expected: str) -> None:
    assert kind(text) == expected


def test_the_frame_of_a_question_is_no_term() -> None:
    assert words("كم يبلغ عدد الجنود الموجودين في سوريا؟") == ["الجنود", "الموجودين", "سوريا"]
    assert words("ما هو اسم القاعدة؟") == ["القاعدة"]
    assert words("ما سبب تعثر المحادثات؟") == ["تعثر", "المحادثات"]
    assert words("تحسن عدد من المؤشرات") == ["تحسن", "عدد", "المؤشرات"]


def test_a_term_is_the_word_first_and_then_its_synonyms() -> None:
    (term,) = terms("لماذا الانسحاب؟")
    assert term.alternatives[0].stems == ("انسحاب",)
    assert term.alternatives[0].weight == 1.0
    others = {way.stems: way.weight for way in term.alternatives[1:]}
    assert others[("خروج",)] < 1
    assert all(gram.startswith(TRIGRAM) for gram in term.trigrams)


def test_words_of_a_phrase_may_be_said_as_its_other_names() -> None:
    first, second = terms("من رئيس الوزراء؟")
    for term in (first, second):
        assert ("رييس", "حكوم") in {way.stems for way in term.alternatives}


def test_a_verb_is_found_in_its_other_forms() -> None:
    (term,) = terms("متى توقفت؟")
    assert {("توقف",), ("يتوقف",)} <= {way.stems for way in term.alternatives}
    (term,) = terms("ماذا سيعلن؟")
    assert ("اعل",) in {way.stems for way in term.alternatives}


def test_the_verbs_of_an_english_question_agree_with_any_subject() -> None:
    (term,) = parse("What was announced?").terms
    weights = {way.stems: way.weight for way in term.alternatives}
    assert weights[("اعلنت",)] <= weights[("اعلن",)]


def test_names_are_marked() -> None:
    found = {
        term.text: term.name for term in terms("ماذا قال أبو مهدي عن HMC في بغداد أمام الوفد؟")
    }
    assert found["أبو"]
    assert found["مهدي"]
    assert found["HMC"]
    assert found["بغداد"]
    assert not found["الوفد"]


def test_stop_words_alone_give_no_terms() -> None:
    for text in ("ما هو؟", "من هي", "كيف؟", "هل كان من في", "What is it?"):
        assert parse(text).terms == ()


@pytest.mark.parametrize("text", ["", "  \n", "؟؟؟", "🤔", "... !", "x" * (MAX_LENGTH + 1)])
def test_questions_that_cannot_be_asked(text: str) -> None:
    with pytest.raises(QuestionError) as caught:
        parse(text)
    assert "\n" not in str(caught.value)


def test_the_longest_question_may_be_asked() -> None:
    assert len(check("س" * MAX_LENGTH)) == MAX_LENGTH


def test_history_adds_lighter_terms_to_a_question_that_leans() -> None:
    history = [Message("user", "ما الهجوم الذي وقع مساء الثلاثاء؟")]
    asked = parse("وما اسم القاعدة؟", history=history)
    assert asked.text == "وما اسم القاعدة؟"
    assert [term.text for term in asked.terms][:2] == ["القاعدة", "الهجوم"]
    assert asked.terms[0].alternatives[0].weight == 1.0
    assert all(way.weight < 0.5 for term in asked.terms[1:] for way in term.alternatives)


def test_history_leaves_a_question_that_stands_alone() -> None:
    text = "كم عدد الجنود الأمريكيين في سوريا؟"
    assert parse(text, history=[Message("user", "من هو رئيس فرنسا؟")]) == parse(text)


def test_a_question_without_question_word_asks_what_was_asked_before() -> None:
    history = [Message("user", "كم قتيلاً سقط بحسب بيان الحشد؟")]
    assert parse("وبحسب مسؤول الوزارة؟", history=history).kind == "number"
    assert parse("ومتى وقع ذلك؟", history=history).kind == "date"


@given(st.text(max_size=200))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        asked = parse(text, history=[Message("user", text), Message("assistant", text)])
    except QuestionError:
        return
    assert asked.text == text.strip()
    for term in asked.terms:
        assert term.alternatives
        assert all(way.stems and all(way.stems) for way in term.alternatives)
        assert all(0 < way.weight <= 1 for way in term.alternatives)


def test_a_name_is_also_found_behind_a_preposition() -> None:
    (_, name) = parse("Who toppled Saddam Hussein?").terms
    assert ("بصدام", "حسين") in {way.stems for way in name.alternatives}
