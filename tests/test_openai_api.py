"""OpenAI's own client and LangChain's, unchanged, over real HTTP; and errors in OpenAI's form."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from langchain_openai import ChatOpenAI
from serving import Known, answer, citation, running

from index.errors import BusyError, ModelError
from rag.answer import Answer, Statement
from rag.pipeline import Pipeline
from rag.question import Message
from ui import openai_schemas
from ui.app import build
from ui.kept import Kept
from ui.openai_api import conversation
from ui.openai_errors import Refused
from ui.openai_replies import annotations, usage
from ui.openai_schemas import ChatMessage
from ui.schemas import MAX_MESSAGE
from ui.security import access
from ui.service import Service

QUESTION = "ما القاعدة التي تعرضت لهجوم بطائرات مسيرة مساء الثلاثاء؟"
ABSENT = "من فاز بكأس العالم للتنس؟"
MODEL = "isnad-extractive"
CHAT = "/v1/chat/completions"
ASKED = {"model": MODEL, "messages": [{"role": "user", "content": QUESTION}]}
PICTURE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
TOOL = {"type": "function", "function": {"name": "f", "parameters": {}}}


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@contextmanager
def served(pipeline: Any, path: Path, **more: Any) -> Iterator[httpx.Client]:
    settings = {"host": "127.0.0.1", "keys": (), "public_url": "", "max_upload": 2**20} | more
    with closing(Kept.open(path)) as kept:
        service = Service(pipeline, kept, settings["public_url"])
        with running(build(service, access(**settings), chat=False)) as client:
            yield client


@pytest.fixture(scope="module")
def client(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with served(pipeline, tmp_path_factory.mktemp("kept")) as opened:
        yield opened


@contextmanager
def official(client: httpx.Client, key: str = "none") -> Iterator[openai.OpenAI]:
    """OpenAI's client as anybody would make it, but for its retries."""
    base = str(client.base_url.join("/v1"))
    with openai.OpenAI(base_url=base, api_key=key, max_retries=0) as made:
        yield made


def is_error(response: httpx.Response, status: int, param: str | None = None) -> bool:
    """Whether it is OpenAI's error object, and tells a person something."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    found = openai_schemas.ErrorReply.model_validate(response.json()).error
    assert len(found.message) > 5
    assert found.param == param
    return True


# The official client.


def test_the_models(client: httpx.Client) -> None:
    with official(client) as made:
        assert [model.id for model in made.models.list()] == [MODEL]
        assert made.models.retrieve(MODEL).owned_by == "isnad"
        with pytest.raises(openai.NotFoundError, match="gpt-4o") as raised:
            made.models.retrieve("gpt-4o")
    assert raised.value.code == "model_not_found"


def test_a_completion_carries_its_citations(client: httpx.Client) -> None:
    with official(client) as made:
        found = made.chat.completions.create(**ASKED, temperature=0.2, max_tokens=5, seed=1)
    openai_schemas.Completion.model_validate(found.model_dump())
    message = found.choices[0].message
    assert found.choices[0].finish_reason == "stop"
    whole = found.model_extra["isnad"]
    assert (message.role, message.content) == ("assistant", whole["text"])
    assert message.refusal is None
    assert check_annotations(message.content, message.model_dump()["annotations"], whole)
    assert found.usage.total_tokens == found.usage.prompt_tokens + found.usage.completion_tokens
    assert found.usage.model_dump(exclude_none=True) == usage(QUESTION, message.content)
    first = message.annotations[0].url_citation
    assert f'id="s{whole["citations"][0]["sentence"]}"' in client.get(first.url).text
    assert client.get(f"/v1/answers/{whole['id']}").status_code == 200


def check_annotations(text: str, found: list[dict[str, Any]], whole: dict[str, Any]) -> bool:
    """Whether every marker of every statement has its annotation, in order."""
    cited = {each["id"]: each for each in whole["citations"]}
    numbers = [number for each in whole["statements"] for number in each["citations"]]
    assert numbers
    assert len(found) == len(numbers)
    for each, number in zip(found, numbers, strict=True):
        place = each["url_citation"]
        assert text[place["start_index"] : place["end_index"]] == f"[{number}]"
        assert place["title"] == cited[number]["quote"]
        assert place["url"] == cited[number]["url"]
        assert place["url"].startswith("http://127.0.0.1:")
    return True


def test_a_refusal_is_text_without_annotations(client: httpx.Client) -> None:
    with official(client) as made:
        found = made.chat.completions.create(
            model=MODEL, messages=[{"role": "user", "content": ABSENT}]
        )
    whole = found.model_extra["isnad"]
    assert whole["answered"] is False
    assert found.choices[0].message.content == whole["text"]
    assert found.choices[0].message.annotations == []


@pytest.mark.parametrize("question", [QUESTION, ABSENT])
def test_a_stream_adds_up_to_the_completion(client: httpx.Client, question: str) -> None:
    with official(client) as made:
        chunks = list(
            made.chat.completions.create(
                model=MODEL,
                messages=[{"role": "user", "content": question}],
                stream=True,
                stream_options={"include_usage": True},
            )
        )
    assert chunks[0].choices[0].delta.role == "assistant"
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    *parts, last, used = chunks
    whole = last.model_extra["isnad"]
    assert text == whole["text"]
    assert [part.choices[0].finish_reason for part in parts] == [None] * len(parts)
    assert len([part for part in parts if part.choices[0].delta.content]) == max(
        1, len(whole["statements"])
    )
    assert last.choices[0].finish_reason == "stop"
    found = last.choices[0].delta.model_extra["annotations"]
    assert check_annotations(text, found, whole) if whole["answered"] else found == []
    assert used.choices == []
    assert used.usage.model_dump(exclude_none=True) == usage(question, text)
    assert {chunk.id for chunk in chunks} == {last.id}


def test_a_stream_ends_as_openais_does(client: httpx.Client) -> None:
    response = client.post(CHAT, json={**ASKED, "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    lines = [line for line in response.text.split("\n\n") if line]
    assert lines[-1] == "data: [DONE]"
    assert all("usage" not in json.loads(line.removeprefix("data: ")) for line in lines[:-1])


# LangChain's client.


def test_langchain_asks_unchanged(client: httpx.Client) -> None:
    base = str(client.base_url.join("/v1"))
    chat = ChatOpenAI(model=MODEL, base_url=base, api_key="none")
    reply = chat.invoke([("system", "Be brief."), ("user", QUESTION)])
    assert " [1]" in reply.content
    assert reply.usage_metadata["total_tokens"] > 0
    streamed = [chunk.content for chunk in chat.stream(QUESTION)]
    assert "".join(streamed) == reply.content


# What is asked.


def test_the_last_user_message_is_the_question() -> None:
    messages = [
        ChatMessage(role="system", content="s"),
        ChatMessage(role="user", content="1"),
        ChatMessage(role="assistant", content="2"),
        ChatMessage(role="user", content=[{"type": "text", "text": t} for t in "34"]),
        ChatMessage(role="assistant", content="5"),
    ]
    assert conversation(messages) == ("3\n4", [Message("user", "1"), Message("assistant", "2")])


def test_a_long_chat_keeps_its_last_twenty_turns() -> None:
    long = "x" * (MAX_MESSAGE + 1)
    turns = [ChatMessage(role="user", content=long) for _ in range(50)]
    question, history = conversation([*turns, ChatMessage(role="user", content="q")])
    assert question == "q"
    assert [len(turn.content) for turn in history] == [MAX_MESSAGE] * 20


def test_a_follow_up_leans_on_the_chat(client: httpx.Client) -> None:
    messages = [
        {"role": "user", "content": "كم عدد الجنود الأمريكيين في العراق؟"},
        {"role": "assistant", "content": "2500"},
        {"role": "user", "content": "وفي سوريا؟"},
    ]
    history = messages[:2]
    asked = client.post("/v1/ask", json={"question": "وفي سوريا؟", "history": history}).json()
    found = client.post(CHAT, json={"model": MODEL, "messages": messages}).json()
    assert found["choices"][0]["message"]["content"] == asked["text"]


def test_an_article_may_hold_markers_of_its_own() -> None:
    quote = "قال [1] ثم [2] قال"
    found = answer(
        text=f"{quote} [1][2]\n{quote} [1]",
        statements=(Statement(quote, (1, 2)), Statement(quote, (1,))),
        citations=(citation(1, quote=quote), citation(2, quote=quote)),
    )
    places = [each["url_citation"] for each in annotations(found)]
    starts = [place["start_index"] for place in places]
    assert starts == [len(quote) + 1, len(quote) + 4, 2 * len(quote) + 9]
    assert [found.text[p["start_index"] : p["end_index"]] for p in places] == ["[1]", "[2]", "[1]"]


def test_the_public_address_stands_before_the_sentences(tmp_path: Path) -> None:
    with served(Known(), tmp_path, public_url="https://news.example/isnad") as client:
        found = client.post(CHAT, json=ASKED, headers={"Host": "news.example"}).json()
    place = found["choices"][0]["message"]["annotations"][0]["url_citation"]
    assert place["url"] == "https://news.example/isnad/sources/a/x.txt#s1"


def test_a_language_model_is_a_model(tmp_path: Path) -> None:
    class Two(Known):
        answerers = ("openai:gpt-x", "extractive")

        def ask(self, *asked: Any) -> Answer:
            return answer(answerer=asked[3])

    with served(Two(), tmp_path) as client:
        listed = client.get("/v1/models").json()["data"]
        assert [model["id"] for model in listed] == ["openai:gpt-x", MODEL]
        for model, answerer in (("openai:gpt-x", "openai:gpt-x"), (MODEL, "extractive")):
            found = client.post(CHAT, json={**ASKED, "model": model}).json()
            assert (found["model"], found["isnad"]["answerer"]) == (model, answerer)


# Errors.


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"n": 2}, "n"),
        ({"tools": [TOOL]}, "tools"),
        ({"functions": [TOOL["function"]]}, "functions"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"response_format": {"type": "json_schema", "json_schema": {}}}, "response_format"),
        ({"modalities": ["text", "audio"]}, "modalities"),
        ({"audio": {"voice": "alloy", "format": "wav"}}, "audio"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "system", "content": "x"}]}, "messages"),
        ({"messages": [{"role": "user", "content": [PICTURE]}]}, "messages[0].content[0]"),
        ({"messages": [{"role": "tool", "content": "x", "tool_call_id": "1"}]}, "messages[0]"),
        (
            {"messages": [{"role": "assistant", "tool_calls": [{}]}, *ASKED["messages"]]},
            "messages[0]",
        ),
        ({"messages": [{"role": "user", "content": 7}]}, "messages[0].content.str"),
        ({"messages": [{"role": "king", "content": "x"}]}, "messages[0].role"),
        ({"messages": [{"role": "user", "content": ""}]}, None),
        ({"messages": [{"role": "user", "content": "؟!"}]}, None),
        ({"messages": [{"role": "user", "content": "س" * 2001}]}, None),
        ({"n": 0}, "n"),
        ({"stream": "yes"}, "stream"),
        ({"model": 1}, "model"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_what_would_mislead_is_refused(
    client: httpx.Client, more: dict[str, Any], param: str | None, stream: bool
) -> None:
    assert is_error(client.post(CHAT, json={**ASKED, "stream": stream, **more}), 400, param)


def test_the_official_client_raises_its_own_errors(client: httpx.Client) -> None:
    with official(client) as made:
        with pytest.raises(openai.NotFoundError) as raised:
            made.chat.completions.create(**{**ASKED, "model": "gpt-4o"})
        assert (raised.value.code, raised.value.param) == ("model_not_found", "model")
        with pytest.raises(openai.BadRequestError, match="leave `tools` out"):
            made.chat.completions.create(**ASKED, tools=[TOOL])
        with pytest.raises(openai.BadRequestError):
            made.chat.completions.create(model=MODEL, messages=[])


@pytest.mark.parametrize(
    "more",
    [
        {"temperature": 2, "top_p": 0.1, "max_tokens": 1, "max_completion_tokens": 1},
        {"presence_penalty": 1, "frequency_penalty": 1, "logit_bias": {}, "stop": ["."]},
        {"user": "u", "store": True, "metadata": {"a": "b"}, "service_tier": "auto"},
        {"n": 1, "tools": [], "response_format": {"type": "text"}, "modalities": ["text"]},
        {"tool_choice": "none", "parallel_tool_calls": False, "reasoning_effort": "low"},
        {"n": None, "stream": None, "stream_options": None, "tools": None},
    ],
)
def test_what_is_harmless_is_ignored(client: httpx.Client, more: dict[str, Any]) -> None:
    plain = client.post(CHAT, json=ASKED).json()["choices"]
    found = client.post(CHAT, json={**ASKED, **more}).json()["choices"]
    texts = [choice[0]["message"]["content"] for choice in (plain, found)]
    assert texts[0] == texts[1]


def test_broken_requests_are_openais_errors_too(client: httpx.Client) -> None:
    json_ = {"Content-Type": "application/json"}
    assert is_error(client.post(CHAT, content=b"{", headers=json_), 400)
    assert is_error(client.post(CHAT, content=b"x", headers={"Content-Type": "text/plain"}), 415)
    assert is_error(client.get(CHAT), 405)
    assert is_error(client.get("/v1/chat/nothing"), 404)
    assert is_error(client.post(CHAT, json=ASKED, headers={"Origin": "https://evil.example"}), 403)
    assert is_error(client.post(CHAT, json=ASKED, headers={"Host": "evil.example"}), 400)
    big = {**ASKED, "user": "x" * (4 * 2**20)}
    assert is_error(client.post(CHAT, json=big), 413)


def test_a_missing_key_is_openais_error(tmp_path: Path) -> None:
    with served(Known(), tmp_path, keys=("right",)) as client:
        for path in (CHAT, "/v1/models", "/v1/models/x"):
            assert is_error(client.get(path, headers={"Accept": "text/html"}), 401)
        with official(client, "wrong") as made, pytest.raises(openai.AuthenticationError) as raised:
            made.chat.completions.create(**ASKED)
        assert raised.value.code == "invalid_api_key"
        with official(client, "right") as made:
            assert made.chat.completions.create(**ASKED).choices[0].message.content


def test_who_is_too_fast_waits(tmp_path: Path) -> None:
    with served(Known(), tmp_path, per_minute=1) as client, official(client) as made:
        made.models.list()
        with pytest.raises(openai.RateLimitError) as raised:
            made.models.list()
    assert raised.value.code == "rate_limit_exceeded"
    assert int(raised.value.response.headers["retry-after"]) > 0


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("error", [BusyError("it is busy"), sqlite3.DatabaseError("malformed")])
def test_a_store_that_fails_is_a_server_error(
    tmp_path: Path, error: Exception, stream: bool
) -> None:
    with served(Known(error), tmp_path) as client:
        response = client.post(CHAT, json={**ASKED, "stream": stream})
    assert is_error(response, 503)
    assert response.json()["error"]["type"] == "server_error"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ModelError("the model went away"), "the model went away"),
        (sqlite3.OperationalError("disk I/O error"), "can't be read"),
    ],
)
def test_a_stream_that_breaks_says_so(tmp_path: Path, error: Exception, said: str) -> None:
    parts = (citation(), answer().statements[0], error)
    with served(Known(*parts), tmp_path) as client, official(client) as made:
        chunks = made.chat.completions.create(**ASKED, stream=True)
        with pytest.raises(openai.APIError, match=said):
            list(chunks)


def test_a_client_that_leaves_stops_the_work(tmp_path: Path) -> None:
    statement = answer().statements[0]
    known = Known(*[statement] * 500, answer(), pause=0.02)
    with served(known, tmp_path) as client:
        with client.stream("POST", CHAT, json={**ASKED, "stream": True}) as response:
            next(response.iter_lines())
        assert known.stopped.wait(5)
    assert known.given < 400


def test_no_question_is_refused_by_name() -> None:
    with pytest.raises(Refused) as raised:
        conversation([ChatMessage(role="assistant", content="x")])
    assert (raised.value.status, raised.value.param) == (400, "messages")


@pytest.mark.parametrize("stream", [False, True])
def test_half_an_emoji_costs_no_answer(client: httpx.Client, stream: bool) -> None:
    messages = [{"role": "user", "content": f"{QUESTION} \ud83d"}]
    body = json.dumps({"model": MODEL, "messages": messages, "stream": stream})
    reply = client.post(CHAT, content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code == 200
    assert "url_citation" in reply.text
