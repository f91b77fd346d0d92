"""What Prometheus reads: every figure is there, true, and there still when the index is not."""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from serving import running, until

from index.lock import writing
from rag.opening import open_pipeline
from tests.fake_llm import Reply, says
from tests.fake_llm import serving as model_serving
from tests.soundness import FALSE, TROOPS, TRUE, holding
from ui.app import build
from ui.kept import Kept
from ui.metrics import Metrics
from ui.security import access
from ui.service import Service

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "operations.md"
BOARD = ROOT / "docs" / "grafana.json"


@contextmanager
def served(data: Path, **more: Any) -> Iterator[tuple[httpx.Client, Service]]:
    with closing(open_pipeline(data, **more)) as pipeline, closing(Kept.open(data)) as kept:
        service = Service(pipeline, kept)
        everybody = access(host="127.0.0.1", keys=(), public_url="", max_upload=2**20)
        with running(build(service, everybody, chat=False)) as client:
            yield client, service


def figures(client: httpx.Client) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    response = client.get("/metrics")
    assert response.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


@pytest.fixture
def client(data: Path) -> Iterator[tuple[httpx.Client, Service]]:
    with served(data) as opened:
        yield opened


def test_answers_disk_and_stores(client: tuple[httpx.Client, Service], data: Path) -> None:
    http, _ = client
    http.post("/v1/ask", json={"question": TROOPS})
    http.post("/v1/ask", json={"question": "ما لون قطة رئيس نادي الشطرنج في أيسلندا؟"})
    seen = figures(http)
    assert seen["isnad_answers_total", "true", "extractive"] == 1
    assert seen["isnad_answers_total", "false", "extractive"] == 1
    assert {seen["isnad_store_sound", store] for store in ("catalogue", "words", "vectors")} == {1}
    assert abs(seen["isnad_disk_free_bytes",] - shutil.disk_usage(data).free) < 2**32
    assert seen["isnad_disk_writable",] == 1
    assert seen["isnad_sentences",] > 50
    assert seen["process_resident_memory_bytes",] > 2**20


def test_a_lost_store_is_seen_and_so_is_a_lost_catalogue(
    client: tuple[httpx.Client, Service], data: Path
) -> None:
    http, _ = client
    for words in data.glob("words*"):
        shutil.rmtree(words)
    seen = figures(http)
    assert (seen["isnad_store_sound", "words"], seen["isnad_store_sound", "catalogue"]) == (0, 1)
    for path in data.glob("catalogue.sqlite*"):
        path.write_bytes(b"rubbish" * 1_000)
    seen = figures(http)
    assert {seen["isnad_store_sound", store] for store in ("catalogue", "words", "vectors")} == {0}
    shutil.rmtree(data)
    assert figures(http)["isnad_disk_writable",] == 0


def test_changes_that_wait_are_counted(client: tuple[httpx.Client, Service], data: Path) -> None:
    http, service = client
    assert figures(http)["isnad_changes",] == 0
    source = service.pipeline.index.documents()[0].source
    other = threading.Thread(target=lambda: http.delete(f"/v1/sources/{source}"))
    with writing(data, 5):
        other.start()
        until(lambda: figures(http)["isnad_changes",] == 1)
    other.join(30)
    assert figures(http)["isnad_changes",] == 0


def test_what_the_model_did(data: Path) -> None:
    replies = [
        lambda body: says(*((text, holding(body, "2500 عسكري")[:1]) for text in (TRUE, FALSE))),
        Reply(json.dumps({"statements": []})),
        Reply(status=500),
        Reply("هذا كلام بلا شكل"),
    ]
    outcomes = ("told", "denied", "failed", "unusable")
    with (
        model_serving(*replies) as model,
        served(data, llm="openai:x", llm_base_url=model.url, llm_api_key="k") as (http, _),
    ):
        http.timeout = httpx.Timeout(120)  # the first question imports the provider's package
        name = "isnad_model_answers_total"
        before = figures(http)
        assert {before[name, each] for each in (*outcomes, "late", "broken")} == {0}
        for reply, outcome in zip(replies, outcomes, strict=True):
            model.replies = [reply]
            assert http.post("/v1/ask", json={"question": TROOPS}).status_code == 200
            after = figures(http)
            assert after[name, outcome] == before[name, outcome] + 1, outcome
            assert sum(after[name, each] for each in outcomes) == outcomes.index(outcome) + 1
        assert after["isnad_model_statements_total", "supported"] == 1
        assert after["isnad_model_statements_total", "unsupported"] == 1


def test_a_late_model(data: Path) -> None:
    with (
        model_serving(Reply("x" * 100, stall_after=0)) as model,
        served(
            data, llm="openai:x", llm_base_url=model.url, llm_api_key="k", llm_timeout=1
        ) as (http, _),
    ):  # fmt: skip
        http.timeout = httpx.Timeout(120)
        assert http.post("/v1/ask", json={"question": TROOPS}).json()["answered"]
        assert figures(http)["isnad_model_answers_total", "late"] == 1


# What the documents say of them.


def known(service: Service) -> dict[str, set[str]]:
    """The names of all series with their labels."""
    metrics = Metrics(service)
    metrics.calls.labels("GET", "/", "200")
    metrics.seconds.labels("/")
    service.counts.answer("extractive", answered=True)
    found: dict[str, set[str]] = {}
    for family in metrics.registry.collect():
        names = {sample.name for sample in family.samples}
        names |= {f"{family.name}_total" if family.type == "counter" else family.name}
        labels = {name for sample in family.samples for name in sample.labels}
        labels |= {*getattr(family, "_labelnames", ())}
        for name in names:
            if not name.endswith("_created"):
                found[name] = labels
    return found


def test_the_dashboard_asks_for_what_there_is(client: tuple[httpx.Client, Service]) -> None:
    series = known(client[1])
    board = json.loads(BOARD.read_text("utf-8"))
    queries = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    assert len(queries) > 10
    asked = set()
    for query in queries:
        names = re.findall(r"\b((?:isnad|process)_\w+)", query)
        assert names, query
        for name in names:
            assert name in series, query
        labels = {*re.findall(r"(\w+)(?:=~?|!=|!~)\"", query)}
        for group in re.findall(r"by \(([^)]*)\)", query):
            labels |= {*re.split(r",\s*", group)}
        assert labels <= {"le", *(label for name in names for label in series[name])}, query
        asked |= {*names}
    for figure in ("changes", "disk_free_bytes", "store_sound", "model_answers_total"):
        assert f"isnad_{figure}" in asked


def test_the_page_names_every_figure(client: tuple[httpx.Client, Service]) -> None:
    told = {*re.findall(r"^\| `(isnad_\w+)`", PAGE.read_text("utf-8"), re.MULTILINE)}
    parts = re.compile(r"_(bucket|sum|count)$")
    assert told == {parts.sub("", name) for name in known(client[1]) if name.startswith("isnad_")}
