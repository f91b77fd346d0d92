"""Cross-encoders: they load when first asked, rank, judge, and fail in one line."""

from pathlib import Path

import pytest
from sentence_transformers import CrossEncoder

from index.errors import ModelError
from index.values import Passage, Sentence
from rag.bm25 import Candidate
from rag.opening import open_pipeline
from rag.pipeline import Pipeline
from rag.ranking import Scored
from rag.reranker import FIRST, Reranker, nli, reranker
from rag.support import ENTAILED, verify
from rag.verifier import RuleVerifier
from tests import tiny_models

CLASSES = ("contradiction", "entailment", "neutral")
QUESTION = "كم عدد الجنود الأمريكيين في العراق؟"


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.cross_encoder(tmp_path_factory.mktemp("models") / "ranker")


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.cross_encoder(tmp_path_factory.mktemp("models") / "judge", CLASSES)


def ranked(number: int) -> list[Scored]:
    found = []
    for at in range(number):
        sentence = Sentence(
            id=at, document=1, source="a.txt", sha256="", passage=1, ordinal=at + 1,
            start=0, end=1, length=1, text=f"جملة {at}",
        )  # fmt: skip
        candidate = Candidate(sentence, (), (), Passage(1, 1, 0, 1, 1, ""), ())
        found.append(Scored(candidate, 10.0 - at / 100, 0.0))
    return found


class Fixed(Reranker):
    """Likes the third best, and remembers what it was asked."""

    def scores(self, question, texts):  # type: ignore[no-untyped-def]
        self.asked = list(texts)
        return [5.0 if at == 2 else 0.0 for at in range(len(texts))]


def test_a_score_for_every_text_raw_and_the_same_again(model: Path) -> None:
    made = reranker(str(model))
    texts = [f"في العراق {n} جندي" for n in range(40)]
    scores = made.scores(QUESTION, texts)
    assert len(scores) == 40
    assert len(set(scores)) > 1
    assert made.scores(QUESTION, texts) == pytest.approx(scores, abs=1e-5)


def test_only_the_first_are_asked_about() -> None:
    made = Fixed("x/y")
    result = made.rerank(QUESTION, ranked(FIRST + 5))
    assert len(made.asked) == FIRST
    assert [each.candidate.sentence.id for each in result][:3] == [2, 0, 1]
    assert len(result) == FIRST + 5
    assert made.rerank(QUESTION, []) == []


def test_probabilities_of_entailment(judge: Path) -> None:
    made = nli(str(judge))
    found = made.probabilities([("قتل جندي", "مات جندي"), ("سافر الوزير", "بقي الوزير")])
    assert len(found) == 2
    assert all(0 < each < 1 for each in found)
    assert made.probabilities([]) == []


@pytest.mark.parametrize(
    "classes",
    [
        ("entailment", "neutral", "contradiction"),
        ("CONTRADICTION", "NEUTRAL", "ENTAILMENT"),
        ("not_entailment", "entailment"),
    ],
)
def test_the_class_is_found_by_its_name(classes: tuple[str, ...], tmp_path: Path) -> None:
    path = tiny_models.cross_encoder(tmp_path / "judge", classes)
    pair = ("قتل جندي", "مات جندي")
    place = [name.lower() for name in classes].index("entailment")
    raw = CrossEncoder(str(path)).predict([pair], apply_softmax=True)[0]
    assert nli(str(path)).probabilities([pair]) == pytest.approx([raw[place]], abs=1e-5)
    assert len({round(float(each), 4) for each in raw}) == len(classes), "else any would do"


def test_a_model_answers_through_the_judge(seeded: Path, tmp_path: Path) -> None:
    """Weights without sense are never sure of three things at once: what they say decides."""
    sentence = "وتنشر الولايات المتحدة 2500 عسكري في العراق."
    for at in range(3):
        names = [f"other{i}" for i in range(3)]
        names[at] = "entailment"
        path = tiny_models.cross_encoder(tmp_path / f"judge{at}", tuple(names))
        pipeline = open_pipeline(seeded, llm="openai:small", llm_api_key="k", nli=str(path))
        assert pipeline.generative is not None
        verifier = pipeline.generative.verifier
        assert isinstance(verifier, RuleVerifier)
        entails = verifier.entails
        assert entails is not None
        sure = nli(str(path)).probabilities([(sentence, sentence)])[0]
        assert entails(sentence, sentence) == pytest.approx(sure, abs=1e-5)
        assert verify(sentence, [sentence], entails).supported == (sure >= ENTAILED)
        pipeline.close()


def test_a_missing_folder_is_said_at_once() -> None:
    with pytest.raises(ModelError, match=r"^ISNAD_RERANKER=./missing"):
        reranker("./missing")
    with pytest.raises(ModelError, match=r"^ISNAD_NLI=./missing"):
        nli("./missing")


def test_what_cant_rank_is_refused_in_one_line(judge: Path, tmp_path: Path) -> None:
    embedding = tiny_models.embedding(tmp_path / "embedding")
    filler = tiny_models.language_model(tmp_path / "filler")
    for path in (judge, embedding, filler, "nobody/nothing"):
        with pytest.raises(ModelError, match=r"^ISNAD_RERANKER=.* can't be used: ") as caught:
            reranker(str(path)).scores(QUESTION, ["a", "b"])
        assert "\n" not in str(caught.value)


def test_what_cant_judge_is_refused(model: Path) -> None:
    with pytest.raises(ModelError, match="no class named entailment"):
        nli(str(model)).probabilities([("a", "b")])


def test_what_is_no_judge_is_refused_in_one_line(tmp_path: Path) -> None:
    embedding = tiny_models.embedding(tmp_path / "embedding")
    filler = tiny_models.language_model(tmp_path / "filler")
    unnamed = tiny_models.cross_encoder(tmp_path / "unnamed", ("LABEL_0", "LABEL_1", "LABEL_2"))
    broken = tiny_models.cross_encoder(tmp_path / "broken", CLASSES)
    (broken / "config.json").write_text("{", "utf-8")
    for path in (embedding, filler, unnamed, broken, "nobody/nothing"):
        with pytest.raises(ModelError, match=r"^ISNAD_NLI=.* can't be used: ") as caught:
            nli(str(path)).probabilities([("a", "b")])
        assert "\n" not in str(caught.value)


def test_questions_go_through_the_reranker_and_survive_its_loss(
    seeded: Path, model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened = open_pipeline(seeded, reranker=str(model))
    plain = Pipeline(opened.index)
    assert opened.ask(QUESTION).answered
    assert [h.score for h in opened.search(QUESTION)] != [h.score for h in plain.search(QUESTION)]
    opened.retriever.reranker = Reranker("nobody/nothing")
    assert opened.ask(QUESTION).citations == plain.ask(QUESTION).citations
    assert "ISNAD_RERANKER=nobody/nothing" in caplog.text
    opened.close()
