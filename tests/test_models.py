"""Embedders by name: lazy, in one line where they fail, and an index that knows its own."""

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import sleep
from typing import ClassVar

import numpy as np
import pytest

from index.embedder import HashingEmbedder
from index.encoder import Encoder
from index.errors import ModelError
from index.models import FAMILIES, WEIGHT, HostedEmbedder, SentenceEmbedder, embedder, prompts
from index.store import Index
from index.weights import PAUSE_S, Weights
from rag.opening import open_pipeline
from tests import tiny_models
from ui.cli import main

ROOT = Path(__file__).parents[1]
QUESTION = "كم عدد الجنود الأمريكيين في العراق؟"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = {"query": "query: ", "document": "passage: "}
    return tiny_models.embedding(tmp_path_factory.mktemp("models") / "tiny", prompts=own)


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: Path
) -> Callable[..., tuple[int, str, str]]:
    """A command over the demo articles, in this process, which has torch already."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def command(*arguments: str, embedder: str = "") -> tuple[int, str, str]:
        monkeypatch.setenv("ISNAD_EMBEDDER", embedder)
        status = main([*arguments, "--data", str(data)])
        return (status, *capsys.readouterr())

    return command


def test_two_embedders_have_names_of_their_own() -> None:
    assert isinstance(embedder("hashing"), HashingEmbedder)
    assert isinstance(embedder("embedded"), Encoder)


def test_rows_are_unit_vectors_and_the_same_again(model: Path) -> None:
    made = embedder(str(model))
    texts = ["انسحاب القوات", "أسعار النفط", "انسحاب القوات"] * 50
    rows = made.embed(texts)
    assert rows.shape == (150, tiny_models.SIZE) == (150, made.dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows[0], rows[2], atol=1e-5)
    assert made.embed([]).shape == (0, tiny_models.SIZE)


def test_a_question_gets_the_models_own_prompt(model: Path) -> None:
    made = embedder(str(model))
    [asked] = made.embed(["النفط"], lambda _: 1.0)
    [told] = made.embed(["النفط"])
    assert not np.allclose(asked, told, atol=1e-4)


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("intfloat/multilingual-e5-large-instruct", FAMILIES[0][1], ""),
        ("BAAI/bge-m3", "", ""),
        ("BAAI/bge-small-en-v1.5", "Represent this sentence for searching relevant passages: ", ""),
        ("Alibaba-NLP/gte-multilingual-base", "", ""),
        ("Snowflake/snowflake-arctic-embed-l-v2.0", "query: ", ""),
        ("Snowflake/snowflake-arctic-embed-l",
         "Represent this sentence for searching relevant passages: ", ""),
        ("nomic-ai/nomic-embed-text-v2-moe", "search_query: ", "search_document: "),
        ("openai:text-embedding-3-small", "", ""),
    ],
)  # fmt: skip
def test_known_families_have_their_prompts(name: str, query: str, passage: str) -> None:
    assert prompts(name, {}) == (query, passage)


def test_a_models_own_prompts_go_first() -> None:
    own = {"query": "Q: ", "document": "", "clustering": "C: "}
    assert prompts("intfloat/multilingual-e5-small", own) == ("Q: ", "")
    assert prompts("x", {"query": "", "document": ""}) == ("", "")


def test_a_name_alone_loads_and_imports_nothing(model: Path) -> None:
    names = [str(model), "intfloat/multilingual-e5-small", "openai:text-embedding-3-small"]
    code = (
        "import sys; from index.models import embedder\n"
        f"for name in {names!r}: made = embedder(name)\n"
        f"for name in {names[::2]!r}: print(embedder(name).fingerprint)\n"
        "print(sorted({'torch', 'transformers', 'langchain', 'openai', 'chromadb',"
        " 'huggingface_hub'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    folder, hosted, heavy = done.stdout.splitlines()
    assert folder.startswith("tiny-")
    assert hosted == "openai:text-embedding-3-small-1"
    assert heavy == "[]"


def test_a_folders_fingerprint_follows_its_files_not_its_place(model: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "elsewhere" / "tiny"
    shutil.copytree(model, copy)
    assert embedder(str(copy)).fingerprint == embedder(str(model)).fingerprint
    path = copy / "config_sentence_transformers.json"
    path.write_text(path.read_text("utf-8").replace("query: ", "ask: "), "utf-8")
    assert embedder(str(copy)).fingerprint != embedder(str(model)).fingerprint


def test_weights_of_equal_size_are_told_apart(model: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "tiny"
    shutil.copytree(model, copy)
    path = copy / "model.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert embedder(str(copy)).fingerprint != embedder(str(model)).fingerprint


def test_two_revisions_of_one_name_are_two_embedders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    home = tmp_path / "models--some--model"
    (home / "refs").mkdir(parents=True)
    found = []
    for revision in ("0123456789abcdef", "fedcba9876543210"):
        snapshot = home / "snapshots" / revision
        snapshot.mkdir(parents=True)
        (snapshot / "config.json").write_text("{}")
        (home / "refs" / "main").write_text(revision)
        found.append(embedder("some/model").fingerprint)
    assert found == ["some/model@0123456789ab-1", "some/model@fedcba987654-1"]


def test_folders_that_hold_no_model_and_files_are_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    for name, reason in (("file", "it is a file"), ("empty", "holds no model")):
        with pytest.raises(ModelError, match=f"^ISNAD_EMBEDDER=.*{reason}"):
            embedder(str(tmp_path / name))


@pytest.mark.parametrize(
    "name",
    [
        "./missing",
        "~nobody-at-all/model",
        "~/no/such/model",
        "/no/such/model",
        "a b",
        "openai:",
        "x/y:z",
        ":",
        "a/b/c",
        "؟",
    ],
)
def test_a_name_that_can_mean_nothing_is_refused_at_once(name: str) -> None:
    with pytest.raises(ModelError, match=r"^ISNAD_EMBEDDER=") as caught:
        embedder(name)
    assert "\n" not in str(caught.value)


def test_a_model_that_cant_be_had_is_said_in_one_line() -> None:
    with pytest.raises(ModelError, match=r"^ISNAD_EMBEDDER=nobody/nothing can't be used") as caught:
        embedder("nobody/nothing").embed(["a"])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("make", [tiny_models.cross_encoder, tiny_models.language_model])
def test_what_is_no_embedding_model_is_refused(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelError, match="no embedding model"):
        embedder(str(make(tmp_path / "other"))).embed(["a"])


def test_a_damaged_model_is_said_in_one_line(model: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "damaged"
    shutil.copytree(model, copy)
    (copy / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match=r"^ISNAD_EMBEDDER=") as caught:
        embedder(str(copy)).embed(["a"])
    assert "\n" not in str(caught.value)


def test_a_model_that_failed_is_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    now = [0.0]
    monkeypatch.setattr("index.weights.monotonic", lambda: now[0])

    def make(name: str, local: bool) -> None:
        tried.append(name)
        raise KeyError("model_type")

    weights = Weights("ISNAD_EMBEDDER", "x/y", make)
    for _ in range(3):
        with pytest.raises(ModelError):
            weights.get()
    assert len(tried) == 1
    now[0] = PAUSE_S + 1
    with pytest.raises(ModelError):
        weights.get()
    assert len(tried) == 2


@pytest.mark.parametrize(
    "name",
    ["all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2", "BAAI/bge-small-en-v1.5",
     "intfloat/e5-small-v2", "ollama:nomic-embed-text", "thenlper/gte-base"],
)  # fmt: skip
def test_a_model_without_arabic_does_not_count_and_is_warned_of(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert embedder(name).weight == 0
    assert "knows no Arabic" in caplog.text


@pytest.mark.parametrize(
    "name",
    ["intfloat/multilingual-e5-small", "BAAI/bge-m3", "Alibaba-NLP/gte-multilingual-base",
     "nomic-ai/nomic-embed-text-v2-moe", "Snowflake/snowflake-arctic-embed-m-v2.0",
     "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2"],
)  # fmt: skip
def test_a_multilingual_model_counts(name: str, caplog: pytest.LogCaptureFixture) -> None:
    assert embedder(name).weight == WEIGHT
    assert not caplog.text


class Endpoint(BaseHTTPRequestHandler):
    """An OpenAI-compatible server of embeddings that misbehaves by the model's name."""

    asked: ClassVar[Counter[str]] = Counter()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        kind, texts = body["model"], body["input"]
        texts = [texts] if isinstance(texts, str) else texts
        assert all(isinstance(text, str) for text in texts)
        if kind == "unknown":
            return self.reply(404, {"error": {"message": "no such\nmodel", "code": "not_found"}})
        self.asked[kind] += 1
        if kind == "broken" or (kind == "busy" and self.asked[kind] < 3):
            status = 500 if kind == "broken" else 429
            return self.reply(status, {"error": {"message": "not now"}})
        if kind == "stalling":
            sleep(2)
        size = 8 if kind != "shrinking" or len(texts) > 1 else 4
        value = float("nan") if kind == "nan" else 1.0
        rows = [[value] * (size - 1) + [float(len(text))] for text in texts]
        if kind == "short":
            rows = rows[:-1]
        data = [{"object": "embedding", "index": i, "embedding": r} for i, r in enumerate(rows)]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return self.reply(200, {"object": "list", "data": data, "model": kind, "usage": usage})

    def reply(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/v1"
    monkeypatch.setenv("OPENAI_API_BASE", address)
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    yield address
    server.shutdown()
    server.server_close()


def test_a_hosted_model_over_http(endpoint: str) -> None:
    made = embedder("openai:good")
    assert isinstance(made, HostedEmbedder)
    rows = made.embed(["نص", "نص أطول"] * 200)
    assert rows.shape == (400, 8)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert made.embed(["نص"], lambda _: 1.0).shape == (1, 8)


def test_a_busy_hosted_model_is_asked_again(endpoint: str) -> None:
    assert embedder("openai:busy").embed(["one", "two"]).shape == (2, 8)


def test_a_question_does_not_wait_for_a_stalling_model(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.models.HOSTED_QUESTION_S", 0.5)
    with pytest.raises(ModelError, match=r"no answer within 0\.5 s"):
        embedder("openai:stalling").embed(["one"], lambda _: 1.0)


@pytest.mark.parametrize("kind", ["unknown", "nan", "short", "shrinking", "broken"])
def test_a_hosted_model_that_misbehaves_is_said_in_one_line(
    kind: str, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.models.HOSTED_RETRIES", 1)
    made = embedder(f"openai:{kind}")
    with pytest.raises(
        ModelError, match=rf"^ISNAD_EMBEDDER=openai:{kind} can't be used: "
    ) as caught:
        _ = made.embed(["one", "two"]), made.embed(["one"])
    assert "\n" not in str(caught.value)


def test_a_missing_key_or_provider_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    for name in ("openai:text-embedding-3-small", "nobody:model", "cohere:embed-multilingual-v3.0"):
        with pytest.raises(ModelError, match=rf"^ISNAD_EMBEDDER={name} can't be used") as caught:
            embedder(name).embed(["a"])
        assert "\n" not in str(caught.value)


def test_a_question_is_answered_though_the_model_is_gone(
    model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    data = tmp_path / "data"
    with_model = open_pipeline(data, embedder=str(model))
    assert with_model.ask(QUESTION).answered
    broken = SentenceEmbedder("nobody/nothing")
    broken.fingerprint = with_model.index.embedder.fingerprint
    with_model.index.embedder = with_model.index.semantic.embedder = broken
    assert with_model.ask(QUESTION).answered
    assert "ISNAD_EMBEDDER=nobody/nothing" in caplog.text
    with_model.close()


@pytest.mark.parametrize("name", ["nobody/nothing", "./missing", "openai:text-embedding-3-small"])
def test_the_first_question_is_answered_without_the_model(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    opened = open_pipeline(tmp_path / "data", embedder=name, reranker="./gone")
    assert opened.ask(QUESTION).answered
    opened.close()
    said = sorted(record.getMessage().partition("=")[0] for record in caplog.records)
    assert said == ["ISNAD_EMBEDDER", "ISNAD_RERANKER"]


def test_vectors_of_another_size_count_for_nothing(model: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    opened = open_pipeline(data, embedder=str(model))
    small = embedder(str(tiny_models.embedding(tmp_path / "small", size=16)))
    small.fingerprint = opened.index.embedder.fingerprint  # type: ignore[misc]
    opened.index.embedder = opened.index.semantic.embedder = small
    assert opened.ask(QUESTION).answered
    row = small.embed(["سؤال"], lambda _: 1.0)[0]
    assert opened.index.nearest(row, 3) == []
    opened.close()


def test_models_are_loaded_before_the_first_question(model: Path, tmp_path: Path) -> None:
    ranker = str(tiny_models.cross_encoder(tmp_path / "ranker"))
    open_pipeline(tmp_path / "data", embedder=str(model)).close()
    opened = open_pipeline(tmp_path / "data", embedder=str(model), reranker=ranker)
    opened.retriever.prepare()
    assert opened.index.embedder._weights._made is not None  # type: ignore[attr-defined]
    assert opened.retriever.reranker is not None
    assert opened.retriever.reranker._weights._made is not None
    opened.close()


def test_from_one_embedder_to_another_by_the_command_line(
    model: Path, data: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    name, seeds = str(model), str(ROOT / "seeds")

    def encoder() -> tuple[str, int]:
        with Index.open(data) as index:
            return index.semantic.meanings.encoder(), index.semantic.meanings.number()

    for embedder_ in (name, "nobody/nothing", ""):
        status, out, _ = run("ask", QUESTION, "--json", embedder=embedder_ or "hashing")
        assert (status, json.loads(out)["answered"]) == (0, True)
    assert encoder() == ("", 0)  # a question makes none
    status, out, said = run("index", seeds, embedder=name)
    assert (status, said) == (0, "")
    assert "5 unchanged" in out
    found, number = encoder()
    assert found.startswith("tiny-")
    assert number > 90
    status, out, said = run("ask", QUESTION, "--json", embedder=name)
    assert (status, said, json.loads(out)["answered"]) == (0, "", True)
    assert run("index", seeds, embedder="hashing")[0] == 0
    assert encoder() == (found, number)  # nor does hashing undo what was made
