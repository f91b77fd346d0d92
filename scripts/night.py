"""The hard night: a real service under 64 clients, kills, hurt files and 20,000 questions.

    python -m scripts.night [--only crowd,kills,steps,memory,hurts,disks]

It prints what was asked for beside what was measured, and exits with 1 where the two differ. It
takes some 15 minutes; tests/test_night.py runs its parts for some seconds.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from rag.opening import SEEDS
from tests.crowd import BROKEN, QUESTIONS, Seen, crowd, lasting, sources
from tests.kills import JOBS, kill
from tests.ledger import Ledger
from tests.live import ROOT, isnad, live, probed
from tests.serving import until
from tests.test_checking import HURTS

CLIENTS, CROWD_S = 64, 60
READY_S, DELETION_S = 0.3, 5.0
SIGKILLS, KILL_CLIENTS = 20, 12
LIVES = 5, 60
"""Changes acknowledged between a start and the kill, on machines of any speed."""
BETWEEN_S = 0.2
"""And up to so long after the last of them: a kill may meet any part of a change."""
LIFE_S = 300
STEPS = 13
"""Kills of each of the four jobs: more than 50 in all."""
ASKED, WARM = 20_000, 1_000
READ, READ_WARM = 2_000, 500
"""The same of a service that reads, which takes ten times as long for a question."""
WORDS_ALONE = {"ISNAD_EMBEDDER": "hashing", "ISNAD_READER": "none"}
GROWTH_MB = 50
"""What so many more questions may add to the memory: a leak of 3 kB each would be seen in 19,000,
and what is kept of each reading in 1,500."""
ASKERS = 8
QUESTION = "متى غزت الولايات المتحدة العراق؟"
LOST = {"an empty catalogue": b"", "a garbled catalogue": random.Random(0).randbytes(50_000)}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; `timed` tells that a machine with much else to do may miss it."""

    what: str
    asked: str
    measured: str
    held: bool
    timed: bool = False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(PARTS), help="parts, separated by commas")
    chosen = parser.parse_args().only.split(",")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch:
        for name in chosen:
            start = time.monotonic()
            found = [*PARTS[name](Path(scratch) / name)]
            rows += found
            for row in found:
                print(f"{'held' if row.held else 'BROKEN'}: {row.what}: {row.measured}")
            print(f"{name} took {time.monotonic() - start:.0f} s", flush=True)
    Console().print(table(rows))
    sys.exit(not all(row.held for row in rows))


def table(rows: list[Row]) -> Table:
    """What was asked for, and what was measured."""
    made = Table("", "asked", "measured", "", title="The hard night")
    for row in rows:
        made.add_row(row.what, row.asked, row.measured, "" if row.held else "BROKEN")
    return made


def under_load(folder: Path, clients: int = CLIENTS, seconds: float = CROWD_S) -> Iterator[Row]:
    """Clients of every kind at once."""
    data, ledger = begin(folder)
    with live(data) as service:
        with probed(service.address) as ready:
            seen = crowd(service.address, ledger, clients, lasting(seconds))
        with httpx.Client(base_url=service.address, timeout=60, trust_env=False) as http:
            there = sources(http)
    lost, faults = [*ledger.lost(there), *(s for s in there if s == BROKEN)], faults_of(data)
    yield from judged(f"{clients} clients for {seconds:g} s", seen)
    took = ready["took"]
    yield Row(
        f"/ready meanwhile, the slowest of {len(took):,}",
        f"200, under {READY_S:g} s",
        f"{max(took):.3f} s (p95 {quantile(took, 0.95):.3f} s; the machine alone"
        f" {max(ready['late']):.3f} s), {len(ready['other'])} not 200",
        max(took) < READY_S and not ready["other"],
        timed=True,
    )
    slow = quantile(seen.deletions, 0.95)
    yield Row(
        f"{len(seen.deletions):,} deletions, p95",
        f"under {DELETION_S:g} s",
        f"{slow:.2f} s",
        slow < DELETION_S,
        timed=True,
    )
    yield counted("sources that are not as acknowledged after it", lost)
    yield counted("faults that `isnad check` finds after it", faults)


def killed(
    folder: Path,
    kills: int = SIGKILLS,
    clients: int = KILL_CLIENTS,
    lives: tuple[int, int] = LIVES,
) -> Iterator[Row]:
    """SIGKILLs under load, the next start after each, and what it holds then."""
    data, ledger = begin(folder)
    rng, seen, lost = random.Random(0), Seen(), []
    for number in range(kills + 1):
        with live(data) as service, ThreadPoolExecutor(1) as beside:
            with httpx.Client(base_url=service.address, timeout=60, trust_env=False) as http:
                lost += ledger.lost(sources(http))
            over = threading.Event()
            last = number == kills
            work = beside.submit(
                crowd, service.address, ledger, clients, lambda o=over: not o.is_set(), number
            )
            enough = ledger.changes + rng.randint(*lives)
            try:
                until(lambda e=enough: ledger.changes >= e, LIFE_S)
                time.sleep(rng.uniform(0, BETWEEN_S))
            finally:
                over.set()
            if not last:
                service.kill()
            seen.take(work.result())
    yield counted(
        f"of {ledger.changes:,} acknowledged changes, lost in {kills} SIGKILLs under load", lost
    )
    yield from judged("before and after each", seen)
    yield counted("faults that `isnad check` finds after them", faults_of(data))


def at_steps(folder: Path, count: int = STEPS) -> Iterator[Row]:
    """Kills at every step of indexing, restoring and rebuilding; it raises what it finds."""
    found, fault = 0, "nothing lost nor half"
    try:
        for _ in kill(folder, count, random.randrange(10**6)):
            found += 1
    except AssertionError as error:
        fault = f"{error}"[:300]
    yield Row(
        f"{count * len(JOBS)} kills at steps of {', '.join(JOBS)}",
        "nothing lost nor half",
        f"{found} kills: {fault}",
        found == count * len(JOBS),
    )


def remembered(folder: Path) -> Iterator[Row]:
    """The memory of a service that is asked and asked, never twice the same."""
    data, _ = begin(folder)
    for how, environ, asked, warm in (
        ("by words alone", WORDS_ALONE, ASKED, WARM),
        ("as it is set", {}, READ, READ_WARM),
    ):
        yield from weighed(data, how, environ, asked, warm)


def weighed(data: Path, how: str, environ: dict[str, str], asked: int, warm: int) -> Iterator[Row]:
    """The memory at the start, after some questions and after many."""
    with live(data, **environ) as service:
        first = service.megabytes()
        wrong = questioned(service.address, 0, warm)
        then = service.megabytes()
        start = time.monotonic()
        wrong += questioned(service.address, warm, asked)
        rate = (asked - warm) / (time.monotonic() - start)
        last = service.megabytes()
    yield Row(
        f"memory {how} at the start, after {warm:,} and after {asked:,} questions",
        f"at most {GROWTH_MB} MB more than after {warm:,}",
        f"{first:.0f}, {then:.0f}, {last:.0f} MB ({rate:.0f} questions/s)",
        last - then <= GROWTH_MB,
    )
    yield Row(f"of {asked:,} questions, not answered with 200", "0", f"{wrong}", not wrong)


def hurt(folder: Path, names: Callable[[str], bool] = lambda _: True) -> Iterator[Row]:
    """What may become of files, seen by the program itself: said, mended, answered from."""
    data, _ = begin(folder)
    backup = folder / "backup.zip"
    said = [expect(isnad("backup", backup, "--data", data), 0, "sources")]
    cases: dict[str, Callable[[Path], list[str]]] = {
        **{name: lambda hurt_, n=name: mended(hurt_, HURTS[n]) for name in HURTS},
        **{name: lambda hurt_, n=name: restored(hurt_, LOST[n], backup) for name in LOST},
        "an older catalogue put back": older,
    }
    tried = [name for name in cases if names(name)]
    for name in tried:
        copy = folder / "hurt"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(data, copy)
        said += [f"{name}: {each}" for each in cases[name](copy) if each]
    broken = [each for each in said if each]
    yield counted(
        f"of {len(tried)} hurts to files ({', '.join(tried)}), not said or mended", broken
    )


def disks(_: Path) -> Iterator[Row]:
    """Full and read-only disks, by the tests of them."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "tests/test_disk.py"]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    measured = done.stdout.strip().splitlines()[-1].strip("= ")
    yield Row("full and read-only disks", "all passed", measured, done.returncode == 0)


def begin(folder: Path) -> tuple[Path, Ledger]:
    """A data folder with the demo articles, and the ledger of what it holds."""
    data = folder / "data"
    folder.mkdir(parents=True)
    done = isnad("sources", "--data", data)
    assert done.returncode == 0, done.stderr
    there = {path.name: path.read_bytes().decode() for path in SEEDS.glob("*.txt")}
    return data, Ledger(there)


def judged(when: str, seen: Seen) -> Iterator[Row]:
    """What a crowd saw."""
    by_status: dict[int, int] = {}
    for (_, status), number in sorted(seen.statuses.items(), key=lambda each: each[0][1]):
        by_status[status] = by_status.get(status, 0) + number
    said = ", ".join(f"{number:,} × {status}" for status, number in by_status.items())
    row = counted(f"{when}: wrong citations, undocumented statuses, broken replies", seen.wrong)
    yield row
    yield Row(
        f"{when}: citations held against their sources",
        "all exact",
        f"{seen.citations:,} of {seen.answers:,} answers; {said}; {seen.broken_off:,} broken off",
        seen.citations > 0 and not seen.wrong,
    )


def counted(what: str, faults: list[str]) -> Row:
    """A row for what must not be; the first few are printed."""
    return Row(what, "0", "; ".join([f"{len(faults):,}", *faults[:3]])[:600], not faults)


def faults_of(data: Path) -> list[str]:
    """What `isnad check` says of a data folder that was opened and closed."""
    opened = expect(isnad("sources", "--data", data), 0, "")  # which ends what was begun
    checked = expect(isnad("check", "--data", data), 0, "0 faults")
    return [each for each in (opened, checked) if each]


def questioned(address: str, start: int, end: int) -> int:
    """Ask the questions of these numbers, no two the same; how many got no 200."""
    numbers = iter(range(start, end))
    lock = threading.Lock()

    def work(_: int) -> int:
        wrong = 0
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
            while True:
                with lock:
                    mine = [*islice(numbers, 1)]
                if not mine:
                    return wrong
                question = f"{QUESTIONS[mine[0] % len(QUESTIONS)]} {mine[0]}"
                reply = http.post("/v1/ask", json={"question": question})
                wrong += reply.status_code != 200

    with ThreadPoolExecutor(ASKERS) as pool:
        return sum(pool.map(work, range(ASKERS)))


def mended(data: Path, harm: Callable[[Path], object]) -> list[str]:
    """What was not as it should be about a hurt that can be mended."""
    harm(data)
    return [
        expect(isnad("check", "--data", data), 1, "faults"),
        expect(isnad("check", "--repair", "--data", data), 0, "mended"),
        expect(isnad("check", "--data", data), 0, "0 faults"),
        *answered(data),
    ]


def restored(data: Path, content: bytes, backup: Path) -> list[str]:
    """The same of a catalogue that is lost: it is said, and a backup brings it back."""
    for tail in ("-wal", "-shm"):
        (data / f"catalogue.sqlite{tail}").unlink(missing_ok=True)
    (data / "catalogue.sqlite").write_bytes(content)
    return [
        expect(isnad("ask", QUESTION, "--data", data), 1, "isnad restore"),
        expect(isnad("check", "--data", data), 1, "isnad restore"),
        expect(isnad("restore", backup, "--data", data), 0, "sources"),
        expect(isnad("check", "--data", data), 0, "0 faults"),
        *answered(data),
    ]


def older(data: Path) -> list[str]:
    """The same of a catalogue of yesterday, put back by hand under the word index of today."""
    kept = data.parent / "kept.sqlite"
    shutil.copy(data / "catalogue.sqlite", kept)
    new = data.parent / "new.txt"
    new.write_text("وصل السفير الجديد إلى بغداد.", "utf-8")
    said = [expect(isnad("index", new, "--data", data), 0, "1 indexed")]
    for tail in ("-wal", "-shm"):
        (data / f"catalogue.sqlite{tail}").unlink(missing_ok=True)
    shutil.move(kept, data / "catalogue.sqlite")
    return [
        *said,
        expect(isnad("check", "--data", data), 1, "faults"),
        *answered(data),
        expect(isnad("check", "--data", data), 0, "0 faults"),
    ]


def answered(data: Path) -> list[str]:
    """What was not as it should be about an answer, which `isnad verify` looks at too."""
    asked = isnad("ask", QUESTION, "--json", "--data", data)
    if said := expect(asked, 0, ""):
        return [said]
    if not json.loads(asked.stdout)["answered"]:
        return ["asked, it knows no answer"]
    answer = data.parent / "answer.json"
    answer.write_text(asked.stdout, "utf-8")
    return [expect(isnad("verify", answer, "--sources", SEEDS), 0, "")]


def expect(done: "subprocess.CompletedProcess[str]", status: int, said: str) -> str:
    """What is wrong with how a command ended, or nothing."""
    told = f"{done.stdout}\n{done.stderr}"
    if done.returncode == status and said in told and "Traceback" not in told:
        return ""
    return f"`{' '.join(done.args[3:])}` ended with {done.returncode}: {told.strip()[:400]}"


def quantile(values: list[float], share: float) -> float:
    """The value that such a share of them does not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[int(share * (len(ordered) - 1))] if ordered else 0.0


PARTS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "crowd": under_load,
    "kills": killed,
    "steps": at_steps,
    "memory": remembered,
    "hurts": hurt,
    "disks": disks,
}


if __name__ == "__main__":
    main()
