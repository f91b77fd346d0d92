"""The extractive answerer: tellings of one fact together, and none that says nothing of it."""

from rag.pipeline import Pipeline


def test_retellings_are_one_statement_with_several_citations(pipeline: Pipeline) -> None:
    answer = pipeline.ask("كم عدد الجنود الأمريكيين في العراق؟")
    assert len(answer.statements) == 1
    assert {citation.source[:3] for citation in answer.citations} == {"000", "001", "002", "003"}
    assert answer.agreement[0].sources == 4


def test_a_retelling_without_the_number_asked_for_is_not_cited(pipeline: Pipeline) -> None:
    answer = pipeline.ask("كم عدد الجنود الأمريكيين في سوريا؟")
    assert "900" in answer.citations[0].quote
    assert all("900" in citation.quote for citation in answer.citations)


def test_another_value_of_the_same_fact_is_cited_beside_it(pipeline: Pipeline) -> None:
    [agreement] = pipeline.ask("كم قتيلا سقط في القائم؟").agreement
    [difference] = agreement.differences
    assert agreement.sources == 1
    assert difference.kind == "number"
    assert [value.text for value in difference.values] == ["قتيل", "شخصين"]


def test_a_question_of_fact_gets_one_statement_and_why_at_most_three(pipeline: Pipeline) -> None:
    assert len(pipeline.ask("متى غزت الولايات المتحدة العراق؟").statements) == 1
    assert 1 <= len(pipeline.ask("لماذا تنشر الولايات المتحدة جنودا في العراق؟").statements) <= 3


def test_no_sentence_stands_behind_two_statements(pipeline: Pipeline) -> None:
    answer = pipeline.ask("ماذا قال لويد أوستن عن التصعيد؟")
    numbers = [number for statement in answer.statements for number in statement.citations]
    assert len(numbers) == len(set(numbers))
