"""Questions that lean on the conversation, and what they take from it."""

import pytest

from rag.followup import LAST_TURN, REPLY_NAMES, context, earlier, leans
from rag.query import language, parse, terms
from rag.question import Message

LEANING = [
    "وما اسم القاعدة؟",
    "ما اسم القاعدة؟",
    "وكم عددهم في لبنان؟",
    "ومتى انسحبت منه؟",
    "والأحزاب الأخرى ممَّ تخاف؟",
    "وبحسب وزارة الصحة؟",
    "ماذا عن المعارضة في البرلمان؟",
    "لماذا؟",
    "متى وصل إليها الوفد؟",
    "متى وقع ذلك في المدينة؟",
    "من قاد هذه الحملة؟",
    "من سلّمها في المطار؟",
    "And when was he overthrown?",
    "What about Syria?",
    "Where is that place?",
    "Did he say the talks failed?",
    "How long could they take?",
    "Were there injuries there?",
    "Why?",
]
ALONE = [
    "كم عدد الجنود الأمريكيين في العراق؟",
    "متى تأسست جامعة القاهرة؟",
    "ما المواقع التي استهدفتها الغارات الروسية؟",
    "لماذا تبقي واشنطن جنودا لها في العراق؟",
    "هل أعلنت وزارة الدفاع موقفها من الهدنة؟",
    "من فاز في انتخابات هذا العام في فرنسا؟",
    "وزير الخارجية العراقي أين ولد؟",
    "من هو رئيس فرنسا؟",
    "ما هو البنك الدولي؟",
    "أي شركة باعت مصانعها؟",
    "What did the ministry say about the letter it received?",
    "Why was Washington unwilling to negotiate while it was under fire?",
    "How many soldiers are there in Syria?",
    "Were there any injuries in Baghdad?",
    "Is it true that France left Mali?",
    "Where is Jurf al-Sakhar?",
]


@pytest.mark.parametrize("text", LEANING)
def test_leans(text: str) -> None:
    assert leans(text, language(text), parse(text).terms)


@pytest.mark.parametrize("text", ALONE)
def test_stands_alone(text: str) -> None:
    assert not leans(text, language(text), parse(text).terms)


def test_context_is_lighter_and_repeats_nothing() -> None:
    own = terms("وما اسم القاعدة؟")
    found = context(own, [(terms("ما القاعدة التي هوجمت في العراق؟"), LAST_TURN)])
    assert [term.text for term in found] == ["هوجمت", "العراق"]
    assert found[0].alternatives[0].weight == LAST_TURN
    assert all(term.trigrams == () for term in found)


def test_the_last_turns_of_the_user_and_the_last_reply_count() -> None:
    history = [
        Message("user", "1"),
        Message("assistant", "a"),
        Message("user", "2"),
        Message("user", "3"),
        Message("assistant", "b"),
    ]
    found = list(earlier(history))
    assert [message.content for message, _ in found] == ["3", "2", "b"]
    assert found[0][1] > found[1][1] > 0
    assert list(earlier([])) == []


def test_a_reply_gives_its_first_names_only() -> None:
    reply = "قالت دمشق وبيروت وبغداد وطهران وأنقرة إن المحادثات ستستأنف قريبا."
    asked = parse("ومتى؟", history=[Message("user", "من؟"), Message("assistant", reply)])
    assert [term.text for term in asked.terms] == ["دمشق", "وبيروت", "وبغداد"][:REPLY_NAMES]


def test_turns_in_another_language_count_too() -> None:
    history = [Message("user", "من أطاحت به أمريكا في العراق؟")]
    asked = parse("And when was he overthrown?", history=history)
    assert asked.language == "en"
    assert "العراق" in [term.text for term in asked.terms]
    history = [Message("user", "Who did the US topple in Iraq?")]
    asked = parse("ومتى وقع ذلك؟", history=history)
    assert asked.language == "ar"
    assert ("عراق",) in {way.stems for term in asked.terms for way in term.alternatives}


@pytest.mark.parametrize(
    ("turns", "question", "whole"),
    [
        (["How many people live in Oman?"], "And in Yemen?", "How many people live in Yemen?"),
        (["How many people live in Oman?"], "What about Yemen?", "How many people live in Yemen?"),
        (["كم عدد السكان في عُمان؟"], "وفي اليمن؟", "كم عدد السكان في اليمن؟"),
        (["كم عدد السكان في عُمان؟", "وفي اليمن؟"], "وفي مصر؟", "كم عدد السكان في مصر؟"),
        (["كم عدد السكان في عُمان؟"], "ومتى زار الملك اليمن؟", "ومتى زار الملك اليمن؟"),
        (["من يحكم عُمان؟"], "وفي اليمن؟", "وفي اليمن؟"),
        (["How many people live in Oman?"], "وفي اليمن؟", "وفي اليمن؟"),
    ],
)
def test_another_place_alone_asks_the_question_before_of_it(
    turns: list[str], question: str, whole: str
) -> None:
    history = [Message("user", turn) for turn in turns]
    assert parse(question, history=history).text == whole
