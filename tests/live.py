"""A real `isnad serve` process: begun, killed, weighed, and what it said."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BEGIN_S = 180
"""Seconds that a start may take on a machine that has much else to do."""
END_S = 60


@dataclass(frozen=True, slots=True)
class Live:
    """The process, where it listens, and the file of all it said."""

    process: subprocess.Popen[bytes]
    address: str
    said: Path

    def kill(self) -> None:
        """End it as a loss of power would, but for what the kernel holds."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(END_S)

    def megabytes(self) -> float:
        """The memory that it takes up."""
        command = ["ps", "-o", "rss=", "-p", str(self.process.pid)]
        status = Path(f"/proc/{self.process.pid}/status")
        if status.exists():  # also where there is no `ps`
            held = re.search(r"VmRSS:\s*(\d+)", status.read_text())
            return int(held.group(1)) / 1024 if held else 0.0
        return int(subprocess.run(command, check=True, capture_output=True).stdout) / 1024


@contextmanager
def live(data: Path, **environ: str) -> Iterator[Live]:
    """`isnad serve` over a data folder on a free port; ended, if it still runs, by its id.

    `environ` is what it finds there beside our own.

    AssertionError where it doesn't start, doesn't end when told, or said a traceback.
    """
    said = data.parent / f"{data.name}.said"
    command = [sys.executable, "-m", "ui", "serve", "--port", "0", "--data", str(data)]
    with said.open("wb") as stream:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environ},
        )
    try:
        yield Live(process, _address(process, said), said)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(END_S)
    text = said.read_text("utf-8", "replace")
    assert "Traceback" not in text, text
    assert process.returncode in (0, -signal.SIGKILL), text


@contextmanager
def probed(address: str) -> Iterator[dict[str, list[float]]]:
    """What `/ready` took meanwhile, and the rest that `tests/probe.py` prints."""
    command = [sys.executable, "-m", "tests.probe", address]
    found: dict[str, list[float]] = {}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as probe:
        try:
            yield found
        finally:
            found |= json.loads(probe.communicate(timeout=END_S)[0])


def isnad(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The program, run to its end."""
    command = [sys.executable, "-m", "ui", *map(str, arguments)]
    environ = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, text=True, env=environ
    )


def _address(process: subprocess.Popen[bytes], said: Path) -> str:
    end = time.monotonic() + BEGIN_S
    while time.monotonic() < end and process.poll() is None:
        if found := re.search(rb"http://\S+:\d+", said.read_bytes()):
            return found.group().decode()
        time.sleep(0.02)
    raise AssertionError(said.read_text("utf-8", "replace"))
