import pytest

from index.arabic import forms
from index.values import Passage, Sentence
from rag.bm25 import Candidate
from rag.gates import fits, speaker
from rag.pipeline import Pipeline
from rag.query import parse


def candidate(text: str) -> Candidate:
    words = tuple(forms(text))
    sentence = Sentence(1, 1, "a.txt", "", 1, 1, 0, len(text), len(words), text)
    return Candidate(sentence, words, (), Passage(1, 1, 0, len(text), len(words), text), words)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("كم عمر المدرب سامي الطرابلسي؟", "وقال سامي الطرابلسي (54 عاما) إن الفريق جاهز."),
        ("How old is the coach?", "وقال المدرب إنه من مواليد عام 1970."),
        ("كم لاعبا شارك؟", "شارك 14 لاعبا في المباراة."),
        ("متى بدأت الهدنة؟", "بدأت الهدنة مساء الجمعة."),
        ("من هو وزير المالية الأردني؟", "وقال وزير المالية الأردني محمد العسعس إن العجز تراجع."),
        ("من هو رئيس الوزراء السوداني؟", "رئيس الوزراء العراقي محمد شياع السوداني في روما."),
        ("من هو رئيس بلدية روما؟", "رحب رئيس البلدية روبرتو غوالتييري بالقرار في روما."),
        ("ما اسم سفير فرنسا؟", "التقى الوزير السفير الفرنسي هيرفي ماغرو."),
        ("ماذا قال محافظ البنك عن التضخم؟", "وقال محافظ البنك إن التضخم سيتراجع."),
        ("ماذا قال خالد منصور عن الفيضان؟", "وأضاف أن المياه غمرت الحي، وقال خالد منصور إنه نجا."),
        ("كم قتيلا سقط في اليمن؟", "قتل ثلاثة أشخاص في اليمن بعد سيول عمان."),
    ],
)
def test_what_can_answer_fits(question: str, text: str) -> None:
    assert fits(parse(question), candidate(text))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("كم عمر المدرب سامي الطرابلسي؟", "وقال سامي الطرابلسي إن ثلاثة لاعبين أصيبوا."),
        ("How old is the coach?", "وقال المدرب إن 14 لاعبا جاهزون."),
        ("كم لاعبا شارك؟", "شارك اللاعبون في المباراة."),
        ("كم لاعبا شارك؟", "شارك اللاعبون في سباق طوله 40 كيلومترا."),
        ("متى بدأت الهدنة؟", "بدأت الهدنة بعد مفاوضات شاقة."),
        ("من هو وزير المالية الأردني؟", "التقى وزير المالية المصري محمد معيط نظيره في الأردن."),
        ("من هو رئيس الأردن؟", "وقال رئيس الوزراء الأردني بشر الخصاونة إن القرار نهائي."),
        ("من هو رئيس الوزراء الإيراني؟", "رئيس الوزراء العراقي محمد شياع السوداني دعا إليها."),
        ("Who is the Iranian foreign minister?", "قال وزير الخارجية العراقي فؤاد حسين ذلك."),
        (
            "من هو وزير الخارجية العراقي؟",
            "نقلت سعاد حداد رسالة لرئيس الوزراء الذي سيدرسها، وفق ما أعلنه وزير الخارجية العراقي.",
        ),
        ("ما اسم المتحدث باسم الشرطة؟", "وقال متحدث باسم الشرطة إن التحقيق مستمر."),
        ("ماذا قال خالد منصور عن الفيضان؟", "وقالت مصادر إن الفيضان جرف منزل خالد منصور."),
        ("كم قتيلا سقط في عُمان؟", "قتل ثلاثة أشخاص في اليمن."),
        ("How many people were killed in Oman?", "قتل ثلاثة أشخاص في اليمن."),
    ],
)
def test_what_cannot_answer_does_not(question: str, text: str) -> None:
    assert not fits(parse(question), candidate(text))


def test_whose_words_are_asked_for() -> None:
    assert "منصور" in speaker(parse("ماذا قال خالد منصور عن الفيضان؟"))
    assert "فيضان" not in speaker(parse("ماذا قال خالد منصور عن الفيضان؟"))
    assert speaker(parse("ما سبب الفيضان؟")) == frozenset()


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("من هو رئيس الوزراء العراقي؟", True),
        ("Who is the US ambassador to Iraq?", True),
        ("من هو وزير الدفاع العراقي؟", False),
        ("من هو رئيس الولايات المتحدة؟", False),
        ("من هو رئيس إيران؟", False),
    ],
)
def test_an_office_of_another_land_does_not_answer(
    pipeline: Pipeline, question: str, answered: bool
) -> None:
    assert pipeline.ask(question).answered is answered


def test_when_is_not_answered_without_a_time(pipeline: Pipeline) -> None:
    assert not pipeline.ask("متى تأسس الحشد الشعبي؟").answered
