import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.focus import counted, counts
from rag.query import parse


@pytest.mark.parametrize(
    ("question", "text", "answered"),
    [
        ("كم جنديا قتل؟", "قتل 11 جنديا", True),
        ("كم جنديا قتل؟", "استمرت المعركة خمس ساعات", False),
        ("ما عدد الجنود الذين قتلوا؟", "مقتل ثلاثة جنود", True),
        ("كم عدد المصابين؟", "قتل 11 جنديا", False),
        ("How many soldiers were killed?", "قتل 11 جنديا", True),
        ("How many villages were flooded?", "قتل 11 جنديا", False),
        ("كم استمرت المعركة؟", "استمرت خمس ساعات", True),
        ("كم استغرقت الرحلة؟", "شارك فيها 40 راكبا", False),
        ("How long did it last?", "استمرت خمس ساعات", True),
        ("كم عمر الرئيس؟", "(45 عاما)", True),
        ("How far is the village?", "تبعد 30 كيلومترا", True),
        ("كم يبلغ سعر السيارة؟", "بلغ سعرها 45 دينارا", True),
    ],
)
def test_a_number_counts_what_was_asked(question: str, text: str, answered: bool) -> None:
    wanted = counted(parse(question))
    assert wanted
    assert bool(counts(text, wanted)) is answered


@pytest.mark.parametrize(
    "question", ["من قتل الجندي؟", "كم كانت قوة الزلزال؟", "كم قوة الزلزال؟", "What happened?"]
)
def test_nothing_is_counted_where_the_question_does_not_say(question: str) -> None:
    assert counted(parse(question)) == frozenset()


@given(st.text(max_size=80))
def test_no_text_counts_nothing(text: str) -> None:
    assert not counts(text, frozenset())
