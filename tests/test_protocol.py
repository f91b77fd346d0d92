"""What no request may do to the rest, over raw sockets and real HTTP."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from index.lock import writing
from rag.opening import open_pipeline
from tests.fake_llm import FakeServer, Reply, serving
from tests.serving import Known, running, until
from tests.soundness import TROOPS
from ui import protocol
from ui.app import build
from ui.kept import Kept
from ui.seats import Seats, model_seats
from ui.security import access
from ui.service import Service

NAME = "openai:small"
MEGABYTE = 2**20


def everybody() -> object:
    return access(host="127.0.0.1", keys=(), public_url="", max_upload=MEGABYTE)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """An app whose answers are known, served as `isnad serve` does."""
    with (
        contextlib.closing(Kept.open(tmp_path_factory.mktemp("kept"))) as kept,
        running(build(Service(Known(), kept), everybody(), chat=False)) as opened,
    ):
        yield opened


def called(client: httpx.Client) -> socket.socket:
    made = socket.create_connection((client.base_url.host, client.base_url.port))
    made.settimeout(20)
    return made


def said(connection: socket.socket) -> bytes:
    """All that is said until the connection ends."""
    data = b""
    with contextlib.suppress(ConnectionError):
        while got := connection.recv(65_536):
            data += got
    return data


def is_problem(reply: bytes, status: int) -> None:
    head, _, body = reply.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == status


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_S", 0.5)
    monkeypatch.setattr(protocol, "STALL_S", 0.5)
    monkeypatch.setattr(protocol, "BODY_S", 1.5)


HEAD = b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def test_a_head_that_does_not_end_is_refused_and_not_kept(client: httpx.Client) -> None:
    sent = 0
    with called(client) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: ")
        with contextlib.suppress(ConnectionError):
            while sent < 200 * MEGABYTE:
                connection.sendall(b"x" * MEGABYTE)
                sent += MEGABYTE
        with contextlib.suppress(ConnectionError):
            is_problem(said(connection), 400)
    assert sent < 16 * MEGABYTE
    assert client.get("/health").status_code == 200


def test_a_long_head_is_refused_in_our_words(client: httpx.Client) -> None:
    with called(client) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 100_000)
        with contextlib.suppress(ConnectionError):
            is_problem(said(connection), 400)


@pytest.mark.parametrize("hosts", [("localhost", "localhost"), ("localhost", "evil.example")])
def test_two_hosts_are_refused(client: httpx.Client, hosts: tuple[str, str]) -> None:
    lines = "".join(f"Host: {host}\r\n" for host in hosts)
    with called(client) as connection:
        connection.sendall(f"GET /health HTTP/1.1\r\n{lines}\r\n".encode())
        is_problem(said(connection), 400)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("head", [b"", b"GET", b"GET /health HTTP/1.1\r\nHost: local", HEAD])
def test_a_head_that_is_half_sent_ends(client: httpx.Client, head: bytes) -> None:
    with called(client) as connection:
        connection.sendall(head)
        is_problem(said(connection), 408)


@pytest.mark.usefixtures("short")
def test_a_head_that_drips_ends(client: httpx.Client) -> None:
    with called(client) as connection, contextlib.suppress(ConnectionError):
        for n in range(200):
            connection.sendall(b"GET /health HTTP/1.1\r\n"[n : n + 1] or b"X: y\r\n")
            time.sleep(0.05)
        pytest.fail("it was held for ever")


@pytest.mark.usefixtures("short")
def test_a_body_that_is_half_sent_ends(client: httpx.Client) -> None:
    with called(client) as connection:
        connection.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")
        is_problem(said(connection), 408)


@pytest.mark.usefixtures("short")
def test_a_body_that_drips_ends(client: httpx.Client) -> None:
    with called(client) as connection:
        connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\n{")
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                connection.sendall(b" ")
                time.sleep(0.05)
            pytest.fail("it was held for ever")


@pytest.mark.usefixtures("short")
def test_300_half_sent_requests_are_let_go_and_stop_nobody(client: httpx.Client) -> None:
    with contextlib.ExitStack() as held:
        connections = [held.enter_context(called(client)) for _ in range(300)]
        for n, connection in enumerate(connections):
            connection.sendall(HEAD + (b"" if n % 2 else b"Content-Length: 9\r\n\r\n{"))
        assert client.get("/health").status_code == 200
        assert all(said(connection).startswith(b"HTTP/1.1 408") for connection in connections)


def test_who_takes_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(protocol, "TAKING_S", 0.5)
    pipeline = Known()
    pipeline.index.texts["long.txt"] = "نص طويل. " * MEGABYTE
    pipeline.index.sentences = lambda _: []  # type: ignore[attr-defined]
    with (
        contextlib.closing(Kept.open(tmp_path)) as kept,
        running(build(Service(pipeline, kept), everybody(), chat=False)) as client,
        called(client) as connection,
    ):
        connection.sendall(b"GET /v1/sources/long.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(3)
        assert len(said(connection)) < 14 * MEGABYTE, "it was broken off"


def test_a_request_on_a_used_connection_has_a_deadline_too(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "HEAD_S", 0.5)
    with called(client) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"alive" in connection.recv(65_536)
        connection.sendall(b"GET /hea")
        is_problem(said(connection), 408)


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search", "/v1/chat/completions", "/mcp"])
@pytest.mark.parametrize("deep", ["[" * 100_000, "[" * 900 + "]" * 900, '{"a":' * 900])
def test_nested_json_is_the_clients_fault(client: httpx.Client, path: str, deep: str) -> None:
    for body in (deep, f'{{"question":{deep}}}', f'{{"jsonrpc":"2.0","id":1,"method":{deep}}}'):
        response = client.post(path, content=body, headers={"content-type": "application/json"})
        assert 400 <= response.status_code < 500


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with serving(Reply("never", stall_after=0)) as fake:
        yield fake


def test_a_hanging_model_keeps_nobody_from_the_rest(
    server: FakeServer, seeded: Path, tmp_path: Path
) -> None:
    pipeline = open_pipeline(seeded, llm=NAME, llm_base_url=server.url, llm_api_key="k")
    assert pipeline.generative is not None
    pipeline.generative.model.prepare()
    with contextlib.closing(pipeline), contextlib.closing(Kept.open(tmp_path)) as kept:
        service = Service(pipeline, kept, model_calls=model_seats(10))
        app = build(service, everybody(), chat=False)
        with running(app) as client, contextlib.ExitStack() as held:
            body = json.dumps({"question": TROOPS}).encode()
            request = HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body
            connections = [held.enter_context(called(client)) for _ in range(100)]
            for connection in connections:
                connection.sendall(request)
            until(lambda: service.model_calls.taken == 10, 60)
            assert client.get("/ready").status_code == 200
            full = client.post("/v1/ask", json={"question": TROOPS})
            assert full.status_code == 503
            assert int(full.headers["retry-after"]) > 0
            assert "extractive" in full.json()["detail"]
            chat = {"model": NAME, "messages": [{"role": "user", "content": TROOPS}]}
            full = client.post("/v1/chat/completions", json={**chat, "stream": True})
            assert (full.status_code, full.json()["error"]["type"]) == (503, "server_error")
            plain = client.post("/v1/ask", json={"question": TROOPS, "answerer": "extractive"})
            assert plain.json()["answered"]
            call = {"name": "ask", "arguments": {"question": TROOPS}}
            rpc = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
            both = {"accept": "application/json, text/event-stream"}
            result = client.post("/mcp", json=rpc, headers=both).json()["result"]
            assert result["isError"]
            assert "extractive" in result["content"][0]["text"]
        until(lambda: service.model_calls.taken == 0, 60)


def test_ready_waits_for_no_worker(data: Path, tmp_path: Path) -> None:
    pipeline = open_pipeline(data)
    free = threading.Event()
    original = pipeline.search
    pipeline.search = lambda *given: (free.wait(20), original(*given))[1]  # type: ignore[method-assign]
    with (
        contextlib.closing(pipeline),
        contextlib.closing(Kept.open(tmp_path)) as kept,
        running(build(Service(pipeline, kept), everybody(), chat=False)) as client,
        contextlib.ExitStack() as held,
    ):
        body = json.dumps({"query": TROOPS}).encode()
        request = HEAD.replace(b"ask", b"search")
        request += b"Content-Length: %d\r\n\r\n" % len(body) + body
        for _ in range(60):
            held.enter_context(called(client)).sendall(request)
        for path in ("/health", "/ready"):
            assert client.get(path, timeout=5).status_code == 200
        free.set()


def test_changes_wait_for_their_turn_and_are_told_when_it_is_long(
    data: Path, tmp_path: Path
) -> None:
    pipeline = open_pipeline(data, lock_wait=0.5)
    source = pipeline.index.documents()[0].source
    with contextlib.closing(pipeline), contextlib.closing(Kept.open(tmp_path)) as kept:
        service = Service(pipeline, kept, writers=Seats(1, "full"))
        with running(build(service, everybody(), chat=False)) as client:
            with writing(data, 1):
                late = client.delete(f"/v1/sources/{source}")
                assert late.status_code == 503
                assert int(late.headers["retry-after"]) > 0
                assert "waited 0.5 s" in late.json()["detail"]
                assert client.get("/ready").status_code == 200
            assert client.delete(f"/v1/sources/{source}").status_code == 204
