"""One text under several names: cited once, counted once; another telling still counts."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.files import from_bytes
from index.store import Index
from index.values import Sentence
from rag.answer import Answer
from rag.opening import read_all
from rag.pipeline import Pipeline
from rag.twins import distinct, plain

QUESTION = "كم عدد الجنود الأمريكيين في العراق؟"
NOWHERE = "ما لون سيارة السفير الياباني؟"


def asked(data: Path, question: str, *more: tuple[str, str]) -> Iterator[Answer]:
    """The answer before and after further sources were indexed."""
    with Index.open(data) as index:
        pipeline = Pipeline(index)
        yield pipeline.ask(question)
        files = [from_bytes(name, text.encode(), "more") for name, text in more]
        assert {outcome.status for outcome in index.add(files)} <= {"indexed"}
        yield pipeline.ask(question)


def test_a_folder_and_its_subfolder_are_no_more_sources(data: Path, tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[1] / "seeds", tmp_path / "all" / "news")
    with Index.open(data) as index:
        pipeline = Pipeline(index)
        before = pipeline.ask(QUESTION)
        assert len([*index.add(read_all([tmp_path / "all"]))]) == 5
        assert index.number() == 10
        after = pipeline.ask(QUESTION)
    assert after.agreement[0].sources == before.agreement[0].sources > 1
    assert [c.quote for c in after.citations] == [c.quote for c in before.citations]


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text,
        lambda text: text.replace("\n", "\r\n") + "\n",
        lambda text: "\ufeff" + text.replace("محمد", "مُحمد").replace("قال", "قالَ"),
    ],
)
def test_a_copy_with_another_name_is_the_same_source(
    data: Path, written: Callable[[str], str]
) -> None:
    with Index.open(data) as index:
        texts = {d.source: index.text(d.source) for d in index.documents()}
    copies = [(f"نسخة {name}", written(text)) for name, text in texts.items()]
    before, after = asked(data, QUESTION, *copies)
    assert after.agreement == before.agreement
    assert len(after.citations) == len(before.citations)


def test_a_refusal_shows_three_different_sentences(data: Path) -> None:
    with Index.open(data) as index:
        copies = [(f"b/{d.source}", index.text(d.source)) for d in index.documents()]
    _, after = asked(data, NOWHERE, *copies)
    assert not after.answered
    quotes = [near.quote for near in after.nearest]
    assert len(set(quotes)) == len(quotes) == 3


def test_a_longer_article_with_the_same_sentence_is_another_source(data: Path) -> None:
    sentence = "وصل الوفد الياباني إلى بغداد مساء الثلاثاء ومعه خمسون هدية لأطفال المدينة."
    one, other = ("a.txt", sentence), ("b.txt", f"{sentence} وكان الجو باردا جدا.")
    _, after = asked(data, "كم هدية مع الوفد الياباني؟", one, other)
    assert after.agreement[0].sources == 2


def test_what_a_copy_may_differ_by() -> None:
    assert plain("\ufeffقـال  الوزيرُ\r\n") == plain("قال الوزير")
    assert plain("قال الوزير") != plain("قال الوزراء")


def test_a_text_is_read_once_however_often_its_sentences_are_repeated() -> None:
    read: list[str] = []

    def text(source: str) -> str:
        read.append(source)
        return f"نص {int(source) % 5}"

    repeated = [
        Sentence(n, n % 10, str(n % 10), "0" * 63 + str(n % 10), 1, n, 0, 9, 2, "وصل الوفد.")
        for n in range(20_000)
    ]
    kept = distinct(repeated, text)
    assert sorted(read) == [str(n) for n in range(10)]
    assert {sentence.document for sentence in kept} == set(range(5))
