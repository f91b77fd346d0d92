"""A model's server that means harm: no time, memory, processor or article of ours is its own."""

import gzip
import socket
import time
from collections.abc import Iterator

import pytest

from index import wire
from index.errors import ModelError
from rag.llm import LanguageModel, LateError, Limits
from tests.dialects import DIALECTS, Dialect
from tests.hostile import Hostile, head, hostile

MEGABYTE = 2**20
BOUND = 200 * MEGABYTE
"""What a server sends at most, should nobody stop it."""
FAR = 16 * MEGABYTE
"""What may be under way in the kernel's buffers and ours when we stop reading, amply."""
LIMITS = Limits(first=30, silence=30, whole=30, attempts=2, pause=0.01)
SOON = Limits(first=3, silence=3, whole=3, attempts=2, pause=0.01)
BUSY_S = 15
"""Seconds that a busy machine may add to what takes a moment."""
ASK = [("system", "Be brief."), ("user", "وصل الوفد مساء الثلاثاء")]


@pytest.fixture(params=DIALECTS.values(), ids=DIALECTS.keys())
def dialect(request: pytest.FixtureRequest) -> Dialect:
    found: Dialect = request.param
    return found


def asked(
    dialect: Dialect, server: Hostile, limits: Limits = LIMITS
) -> tuple[type[BaseException], str, float]:
    """What asking the server ends with, and how long it takes."""
    model = LanguageModel(f"{dialect.name}:small", server.url + dialect.base, "k", limits)
    model.prepare()
    start = time.monotonic()
    with pytest.raises(ModelError) as raised:
        list(model.stream(ASK))
    return raised.type, str(raised.value), time.monotonic() - start


def test_a_line_without_an_end_is_not_kept(dialect: Dialect) -> None:
    def line(server: Hostile, _: socket.socket) -> None:
        server.send(head(dialect.kind) + b'data: {"')
        while server.sent < BOUND:
            server.send(b"x" * MEGABYTE)

    with hostile(line) as server:
        _, said, took = asked(dialect, server)
        assert "does not stop" in said
        assert server.gone.wait(BUSY_S)
        assert server.sent < FAR
        assert took < BUSY_S


def test_an_error_without_an_end_is_not_read(dialect: Dialect) -> None:
    def error(server: Hostile, _: socket.socket) -> None:
        server.send(head("application/json", 500))
        while server.sent < BOUND:
            server.send(b" " * MEGABYTE)

    with hostile(error) as server:
        _, _, took = asked(dialect, server)
        assert server.gone.wait(BUSY_S)
        assert server.sent < FAR
        assert took < BUSY_S


def test_a_bomb_is_not_unpacked(dialect: Dialect) -> None:
    packed = gzip.compress(b"x" * (64 * MEGABYTE))

    def bomb(server: Hostile, _: socket.socket) -> None:
        server.send(head(dialect.kind, content_encoding="gzip") + packed)

    with hostile(bomb) as server:
        _, said, _ = asked(dialect, server)
        assert "packs" in said


@pytest.mark.parametrize("status", [301, 307, 308])
def test_no_redirect_takes_the_articles_elsewhere(dialect: Dialect, status: int) -> None:
    with hostile(lambda *_: None) as other:

        def away(server: Hostile, _: socket.socket) -> None:
            server.send(head("text/plain", status, location=f"{other.url}/v1/chat/completions"))

        with hostile(away) as server:
            _, said, _ = asked(dialect, server)
            assert "elsewhere" in said
            assert server.taken == 1
        assert not other.taken


def test_a_head_without_an_end_is_not_kept(dialect: Dialect) -> None:
    def headers(server: Hostile, _: socket.socket) -> None:
        server.send(b"HTTP/1.1 200 X\r\nx-long: ")
        while server.sent < BOUND:
            server.send(b"x" * MEGABYTE)

    with hostile(headers) as server:
        _, _, took = asked(dialect, server)
        assert server.sent < FAR
        assert took < BUSY_S


def test_a_nested_frame_is_an_error(dialect: Dialect) -> None:
    def nested(server: Hostile, connection: socket.socket) -> None:
        deep = b"[" * 100_000
        server.send(head(dialect.kind))
        server.send(b"data: " + deep + b"\n\n" if "event" in dialect.kind else deep + b"\n")
        connection.shutdown(socket.SHUT_WR)

    with hostile(nested) as server:
        _, said, _ = asked(dialect, server)
        assert "\n" not in said


@pytest.mark.parametrize("text", ["", "و"])
def test_a_stream_without_an_end_has_one(dialect: Dialect, text: str) -> None:
    frame = next(dialect.frames([text] * 2))

    def endless(server: Hostile, _: socket.socket) -> None:
        server.send(head(dialect.kind))
        while server.sent < BOUND:
            server.send(frame * 20)

    with hostile(endless) as server:
        _, _, took = asked(dialect, server, SOON)
        assert server.gone.wait(BUSY_S), "the connection is closed"
        assert server.sent < FAR
        assert took < SOON.whole + BUSY_S


@pytest.fixture
def trickling() -> Iterator[Hostile]:
    """A stream of which every frame comes in time, and the last never does."""
    frame = next(DIALECTS["openai"].frames(["", ""]))

    def trickle(server: Hostile, _: socket.socket) -> None:
        server.send(head())
        while not server.over.wait(0.0005):
            server.send(frame)

    with hostile(trickle) as server:
        yield server


def test_a_deadline_outlives_a_lost_cancel(trickling: Hostile) -> None:
    kind, _, took = asked(DIALECTS["openai"], trickling, SOON)
    assert kind is LateError
    assert took < SOON.whole + 3
    assert trickling.gone.wait(BUSY_S)


def test_closing_ends_the_call_in_the_middle_of_a_flood(trickling: Hostile) -> None:
    model = LanguageModel("openai:small", trickling.url + "/v1", "k", Limits())
    model.prepare()
    pieces = model.stream(ASK, deadline=time.monotonic() + 1)
    with pytest.raises(LateError):
        next(pieces)
    assert trickling.gone.wait(BUSY_S)


def test_a_hosted_embedder_is_as_careful(monkeypatch: pytest.MonkeyPatch) -> None:
    from index.models import HostedEmbedder

    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setattr("index.models.HOSTED_RETRIES", 0)
    with hostile(lambda *_: None) as other:

        def away(server: Hostile, _: socket.socket) -> None:
            server.send(head("text/plain", 307, location=f"{other.url}/v1/embeddings"))

        with hostile(away) as server:
            monkeypatch.setenv("OPENAI_BASE_URL", server.url + "/v1")
            with pytest.raises(ModelError, match="elsewhere"):
                HostedEmbedder("openai:small").embed(["وصل الوفد"])
        assert not other.taken


def test_the_limits_let_the_longest_reply_through() -> None:
    frames = DIALECTS["openai"].frames(["ا"] * 20_000)
    assert sum(map(len, frames)) < wire.LONGEST_REPLY
