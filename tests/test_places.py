import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arabic import forms
from rag.places import elsewhere
from rag.query import parse


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("كم قتيلا سقط في عُمان؟", "قتل ثلاثة أشخاص في اليمن.", True),
        ("كم قتيلا سقط في اليمن؟", "قتل ثلاثة أشخاص في اليمن.", False),
        ("كم قتيلا سقط في اليمن؟", "قتل ثلاثة أشخاص.", False),
        ("How many were killed in Oman?", "قتل ثلاثة أشخاص في اليمن.", True),
        ("How many were killed in Yemen?", "قتل ثلاثة أشخاص في صنعاء.", False),
        ("في أي جزء من أوروبا استقروا؟", "استقروا في فرنسا.", False),
        ("كم قتيلا سقط في تشيلي؟", "قتل ثلاثة في مدينة فالديفيا.", False),
        ("كم قتيلا سقط في المكلا؟", "قتل ثلاثة في مدينة سيئون.", True),
        ("كم قتيلا سقط في أوروبا؟", "قتل ثلاثة في فرنسا.", False),
        ("من فاز بالكأس؟", "فاز بها فريق من تونس.", False),
    ],
)
def test_a_sentence_on_another_place(question: str, text: str, other: bool) -> None:
    assert elsewhere(parse(question), text, forms(text)) is other


def test_a_place_named_around_the_sentence_counts() -> None:
    around = forms("ضربت السيول عُمان. قتل ثلاثة أشخاص قرب حدود اليمن.")
    assert not elsewhere(parse("كم قتيلا سقط في عُمان؟"), "قتل ثلاثة قرب حدود اليمن.", around)


@given(st.text(max_size=80))
def test_no_place_asked_is_never_elsewhere(text: str) -> None:
    assert not elsewhere(parse("من فاز بالكأس؟"), text, forms(text))
