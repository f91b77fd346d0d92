"""The curve of refusal: what is kept falls with the threshold, what is refused rises."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from index.errors import QuestionError
from index.store import Index
from rag.confidence import THRESHOLD
from rag.pipeline import Pipeline
from rag.refusal import MOST_QUESTIONS, number_asked, refusal
from rag.squad import ROOT, Squad, SquadQuestion, evaluate_squad, paragraph_name, read_squad
from tests.test_squad import TEXT


def squad(number: int) -> Squad:
    questions = tuple(
        SquadQuestion(str(at), f"سؤال {at}", at % 3, ((0, 1),)) for at in range(number)
    )
    return Squad(("أ", "ب", "ج"), (0, 0, 1), questions)


class Held:
    """An index of the paragraphs of `squad`."""

    def names(self, root: str) -> list[str]:
        assert root == ROOT
        return [paragraph_name(at) for at in range(3)]


class Told:
    """Is as sure as the number of sources left says."""

    def __init__(self) -> None:
        self.index = Held()
        self.asked: list[tuple[str, tuple[str, ...] | None]] = []

    def sureness(self, question: str, sources: Sequence[str] | None = None) -> float:
        self.asked.append((question, None if sources is None else tuple(sources)))
        return 1.0 if sources is None else len(sources) / 4


def test_each_question_is_asked_without_its_article_and_without_its_paragraph() -> None:
    judge = Told()
    curve = refusal(judge, squad(1))
    assert [sources for _, sources in judge.asked] == [
        None,
        ("000002.txt",),
        ("000001.txt", "000002.txt"),
    ]
    [shipped] = [point for point in curve.points if point.threshold == THRESHOLD]
    assert (shipped.kept, shipped.article, shipped.paragraph) == (1.0, 1.0, 0.0)


def test_the_curve_goes_one_way(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        pipeline, data = Pipeline(index), read_squad(TEXT)
        evaluate_squad(pipeline, data)
        points = refusal(pipeline, data).points
    for before, after in pairwise(points):
        assert before.threshold < after.threshold
        assert before.kept >= after.kept
        assert before.article <= after.article
        assert before.paragraph <= after.paragraph


def test_a_paragraph_without_text_is_no_source(tmp_path: Path) -> None:
    data = read_squad(TEXT)
    blank = Squad((*data.paragraphs, " \n"), (*data.articles, 1), data.questions)
    with Index.open(tmp_path / "data") as index:
        pipeline = Pipeline(index)
        evaluate_squad(pipeline, blank)
        assert refusal(pipeline, blank).questions == 2


def test_a_large_file_is_sampled_evenly() -> None:
    judge, many = Told(), squad(3 * MOST_QUESTIONS)
    assert refusal(judge, many).questions == number_asked(many) == MOST_QUESTIONS
    texts = [question for question, sources in judge.asked if sources is None]
    assert texts[:2] == ["سؤال 0", "سؤال 3"]


def test_another_wording_is_asked() -> None:
    judge = Told()
    assert refusal(judge, squad(2), {"1": "غيره"}).questions == 1
    assert judge.asked[0][0] == "غيره"


def test_a_question_that_can_not_be_asked_is_refused() -> None:
    class Refuses:
        index = Held()

        def sureness(self, question: str, sources: Sequence[str] | None = None) -> float:
            raise QuestionError("no")

    assert refusal(Refuses(), squad(1)).points[-1].kept == 0.0


def test_no_question_gives_no_point() -> None:
    assert refusal(Told(), squad(0)).points == ()
