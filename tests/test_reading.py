"""The figures over articles, counted on answers made up for the purpose and on real ones."""

import copy
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from index.errors import InputError, QuestionError
from index.store import Index
from rag.answer import Answer, Citation, Short, Statement
from rag.articles import read_articles
from rag.pipeline import Pipeline
from rag.question import Message
from rag.reading import ReadingReport, evaluate_articles, f1, reliability
from rag.support import verify

TEXT = (Path(__file__).parent / "articles.json").read_text("utf-8")
ARTICLES = read_articles(TEXT)
GLASS, CUP = "000000.txt", "000001.txt"
WHO, COST, YESNO, ABSENT = (question.text for question in ARTICLES[0].questions)
SCORER, CROWD, COACH = (question.text for question in ARTICLES[1].questions)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path / "data") as opened:
        yield opened


class Scripted:
    """Answers a question with the (source, ordinal) pairs and the short answer written for it."""

    def __init__(self, index: Index, script: dict[str, tuple[Any, ...]]) -> None:
        self.index = index
        self.script = script
        self.heard: list[Any] = []

    def ask(
        self, question: str, history: Sequence[Message] = (), sources: Sequence[str] | None = None
    ) -> Answer:
        self.heard.append(sources)
        if question == COACH:
            raise QuestionError("can't be asked")
        places, short, sure = self.script.get(question, ((), None, 0.2))
        found = [self.index.sentences(source)[n - 1] for source, n in places]
        citations = tuple(
            Citation(n, s.source, s.sha256, s.ordinal, s.start, s.end, s.text, "")
            for n, s in enumerate(found, 1)
        )
        said = (Statement("", (1,)),) if citations else ()
        return Answer("a", question, "ar", bool(citations), sure, "", said, citations, (), (), "x",
                      short=short)  # fmt: skip


def measured(index: Index, script: dict[str, tuple[Any, ...]], **more: Any) -> ReadingReport:
    asker = Scripted(index, script)
    return evaluate_articles(asker, ARTICLES, lambda s, e: s in e, **more)


SCRIPT = {
    WHO: ([(GLASS, 2)], Short("كريم البدري", 1, 14, 25), 0.95),
    COST: ([(GLASS, 1), (CUP, 1), (GLASS, 3)], Short("12 مليونَ دولار", 1, 14, 28), 0.85),
    YESNO: ([(GLASS, 5)], Short("نعم", 1, None, None), 1.0),
    ABSENT: ([(GLASS, 2)], Short("الأحد", 1, 33, 38), 0.35),
    SCORER: ([(CUP, 3)], Short("نادي النخيل", 1, 4, 15), 0.9),
}


def test_questions_are_counted_by_why_kind_style_and_language(index: Index) -> None:
    figures = measured(index, SCRIPT).to_dict()
    assert (figures["articles"], figures["questions"], figures["answerable"]) == (2, 7, 5)
    assert (figures["cited@1"], figures["cited@3"], figures["answered"]) == (0.6, 0.8, 0.8)
    assert (figures["refused"], figures["exact"], figures["citations"]) == (0.5, 1.0, 7)
    groups = figures["groups"]
    assert {*groups} == {"kind who", "kind howmany", "kind yesno", "kind none", "why date",
                         "why person", "style close", "style paraphrase", "language ar",
                         "language en"}  # fmt: skip
    assert groups["why date"]["refused"] == 0.0
    assert groups["why person"]["refused"] == 1.0
    assert groups["kind who"]["cited@1"] == 1.0
    assert groups["kind howmany"]["cited@3"] == 0.5


def test_of_a_sentence_that_was_cut_the_part_that_answers_counts(index: Index) -> None:
    list_ = measured(index, {SCORER: ([(CUP, 2)], None, 0.9)})
    assert [each.ordinal for each in index.sentences(CUP)] == [1, 2, 3, 4]
    assert list_.overall.cited1 == 0


def test_short_answers_are_held_against_the_words_and_the_way(index: Index) -> None:
    assert measured(index, SCRIPT).short.to_dict() == {
        "answered": 4,
        "given": 4,
        "unlabelled": 0,
        "given to absent": 1,
        "share given": 1.0,
        "exact": 0.25,
        "close": 0.5,
        "wrong": 0.5,
        "mean F1": 0.45,
    }


@pytest.mark.parametrize(
    ("kind", "yes", "short", "scores", "unlabelled"),
    [
        ("yesno", False, "لا", [1.0], 0),
        ("yesno", False, "No", [1.0], 0),
        ("yesno", True, "No", [0.0], 0),
        ("yesno", True, "ربما", [0.0], 0),
        ("yesno", None, "نعم", [], 1),
        ("who", None, "نعم", [0.0], 0),
    ],
)
def test_yes_and_no_are_judged_where_the_way_is_known(
    index: Index, kind: str, yes: bool | None, short: str, scores: list[float], unlabelled: int
) -> None:
    value = copy.deepcopy(json.loads(TEXT))
    value[0]["questions"][2] |= {"kind": kind, "yes": yes}
    asker = Scripted(index, {YESNO: ([(GLASS, 5)], Short(short, 1, None, None), 0.9)})
    found = evaluate_articles(asker, read_articles(json.dumps(value)), lambda s, e: True).short
    assert (found.scores, found.unlabelled) == (scores, unlabelled)


def test_statements_are_kept_and_caught(index: Index) -> None:
    said = measured(index, {}).to_dict()["statements"]
    assert said == {
        "true kept": {"statements": 2, "share": 0.5},
        "false caught": {"statements": 2, "share": 1.0},
        "by why": {
            "negation": {"statements": 1, "share": 1.0},
            "number": {"statements": 1, "share": 1.0},
        },
    }
    all_kept = evaluate_articles(Scripted(index, {}), ARTICLES, lambda s, e: True).to_dict()
    assert all_kept["statements"]["false caught"]["share"] == 0.0
    assert all_kept["statements"]["by why"]["number"]["share"] == 0.0


def test_confidence_is_held_against_the_first_citation(index: Index) -> None:
    report = measured(index, SCRIPT)
    assert sorted(report.sureness) == [
        (0.35, False), (0.85, False), (0.9, True), (0.95, True), (1.0, True)
    ]  # fmt: skip
    bins = report.to_dict()["reliability"]
    assert bins[9] == {"from": 0.9, "number": 3, "confidence": 0.95, "right": 1.0}
    assert bins[3]["right"] == 0.0
    assert bins[0] == {"from": 0.0, "number": 0, "confidence": None, "right": None}


def test_the_calibration_error() -> None:
    perfect = [(0.75, True)] * 3 + [(0.75, False)]
    assert reliability(perfect)["ECE"] == 0.0
    assert reliability([(1.0, False), (0.0, False)])["ECE"] == 0.5
    assert reliability([])["ECE"] is None


def test_a_question_is_asked_within_its_article_or_over_all(index: Index) -> None:
    asker = Scripted(index, {})
    steps: list[None] = []
    evaluate_articles(asker, ARTICLES, lambda s, e: True, watch=lambda: steps.append(None))
    assert asker.heard == [[GLASS]] * 4 + [[CUP]] * 3
    assert len(steps) == 7 + 4
    over_all = Scripted(index, {})
    evaluate_articles(over_all, ARTICLES, lambda s, e: True, whole=True)
    assert over_all.heard == [None] * 7


def test_the_real_pipeline_stays_within_the_article(index: Index) -> None:
    report = evaluate_articles(
        Pipeline(index), ARTICLES, lambda said, sentences: verify(said, sentences).supported
    )
    figures = report.to_dict()
    assert figures["exact"] == 1.0
    assert figures["citations"]
    assert figures["cited@3"] >= 0.8


def test_what_can_not_be_measured_is_said(index: Index) -> None:
    empty = '[{"id": "x", "sentences": ["وصل."], "questions": [], "statements": []}]'
    with pytest.raises(InputError, match="no question"):
        evaluate_articles(Scripted(index, {}), read_articles(empty), lambda s, e: True)
    value = json.loads(TEXT)
    value[1]["sentences"].append("\0")
    with pytest.raises(InputError, match="article t-2: binary"):
        evaluate_articles(Scripted(index, {}), read_articles(json.dumps(value)), lambda s, e: True)


def test_f1() -> None:
    assert f1("في عام 2011", "عام ٢٠١١") == 0.8
    assert f1("أُسامة", "اسامه") == 1.0
    assert f1("السفير السفير", "السفير") == pytest.approx(2 / 3)
    assert f1("", "السفير") == f1("نعم", "لم يحضر") == 0.0
