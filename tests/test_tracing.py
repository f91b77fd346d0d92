"""Spans reach an OTLP receiver with what happened and no text; without an address, no import."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from serving import running as client_of
from serving import until

from index.errors import SettingError
from tests.soundness import TROOPS
from ui.app import build
from ui.serve import running
from ui.settings import Settings, traced

ROOT = Path(__file__).parents[1]
RUN = "import sys; from ui.cli import main; sys.exit(main())"
CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@contextmanager
def receiving() -> Iterator[tuple[str, list[Any]]]:
    """A receiver of OTLP over HTTP: its address, and the resource spans it got."""
    got: list[Any] = []

    class Receiver(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            body = self.rfile.read(int(self.headers["content-length"]))
            got.extend(ExportTraceServiceRequest.FromString(body).resource_spans)
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", got
    finally:
        server.shutdown()
        server.server_close()


def spans(got: list[Any]) -> list[Any]:
    return [span for each in got for scope in each.scope_spans for span in scope.spans]


def facts(span: Any) -> dict[str, Any]:
    return {each.key: each.value.string_value or each.value.int_value for each in span.attributes}


def test_a_question_is_a_call_with_its_steps(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.serve.build", partial(build, chat=False))
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "service.name=desk")
    with receiving() as (address, got):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        with running(Settings(data=data)) as app, client_of(app) as client:
            asked = client.post(
                "/v1/ask", json={"question": TROOPS}, headers={"traceparent": CALLER}
            )
            with client.stream("POST", "/v1/ask", json={"question": TROOPS, "stream": True}) as s:
                assert "event: done" in "".join(s.iter_text())
            client.get("/v1/sources/no-such-article.txt")
            client.get("/ready")
        found = spans(got)  # all of them: closing sends what is left
    assert asked.status_code == 200
    calls = {span.name: span for span in found if span.kind == span.SPAN_KIND_SERVER}
    assert set(calls) == {"POST /v1/ask", "GET /v1/sources/{source}"}
    (call,) = [s for s in found if s.parent_span_id.hex() == CALLER.split("-")[2]]
    assert call.trace_id.hex() == CALLER.split("-")[1]
    told = facts(call)
    assert told["http.response.status_code"] == 200
    assert told["isnad.request"] == asked.headers["x-request-id"]
    for server in (span for span in found if span.name == "POST /v1/ask"):
        steps = [span for span in found if span.parent_span_id == server.span_id]
        assert sorted(span.name for span in steps) == ["answering", "ranking", "retrieval"]
        for step in steps:
            assert server.start_time_unix_nano <= step.start_time_unix_nano
            assert step.start_time_unix_nano < step.end_time_unix_nano
    about = {one.key: one.value.string_value for one in got[0].resource.attributes}
    assert about["service.name"] == "desk"
    sent = b"".join(each.SerializeToString() for each in got)
    assert b"no-such-article" not in sent
    assert "واشنطن".encode() not in sent


def test_an_error_is_marked_by_its_kind_alone() -> None:
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    from ui.tracing import Tracing

    kept = InMemorySpanExporter()
    with closing(Tracing("", kept)) as tracing:
        with pytest.raises(ValueError, match="secret"), tracing.step("ranking"):
            raise ValueError("a secret question")
        with pytest.raises(GeneratorExit), tracing.step("answering"):  # its reader has left
            raise GeneratorExit
        tracing.provider.force_flush()
        failed, left = kept.get_finished_spans()
    assert (failed.status.status_code.name, failed.status.description) == ("ERROR", "ValueError")
    assert "secret" not in failed.to_json()
    assert left.status.status_code.name == "UNSET"


def test_a_collector_that_is_gone_costs_no_call_and_no_ending(data: Path) -> None:
    environ = {**os.environ, "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}
    command = [sys.executable, "-c", RUN, "serve", "--port", "0", "--data", str(data)]
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address is not None
        with httpx.Client(base_url=address.group(), trust_env=False, timeout=60) as client:
            assert client.post("/v1/ask", json={"question": TROOPS}).json()["answered"]
        process.terminate()
        until(lambda: process.poll() is not None, 40)
        errors = process.communicate()[1]
    assert process.returncode == 0, errors
    assert "Traceback" not in errors


def test_without_an_address_nothing_of_it_is_imported(data: Path) -> None:
    code = (
        "import sys; from functools import partial; from pathlib import Path; import ui.serve;"
        "from ui.settings import Settings; ui.serve.build = partial(ui.serve.build, chat=False)\n"
        "with ui.serve.running(Settings(data=Path(sys.argv[1]))):\n"
        "    pass\n"
        "print([name for name in sys.modules if name.startswith(('ui.tracing',"
        " 'opentelemetry.exporter.otlp.proto.http'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(data)],
        cwd=ROOT, env={k: v for k, v in os.environ.items() if not k.startswith("OTEL_")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_a_missing_package_is_said_with_what_to_install(data: Path) -> None:
    code = (
        "import sys; sys.modules['opentelemetry.exporter.otlp.proto.http.trace_exporter'] = None;"
        "from ui.cli import main; sys.exit(main(['serve', '--port', '0', '--data', sys.argv[1]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(data)],
        cwd=ROOT, env={**os.environ, "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "isnad[otel]" in done.stderr
    assert len(done.stderr.splitlines()) == 1


NAMED = "OTEL_EXPORTER_OTLP_ENDPOINT"


@pytest.mark.parametrize(
    ("environ", "address"),
    [({}, ""), ({NAMED: ""}, ""), ({NAMED: "http://h:4318/"}, "http://h:4318"),
     ({NAMED: "http://h", "OTEL_SDK_DISABLED": "True"}, ""),
     ({NAMED: "http://h", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://t/x"}, "https://t/x"),
     ({NAMED: "http://h", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"}, "http://h")],
)  # fmt: skip
def test_where_spans_go(environ: dict[str, str], address: str) -> None:
    assert traced(environ) == address


@pytest.mark.parametrize(
    "environ",
    [{NAMED: "collector:4317"}, {NAMED: "http://h", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}],
)
def test_an_address_that_cannot_be_used_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(SettingError, match="OTEL_EXPORTER_OTLP_"):
        traced(environ)
