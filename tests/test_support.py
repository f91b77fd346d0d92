"""Statements against their sentences: what is true stays, what is subtly false is caught."""

import time
from functools import cache
from threading import Event

import pytest

from index.sentences import split
from rag.stopping import OverdueError, StoppedError, until, within
from rag.support import invented, verify
from tests import statements
from tests.conftest import SEEDS

CAUGHT = {
    "FALSE": 0.98,
    "FALSE_MORE": 0.97,
    "FALSE_HELD": 0.96,
    "FALSE_BLIND": 0.95,
    "FALSE_WRITTEN": 0.95,
}
LOST = {
    "TRUE": 0.02,
    "TRUE_MORE": 0.06,
    "TRUE_HELD": 0.05,
    "TRUE_BLIND": 0.05,
    "TRUE_WRITTEN": 0.03,
    "TRUE_NEXT": 0.19,
}
"""What is measured on tables the checks have learned from; on new ones more true ones are lost."""
ITSELF = 0.05
QUICK_S = 0.02
"""For one statement once the words are read; it takes a third of that where nothing else runs."""


@cache
def articles() -> dict[str, list[str]]:
    found = {}
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_bytes().decode()
        found[path.name[2]] = [text[span.start : span.end] for span in split(text)]
    others = {"9": statements.NEWS, "8": statements.NEWS_WRITTEN}
    return found | {key: text.strip().splitlines() for key, text in others.items()}


def rows(table: str) -> list[tuple[str, list[str]]]:
    found = []
    for line in table.strip().splitlines():
        *_, places, statement = line.split("|")
        named = (place.split(":") for place in places.split())
        found.append((statement.strip(), [articles()[a][int(n) - 1] for a, n in named]))
    return found


@pytest.mark.parametrize("table", LOST)
def test_true_statements_stay(table: str) -> None:
    told = rows(getattr(statements, table))
    lost = [(text, found.reason) for text, s in told if not (found := verify(text, s)).supported]
    assert len(lost) <= LOST[table] * len(told), lost


@pytest.mark.parametrize("table", CAUGHT)
def test_false_statements_are_caught(table: str) -> None:
    told = rows(getattr(statements, table))
    passed = [text for text, sentences in told if verify(text, sentences).supported]
    assert len(told) - len(passed) >= CAUGHT[table] * len(told), passed


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
    assert len(lost) <= ITSELF * len(sentences), lost


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


@pytest.mark.parametrize(
    ("statement", "carried"),
    [
        ("قد تستمر المحادثات بعد الانتخابات.", True),
        ("ستستمر المحادثات بعد الانتخابات.", False),
        ("The talks may continue after the elections.", True),
        ("The talks will continue after the elections.", False),
        ("The talks will never continue after the elections.", False),
    ],
)
def test_a_doubt_is_not_dropped(statement: str, carried: bool) -> None:
    assert verify(statement, ["قد تستمر المحادثات لما بعد الانتخابات."]).supported == carried


@pytest.mark.parametrize(
    ("statement", "carried"),
    [
        ("انسحبت القوات العام الماضي بعد أن غزت البلاد.", True),
        ("انسحبت القوات العام المقبل بعد أن غزت البلاد.", False),
        ("انسحبت القوات الشهر الماضي بعد أن غزت البلاد.", False),
        ("انسحبت القوات العام الماضي قبل أن تغزو البلاد.", False),
        ("The forces withdrew last year.", True),
        ("The forces withdrew this year.", False),
    ],
)
def test_times_and_their_order_are_kept(statement: str, carried: bool) -> None:
    sentence = "غزت القوات البلاد قبل أن تنسحب منها العام الماضي."
    assert verify(statement, [sentence]).supported == carried


@pytest.mark.parametrize(
    ("statement", "carried"),
    [
        ("نددت بغداد بالغارات.", True),
        ("نددت الحكومة العراقية بالغارات.", True),
        ("نددت طهران بالغارات.", False),
        ("أدانت الخارجية العراقية الغارات.", True),
    ],
)
def test_a_capital_stands_for_its_government(statement: str, carried: bool) -> None:
    assert verify(statement, ["نددت الخارجية العراقية بالغارات."]).supported == carried


def test_a_cross_encoder_judges_the_words_and_no_number() -> None:
    sentence = "شنت القوات الأميركية 12 غارة على مواقع في العراق."
    reworded = "قصف الأميركيون العراق 12 مرة بالمقاتلات."
    assert not verify(reworded, [sentence]).supported
    assert verify(reworded, [sentence], lambda premise, hypothesis: 0.9).supported
    wrong = reworded.replace("12", "13")
    assert not verify(wrong, [sentence], lambda premise, hypothesis: 0.9).supported


def test_one_statement_takes_a_few_milliseconds() -> None:
    told = rows(statements.TRUE)
    for text, sentences in told:
        verify(text, sentences)
    start = time.thread_time()
    for text, sentences in told:
        verify(text, sentences)
    assert (time.thread_time() - start) / len(told) < QUICK_S


@pytest.mark.parametrize("word", ["العراق", "2500", "Iraq", "محمد", "مقابل"])
def test_a_word_said_again_and_again_costs_little(word: str) -> None:
    sentence = "تنشر الولايات المتحدة 2500 عسكري في العراق و900 في سوريا."
    verify("تنشر واشنطن عسكريين", [sentence])  # the dictionaries
    begun = time.thread_time()
    verify(" ".join([word] * 120), [sentence])
    assert time.thread_time() - begun < 1.5


def test_a_check_has_an_end() -> None:
    with within(0), pytest.raises(OverdueError):
        verify("تنشر الولايات المتحدة 2500 عسكري في العراق.", ["تنشر 2500 عسكري في العراق."])


def test_who_leaves_ends_the_check() -> None:
    gone = Event()
    gone.set()
    with until(gone), pytest.raises(StoppedError):
        verify("تنشر الولايات المتحدة 2500 عسكري في العراق.", ["تنشر 2500 عسكري في العراق."])
