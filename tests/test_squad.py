"""SQuAD files: read, refused, and searched for in an index of their own paragraphs."""

import json
from pathlib import Path
from typing import Any

import pytest

from index.errors import InputError
from index.store import Index
from rag.pipeline import Pipeline
from rag.squad import SquadReport, evaluate_squad, is_squad, read_squad

PARAGRAPHS = (
    "وصل الوزير إلى بغداد. غادر السفير عمّان أمس.",
    "زار الملك القاهرة. وقّع الرئيس اتفاقا في باريس.",
)


def question(id_: str, text: str, paragraph: int, answer: str) -> dict[str, Any]:
    start = PARAGRAPHS[paragraph].index(answer)
    return {"id": id_, "question": text, "answers": [{"text": answer, "answer_start": start}]}


def squad(*questions: tuple[int, dict[str, Any]]) -> str:
    paragraphs = [
        {"context": context, "qas": [q for at, q in questions if at == number]}
        for number, context in enumerate(PARAGRAPHS)
    ]
    return json.dumps({"data": [{"paragraphs": paragraphs}]})


TEXT = squad(
    (0, question("q1", "من غادر عمّان؟", 0, "السفير")),
    (1, question("q2", "أين وقّع الرئيس الاتفاق؟", 1, "باريس")),
    (1, {"id": "q3", "question": "ما الذي لا يذكر؟", "answers": [], "is_impossible": True}),
)


def evaluate(tmp_path: Path, questions: str | None = None) -> SquadReport:
    with Index.open(tmp_path / "data") as index:
        other = read_squad(questions) if questions else None
        return evaluate_squad(Pipeline(index), read_squad(TEXT), other)


def test_sentences_and_passages_are_counted(tmp_path: Path) -> None:
    figures = evaluate(tmp_path).to_dict()
    assert set(figures.pop("groups")) == {"ar", "person", "place"}
    assert figures == {
        "questions": 2,
        "paragraphs": 2,
        "sentences": 4,
        "skipped": 1,
        "sentence@1": 1.0,
        "sentence@5": 1.0,
        "sentence@10": 1.0,
        "passage@1": 1.0,
        "passage@5": 1.0,
    }


def test_another_wording_is_asked_by_id(tmp_path: Path) -> None:
    other = squad(
        (0, question("q1", "زار الملك القاهرة", 0, "السفير")), (0, question("x", "؟", 0, "ا"))
    )
    report = evaluate(tmp_path, other)
    assert (report.overall.questions, report.skipped) == (1, 2)
    assert (report.overall.sentence1, report.overall.passage1) == (0, 0)


def test_a_question_that_can_not_be_asked_is_a_miss(tmp_path: Path) -> None:
    report = evaluate(tmp_path, squad((0, question("q1", "؟؟", 0, "السفير"))))
    assert (report.overall.questions, report.overall.sentence10) == (1, 0)


def test_no_question_in_common_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no id in common"):
        evaluate(tmp_path, squad((0, question("other", "من؟", 0, "السفير"))))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "data is missing"),
        ({"data": 1}, "data is missing"),
        ({"data": [1]}, "paragraphs is missing"),
        ({"data": [{"paragraphs": [{}]}]}, "context is missing"),
        ({"data": [{"paragraphs": [{"context": "a"}]}]}, "qas is missing"),
        ({"data": [{"paragraphs": [{"context": "a", "qas": [1]}]}]}, "an id"),
        ({"data": [{"paragraphs": [{"context": "a", "qas": [{"id": 1}]}]}]}, "1: question"),
        (
            {"data": [{"paragraphs": [{"context": "a", "qas": [
                {"id": 1, "question": "q", "answers": [{"text": "a", "answer_start": "0"}]}]}]}]},
            "answer_start",
        ),
    ],
)  # fmt: skip
def test_a_malformed_file_is_said(value: object, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_squad(json.dumps(value))


def test_squad_files_are_told_from_question_files() -> None:
    assert is_squad(TEXT)
    assert is_squad('{"data": 1}')
    assert not is_squad('{"question": "data"}\n{"data": []}')
    assert not is_squad("")
    assert not is_squad('"data"' + "[" * 100_000)
