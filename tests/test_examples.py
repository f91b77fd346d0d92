"""Example questions: made from sentences, natural, and answered by them."""

import pytest

from rag.examples import examples
from rag.pipeline import Pipeline
from rag.question import Language
from rag.templates import TEMPLATES


def asked(sentence: str, language: Language = "ar") -> list[str]:
    return [question for template in TEMPLATES[language] for question in template(sentence)]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("وينتشر 900 جندي في سوريا منذ سنوات.", "كم جنديًا في سوريا؟"),
        ("التقى الوفد وزير الخارجية التونسي نبيل عمار في جنيف.", "من هو وزير الخارجية التونسي؟"),
        (
            "قال رئيس الاتحاد المصري للصناعات، إن الأسعار تراجعت.",
            "ماذا قال رئيس الاتحاد المصري للصناعات؟",
        ),
        ("وتطالب نقابة المعلمين بزيادة الأجور.", "بماذا تطالب نقابة المعلمين؟"),
        ("حذرت منظمة الصحة العالمية من انتشار الوباء.", "ممّ حذرت منظمة الصحة العالمية؟"),
        ("وتأسس الاتحاد الأفريقي عام 2002 في ديربان.", "متى تأسس الاتحاد الأفريقي؟"),
        ("تبنت الهجوم «سرايا السلام الجديدة»، وهي جماعة مسلحة.", "ما «سرايا السلام الجديدة»؟"),
    ],
)
def test_a_sentence_is_asked_for_what_it_says(sentence: str, question: str) -> None:
    assert question in asked(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "وقال مصدران إن الحسابات تغيرت.",
        "قالت ثلاثة من المصادر إن الرسالة وصلت.",
        "وغزت الولاياتالمتحدةالعراق عام 2003.",
        "",
    ],
)
def test_nothing_vague_or_glued_is_asked(sentence: str) -> None:
    assert asked(sentence) == []


def test_english_questions_name_countries_in_english() -> None:
    assert "How many soldiers are in Syria?" in asked("وينتشر 900 جندي في سوريا.", "en")
    sentence = "التقى وزير الخارجية العراقي فؤاد حسين السفيرة."
    assert "Who is the foreign minister of Iraq?" in asked(sentence, "en")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_example_is_answered_with_the_sentence_it_was_made_from(
    pipeline: Pipeline, language: Language
) -> None:
    found = examples(pipeline, language, 4)
    assert len(found) >= 3
    assert len({one.question for one in found}) == len(found)
    for one in found:
        answer = pipeline.ask(one.question)
        assert (one.source, one.sentence) in {(c.source, c.sentence) for c in answer.citations}
    assert examples(pipeline, language, 4) == found
