"""The reading material: whole, and its parts apart."""

import pytest

from training import material
from training.material import Article

ARTICLES = material.load()


def test_there_is_as_much_of_it_as_is_said() -> None:
    questions = [question for article in ARTICLES for question in article.questions]
    assert len(ARTICLES) >= 400
    assert sum(bool(question.gold) for question in questions) >= 4_900
    assert sum(not question.gold for question in questions) >= 2_800
    assert sum(len(article.statements) for article in ARTICLES) >= 4_800


def test_no_two_articles_have_one_name() -> None:
    assert len({article.id for article in ARTICLES}) == len(ARTICLES)


def test_the_parts_are_some_tenths_of_it() -> None:
    sizes = [len(material.of(ARTICLES, part)) for part in ("train", "decide", "test")]
    assert sum(sizes) == len(ARTICLES)
    assert all(0.05 < size / len(ARTICLES) < 0.15 for size in sizes[1:])


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_an_article_holds_together(article: Article) -> None:
    places = range(len(article.sentences))
    assert len(set(article.sentences)) == len(article.sentences)
    for question in article.questions:
        assert question.language in ("ar", "en")
        assert set(question.gold) <= set(places)
        if question.gold:
            assert question.answer
            assert question.answer in article.sentences[question.gold[0]]
        else:
            assert question.nearest in places
    for statement in article.statements:
        assert statement.evidence
        assert set(statement.evidence) <= set(places)
