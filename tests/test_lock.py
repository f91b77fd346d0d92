"""The lock: one writer at a time, and it goes with its process."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from index.errors import BusyError
from index.lock import _turns, in_turn, writing
from tests.serving import until

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


def test_writers_of_a_process_come_in_the_order_they_came(tmp_path: Path) -> None:
    order: list[int] = []
    threads = []

    def write(number: int) -> None:
        with writing(tmp_path, 20):
            order.append(number)

    with writing(tmp_path, 1):
        for number in range(8):
            threads.append(Thread(target=write, args=(number,)))
            threads[-1].start()
            until(lambda n=number: len(_turns(tmp_path.absolute())._waiting) == n + 1)
        with in_turn(tmp_path, 1):  # one that has its turn may take it again
            assert order == []
    for thread in threads:
        thread.join(20)
    assert order == list(range(8))


def test_who_waits_too_long_gives_its_place_up(tmp_path: Path) -> None:
    with writing(tmp_path, 1):
        late: list[BaseException] = []

        def write() -> None:
            try:
                with in_turn(tmp_path, 0.1):
                    pass
            except BusyError as error:
                late.append(error)

        thread = Thread(target=write)
        thread.start()
        thread.join(10)
        assert "waited 0.1 s" in str(late[0])
    with writing(tmp_path, 1):
        pass
