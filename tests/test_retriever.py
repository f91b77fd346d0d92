"""Retrieval: candidates with their surroundings, narrowed, ranked, and looked up in one view."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embedder import HashingEmbedder, Idf, Vectors
from index.files import from_bytes
from index.store import Index
from rag.langchain import IsnadRetriever
from rag.pipeline import Pipeline
from rag.query import parse
from rag.retriever import Retriever
from ui import schemas


def test_candidates_know_their_surroundings(pipeline: Pipeline) -> None:
    index = pipeline.index
    with index.reading():
        asked = parse("كم عدد الجنود الأمريكيين في العراق؟", index.spellings)
        found = pipeline.retriever.retrieve(asked)
    for scored in found.ranked:
        candidate = scored.candidate
        assert candidate.sentence.passage == candidate.passage.id
        assert candidate.sentence.text in candidate.passage.text
        joined = " ".join(candidate.passage_forms)
        assert " ".join((*candidate.previous, *candidate.forms)) in joined


def test_a_sentence_that_shares_no_word_is_a_candidate_by_its_passage(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        text = "زار وزير الخارجية التركي القاهرة. وبقي هناك يومين."
        list(index.add([from_bytes("a.txt", text.encode(), "/r")]))
        with index.reading():
            found = Retriever(index).retrieve(parse("متى زار الوزير التركي القاهرة؟"))
        assert {s.candidate.sentence.ordinal for s in found.ranked} == {1, 2}


def test_restatements_are_alike(pipeline: Pipeline) -> None:
    with pipeline.index.reading():
        [best] = [
            s for s in pipeline.index.sentences("002_4a471c741de00122.txt") if "2500" in s.text
        ]
        alike = pipeline.retriever.alike(best)
    assert best.id not in {s.id for s in alike}
    near = [s.source[:3] for s in alike if "2500" in s.text]
    assert {"000", "001"} <= set(near)


@pytest.mark.parametrize("k", [1, 60, 96])
def test_as_many_as_asked_for_where_they_share_a_word(pipeline: Pipeline, k: int) -> None:
    assert len(pipeline.search("العراق الولايات المتحدة القوات", k)) >= min(k, 60)


class MeaningfulEmbedder(HashingEmbedder):
    fingerprint = "meaningful-1"
    weight = 1.0


class KnowingEmbedder(MeaningfulEmbedder):
    """Knows by heart that some sentences mean what is asked, though they share no word with it."""

    def embed(self, texts: Sequence[str], idf: Idf | None = None) -> Vectors:
        rows = np.zeros((len(texts), 2), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[int(not ("بغداد" in text or "العاصمة" in text))] = 1.0
        return rows


def encoded(index: Index, *texts: str) -> Index:
    files = [from_bytes(f"{n}.txt", text.encode(), "/r") for n, text in enumerate(texts)]
    list(index.add(files))
    while index.encode():
        pass
    return index


def test_a_sentence_is_lifted_by_its_own_vector(tmp_path: Path) -> None:
    text = "القوات في القاعدة. غادر الجنود بغداد أمس. القوات باقية في القاعدة اليوم."
    with Index.open(tmp_path / "data", embedder=KnowingEmbedder()) as index:
        retriever = Pipeline(encoded(index, text)).retriever
        asked = parse("هل القوات في العاصمة؟", index.spellings)
        with index.reading():
            found = {s.candidate.sentence.ordinal: s for s in retriever.retrieve(asked).ranked}
        index.embedder = HashingEmbedder()
        index.semantic.embedder = index.embedder
        with index.reading():
            before = {s.candidate.sentence.ordinal: s for s in retriever.retrieve(asked).ranked}
        assert found[2].score > before[2].score
        assert found[1].score <= before[1].score


def test_a_sentence_that_shares_nothing_is_a_candidate_by_its_vector(tmp_path: Path) -> None:
    texts = [f"القوات في القاعدة رقم {n}." for n in range(3)] + ["غادر الجنود بغداد أمس."]
    with Index.open(tmp_path / "data", embedder=KnowingEmbedder()) as index:
        encoded(index, *texts)
        with index.reading():
            found = Retriever(index).retrieve(parse("هل القوات في العاصمة؟")).ranked
        assert "3.txt" in {each.candidate.sentence.source for each in found}


def test_vectors_propose_among_the_named_documents_only(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data", embedder=MeaningfulEmbedder()) as index:
        texts = [f"انسحاب القوات من القاعدة رقم {n} أمس." for n in range(30)]
        encoded(index, *texts, "ارتفعت أسعار النفط، وبقيت القوات.")
        with index.reading():
            asked = parse("انسحاب القوات من القاعدة")
            found = Retriever(index).retrieve(asked, sources=["30.txt"]).ranked
        assert {each.candidate.sentence.source for each in found} == {"30.txt"}


def test_questions_are_answered_from_words_until_sentences_are_read(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data", embedder=MeaningfulEmbedder()) as index:
        list(index.add([from_bytes("a.txt", "وصل الوزير إلى بغداد أمس.".encode(), "/r")]))
        assert Pipeline(index).search("متى وصل الوزير؟")
        assert not index.encoded()


def test_every_face_shows_a_hit_and_a_document_alike(pipeline: Pipeline) -> None:
    (hit,) = pipeline.search("قاعدة عين الأسد", 1)
    assert schemas.Hit.model_validate(hit.to_dict()).model_dump() == hit.to_dict()
    document = pipeline.index.document(hit.sentence.source)
    assert schemas.Source.model_validate(document.to_dict()).model_dump() == document.to_dict()
    found = IsnadRetriever(pipeline=pipeline, k=1).invoke("قاعدة عين الأسد")[0]
    assert {"quote": found.page_content, **found.metadata} == hit.to_dict()
