"""The reader: a reading for every sentence, an answer within it, and words alone where it fails."""

from collections.abc import Iterator
from math import isfinite
from pathlib import Path

import pytest

from index.errors import ModelError
from rag.answer import BY_WORDS, EXTRACTIVE, Answer
from rag.opening import open_pipeline
from rag.pipeline import Pipeline
from rag.reader import READER, UNREAD, Reader

TEXTS = [
    "أعلنت وزارة الصحة في تونس الثلاثاء وفاة سبعة مرضى وإصابة أربعين آخرين بالحمى.",
    "وقالت الوزيرة سلمى بن يوسف إن اللقاح سيصل يوم 12 مايو.",
    "ثم غادرت.",
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def reading(encoded: Path) -> Iterator[Pipeline]:
    opened = open_pipeline(encoded, reader="embedded")
    yield opened
    opened.close()


def test_every_sentence_has_a_reading_with_its_answer_inside(reader: Reader) -> None:
    found = reader.read("كم توفي بالحمى في تونس؟", [TEXTS, TEXTS[1:]])
    assert [len(group) for group in found] == [3, 2]
    for group, texts in zip(found, [TEXTS, TEXTS[1:]], strict=True):
        for each, text in zip(group, texts, strict=True):
            assert isfinite(each.answers)
            assert 0 <= each.start < each.end <= len(text)
            assert 0 <= each.sure <= 1
            assert 0 <= each.way <= 1


def test_the_sentence_that_answers_reads_best(reader: Reader) -> None:
    for question, place in (("كم عدد الوفيات بالحمى؟", 0), ("متى تصل جرعات التطعيم؟", 1)):
        [group] = reader.read(question, [TEXTS])
        assert max(range(3), key=lambda at: group[at].answers) == place


def test_a_batch_changes_no_reading(reader: Reader) -> None:
    [alone] = reader.read("من الوزيرة؟", [TEXTS])
    together = reader.read("من الوزيرة؟", [TEXTS, TEXTS[:1], TEXTS * 2])
    for one, other in zip(alone, together[0], strict=True):
        assert one.answers == pytest.approx(other.answers, abs=0.5)  # int8 rounds by the batch


def test_what_does_not_fit_is_unread(reader: Reader) -> None:
    long = "كلمة أخرى طويلة " * 200
    [group] = reader.read("ما هذا؟ " * 100, [[long] * 6])
    assert len(group) == 6
    assert group[0] is not UNREAD
    assert group[-1] is UNREAD


def test_a_statement_that_follows_scores_above_one_that_does_not(reader: Reader) -> None:
    [yes] = reader.follows("سجلت تونس سبع وفيات بالحمى.", [TEXTS[:1]])
    [no] = reader.follows("سجلت تونس أربعين وفاة بالحمى.", [TEXTS[:1]])
    assert yes > no


@pytest.mark.parametrize("how", ["missing", "cut", "altered"])
def test_without_a_whole_file_words_answer(
    encoded: Path, tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    raw = READER.read_bytes()
    broken = tmp_path / "reader.onnx"
    if how != "missing":
        broken.write_bytes(raw[: len(raw) // 2] if how == "cut" else raw[:-9] + b"x" + raw[-8:])
    with pytest.raises(ModelError, match=r"reader\.onnx"):
        Reader(broken).read("من؟", [TEXTS])
    pipeline = open_pipeline(encoded, reader="embedded")
    assert pipeline.retriever.scorer is not None
    pipeline.retriever.scorer.reader = Reader(broken)  # type: ignore[attr-defined]
    answer = pipeline.ask("متى غزت الولايات المتحدة العراق؟")
    pipeline.close()
    assert answer.answered
    assert answer.answerer == BY_WORDS
    assert answer.short is None
    assert "the words of the question alone decide" in caplog.text


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="ISNAD_READER"):
        open_pipeline(tmp_path / "data", reader=str(tmp_path / "gone"))


@pytest.mark.parametrize(
    "question",
    ["متى غزت الولايات المتحدة العراق؟", "When did the United States invade Iraq?"],
)
def test_the_demo_is_answered_by_reading(reading: Pipeline, question: str) -> None:
    answer = reading.ask(question)
    assert answer.answerer == EXTRACTIVE
    assert "2003" in answer.citations[0].quote
    exact(answer)


def exact(answer: Answer) -> None:
    if answer.short is not None and answer.short.start is not None:
        quote = answer.citations[answer.short.citation - 1].quote
        assert quote[answer.short.start : answer.short.end] == answer.short.text
    for statement in answer.statements:
        assert all(0 <= a < z <= len(statement.text) for a, z in statement.highlight)
