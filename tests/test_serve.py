import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest
from serving import running as client_of
from serving import until

from index import checking
from index.encoder import Encoder
from index.store import Index
from ui.app import build
from ui.serve import running
from ui.settings import Settings

RUN = "import sys; from ui.cli import main; sys.exit(main())"


@pytest.fixture
def server(data: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`isnad serve` as people run it, and the address it prints."""
    command = [sys.executable, "-c", RUN, "serve", "--port", "0", "--data", str(data)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        if address is None:
            process.kill()
            pytest.fail(process.communicate()[1])
        yield process, address.group()
        if process.poll() is None:
            process.kill()


def test_it_says_when_it_is_ready_and_ends_when_told(
    server: tuple[subprocess.Popen[str], str],
) -> None:
    process, address = server
    with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
        assert client.get("/ready").json()["sentences"] > 0
        assert "<html" in client.get("/").text
        asked = client.post("/v1/ask", json={"question": "ما اسم السفيرة الأميركية؟"})
        assert client.get(f"/v1/answers/{asked.json()['id']}").status_code == 200
        # What the page at `/` must not swallow, and what the guard must keep from it.
        for method, path, status in [
            ("GET", "/v1/none", 404), ("DELETE", "/v1/ask", 405), ("POST", "/docs", 405),
            ("GET", "/none", 404), ("POST", "/", 405), ("PUT", "/chat/ask", 405),
            ("GET", "/chat/none", 404), ("GET", "/gradio_api/none", 404), ("GET", "/V1/ask", 404),
        ]:  # fmt: skip
            response = client.request(method, path)
            assert response.status_code == status
            assert response.headers["content-type"] == "application/problem+json"
        for path in ("/", "/gradio_api/upload", "/gradio_api/info", "/config"):
            assert client.get(path, headers={"Origin": "https://x.example"}).status_code == 403
        big = {"Content-Length": str(40 * 2**20), "Content-Type": "multipart/form-data; boundary=b"}
        chunks = (b"x" * 2**20 for _ in range(40))
        assert (
            client.post("/gradio_api/run/predict", content=chunks, headers=big).status_code == 413
        )
    process.send_signal(signal.SIGTERM)
    until(lambda: process.poll() is not None, 20)
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    assert "Traceback" not in errors


def test_sentences_are_encoded_while_it_serves(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.serve.build", partial(build, chat=False))
    with (
        running(Settings.from_environ({"ISNAD_DATA": str(data)})) as app,
        client_of(app) as client,
    ):

        def left() -> float:
            page = client.get("/metrics").text
            return float(page.partition("\nisnad_sentences_unencoded ")[2].split()[0])

        assert client.get("/ready").status_code == 200
        asked = client.post("/v1/ask", json={"question": "متى غزت أمريكا العراق؟"})
        assert asked.status_code == 200
        until(lambda: left() == 0, 60)
        for number in range(3):
            file = (f"{number}.txt", f"وصل السفير رقم {number} إلى العاصمة. ثم غادر.")
            assert client.post("/v1/sources", files={"files": file}).status_code == 201
        assert client.delete("/v1/sources/1.txt").status_code == 204
        hits = client.post("/v1/search", json={"query": "السفير", "k": 3}).json()["hits"]
        assert {hit["source"] for hit in hits} >= {"0.txt", "2.txt"}
        until(lambda: left() == 0, 60)
        with Index.open(data) as beside:
            until(lambda: not beside.catalogue.pending("vectors"), 60)
    with Index.open(data, embedder=Encoder()) as index:
        assert index.encoded()
        assert index.vectors.size() == index.totals().sentences
        assert checking.check(index) == []


@pytest.mark.parametrize(("limit", "statuses"), [({"ISNAD_RATE_LIMIT": "2"}, [200, 200, 429]),
                                                 ({}, [200, 200, 200])])  # fmt: skip
def test_the_rate_limit_is_the_settings(
    data: Path, monkeypatch: pytest.MonkeyPatch, limit: dict[str, str], statuses: list[int]
) -> None:
    monkeypatch.setattr("ui.serve.build", partial(build, chat=False))
    settings = Settings.from_environ({"ISNAD_DATA": str(data), **limit})
    with running(settings) as app, client_of(app) as client:
        assert [client.get("/v1/sources").status_code for _ in statuses] == statuses


@pytest.mark.parametrize(("proxies", "counted_apart"), [("127.0.0.0/8", True), ("10.0.0.1", False),
                                                        ("", False)])  # fmt: skip
def test_only_a_proxy_that_is_named_says_who_a_client_is(
    data: Path, proxies: str, counted_apart: bool
) -> None:
    environ = {**os.environ, "ISNAD_RATE_LIMIT": "1", "ISNAD_TRUSTED_PROXIES": proxies}
    command = [sys.executable, "-c", RUN, "serve", "--port", "0", "--data", str(data)]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address is not None
        with httpx.Client(base_url=address.group(), trust_env=False) as client:
            statuses = [
                client.get("/v1/models", headers={"X-Forwarded-For": each}).status_code
                for each in ("9.9.9.1", "9.9.9.2", "9.9.9.1", "1.1.1.1, 9.9.9.2")
            ]
            sent = client.get("/health", headers={"X-Forwarded-Proto": "https"}).headers
        process.terminate()
        process.wait(60)
    assert statuses == ([200, 200, 429, 429] if counted_apart else [200, 429, 429, 429])
    assert ("strict-transport-security" in sent) == counted_apart
