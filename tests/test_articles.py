"""The format of articles with questions and statements: what is read and what refused."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.errors import InputError
from rag.articles import is_articles, read_articles

TEXT = (Path(__file__).parent / "articles.json").read_text("utf-8")
ARTICLES = json.loads(TEXT)


def test_the_spans_of_gold_are_the_words_that_answer() -> None:
    articles = read_articles(TEXT)
    for article, value in zip(articles, ARTICLES, strict=True):
        assert article.text.split("\n") == value["sentences"]
        for question in article.questions:
            assert [article.text[a:b] for a, b in question.gold[:1]] == [question.answer][
                : len(question.gold)
            ]


def test_every_sentence_of_gold_after_the_first_counts_whole() -> None:
    value = copy.deepcopy(ARTICLES[:1])
    value[0]["questions"][1]["gold"] = [2, 0, 4]
    (article,) = read_articles(json.dumps(value))
    spans = [article.text[a:b] for a, b in article.questions[1].gold]
    assert spans == ["12 مليون دولار", value[0]["sentences"][0], value[0]["sentences"][4]]


def test_questions_and_statements_come_with_their_labels() -> None:
    first, second = read_articles(TEXT)
    who, _, yesno, absent = first.questions
    assert (who.kind, who.style, who.language, who.yes) == ("who", "close", "ar", None)
    assert yesno.yes is False
    assert (absent.kind, absent.why, absent.gold) == ("none", "date", ())
    assert [each.true for each in first.statements] == [True, False, False]
    assert first.statements[1].why == "number"
    assert second.statements[0].evidence == ("وحضر المباراة 8200 متفرج.",)


def test_a_list_of_objects_is_told_from_lines_of_questions() -> None:
    assert is_articles(TEXT)
    assert is_articles(' [\n{"id"')
    for other in ('{"id": 1}\n{"id": 2}', '{"data": [{}]}', "[]", ""):
        assert not is_articles(other)


def _question(at: int = 0, **changes: Any) -> Callable[[dict[str, Any]], object]:
    return lambda a: a["questions"][at].update(changes)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: a.pop("id"), r"article 1: id"),
        (lambda a: a.update(sentences="x"), "sentences is missing"),
        (lambda a: a.update(sentences=["", " "]), "no text"),
        (lambda a: a["sentences"].append(1), "list of texts"),
        (lambda a: a.update(questions=None), "questions"),
        (lambda a: a.update(questions=[1]), "question 1: q is missing"),
        (_question(q=None), r"article 1 \(t-1\), question 1: q"),
        (_question(gold=[]), "gold is empty"),
        (_question(gold=[9]), "gold names no sentence by 9"),
        (_question(gold=[True]), "by True"),
        (_question(gold=[-1]), "by -1"),
        (_question(gold=[2]), "answer is not in"),
        (_question(answer=" "), "answer is not in"),
        (_question(yes="no"), "yes is neither"),
        (_question(3, why=1), "question 4: why"),
        (lambda a: a["statements"][0].update(evidence=[5]), "statement 1: evidence names"),
        (lambda a: a["statements"][0].update(true="yes"), "true is missing"),
        (lambda a: a["statements"][1].pop("why"), "statement 2: why"),
        (lambda a: a.update(statements=[[]]), "statement 1: s is"),
    ],
)
def test_what_is_wrong_is_named(change: Callable[[dict[str, Any]], object], words: str) -> None:
    value = copy.deepcopy(ARTICLES)
    change(value[0])
    with pytest.raises(InputError, match=words):
        read_articles(json.dumps(value))


def test_what_is_no_list_is_said() -> None:
    for text, words in (("{", "not JSON"), ("{}", "not a list"), ("[1]", "article 1: id")):
        with pytest.raises(InputError, match=words):
            read_articles(text)
