"""Every provider whose package is an extra, over real HTTP in its own API."""

import gc
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from index.errors import ModelError
from rag import providers
from rag.llm import FormatRefusedError, LanguageModel, LateError, Limits, TooLongError
from tests.dialects import DIALECTS, Dialect
from tests.fake_llm import FakeServer, Reply, serving

pytestmark = [
    pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession"),  # Google's own
    # LangChain asks an aiohttp response, which Google's client gives it, for its body in passing.
    pytest.mark.filterwarnings("ignore:coroutine 'ClientResponse.json' was never awaited"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
QUICK = Limits(first=1.0, silence=0.4, whole=5.0, attempts=3, pause=0.01)
ASK = [("system", "Be brief."), ("user", "Hello?"), ("assistant", "Yes?"), ("user", "مرحبًا؟")]
SCHEMA = {"type": "object", "properties": {"text": {"type": "string"}}}
TEXT = "Hello there, هذا رد طويل يأتي في أجزاء."
KEY = "sk-secret-12345"


@pytest.fixture(autouse=True)
def let_go() -> Iterator[None]:
    """What Google's client leaves behind is warned of here, where that is ignored."""
    yield
    gc.collect()


def test_every_extra_is_tried() -> None:
    assert set(DIALECTS) == set(providers.EXTRAS)


@pytest.fixture(params=DIALECTS.values(), ids=DIALECTS.keys())
def dialect(request: pytest.FixtureRequest) -> Dialect:
    found: Dialect = request.param
    return found


@pytest.fixture
def server(dialect: Dialect) -> Iterator[FakeServer]:
    with serving(Reply(TEXT), dialect=dialect) as fake:
        yield fake


@pytest.fixture
def model(dialect: Dialect, server: FakeServer) -> LanguageModel:
    return LanguageModel(f"{dialect.name}:small", server.url, KEY, QUICK)


def test_a_reply_comes_in_pieces(
    dialect: Dialect, server: FakeServer, model: LanguageModel
) -> None:
    pieces = list(model.stream(ASK))
    assert len(pieces) > 1
    assert "".join(pieces) == TEXT
    (body,) = server.requests
    assert [(m["role"], m["content"]) for m in body["messages"]] == ASK
    assert KEY in server.keys[0]
    assert "small" in server.paths[0] + str(body.get("model"))


def test_the_length_of_a_reply_is_limited(server: FakeServer, model: LanguageModel) -> None:
    model.complete(ASK)
    assert str(providers.MAX_TOKENS) in str(server.requests[0])


def test_a_schema_is_sent_where_there_is_a_place_for_it(
    dialect: Dialect, server: FakeServer, model: LanguageModel
) -> None:
    assert model.structured == bool(dialect.schema)
    "".join(model.stream(ASK, SCHEMA))
    assert dialect.wants_schema(server.requests[0]) == bool(dialect.schema)


def test_a_server_without_schemas_is_found_out(
    dialect: Dialect, server: FakeServer, model: LanguageModel
) -> None:
    if not model.structured:
        pytest.skip("never asked of this provider")
    server.replies = [
        lambda body: (
            Reply(TEXT)
            if not dialect.wants_schema(body)
            else Reply(status=400, text="no such format")
        )
    ]
    try:
        assert "".join(model.stream(ASK, SCHEMA)) == TEXT
    except FormatRefusedError:
        assert model.complete(ASK) == TEXT


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_tried_again(server: FakeServer, model: LanguageModel, status: int) -> None:
    server.replies = [Reply(status=status), Reply(status=status), Reply("at last")]
    assert model.complete(ASK) == "at last"
    assert len(server.requests) == 3


def test_a_short_wait_is_kept_and_a_long_one_is_not(
    dialect: Dialect, server: FakeServer, model: LanguageModel
) -> None:
    if dialect.name == "ollama":
        pytest.skip("its client hands on no headers")
    server.replies = [Reply(status=429, headers={"retry-after": "0.3"}), Reply("ok")]
    start = time.monotonic()
    assert model.complete(ASK) == "ok"
    assert time.monotonic() - start >= 0.3
    server.replies = [Reply(status=429, headers={"retry-after": "3600"})]
    with pytest.raises(ModelError, match="HTTP 429"):
        model.complete(ASK)
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, "ISNAD_LLM_API_KEY was refused"), (404, "no such model"), (400, "HTTP 400")],
)
def test_what_stays_wrong_is_said(
    server: FakeServer, model: LanguageModel, status: int, said: str
) -> None:
    server.replies = [Reply(status=status, text=f"bad key {KEY}\nsecond line")]
    with pytest.raises(ModelError, match=said) as raised:
        model.complete(ASK)
    assert KEY not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_prompt_that_is_too_long_is_told_from_the_rest(
    server: FakeServer, model: LanguageModel
) -> None:
    server.replies = [Reply(status=400, text="the prompt is too long for the context window")]
    with pytest.raises(TooLongError):
        model.complete(ASK)


@pytest.mark.parametrize("after", [0, 1])
def test_a_stall_ends_in_time(server: FakeServer, model: LanguageModel, after: int) -> None:
    server.replies = [Reply(TEXT * 3, stall_after=after)]
    start = time.monotonic()
    with pytest.raises(LateError, match="in time"):
        model.complete(ASK)
    assert time.monotonic() - start < 4
    assert server.gone.wait(3), "the connection is let go"


def test_a_reply_that_breaks_off_is_said(server: FakeServer, model: LanguageModel) -> None:
    server.replies = [Reply(TEXT * 3, break_after=2)]
    heard: list[str] = []
    with pytest.raises(ModelError, match="broke off"):
        heard.extend(model.stream(ASK))
    assert "".join(heard) in (TEXT[:12], TEXT[:24])


@pytest.mark.parametrize(
    ("raw", "kind"),
    [(b"data: {oops\n\n", ""), (b"<html>Sign in</html>", "text/html"), (b"\xff\xfe\x00", "")],
)
def test_rubbish_is_one_line_or_nothing(
    server: FakeServer, model: LanguageModel, raw: bytes, kind: str
) -> None:
    server.replies = [Reply(raw=raw, kind=kind)]
    with suppress(ModelError):
        assert model.complete(ASK) == ""


def test_a_reply_without_an_end_is_left(server: FakeServer, model: LanguageModel) -> None:
    server.replies = [Reply("ا" * 5_000_000, piece=5_000)]
    assert len(model.complete(ASK)) < 100_000


def test_closing_the_stream_ends_the_call(server: FakeServer, model: LanguageModel) -> None:
    server.replies = [Reply(TEXT * 3, stall_after=1)]
    model.limits = Limits(first=30, silence=30, whole=60)
    pieces = model.stream(ASK)
    assert next(pieces) == TEXT[:12]
    pieces.close()
    assert server.gone.wait(3)


def test_a_server_that_is_not_there(dialect: Dialect) -> None:
    with serving(Reply("x"), dialect=dialect) as gone:
        pass
    with pytest.raises(ModelError, match=f"ISNAD_LLM_BASE_URL={gone.url} can't be reached"):
        LanguageModel(f"{dialect.name}:small", gone.url, KEY, QUICK).complete(ASK)


def test_a_server_that_speaks_no_tls(dialect: Dialect, server: FakeServer) -> None:
    address = server.url.replace("http:", "https:")
    with pytest.raises(ModelError, match=f"ISNAD_LLM_BASE_URL={address} can't be reached"):
        LanguageModel(f"{dialect.name}:small", address, KEY, QUICK).complete(ASK)


def test_a_key_of_the_environment_goes_to_no_other_server(
    dialect: Dialect, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY", "OLLAMA_API_KEY")
    for name in names:
        monkeypatch.setenv(name, "sk-for-its-own-server-alone")
    LanguageModel(f"{dialect.name}:small", server.url, limits=QUICK).complete(ASK)
    assert "alone" not in server.keys[0]
