"""Spans of calls and of the steps of answers, sent by OpenTelemetry's SDK where it is set up."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import SettingError
from rag.steps import Name
from ui.logs import QUIET, request_id
from ui.metrics import method_of, route_of
from ui.version import version

try:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import OTELResourceDetector, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
    from opentelemetry.trace import Span, SpanKind, StatusCode
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
except ImportError as missing:
    raise SettingError(
        "OTEL_EXPORTER_OTLP_ENDPOINT is set, which takes OpenTelemetry's packages:"
        " pip install 'isnad[otel]'"
    ) from missing

FLUSH_MS = 2_000
"""What the last spans get to be sent in when the server ends; it has 5 s for its calls."""

log = logging.getLogger("isnad")


class Tracing:
    """Makes spans, and sends them in the background; no text of a question or source is in them.

    What the environment says of resource and sampling holds. An address that can't be reached
    costs spans, not calls.
    """

    def __init__(self, endpoint: str, exporter: SpanExporter | None = None) -> None:
        about = {"service.name": "isnad", "service.version": version()}
        resource = Resource.create(about).merge(OTELResourceDetector().detect())
        self.endpoint = endpoint
        self.provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self.provider.add_span_processor(BatchSpanProcessor(exporter or OTLPSpanExporter()))
        self.tracer = self.provider.get_tracer("isnad", version())

    @contextmanager
    def step(self, name: Name) -> Iterator[None]:
        """A span of a step, below the call's."""
        with self._span(name):
            yield

    def middleware(self, app: ASGIApp) -> ASGIApp:
        """The app with a span for every call."""
        return Traced(app, self)

    @contextmanager
    def call(self, scope: Scope) -> Iterator[Span]:
        """The span of a call, below that of whoever calls."""
        context = TraceContextTextMapPropagator().extract(dict(Headers(scope=scope)))
        named = f"{method_of(scope)} call"
        with self._span(named, kind=SpanKind.SERVER, context=context) as span:
            yield span

    def close(self) -> None:
        """Send what is left, as far as it goes in a moment."""
        if not self.provider.force_flush(FLUSH_MS):
            log.warning("the last spans did not reach %s in time", self.endpoint)
        self.provider.shutdown()

    @contextmanager
    def _span(self, name: str, **more: Any) -> Iterator[Span]:
        """A span that an error marks by its kind alone: its message may hold what was asked."""
        with self.tracer.start_as_current_span(
            name, record_exception=False, set_status_on_exception=False, **more
        ) as span:
            try:
                yield span
            except Exception as error:
                span.set_status(StatusCode.ERROR, type(error).__name__)
                raise


class Traced:
    """ASGI middleware: a span for every call."""

    def __init__(self, app: ASGIApp, tracing: Tracing) -> None:
        self.app = app
        self.tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on within a span."""
        if scope["type"] != "http" or scope["path"] in QUIET:
            await self.app(scope, receive, send)
            return
        with self.tracing.call(scope) as span:

            async def sending(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                    if message["status"] >= 500:
                        span.set_status(StatusCode.ERROR)
                await send(message)

            await self.app(scope, receive, sending)
            method, route = method_of(scope), route_of(scope)
            span.update_name(f"{method} {route}")
            span.set_attribute("http.request.method", method)
            span.set_attribute("http.route", route)
            span.set_attribute("isnad.request", request_id.get())
