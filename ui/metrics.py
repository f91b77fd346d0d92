"""What Prometheus may read of the service: calls, their time and what the index holds."""

import time

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.service import Service

BUCKETS = (0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Seconds; closest around the 15 and 30 ms that an answer may take."""


class Metrics:
    """The counters of one app, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
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

    def page(self, service: Service) -> Response:
        """All of them in Prometheus's text format."""
        index = service.pipeline.index
        self.sentences.set(index.totals().sentences)
        self.unencoded.set(index.unencoded())
        self.generation.set(index.generation())
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)


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
            route = _route(scope)
            self.metrics.calls.labels(_method(scope), route, status).inc()
            self.metrics.seconds.labels(route).observe(time.perf_counter() - begun)


def _route(scope: Scope) -> str:
    """The route's template; one label for all that matched none of ours, or the chat page's."""
    return getattr(scope.get("route"), "path_format", "") or "other"


def _method(scope: Scope) -> str:
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else "other"
