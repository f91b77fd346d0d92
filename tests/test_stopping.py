"""Who leaves is not worked for: over real HTTP, at every route that asks a language model."""

import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from rag.notes import NOTES
from rag.opening import open_pipeline
from rag.pipeline import EXTRACTIVE
from rag.stopping import StoppedError, check, until
from tests.fake_llm import FakeServer, Reply, says, serving
from tests.serving import running
from tests.serving import until as wait_for
from tests.soundness import FALSE, HISTORY, TROOPS, TRUE, holding, saying
from ui.app import build
from ui.chat_routes import router
from ui.kept import Kept
from ui.security import access
from ui.service import Service

NAME = "openai:small"


def test_work_goes_on_until_nobody_waits() -> None:
    gone = Event()
    check()
    with until(gone):
        check()
        gone.set()
        with pytest.raises(StoppedError):
            check()
    check()


@pytest.fixture(scope="module")
def server() -> Iterator[FakeServer]:
    with serving(Reply("?")) as fake:
        yield fake


@pytest.fixture(scope="module")
def client(
    server: FakeServer, seeded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    pipeline = open_pipeline(
        seeded, llm=NAME, llm_base_url=server.url, llm_api_key="k", unsupported="mark"
    )
    with (
        contextlib.closing(pipeline),
        contextlib.closing(Kept.open(tmp_path_factory.mktemp("kept"))) as kept,
    ):
        everybody = access(host="127.0.0.1", keys=(), public_url="", max_upload=2**20)
        service = Service(pipeline, kept)
        app = FastAPI()  # the chat page's routes without Gradio's part, which takes seconds
        app.include_router(router(service))
        app.mount("/", build(service, everybody, chat=False))
        with running(app) as opened:
            yield opened


CHAT = {"model": NAME, "messages": [{"role": "user", "content": TROOPS}]}
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("/v1/ask", {"question": TROOPS}),
    ("/v1/ask", {"question": TROOPS, "stream": True}),
    ("/v1/chat/completions", CHAT),
    ("/v1/chat/completions", {**CHAT, "stream": True}),
    ("/chat/ask", {"question": TROOPS, "conversation": "0" * 32}),
]


@pytest.mark.parametrize(("path", "body"), CALLS)
def test_a_client_that_leaves_ends_the_call_to_the_model(
    server: FakeServer, client: httpx.Client, path: str, body: dict[str, Any]
) -> None:
    server.replies = [Reply(TRUE, stall_after=0)]
    before = len(server.requests)
    server.gone.clear()
    data = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with socket.create_connection((client.base_url.host, client.base_url.port)) as leaving:
        leaving.sendall(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)
        wait_for(lambda: len(server.requests) > before, 30)
    assert server.gone.wait(10)
    assert len(server.requests) == before + 1


def test_an_answer_that_fell_back_says_so(server: FakeServer, client: httpx.Client) -> None:
    server.replies = [Reply(status=401)]
    answer = client.post("/v1/ask", json={"question": TROOPS}).json()
    assert (answer["answerer"], answer["note"]) == (EXTRACTIVE, NOTES["failed"]["ar"])
    server.replies = [saying(TRUE)]
    answer = client.post("/v1/ask", json={"question": TROOPS}).json()
    assert answer["answerer"] == NAME
    assert "note" not in answer


@pytest.mark.parametrize("stream", [False, True])
def test_an_answerer_can_be_chosen(server: FakeServer, client: httpx.Client, stream: bool) -> None:
    body = {"question": TROOPS, "answerer": "oracle", "stream": stream}
    response = client.post("/v1/ask", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"].endswith(f"there are: {NAME}, {EXTRACTIVE}")
    response = client.post("/v1/ask", json={**body, "answerer": EXTRACTIVE, "stream": False})
    assert response.json()["answerer"] == EXTRACTIVE


def test_a_follow_up_is_shown_as_it_was_understood(
    server: FakeServer, client: httpx.Client
) -> None:
    alone = "كم عدد العسكريين الأمريكيين في سوريا؟"
    history = [{"role": turn.role, "content": turn.content} for turn in HISTORY]
    server.replies = [Reply(alone), saying(TRUE)]
    body = {"question": "وكم عددهم في سوريا؟", "history": history}
    assert client.post("/v1/ask", json=body).json()["question"] == alone
    server.replies = [Reply(alone), saying(TRUE)]
    page = client.post("/chat/ask", json={**body, "conversation": "1" * 32}).text
    assert "فُهم السؤال" in page
    assert alone in page
    assert ">وكم عددهم في سوريا؟<" in page


def test_what_no_source_supports_is_marked_on_every_face(
    server: FakeServer, client: httpx.Client
) -> None:
    server.replies = [lambda body: says((FALSE, holding(body, "2500 عسكري")))]
    answer = client.post("/v1/ask", json={"question": TROOPS}).json()
    assert [said["support"] for said in answer["statements"]] == ["unsupported"]
    page = client.post("/chat/ask", json={"question": TROOPS, "conversation": "2" * 32}).text
    assert "لا يسنده أي مصدر" in page
    assert "متفق" not in page
    shared = client.get(f"/answers/{answer['id']}", headers={"accept-language": "en"}).text
    assert "Not supported by the sources" in shared
    assert NAME in shared
    assert "sources agree" not in shared
    chat = client.post("/v1/chat/completions", json=CHAT).json()
    assert "لا يسنده أي مصدر" in chat["choices"][0]["message"]["content"]
    copied = client.get(f"/v1/answers/{answer['id']}/copy").text
    assert "لا تسنده المصادر" in copied
    assert "المجيب" in copied
