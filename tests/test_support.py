"""Statements against their sentences: what is true stays, what is subtly false is caught."""

from functools import cache

import pytest

from index.sentences import split
from rag.support import invented, verify
from tests import statements
from tests.conftest import SEEDS

CAUGHT = 0.95
LOST = 0.05


@cache
def articles() -> dict[str, list[str]]:
    found = {}
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_bytes().decode()
        found[path.name[2]] = [text[span.start : span.end] for span in split(text)]
    return found


def rows(table: str) -> list[tuple[str, list[str]]]:
    found = []
    for line in table.strip().splitlines():
        places, _, statement = line.partition("|")
        named = (place.split(":") for place in places.split())
        found.append((statement.strip(), [articles()[a][int(n) - 1] for a, n in named]))
    return found


@pytest.mark.parametrize("table", ["TRUE", "TRUE_MORE", "TRUE_HELD"])
def test_true_statements_stay(table: str) -> None:
    told = rows(getattr(statements, table))
    lost = [(text, found.reason) for text, s in told if not (found := verify(text, s)).supported]
    assert len(lost) <= LOST * len(told), lost


@pytest.mark.parametrize("table", ["FALSE", "FALSE_MORE", "FALSE_HELD"])
def test_false_statements_are_caught(table: str) -> None:
    told = rows(getattr(statements, table))
    passed = [text for text, sentences in told if verify(text, sentences).supported]
    assert len(told) - len(passed) >= CAUGHT * len(told), passed


def test_the_tables_are_large_enough() -> None:
    assert len(rows(statements.TRUE)) >= 40
    assert len(rows(statements.FALSE)) >= 40
    for table in (statements.TRUE, statements.FALSE):
        english = [text for text, _ in rows(table) if text.isascii()]
        assert 15 <= len(english) <= len(rows(table)) - 15


def test_every_sentence_carries_itself() -> None:
    sentences = [text for article in articles().values() for text in article]
    lost = [
        (text, found.reason) for text in sentences if not (found := verify(text, [text])).supported
    ]
    assert len(lost) <= LOST * len(sentences), lost


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("ارتفعت الأسعار بنسبة ٢٥٪ في مارس.", "ارتفعت الأسعار بنسبة 25 بالمئة في شهر آذار."),
        ("وقع الاتفاق في 10 رمضان.", "وقع الطرفان الاتفاق في العاشر من رمضان."),
        ("قتل اثنا عشر شخصا.", "مقتل 12 شخصا في الهجوم."),
        ("حضر الاجتماع 3 وزراء.", "حضر الاجتماع ثلاثة وزراء من دول عدة."),
        ("Prices rose by 25% in March.", "ارتفعت الأسعار بنسبة 25 بالمئة في شهر آذار."),
    ],
)
def test_values_are_the_same_in_every_script_and_calendar(statement: str, sentence: str) -> None:
    assert verify(statement, [sentence]).supported, verify(statement, [sentence]).reason


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("ارتفعت الأسعار بنسبة ٢٦٪ في مارس.", "ارتفعت الأسعار بنسبة 25 بالمئة في شهر آذار."),
        ("ارتفعت الأسعار بنسبة 25٪ في نيسان.", "ارتفعت الأسعار بنسبة 25 بالمئة في شهر آذار."),
        ("وقع الاتفاق في 10 شوال.", "وقع الطرفان الاتفاق في العاشر من رمضان."),
        ("قتل أحد عشر شخصا.", "مقتل 12 شخصا في الهجوم."),
        ("Prices rose by 52% in March.", "ارتفعت الأسعار بنسبة 25 بالمئة في شهر آذار."),
    ],
)
def test_other_values_are_caught(statement: str, sentence: str) -> None:
    assert not verify(statement, [sentence]).supported


def test_a_statement_without_sentences_or_words_is_not_carried() -> None:
    assert not verify("تنشر الولايات المتحدة 2500 عسكري.", []).supported
    for text in ("", "…", "نعم.", "[1]", "PWNED"):
        assert not verify(text, ["وتنشر الولايات المتحدة 2500 عسكري في العراق."]).supported


def test_the_sentence_that_says_most_comes_first() -> None:
    far, near = "بدأت المحادثات في بغداد.", "وتنشر الولايات المتحدة 2500 عسكري في العراق."
    assert verify("تنشر الولايات المتحدة 2500 عسكري في العراق.", [far, near]).best == (1, 0)


def test_a_cross_encoder_has_a_say_where_there_is_one() -> None:
    sentence = "وتنشر الولايات المتحدة 2500 عسكري في العراق."
    assert verify(sentence, [sentence], lambda premise, hypothesis: 0.9).supported
    assert not verify(sentence, [sentence], lambda premise, hypothesis: 0.1).supported


def test_a_rewriting_may_bring_in_nothing() -> None:
    spoken = ["من هو وزير الخارجية العراقي فؤاد حسين؟", "وماذا تسلم؟"]
    assert not invented("ماذا تسلم وزير الخارجية العراقي فؤاد حسين؟", spoken)
    assert invented("ماذا تسلم وزير الخارجية العراقي فؤاد حسين في 2019؟", spoken)
    assert invented("ماذا تسلم فؤاد حسين من إيران؟", spoken)
