"""What is wrong with a request: in our words, with the field, its value and the limit."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import Known, running

from index.errors import InputError
from ui.app import build
from ui.kept import Kept
from ui.mcp_tools import call
from ui.security import Access
from ui.service import Service

ASK, SEARCH = "/v1/ask", "/v1/search"
LONG = "س" * 2_001


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The app over a pipeline that is not asked."""
    with closing(Kept.open(tmp_path_factory.mktemp("kept"))) as kept:
        service = Service(Known(), kept)  # type: ignore[arg-type]
        with running(build(service, Access(), chat=False)) as opened:
            yield opened


@pytest.mark.parametrize(
    ("route", "body", "said"),
    [
        (ASK, {"question": LONG}, "question has 2,001 characters: 2,000 is the limit"),
        (ASK, {"question": ""}, "question is empty"),
        (ASK, {}, "question is missing"),
        (ASK, {"question": 5}, "question is 5: it must be a text"),
        (ASK, {"question": None}, "question is null: it must be a text"),
        (ASK, {"question": "a", "k": 1}, "k is no field of this call: leave it out"),
        (ASK, {"question": "a", "sources": []}, "sources is empty: 1 is the least"),
        (ASK, {"question": "a", "sources": "a.txt"}, 'sources is "a.txt": it must be a list'),
        (ASK, {"question": "a", "stream": 1}, "stream is 1: it must be true or false"),
        (
            ASK,
            {"question": "a", "history": [{"role": "king", "content": "b"}]},
            "history[0].role is \"king\": it must be 'user' or 'assistant'",
        ),
        (ASK, {"question": "a", "history": [1]}, "history[0] is 1: it must be an object"),
        (ASK, {"question": "a", "history": {}}, "history is an object: it must be a list"),
        (ASK, [], "the body is a list: it must be an object"),
        (SEARCH, {"query": "a", "k": 0}, "k is 0: 1 is the least"),
        (SEARCH, {"query": "a", "k": 10**30}, f"k is {10**30}: 100 is the most"),
        (SEARCH, {"query": "a", "k": True}, "k is true: it must be a whole number"),
        (SEARCH, {"query": "a", "k": "3"}, 'k is "3": it must be a whole number'),
        (SEARCH, {"query": "a", "k": 1.5}, "k is 1.5: it must be a whole number"),
        (SEARCH, {"query": ["a" * 999]}, "query is a list: it must be a text"),
        (SEARCH, {"query": "a", "k": "س" * 99}, f'k is "{"س" * 59}…: it must be a whole number'),
    ],
)
def test_a_fault_names_field_value_and_limit(
    client: httpx.Client, route: str, body: Any, said: str
) -> None:
    reply = client.post(route, json=body)
    assert (reply.status_code, reply.json()["detail"]) == (422, said)
    assert reply.json()["errors"][0]["message"] == said


def test_half_a_surrogate_pair_is_said(client: httpx.Client) -> None:
    as_json = {"Content-Type": "application/json"}
    reply = client.post(ASK, content=b'{"question": "\\ud800"}', headers=as_json)
    assert reply.json()["detail"] == "question holds half a surrogate pair, no character"


def test_openai_and_mcp_use_the_same_words(client: httpx.Client, tmp_path: Path) -> None:
    error = client.post("/v1/chat/completions", json={"messages": []}).json()["error"]
    assert error["message"] == "model is missing; messages is empty: 1 is the least"
    with closing(Kept.open(tmp_path)) as kept, pytest.raises(InputError) as raised:
        call(Service(Known(), kept), "search", {"query": "a", "k": 0})  # type: ignore[arg-type]
    assert str(raised.value) == "k is 0: 1 is the least"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nope", 404),
        ("POST", "/nope", 404),
        ("GET", "/v1/nope", 404),
        ("GET", "/V1/ask", 404),
        ("GET", "//v1/ask", 404),
        ("GET", "/chat/nope", 404),
        ("PUT", "/v1/ask", 405),
        ("GET", "/v1/ask", 405),
        ("DELETE", "/mcp", 405),
    ],
)
def test_an_unknown_address_or_method_is_a_problem(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    reply = client.request(method, str(client.base_url).rstrip("/") + path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["status"] == status
    assert reply.headers["x-content-type-options"] == "nosniff"
