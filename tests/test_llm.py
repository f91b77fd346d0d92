"""The language model's client against a server of its own, which does all that servers do."""

import threading
import time
from collections.abc import Iterator

import pytest

from index.errors import ModelError, SettingError
from rag import llm
from rag.generative import Generative
from rag.llm import FormatRefusedError, LanguageModel, LateError, Limits, TooLongError
from tests.fake_llm import FakeServer, Reply, serving

QUICK = Limits(first=1.0, silence=0.3, whole=5.0, attempts=3, pause=0.01)
ASK = [("system", "Be brief."), ("user", "Hello?")]
KEY = "sk-secret-12345"


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with serving(Reply("Hello there, this is a reply.")) as fake:
        yield fake


def model(server: FakeServer, limits: Limits = QUICK) -> LanguageModel:
    return LanguageModel("openai:small", server.url, KEY, limits)


def test_a_reply_comes_in_pieces(server: FakeServer) -> None:
    pieces = list(model(server).stream(ASK))
    assert len(pieces) > 1
    assert "".join(pieces) == "Hello there, this is a reply."
    body = server.requests[0]
    assert body["model"] == "small"
    assert body["stream"] is True
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert server.keys == [f"Bearer {KEY}"]


def test_a_schema_is_sent_as_a_response_format(server: FakeServer) -> None:
    "".join(model(server).stream(ASK, {"type": "object"}))
    assert server.requests[0]["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_tried_again(server: FakeServer, status: int) -> None:
    server.replies = [Reply(status=status), Reply(status=status), Reply("at last")]
    assert model(server).complete(ASK) == "at last"
    assert len(server.requests) == 3


def test_no_more_attempts_than_allowed(server: FakeServer) -> None:
    server.replies = [Reply(status=500, text="out of memory")]
    with pytest.raises(ModelError, match=r"ISNAD_LLM=openai:small.*HTTP 500") as raised:
        model(server).complete(ASK)
    assert len(server.requests) == 3
    assert "\n" not in str(raised.value)


def test_a_long_wait_is_not_waited_for(server: FakeServer) -> None:
    server.replies = [Reply(status=429, headers={"retry-after": "3600"})]
    with pytest.raises(ModelError, match="HTTP 429"):
        model(server).complete(ASK)
    assert len(server.requests) == 1


def test_a_short_wait_is_kept(server: FakeServer) -> None:
    server.replies = [Reply(status=429, headers={"retry-after": "0.3"}), Reply("ok")]
    start = time.monotonic()
    assert model(server).complete(ASK) == "ok"
    assert time.monotonic() - start >= 0.3


def test_a_pause_that_is_no_number_is_not_kept(server: FakeServer) -> None:
    server.replies = [Reply(status=429, headers={"retry-after": "nan"}), Reply("ok")]
    assert model(server).complete(ASK) == "ok"


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, "ISNAD_LLM_API_KEY was refused"), (404, "no such model"), (400, "HTTP 400")],
)
def test_what_stays_wrong_is_said_at_once(server: FakeServer, status: int, said: str) -> None:
    server.replies = [Reply(status=status, text=f"bad key {KEY}\nsecond line")]
    with pytest.raises(ModelError, match=said) as raised:
        model(server).complete(ASK)
    assert KEY not in str(raised.value)
    assert "\n" not in str(raised.value)
    assert len(server.requests) <= 2


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_server_without_schemas_is_asked_for_less(server: FakeServer, status: int) -> None:
    refusal = Reply(status=status, text="unknown field response_format")
    server.replies = [refusal, refusal, Reply("plain")]
    asked = model(server)
    assert asked.structured
    with pytest.raises(FormatRefusedError):
        list(asked.stream(ASK, {"type": "object"}))
    assert not asked.structured
    assert asked.complete(ASK) == "plain"
    forms = [request.get("response_format", {}).get("type") for request in server.requests]
    assert forms == ["json_schema", "json_object", None]


def test_a_server_that_knows_json_alone_is_asked_for_that(server: FakeServer) -> None:
    server.replies = [Reply(status=400, text="This response_format is unavailable"), Reply("{}")]
    asked = model(server)
    assert "".join(asked.stream(ASK, {"type": "object"})) == "{}"
    assert asked.structured
    assert "".join(asked.stream(ASK, {"type": "object"})) == "{}"
    forms = [request["response_format"]["type"] for request in server.requests]
    assert forms == ["json_schema", "json_object", "json_object"]


def test_a_model_that_takes_no_temperature_is_asked_without(server: FakeServer) -> None:
    server.replies = [Reply(status=400, text="temperature is not supported"), Reply("{}")]
    asked = model(server)
    assert "".join(asked.stream(ASK, {"type": "object"})) == "{}"
    first, second = server.requests
    assert "temperature" in first
    assert "temperature" not in second
    assert second["response_format"] == first["response_format"]


def test_a_prompt_that_is_too_long_is_said(server: FakeServer) -> None:
    server.replies = [Reply(status=400, text="Requested tokens exceed context window of 2048")]
    asked = model(server)
    with pytest.raises(TooLongError):
        list(asked.stream(ASK, {"type": "object"}))
    assert asked.structured
    assert len(server.requests) == 1


def test_a_stall_before_the_reply_ends(server: FakeServer) -> None:
    server.replies = [Reply("never", stall_after=0)]
    with pytest.raises(LateError, match="in time"):
        model(server).complete(ASK)
    assert server.gone.wait(3), "the connection is let go"


def test_a_stall_within_the_reply_ends(server: FakeServer) -> None:
    server.replies = [Reply("one two three four five six", stall_after=1)]
    heard = []
    with pytest.raises(LateError, match="in time"):
        heard.extend(model(server).stream(ASK))
    assert server.gone.wait(3)


def test_the_whole_has_a_limit(server: FakeServer) -> None:
    server.replies = [Reply(status=503)]
    limits = Limits(first=1, silence=1, whole=0.5, attempts=1_000, pause=0.05)
    start = time.monotonic()
    with pytest.raises(ModelError):
        model(server, limits).complete(ASK)
    assert time.monotonic() - start < 3


def test_a_connection_that_breaks_off_is_an_error(server: FakeServer) -> None:
    server.replies = [Reply("one two three four five six", break_after=1)]
    found: list[str] = []
    with pytest.raises(ModelError) as raised:
        found.extend(model(server).stream(ASK))
    assert "".join(found) == "one two thre"
    assert "ISNAD_LLM" in str(raised.value)


def test_rubbish_for_events_is_an_error(server: FakeServer) -> None:
    server.replies = [Reply(raw=b"data: {not json\n\n")]
    with pytest.raises(ModelError, match="ISNAD_LLM=openai:small"):
        model(server).complete(ASK)


def test_closing_the_stream_ends_the_call(server: FakeServer) -> None:
    server.replies = [Reply("one two three four five six", stall_after=1)]
    limits = Limits(first=30, silence=30, whole=60)
    pieces = model(server, limits).stream(ASK)
    assert next(pieces) == "one two thre"
    pieces.close()  # type: ignore[attr-defined]
    assert server.gone.wait(3)


def test_a_server_that_is_not_there() -> None:
    with serving(Reply("x")) as gone:
        pass
    with pytest.raises(ModelError, match=f"ISNAD_LLM_BASE_URL={gone.url} can't be reached"):
        LanguageModel("openai:small", gone.url, KEY, QUICK).complete(ASK)


def test_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match="set ISNAD_LLM_API_KEY"):
        LanguageModel("openai:small", limits=QUICK).complete(ASK)


def test_a_key_of_the_environment_goes_to_no_other_server(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-for-openai-alone")
    LanguageModel("openai:small", server.url, limits=QUICK).complete(ASK)
    assert "sk-for-openai-alone" not in server.keys[0]


@pytest.mark.parametrize("name", ["gpt-4", "openai:", ":x", "", "open ai:x", "openai: "])
def test_a_name_that_is_no_name(name: str) -> None:
    with pytest.raises(SettingError, match="provider:name"):
        LanguageModel(name)


def test_a_provider_nobody_knows() -> None:
    with pytest.raises(ModelError, match="ISNAD_LLM=nobody:x"):
        LanguageModel("nobody:x", limits=QUICK).complete(ASK)


@pytest.mark.parametrize(
    ("provider", "line"),
    [
        ("anthropic", 'pip install "isnad[anthropic]"'),
        ("google_genai", 'pip install "isnad[google]"'),
        ("mistralai", "pip install langchain-mistralai"),
    ],
)
def test_a_missing_package_is_said_with_the_line_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, provider: str, line: str
) -> None:
    def missing(_: object) -> None:
        raise ImportError("no such package")

    monkeypatch.setattr(llm.LanguageModel, "_make", missing)
    with pytest.raises(ModelError) as raised:
        LanguageModel(f"{provider}:x", limits=QUICK).complete(ASK)
    assert line in str(raised.value)


def test_a_client_is_made_once_and_off_the_calls_loop(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    original = LanguageModel._make

    def slow(self: LanguageModel) -> object:
        made.append(threading.current_thread().name)
        time.sleep(0.3)
        return original(self)

    monkeypatch.setattr(LanguageModel, "_make", slow)
    asked = model(server)
    threads = [threading.Thread(target=asked.complete, args=(ASK,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert made[0] != "isnad-llm"
    assert len(server.requests) == 4


def test_a_model_is_warmed_before_anybody_asks(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    warm = Generative(model(server))
    warm.warm()
    assert warm.model._made is not None
    assert not server.requests
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with caplog.at_level("WARNING", "isnad"):
        Generative(LanguageModel("openai:small")).warm()
    assert "set ISNAD_LLM_API_KEY" in caplog.text
