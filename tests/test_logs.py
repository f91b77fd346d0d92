"""The log as JSON: whole lines, whatever comes from outside, each with its call's id."""

import json
import logging
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.soundness import TROOPS
from ui.logs import LONGEST, Lines

EVIL = 'x"\n{"level": "info"}\r\x1b[2J\u202e\u2028\x85\ud800'
RUN = "import sys; from ui.cli import main; sys.exit(main())"


def line(message: str, *args: object) -> str:
    return Lines().format(logging.LogRecord("isnad", 30, "f", 1, message, args, None))


def test_a_line_is_one_line_and_gives_back_what_was_said() -> None:
    made = line("قال %s", EVIL)
    assert made.isprintable()
    said = json.loads(made)
    assert said["message"] == f"قال {EVIL}"
    assert "قال" in made
    assert (said["level"], said["logger"]) == ("warning", "isnad")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", said["when"])


def test_a_long_message_is_cut() -> None:
    assert len(json.loads(line("x" * 10 * LONGEST))["message"]) == LONGEST + 1


def test_a_traceback_is_in_the_line() -> None:
    try:
        int(EVIL)
    except ValueError:
        record = logging.LogRecord("isnad", 40, "f", 1, "oh", (), sys.exc_info())
    made = Lines().format(record)
    assert made.isprintable()
    assert "ValueError" in json.loads(made)["trace"]


@pytest.fixture
def logging_server(data: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of `isnad serve` with its log as JSON, and the file of its stderr."""
    path = tmp_path / "log"
    command = [sys.executable, "-c", RUN, "serve", "--port", "0", "--data", str(data)]
    environ = {**os.environ, "ISNAD_LOG": "json", "ISNAD_API_KEYS": "a-key", "ISNAD_LLM": "no:x"}
    with path.open("w") as log, subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=log, text=True
    ) as process:  # fmt: skip
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address is not None, path.read_text()
        yield address.group(), path
        process.terminate()
        assert process.wait(60) == 0


def test_a_server_logs_every_call_under_its_id(logging_server: tuple[str, Path]) -> None:
    address, path = logging_server
    key = {"Authorization": "Bearer a-key"}
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        question = {"question": TROOPS}
        named = {**key, "X-Request-ID": "proxy-7.a_b"}
        asked = client.post("/v1/ask", json=question, headers=named)
        assert asked.status_code == 200
        assert asked.headers["x-request-id"] == "proxy-7.a_b"
        for given in ("a b", "x" * 65, '"},{"', ""):
            got = client.get("/ready", headers={"X-Request-ID": given})
            assert re.fullmatch("[0-9a-f]{16}", got.headers["x-request-id"])
        refused = client.get("/v1/sources/secret-name.txt")
        assert refused.status_code == 401
    # What is no HTTP at all is logged by uvicorn, through the same form.
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(b'GET /"\x1b[2J HTTP/9.9\r\nbroken\r\n\r\n')
        raw.recv(1000)
    text = path.read_text("utf-8")
    lines = [json.loads(each) for each in text.splitlines()]
    (call,) = [one for one in lines if one.get("request") == "proxy-7.a_b" and "status" in one]
    assert (call["method"], call["route"], call["status"]) == ("POST", "/v1/ask", 200)
    assert call["who"] == "setting 1"
    assert 0 < call["seconds"] < 60
    # What was said from the worker thread belongs to the call too.
    assert any("ISNAD_LLM=no:x" in one["message"] and one.get("request") for one in lines)
    (other,) = [one for one in lines if one.get("request") == refused.headers["x-request-id"]]
    assert other["status"] == 401
    assert not [one for one in lines if one.get("route") == "/ready"]
    for secret in ("واشنطن", "secret-name", "a-key"):
        assert secret not in text
