"""Measures Isnad on this machine and prints two tables: speed on the seeds, and quality.

    python scripts/bench.py [EVAL_FOLDER]

EVAL_FOLDER holds xquad.ar.json, xquad.en.json and arcd-train.json; without it the quality table
covers the questions in tests/ only. Every figure beside the baseline
is measured in the same run, since machines differ and are noisy.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from baseline import LuceneBaseline
from rich.console import Console
from rich.table import Table

from index.store import Index
from rag.evaluate import evaluate_questions
from rag.opening import SEEDS, open_pipeline
from rag.pipeline import Pipeline
from rag.squad import Squad, evaluate_squad, read_squad

HERE = Path(__file__).resolve().parent
QUESTIONS = HERE.parent / "tests" / "seed_questions.jsonl"
OWN_QUESTIONS = HERE.parent / "tests" / "own_questions.jsonl"
COLD_RUNS = 5
ASKED = "كم عدد العسكريين الأمريكيين الذين تنشرهم واشنطن في العراق؟"
CLIENTS = 16
CLIENT_SECONDS = 30
REPEATS = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="the evaluation data")
    parser.add_argument("--clients-seconds", type=float, default=CLIENT_SECONDS)
    options = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        console.print(
            table("Speed on the seeds", ("", "measured", "asked for"), speed(data, options))
        )
        rows = quality(data, options.folder)
    console.print(table("Quality", ("", "Isnad", "Lucene-style BM25", "asked for"), rows))


def table(title: str, heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Table:
    made = Table(title=title)
    for head in heads:
        made.add_column(head)
    for row in rows:
        made.add_row(*row)
    return made


def speed(data: Path, options: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    """Times, each beside what was asked for."""
    questions = [json.loads(line)["question"] for line in QUESTIONS.open(encoding="utf-8")]
    took = timed(lambda: run_index(data))
    yield "indexing the seeds from nothing (a process)", seconds(took), "under 3 s"
    cold = sorted(timed(lambda: run_ask(data)) for _ in range(COLD_RUNS))
    yield (
        f"`isnad ask`, cold start (median of {COLD_RUNS})",
        seconds(cold[COLD_RUNS // 2]),
        "under 1 s",
    )
    pipeline = open_pipeline(data)
    for question in questions:
        pipeline.ask(question)
    warm = sorted(timed(lambda q=q: pipeline.ask(q)) for _ in range(REPEATS) for q in questions)
    yield "one answer in process, p50", milliseconds(at(warm, 0.5)), "under 10 ms"
    yield "one answer in process, p95", milliseconds(at(warm, 0.95)), ""
    pipeline.close()
    with service(data) as address, httpx.Client(base_url=address) as client:
        yield from rest(client, address, questions, options.clients_seconds)


def rest(
    client: httpx.Client, address: str, questions: list[str], length: float
) -> Iterator[tuple[str, ...]]:
    for question in questions:
        ask(client, question)
    warm = sorted(timed(lambda q=q: ask(client, q)) for _ in range(REPEATS) for q in questions)
    yield "POST /v1/ask, one client, p50", milliseconds(at(warm, 0.5)), "under 15 ms"
    yield "POST /v1/ask, one client, p95", milliseconds(at(warm, 0.95)), "under 30 ms"
    first = sorted(first_byte(client, question) for question in questions)
    yield "first byte of a streamed answer, p50", milliseconds(at(first, 0.5)), "under 30 ms"
    answers, wrong = crowd(address, questions, length)
    figure = f"{answers / length:.0f} answers/s, {wrong} wrong"
    yield f"{CLIENTS} clients at once for {length:g} s", figure, "no error, none mixed up"


def crowd(address: str, questions: list[str], length: float) -> tuple[int, int]:
    """Answers given to many clients at once, and how many were errors or another's."""
    counts: list[tuple[int, int]] = []
    end = time.monotonic() + length

    def work(number: int) -> None:
        done = wrong = 0
        with httpx.Client(base_url=address, timeout=60) as client:
            while time.monotonic() < end:
                question = questions[(number + done) % len(questions)]
                reply = client.post("/v1/ask", json={"question": question})
                wrong += reply.status_code != 200 or reply.json()["question"] != question
                done += 1
        counts.append((done, wrong))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done for done, _ in counts), sum(wrong for _, wrong in counts)


def quality(data: Path, folder: Path | None) -> Iterator[tuple[str, ...]]:
    """Metrics of the contract, each beside the baseline's."""
    pipeline = open_pipeline(data)
    with QUESTIONS.open(encoding="utf-8") as lines:
        report = evaluate_questions(pipeline, lines)
    groups = {"all": report.overall, "ar": report.groups["ar"], "en": report.groups["en"]}
    baseline = LuceneBaseline(
        {d.source: pipeline.index.text(d.source) for d in pipeline.index.documents()}
    )
    asked = {"ar": "90%", "en": "80%", "all": ""}
    for name, figures in groups.items():
        own_share = percent(figures.to_dict()["cited@1"])
        other = percent(baseline.cited1(QUESTIONS, None if name == "all" else name))
        yield f"seed questions, cited@1, {name}", own_share, other, asked[name]
    total = report.overall.to_dict()
    yield "seed questions, refused", percent(total["refused"]), "0%", "100%"
    yield "seed questions, exact", percent(total["exact"]), "", "100%"
    with OWN_QUESTIONS.open(encoding="utf-8") as lines:
        own = evaluate_questions(pipeline, lines).overall.to_dict()
    plain = percent(baseline.cited1(OWN_QUESTIONS, None))
    yield "our 276 questions, cited@1", percent(own["cited@1"]), plain, "95%"
    yield "our 276 questions, refused", percent(own["refused"]), "0%", "95%"
    pipeline.close()
    if folder is not None:
        for name, paragraphs, wording, goal in (
            ("XQuAD-ar", "xquad.ar.json", None, "70 / 88%"),
            ("ARCD", "arcd-train.json", None, "mean of both 70%"),
            ("XQuAD English on Arabic", "xquad.ar.json", "xquad.en.json", "56 / 70%"),
        ):
            squad = read(folder / paragraphs)
            asked_in = read(folder / wording) if wording else None
            with tempfile.TemporaryDirectory() as scratch:
                found = evaluate_squad(
                    Pipeline(Index.open(Path(scratch))), squad, asked_in
                ).to_dict()
            plain = LuceneBaseline(dict(enumerate(squad.paragraphs))).squad(squad, asked_in)
            yield (
                f"{name}, sentence@1 / passage@1",
                f"{percent(found['sentence@1'])} / {percent(found['passage@1'])}",
                f"{percent(plain[0])} / {percent(plain[1])}",
                goal,
            )


def read(path: Path) -> Squad:
    return read_squad(path.read_text("utf-8"))


def run_index(data: Path) -> None:
    command = [sys.executable, "-m", "ui", "index", str(SEEDS), "--data", str(data)]
    subprocess.run(command, check=True, capture_output=True)


def run_ask(data: Path) -> None:
    command = [sys.executable, "-m", "ui", "ask", ASKED, "--data", str(data)]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def service(data: Path) -> Iterator[str]:
    """`isnad serve` on a free port, ended by its process id."""
    command = [sys.executable, "-m", "ui", "serve", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = next(line for line in process.stdout if "http://" in line)
        yield line[line.index("http://") :].split()[0].rstrip("/.")
    finally:
        process.terminate()
        process.wait(20)


def ask(client: httpx.Client, question: str) -> None:
    client.post("/v1/ask", json={"question": question}).raise_for_status()


def first_byte(client: httpx.Client, question: str) -> float:
    start = time.perf_counter()
    body = {"question": question, "stream": True}
    with client.stream("POST", "/v1/ask", json=body) as reply:
        pieces = reply.iter_bytes()
        next(pieces)
        took = time.perf_counter() - start
        for _ in pieces:
            pass
    return took


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def at(ordered: list[float], share: float) -> float:
    return statistics.quantiles(ordered, n=100)[round(share * 100) - 1]


def seconds(value: float) -> str:
    return f"{value:.2f} s"


def milliseconds(value: float) -> str:
    return f"{1000 * value:.1f} ms"


def percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}%"


if __name__ == "__main__":
    main()
