"""LangChain's retriever and tool: the same over a local index and over REST."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda
from serving import running

from index.errors import InputError, IsnadError
from rag.langchain import MAX_K, IsnadRetriever
from rag.pipeline import Pipeline
from ui.app import build
from ui.kept import Kept
from ui.security import access
from ui.service import Service

QUESTION = "ما القاعدة التي تعرضت لهجوم بطائرات مسيرة مساء الثلاثاء؟"
KEY = "right"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture(scope="module")
def server(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with closing(Kept.open(tmp_path_factory.mktemp("kept"))) as kept:
        keyed = access(host="127.0.0.1", keys=(KEY,), public_url="", max_upload=2**20)
        with running(build(Service(pipeline, kept), keyed, chat=False)) as client:
            yield str(client.base_url)


@pytest.fixture(params=["local", "remote"])
def retriever(request: pytest.FixtureRequest, pipeline: Pipeline, server: str) -> IsnadRetriever:
    if request.param == "local":
        return IsnadRetriever(pipeline=pipeline, k=3)
    return IsnadRetriever(url=server, api_key=KEY, k=3)


def exact(documents: list[Document], pipeline: Pipeline) -> bool:
    """Whether each stands where it says."""
    for document in documents:
        place = document.metadata
        assert set(place) == {"source", "sentence", "start", "end", "score"}
        text = pipeline.index.text(place["source"])
        assert text[place["start"] : place["end"]] == document.page_content
        sentence = pipeline.index.sentences(place["source"])[place["sentence"] - 1]
        assert sentence.text == document.page_content
    return True


def test_documents_say_where_they_stand(retriever: IsnadRetriever, pipeline: Pipeline) -> None:
    found = retriever.invoke(QUESTION)
    assert len(found) == 3
    assert exact(found, pipeline)
    assert "عين الأسد" in found[0].page_content
    assert found == asyncio.run(retriever.ainvoke(QUESTION))


def test_both_find_the_same(pipeline: Pipeline, server: str) -> None:
    local = IsnadRetriever(pipeline=pipeline).invoke(QUESTION)
    assert local == IsnadRetriever(url=f"{server}/", api_key=KEY).invoke(QUESTION)


def test_it_is_a_part_of_a_chain(retriever: IsnadRetriever) -> None:
    chain = retriever | RunnableLambda(lambda found: [d.metadata["source"] for d in found])
    assert chain.batch([QUESTION, QUESTION])[0][0].endswith(".txt")


def test_the_tool_gives_the_answer_object(retriever: IsnadRetriever) -> None:
    tool = retriever.as_answer_tool()
    assert tool.args["question"]["description"]
    call = {"type": "tool_call", "id": "1", "name": tool.name, "args": {"question": QUESTION}}
    message = tool.invoke(call)
    assert message.status == "success"
    assert message.artifact["answered"]
    assert message.artifact["citations"][0]["quote"] in message.artifact["text"]
    assert json.loads(message.content) == json.loads(json.dumps(message.artifact))
    assert json.loads(tool.invoke({"question": QUESTION}))["text"] == message.artifact["text"]


def test_the_tool_tells_the_model_what_is_wrong(retriever: IsnadRetriever) -> None:
    tool = retriever.as_answer_tool()
    call = {"type": "tool_call", "id": "1", "name": tool.name, "args": {"question": "؟"}}
    message = tool.invoke(call)
    assert message.status == "error"
    assert "letter" in message.content


def test_a_question_that_is_none_is_an_input_error(retriever: IsnadRetriever) -> None:
    with pytest.raises(InputError, match="letter"):
        retriever.invoke("؟")


def test_a_service_that_is_away_is_said(server: str) -> None:
    with pytest.raises(IsnadError, match=r"127.0.0.1:1/v1/search can't be had"):
        IsnadRetriever(url="http://127.0.0.1:1").invoke(QUESTION)
    with pytest.raises(InputError, match="key"):
        IsnadRetriever(url=server, api_key="wrong").invoke(QUESTION)
    with pytest.raises(IsnadError, match="can't be had"):
        IsnadRetriever(url="no address").invoke(QUESTION)


def test_something_else_that_answers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(httpx, "post", lambda *_, **__: httpx.Response(200, json=[]))
    with pytest.raises(IsnadError, match="is not Isnad"):
        IsnadRetriever(url="http://127.0.0.1:1").invoke(QUESTION)


@pytest.mark.parametrize("wrong", [{}, {"url": "http://x", "k": 0}, {"url": "x", "k": MAX_K + 1}])
def test_a_retriever_needs_one_place_to_look(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"either pipeline|k"):
        IsnadRetriever(**wrong)


def test_a_retriever_has_not_two_places(pipeline: Pipeline) -> None:
    with pytest.raises(ValueError, match="either pipeline"):
        IsnadRetriever(pipeline=pipeline, url="http://x")


def test_a_key_is_not_shown() -> None:
    assert "secret" not in repr(IsnadRetriever(url="http://x", api_key="secret"))
