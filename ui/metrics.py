"""What Prometheus may read of the service: calls, answers, the model, the stores and the disk."""

import math
import shutil
import time
from collections.abc import Iterator

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index import disk
from index.derived import VECTORS
from index.store import Index
from rag.tally import Tally
from ui.problems import FAILURES
from ui.service import Service

STORES = ("catalogue", "words", VECTORS)

BUCKETS = (0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Seconds; closest around the 15 and 30 ms that an answer may take."""


class Metrics:
    """The counters of one app over a service, in a registry of their own."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        for collector in (service.counts.answers, service.counts.changes, State(service)):
            self.registry.register(collector)
        labels = ["method", "route", "status"]
        self.calls = Counter("isnad_calls", "Calls answered.", labels, registry=self.registry)
        self.seconds = Histogram(
            "isnad_call_seconds",
            "Time until the last byte was sent.",
            ["route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.running = Gauge("isnad_running", "Calls at work.", registry=self.registry)
        self.sentences = Gauge("isnad_sentences", "Indexed sentences.", registry=self.registry)
        self.unencoded = Gauge(
            "isnad_sentences_unencoded",
            "Indexed sentences that the encoder has yet to read.",
            registry=self.registry,
        )
        self.generation = Gauge(
            "isnad_generation", "Rises with every change of the index.", registry=self.registry
        )

    def page(self) -> Response:
        """All of them in Prometheus's text format, also where the index can't be read."""
        try:
            self._count(self.service.pipeline.index)
        except FAILURES:  # which `isnad_store_sound` says
            self.sentences.set(math.nan)
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)

    def _count(self, index: Index) -> None:
        self.sentences.set(index.totals().sentences)
        self.unencoded.set(index.unencoded())
        self.generation.set(index.generation())


class State(Collector):
    """What is looked up whenever Prometheus asks: the stores, the disk, what the model did."""

    def __init__(self, service: Service) -> None:
        self.pipeline = service.pipeline

    def collect(self) -> Iterator[Metric]:
        """The figures as they are now."""
        yield from _stores(self.pipeline.index)
        yield from _disk(self.pipeline.index)
        model = self.pipeline.generative
        outcomes, checked = (model.outcomes, model.checked) if model else (None, None)
        said = "What became of questions put to the language model."
        yield _tallied("isnad_model_answers", said, "outcome", outcomes)
        said = "Statements of the language model that were held against the sentences they name."
        yield _tallied("isnad_model_statements", said, "support", checked)


def _stores(index: Index) -> Iterator[Metric]:
    sound = GaugeMetricFamily(
        "isnad_store_sound", "1 where the store can be used, 0 where not.", labels=["store"]
    )
    try:
        index.catalogue.sound()
        faults = {**index.faults()}
    except FAILURES as error:  # the others are nothing without the catalogue
        faults = dict.fromkeys(STORES, str(error))
    for store in STORES:
        sound.add_metric([store], float(store not in faults))
    yield sound


def _disk(index: Index) -> Iterator[Metric]:
    try:
        free = float(shutil.disk_usage(index.data).free)
    except OSError:
        free = math.nan
    said = "Bytes free on the disk of the data directory."
    yield GaugeMetricFamily("isnad_disk_free_bytes", said, free)
    said = "1 where the data directory can be written, 0 where not."
    yield GaugeMetricFamily("isnad_disk_writable", said, float(disk.writable(index.data)))


def _tallied(name: str, said: str, label: str, tally: Tally | None) -> Metric:
    """A tally as a metric, without a sample where there is none."""
    family = CounterMetricFamily(name, said, labels=[label])
    for each, number in (tally.counts() if tally else {}).items():
        family.add_metric([each], number)
    return family


class Measure:
    """ASGI middleware: counts and times every call by its route, never by its path."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and note how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = "none"

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        begun = time.perf_counter()
        self.metrics.running.inc()
        try:
            await self.app(scope, receive, sending)
        finally:
            self.metrics.running.dec()
            route = route_of(scope)
            self.metrics.calls.labels(method_of(scope), route, status).inc()
            self.metrics.seconds.labels(route).observe(time.perf_counter() - begun)


def route_of(scope: Scope) -> str:
    """The route's template; one label for all that matched none of ours, or the chat page's."""
    return getattr(scope.get("route"), "path_format", "") or "other"


def method_of(scope: Scope) -> str:
    """The method; one label for all that nobody has heard of."""
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else "other"
