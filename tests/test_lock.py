"""The lock: one writer at a time, and it goes with its process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import BusyError
from index.lock import writing

HOLD = (
    "import sys, time; from pathlib import Path; from index.lock import writing\n"
    "with writing(Path(sys.argv[1]), 1): print('held', flush=True); time.sleep(60)"
)


def test_it_is_free_after_the_block(tmp_path: Path) -> None:
    for _ in range(2):
        with writing(tmp_path, 0.1):
            pass


def test_another_process_is_named_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(BusyError, match=f"process {process.pid}"), writing(tmp_path, 0.2):
            pass
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with writing(tmp_path, 1):
        pass
