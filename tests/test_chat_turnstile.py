"""Nothing that the chat page's server is sent makes Gradio read a file or fetch an address."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parents[1]
SECRET = "كلمة السر في هذا الملف. لا يقرؤها أحد."
SERVE = "import sys; from ui.cli import main; sys.exit(main(sys.argv[1:]))"
BARE = """
import sys, uvicorn
from pathlib import Path
from fastapi import FastAPI
from rag.opening import open_pipeline
from ui.chat import mount
from ui.kept import Kept
from ui.serve import listen
from ui.service import Service

data = Path(sys.argv[1])
app = mount(FastAPI(), Service(open_pipeline(data), Kept.open(data)))
mounted = app.routes[-1]
mounted.app = mounted.app.app.app  # within the frame and the turnstile
with listen("127.0.0.1", 0) as bound:
    print(f"http://127.0.0.1:{bound.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="critical")).run(sockets=[bound])
"""
"""The chat page as Gradio alone would serve it."""


@contextmanager
def process(code: str, *arguments: object, copies: Path) -> Iterator[httpx.Client]:
    """A process that serves and says where; Gradio keeps what it copied in `copies`."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    environment = {**os.environ, "GRADIO_TEMP_DIR": str(copies), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        address = re.search(r"http://\S+", served.stdout.readline())
        assert address is not None
        with httpx.Client(base_url=address.group(), timeout=30, trust_env=False) as client:
            yield client
        served.terminate()
        served.wait(60)


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gradio")


@pytest.fixture(scope="module")
def client(seeded: Path, copies: Path) -> Iterator[httpx.Client]:
    with process(SERVE, "serve", "--port", 0, "--data", seeded, copies=copies) as client:
        yield client


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET, "utf-8")
    return file


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """An address within the newsroom, and what was asked of it."""
    asked: list[str] = []

    class Inner(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Inner) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/secret.txt", asked
        server.shutdown()
        thread.join()


def disguises(path: str) -> list[Any]:
    """The shapes in which Gradio knows a file."""
    file = {"path": path, "orig_name": "x.txt", "meta": {"_type": "gradio.FileData"}}
    return [file, [file], [[file, "x"]], {"value": file}, {"a": [file]}, {**file, "url": path},
            {**file, "is_stream": True}, {"files": [file], "text": ""}]  # fmt: skip


def walked(client: httpx.Client, paths: list[str]) -> Iterator[httpx.Response]:
    """Every function of the page called at every address, a file's path in each argument."""
    found = client.get("/config").json()["dependencies"]
    assert len(found) > 10
    for dependency in found:
        width = max(1, len(dependency["inputs"]))
        for path in paths:
            for value in disguises(path):
                for at in range(width):
                    data = [value if n == at else [] for n in range(width)]
                    number = dependency["id"]
                    body = {"data": data, "fn_index": number, "session_hash": f"s{number}"}
                    for event in (None, {"input_value": value, "key": "a"}):
                        sent = {**body, "event_data": event}
                        yield client.post("/gradio_api/run/predict", json=sent)
                        yield client.post("/gradio_api/queue/join", json=sent)


def held(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_no_function_of_the_page_takes_a_file_or_an_address(
    client: httpx.Client, copies: Path, secret: Path, elsewhere: tuple[str, list[str]]
) -> None:
    before = client.get("/v1/sources").json()
    address, asked = elsewhere
    for response in walked(client, [str(secret), address]):
        assert response.status_code in (404, 422)
        assert response.headers["content-type"] == "application/problem+json"
        assert SECRET[:10] not in response.text
    assert client.get("/v1/sources").json() == before
    assert secret.read_text("utf-8") == SECRET
    assert held(copies) == []
    assert asked == []


def test_gradio_itself_copies_no_file_of_the_server(
    seeded: Path, secret: Path, tmp_path: Path
) -> None:
    """Were the turnstile away, no file would come further than Gradio's own check."""
    with process(BARE, seeded, copies=tmp_path / "copies") as client:
        statuses = {response.status_code for response in walked(client, [str(secret)])}
        assert 200 in statuses  # it did take calls
    assert held(tmp_path / "copies") == []


@pytest.mark.parametrize(
    "path",
    ["upload", "file={}", "file/{}", "proxy=http://127.0.0.1:1/", "upload_progress?upload_id=x",
     "info", "startup-events", "queue/data?session_hash=s", "heartbeat/s", "call/search",
     "call/v2/search", "run/search", "api/predict", "run/predict/", "component_server",
     "process_recording", "vibe-edit", "vibe-code", "custom_component/x/client/y/z.js",
     "stream/x", "deep_link?session_hash=s", "app_id", "openapi.json", "token", "reset",
     "//file={}", "%66ile={}", "x/../file={}"],
)  # fmt: skip
def test_gradios_other_addresses_are_closed(client: httpx.Client, path: str, secret: Path) -> None:
    address = "/gradio_api/" + path.format(secret)
    for response in (client.get(address), client.post(address, json={"data": [], "fn_index": 0})):
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/monitoring", "/static/../app.py", "/svelte/x", "/login",
                                  "/assets/%2e%2e/%2e%2e/%2e%2e/app.py", "/pwa_icon"])  # fmt: skip
def test_nor_is_anything_beside_the_page(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code in (403, 404)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"null", b'"\\ud800"', b'{"data":[NaN]}',
     b'{"data":[],"fn_index":1e99}'],
)  # fmt: skip
def test_what_is_no_call_is_said_to_be_none(client: httpx.Client, content: bytes) -> None:
    response = client.post("/gradio_api/run/predict", content=content)
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


def test_no_call_is_an_error_of_ours(client: httpx.Client) -> None:
    numbers = [each["id"] for each in client.get("/config").json()["dependencies"]]
    for number in [*numbers, 999]:
        for data in ([], [None], ["x"], [["x"]], [[], [], []]):
            for event in (None, {}, {"input_value": None}, {"input_value": "", "key": "a"}):
                body = {"data": data, "fn_index": number, "event_data": event}
                response = client.post("/gradio_api/run/predict", json=body)
                assert response.status_code < 500, (body, response.text)


def test_the_page_still_works(client: httpx.Client) -> None:
    page = client.get("/").text
    assert 'id="thread"' in json.dumps(client.get("/config").json()).replace('\\"', '"')
    assert client.get("/theme.css").status_code == 200
    script = page.partition('type="module" crossorigin src=".')[2].partition('"')[0]
    assert client.get(script).status_code == 200
    dependencies = client.get("/config").json()["dependencies"]
    loads = next(d["id"] for d in dependencies if ["load"] in [t[1:] for t in d["targets"]])
    body = {"data": [], "event_data": None, "fn_index": loads, "session_hash": "s"}
    assert client.post("/gradio_api/run/predict", json=body).json()["data"]
