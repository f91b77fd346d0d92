"""The whole way: every answer keeps the promises of the Answer object."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import InputError, QuestionError, UnknownSourceError
from index.files import from_bytes
from index.store import Index
from rag.answer import Answer, Citation, Statement
from rag.evaluate import evaluate_questions
from rag.notes import NOT_SAID
from rag.pipeline import Pipeline

ASKED = (Path(__file__).parent / "seed_questions.jsonl").read_text("utf-8").splitlines()
QUESTIONS = [json.loads(line)["question"] for line in ASKED]
WORDS = sorted({word for question in QUESTIONS for word in question.split()})


def keeps_its_promises(answer: Answer, pipeline: Pipeline) -> None:
    ids = [citation.id for citation in answer.citations]
    for citation in (*answer.citations, *answer.nearest):
        text = pipeline.index.text(citation.source)
        assert text[citation.start : citation.end] == citation.quote
        sentence = pipeline.index.sentences(citation.source)[citation.sentence - 1]
        assert (sentence.start, sentence.end) == (citation.start, citation.end)
        assert citation.sha256 == pipeline.index.document(citation.source).sha256
        assert unquote(citation.url) == f"/sources/{citation.source}#s{citation.sentence}"
    assert answer.answered == bool(answer.statements) == bool(answer.citations)
    assert set(ids) == {n for statement in answer.statements for n in statement.citations}
    assert ids == list(range(1, len(ids) + 1))
    assert 0 <= answer.confidence <= 1
    for statement in answer.statements:
        assert statement.support == "verbatim"
        assert statement.text == answer.citations[statement.citations[0] - 1].quote
        assert statement.text in answer.text
        assert all(0 <= a < b <= len(statement.text) for a, b in statement.highlight)
    for agreement in answer.agreement:
        own = answer.statements[agreement.statement].citations
        cited = [answer.citations[n - 1] for n in own]
        assert agreement.sources == len({citation.source for citation in cited})
        for difference in agreement.differences:
            assert len(difference.values) > 1
            assert {n for value in difference.values for n in value.citations} <= set(own)
    if not answer.answered:
        assert answer.text == NOT_SAID[answer.language]
        assert len(answer.nearest) <= 3


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_keeps_its_promises(pipeline: Pipeline, question: str) -> None:
    keeps_its_promises(pipeline.ask(question), pipeline)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join))
def test_any_words_get_an_answer_or_a_refusal(pipeline: Pipeline, question: str) -> None:
    keeps_its_promises(pipeline.ask(question), pipeline)


def test_the_demo_questions_are_answered_as_the_readme_says(pipeline: Pipeline) -> None:
    with (Path(__file__).parent / "seed_questions.jsonl").open(encoding="utf-8") as lines:
        report = evaluate_questions(pipeline, lines)
    shares = {name: figures.to_dict() for name, figures in report.groups.items()}
    assert report.overall.to_dict()["exact"] == 1.0
    assert shares["none"]["refused"] == 1.0
    assert shares["followup"]["cited@1"] == 1.0
    assert shares["ar"]["cited@1"] >= 0.9, report.failures
    assert shares["en"]["cited@1"] >= 0.8, report.failures


def test_a_stream_gives_each_citation_before_its_statement_and_the_answer_last(
    pipeline: Pipeline,
) -> None:
    seen: list[Citation] = []
    said: list[Statement] = []
    *events, last = pipeline.stream("لماذا تنشر الولايات المتحدة جنودا في العراق؟")
    for event in events:
        if isinstance(event, Citation):
            seen.append(event)
        else:
            assert isinstance(event, Statement)
            assert set(event.citations) <= {citation.id for citation in seen}
            said.append(event)
    assert isinstance(last, Answer)
    assert (last.citations, last.statements) == (tuple(seen), tuple(said))


def test_the_same_question_gets_the_same_answer_from_many_threads(pipeline: Pipeline) -> None:
    def told(question: str) -> tuple[str, str]:
        return question, pipeline.ask(question).text

    alone = dict(map(told, QUESTIONS))
    with ThreadPoolExecutor(8) as pool:
        assert all(alone[question] == text for question, text in pool.map(told, QUESTIONS * 3))


def test_a_stream_may_be_read_on_from_another_thread(pipeline: Pipeline) -> None:
    stream = pipeline.stream("لماذا تنشر الولايات المتحدة جنودا في العراق؟")
    first = next(stream)
    with ThreadPoolExecutor(1) as pool:
        rest = pool.submit(list, stream).result()
    assert isinstance(first, Citation)
    assert isinstance(rest[-1], Answer)
    pipeline.ask("متى غزت الولايات المتحدة العراق؟")


def test_sources_narrow_the_answer(pipeline: Pipeline) -> None:
    question = "كم عدد الجنود الأمريكيين في العراق؟"
    only = "003_029a582bcbd0b77e.txt"
    answer = pipeline.ask(question, sources=[only])
    assert answer.answered
    assert {citation.source for citation in answer.citations} == {only}
    assert {hit.sentence.source for hit in pipeline.search(question, 50, [only])} == {only}
    assert not pipeline.ask(question, sources=[]).answered


def test_search_ranks_and_limits(pipeline: Pipeline) -> None:
    hits = pipeline.search("انسحاب القوات الأمريكية", 7)
    assert len(hits) == 7
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.sentence.id for hit in hits}) == 7


def test_bad_requests_are_told_what_is_wrong(pipeline: Pipeline) -> None:
    for question in ("", "  ", "؟!", "😀", "س" * 2_001):
        with pytest.raises(QuestionError):
            pipeline.ask(question)
    with pytest.raises(UnknownSourceError, match="nowhere"):
        pipeline.ask("ماذا حدث؟", sources=["nowhere.txt"])
    with pytest.raises(InputError, match="gpt"):
        pipeline.ask("ماذا حدث؟", answerer="gpt")


@pytest.mark.parametrize("question", ["من هو", "what is the", "في على من"])
def test_stop_words_alone_are_refused(pipeline: Pipeline, question: str) -> None:
    assert not pipeline.ask(question).answered


def test_an_empty_index_refuses(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        answer = Pipeline(index).ask("من رئيس الوزراء؟")
        assert (answer.answered, answer.nearest) == (False, ())


def test_addresses_are_public_and_percent_encoded(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        text = "أعلن الوزير فتح المعبر الحدودي. ثم عاد إلى العاصمة."
        list(index.add([from_bytes("أخبار/يوم 1.txt", text.encode(), "/r")]))
        pipeline = Pipeline(index, public_url="https://news.example/")
        answer = pipeline.ask("ماذا أعلن الوزير؟")
        assert answer.answered
        url = answer.citations[0].url
        assert url.isascii()
        assert unquote(url) == "https://news.example/sources/أخبار/يوم 1.txt#s1"
