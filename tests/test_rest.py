import json
import shutil
import socket
import sqlite3
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pydantic import BaseModel
from serving import Known, answer, citation, running, until

from index.errors import BusyError, ModelError, QuestionError, StoreError
from index.files import from_bytes
from index.store import UPLOADS, Index
from index.values import Document
from rag import answer as values
from rag.bundle import recheck
from rag.pipeline import Pipeline
from rag.recheck import in_index
from ui import schemas
from ui.app import build
from ui.kept import Kept
from ui.pages import source_address
from ui.schemas_bundle import Bundle
from ui.security import access
from ui.service import Service

QUESTION = "ما القاعدة التي تعرضت لهجوم بطائرات مسيرة مساء الثلاثاء؟"
PROBLEM = "application/problem+json"
EVIL_NAMES = [
    "../../etc/passwd",
    "/etc/passwd.txt",
    "a\x01.txt",
    "a\u202etxt.txt",
    "..",
    "a/./b.txt",
]


@contextmanager
def served(pipeline: Any, path: Path, **more: Any) -> Iterator[httpx.Client]:
    with closing(Kept.open(path)) as kept:
        service = Service(pipeline, kept, **{"max_upload": 2**20, **more})
        everybody = access(host="127.0.0.1", keys=(), public_url="", max_upload=2**20)
        with running(build(service, everybody, chat=False)) as client:
            yield client


@pytest.fixture(scope="module")
def client(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with served(pipeline, tmp_path_factory.mktemp("kept")) as opened:
        yield opened


def is_problem(response: httpx.Response, status: int) -> bool:
    """Whether it is that problem, and tells a person something."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    problem = response.json()
    assert problem["status"] == status
    assert len(problem["detail"]) > 5
    schemas.Problem.model_validate(problem)
    return True


def upload(client: httpx.Client, *files: tuple[str, bytes]) -> httpx.Response:
    return client.post("/v1/sources", files=[("files", file) for file in files])


# Questions.


def test_an_answer_with_exact_citations(client: httpx.Client) -> None:
    response = client.post("/v1/ask", json={"question": QUESTION})
    assert response.status_code == 200
    found = schemas.Answer.model_validate(response.json())
    assert found.answered
    for cited in found.citations:
        source = client.get(f"/v1/sources/{quote(cited.source)}").json()
        assert source["text"][cited.start : cited.end] == cited.quote
        assert source["sha256"] == cited.sha256
        span = source["spans"][cited.sentence - 1]
        assert span == {"sentence": cited.sentence, "start": cited.start, "end": cited.end}
        assert f'id="s{cited.sentence}"' in client.get(cited.url).text


def test_a_refusal_has_the_nearest(client: httpx.Client) -> None:
    found = client.post("/v1/ask", json={"question": "من فاز بكأس العالم للتنس؟"}).json()
    assert found["answered"] is False
    assert found["citations"] == []
    assert len(found["nearest"]) <= 3


def test_sources_narrow_a_question(client: httpx.Client) -> None:
    for name in [each["source"] for each in client.get("/v1/sources").json()["sources"]]:
        asked = {"question": QUESTION, "sources": [name]}
        found = client.post("/v1/ask", json=asked).json()
        assert {each["source"] for each in found["citations"] + found["nearest"]} <= {name}


def test_the_parts_of_a_stream_come_in_order(client: httpx.Client) -> None:
    events = list(stream(client, {"question": QUESTION}))
    assert events[-1][0] == "done"
    whole = events[-1][1]
    assert [data for name, data in events if name == "citation"] == whole["citations"]
    assert [data for name, data in events if name == "statement"] == whole["statements"]
    known: set[int] = set()
    for name, data in events[:-1]:
        if name == "citation":
            known.add(data["id"])
        else:
            assert set(data["citations"]) <= known
    assert client.get(f"/v1/answers/{whole['id']}").status_code == 200


def test_a_search_gives_k_sentences(client: httpx.Client) -> None:
    hits = client.post("/v1/search", json={"query": "قاعدة عين الأسد", "k": 3}).json()["hits"]
    assert len(hits) == 3
    assert [hit["score"] for hit in hits] == sorted((h["score"] for h in hits), reverse=True)
    first = hits[0]
    text = client.get(f"/v1/sources/{first['source']}").json()["text"]
    assert text[first["start"] : first["end"]] == first["quote"]
    default = client.post("/v1/search", json={"query": "العراق"}).json()["hits"]
    assert len(default) == 10


@pytest.mark.parametrize("stream_", [False, True])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ([], 422),
        (None, 422),
        ("x", 422),
        ({"question": ""}, 422),
        ({"question": "؟!"}, 422),
        ({"question": "😀"}, 422),
        ({"question": 5}, 422),
        ({"question": "س" * 2001}, 422),
        ({"question": "ما", "history": [{"role": "user", "content": "x"}] * 21}, 422),
        ({"question": "ما", "history": [{"role": "system", "content": "x"}]}, 422),
        ({"question": "ما", "history": [{"role": "user"}]}, 422),
        ({"question": "ما", "history": [{"role": "user", "content": "x" * 20_001}]}, 422),
        ({"question": QUESTION, "sources": ["no.txt"]}, 404),
        ({"question": QUESTION, "sources": []}, 422),
        ({"question": QUESTION, "sources": "no.txt"}, 422),
        ({"question": QUESTION, "answerer": "no"}, 422),
        ({"question": QUESTION, "stream": "maybe"}, 422),
        ({"question": QUESTION, "colour": 1}, 422),
    ],
)
def test_a_wrong_question(client: httpx.Client, body: Any, status: int, stream_: bool) -> None:
    if isinstance(body, dict) and stream_:
        body = {"stream": True, **body}
    assert is_problem(client.post("/v1/ask", json=body), status)


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search", "/v1/answers/a/feedback"])
@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"question": "\xff"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"k": 1' + b"0" * 5_000 + b"}", "application/json", 400),
        (b'{"question": "\\ud800", "query": "\\ud800"}', "application/json", 422),
        (b'{"question": "x"}', "text/plain", 415),
        (b"question=x", "application/x-www-form-urlencoded", 415),
        (b"", "application/json", 422),
    ],
)
def test_a_wrong_body(
    client: httpx.Client, path: str, content: bytes, kind: str, status: int
) -> None:
    response = client.post(path, content=content, headers={"Content-Type": kind})
    assert is_problem(response, status)


@pytest.mark.parametrize("k", [0, -1, 101, 10_000, 1.5, "3", True, None])
def test_a_wrong_k(client: httpx.Client, k: Any) -> None:
    assert is_problem(client.post("/v1/search", json={"query": "العراق", "k": k}), 422)


def test_a_problem_names_the_place(client: httpx.Client) -> None:
    body = {"question": "ما", "history": [{"role": "user", "content": "x"}, {"role": "x"}]}
    errors = client.post("/v1/ask", json=body).json()["errors"]
    assert {error["where"] for error in errors} == {"history[1].role", "history[1].content"}


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("/v1", "GET", 404), ("/v1/", "GET", 404), ("/v1/none", "PUT", 404), ("/v1/ask", "GET", 405),
     ("/v1/ask/", "POST", 404), ("/v1/%0A", "GET", 404), ("/v1/sources/x%0A", "DELETE", 404),
     ("/v1/sources/x.txt", "PUT", 405), ("/v1/answers", "GET", 404), ("/health", "DELETE", 405),
     ("/v1/search", "TRACE", 405), ("/v1/sources/%00", "GET", 404), ("/v1/answers/%ff", "GET", 404),
     ("/v1/sources/" + "x" * 5_000, "GET", 404), ("/v1/sources/..%2F..%2Fetc%2Fpasswd", "GET", 404),
     ("/docs", "POST", 405), ("/metrics", "POST", 405), ("/resources/..%2fapp.py", "GET", 404)],
)  # fmt: skip
def test_a_wrong_address(client: httpx.Client, path: str, method: str, status: int) -> None:
    response = client.request(method, path)
    assert is_problem(response, status)
    assert (status == 405) == ("allow" in response.headers)


# Streams, errors and addresses, with a pipeline whose answers are known.


def stream(client: httpx.Client, body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    with client.stream("POST", "/v1/ask", json={**body, "stream": True}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        for block in "".join(response.iter_text()).split("\n\n")[:-1]:
            name, data = block.split("\n")
            yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_an_error_in_mid_stream_is_an_event(tmp_path: Path) -> None:
    with served(Known(citation(), ModelError("the model has gone")), tmp_path) as client:
        events = list(stream(client, {"question": "x"}))
    assert [name for name, _ in events] == ["citation", "error"]
    schemas.Problem.model_validate(events[1][1])
    assert events[1][1]["detail"] == "the model has gone"


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    ("error", "status"),
    [(BusyError("busy"), 503), (ModelError("no model"), 503), (QuestionError("empty"), 422)],
)
def test_an_error_before_the_answer_has_its_status(
    tmp_path: Path, error: Exception, status: int, streamed: bool
) -> None:
    with served(Known(error), tmp_path) as client:
        response = client.post("/v1/ask", json={"question": "x", "stream": streamed})
    assert response.status_code == status
    assert response.json()["detail"] == str(error)
    assert ("retry-after" in response.headers) == (status == 503)


def test_a_store_that_fails_before_the_answer_is_a_503_streamed_or_not(tmp_path: Path) -> None:
    with served(Known(sqlite3.DatabaseError("malformed")), tmp_path) as client:
        whole, streamed = (
            client.post("/v1/ask", json={"question": "x", "stream": stream})
            for stream in (False, True)
        )
    assert is_problem(whole, 503)
    assert is_problem(streamed, 503)
    assert streamed.json() == whole.json()
    assert "retry-after" in streamed.headers


def test_a_store_that_fails_within_the_answer_is_an_error_event(tmp_path: Path) -> None:
    with served(Known(citation(), sqlite3.OperationalError("disk I/O error")), tmp_path) as client:
        response = client.post("/v1/ask", json={"question": "x", "stream": True})
    last = response.text.strip().split("\n\n")[-1]
    name, data = last.split("\n")
    assert (response.status_code, name) == (200, "event: error")
    assert schemas.Problem.model_validate_json(data.removeprefix("data: ")).status == 503
    assert "disk" not in data


def test_the_first_part_comes_before_the_last(tmp_path: Path) -> None:
    slow = Known(citation(), answer().statements[0], answer(), pause=0.3)
    with (
        served(slow, tmp_path) as client,
        client.stream("POST", "/v1/ask", json={"question": "x", "stream": True}) as response,
    ):
        first = next(response.iter_text())
        assert slow.given < 3
        assert first.startswith("event: citation\n")


def test_the_short_answer_goes_through_every_reply(tmp_path: Path) -> None:
    short = {"text": "مساء الثلاثاء", "citation": 1, "start": 10, "end": 23}
    told = answer(short=values.Short(**short))
    with served(Known(citation(), told), tmp_path) as client:
        whole = client.post("/v1/ask", json={"question": "x"}).json()
        assert schemas.Answer.model_validate(whole).short == schemas.Short(**short)
        events = list(stream(client, {"question": "x"}))
        assert events[-1][0] == "done"
        kept = client.get(f"/v1/answers/{told.id}").json()
        bundle = client.get(f"/v1/answers/{told.id}/bundle").json()
        asked = {"model": "isnad-extractive", "messages": [{"role": "user", "content": "x"}]}
        chat = client.post("/v1/chat/completions", json=asked).json()
    for body in (whole, events[-1][1], kept, bundle["answer"], chat["isnad"]):
        assert body["short"] == short
    assert answer().to_dict()["short"] is None


def test_a_client_that_leaves_stops_the_work(tmp_path: Path) -> None:
    endless = Known(*[citation()] * 10_000, pause=0.01)
    body = json.dumps({"question": "x", "stream": True}).encode()
    with served(endless, tmp_path) as client:
        place = (client.base_url.host, client.base_url.port)
        with socket.create_connection(place) as leaving:
            leaving.sendall(
                b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
            )
            assert b"200 OK" in leaving.recv(100)
        until(endless.stopped.is_set, 5)
    assert endless.given < 1_000


def test_public_addresses(tmp_path: Path) -> None:
    cited = citation(url="/sources/a%20b.txt#s1")
    known = Known(cited, answer(citations=(cited,)))
    public = "https://news.example/isnad/sources/a%20b.txt#s1"
    with served(known, tmp_path, public_url="https://news.example/isnad") as client:
        found = client.post("/v1/ask", json={"question": "x"}).json()
        assert found["citations"][0]["url"] == public
        assert client.get("/v1/answers/a-1").json()["citations"][0]["url"] == public
        events = list(stream(client, {"question": "x"}))
        assert {events[0][1]["url"], events[1][1]["citations"][0]["url"]} == {public}


def test_an_answer_costs_little_over_the_pipeline(tmp_path: Path) -> None:
    """No timing: only that an answer is given out without being validated a second time."""
    odd = answer(confidence=2.0)  # the model of the documentation would refuse it
    with served(Known(odd), tmp_path) as client:
        assert client.post("/v1/ask", json={"question": "x"}).json()["confidence"] == 2.0


@pytest.mark.parametrize(
    "name", ["Citation", "Statement", "Value", "Difference", "Agreement", "Short", "Answer"]
)
def test_the_documented_objects_are_the_real_ones(name: str) -> None:
    model: type[BaseModel] = getattr(schemas, name)
    assert list(model.model_fields) == [field.name for field in fields(getattr(values, name))]


def test_the_documented_source_is_the_real_one() -> None:
    assert set(schemas.Source.model_fields) <= {field.name for field in fields(Document)}


def test_every_example_is_valid() -> None:
    for name, model in vars(schemas).items():
        if isinstance(model, type) and issubclass(model, BaseModel) and name[0] != "_":
            for example in (model.model_config.get("json_schema_extra") or {}).get("examples", []):  # type: ignore[union-attr]
                model.model_validate(example)


# Sources.


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[httpx.Client]:
    with Index.open(tmp_path) as index:
        known = Known()
        known.index = index  # type: ignore[assignment]
        with served(known, tmp_path) as opened:
            yield opened


@pytest.mark.parametrize("name", ["a.txt", "أخبار/تقرير ١.txt", "50% + #1 & ?=2 '.md", "…/é😀.txt"])
def test_a_source_of_any_name_comes_and_goes(fresh: httpx.Client, name: str) -> None:
    text = "\ufeffوصل الوفد.\r\nثم غادر."
    response = upload(fresh, (name, text.encode()))
    assert (response.status_code, response.json()) == (201, {"indexed": [name], "failed": []})
    assert [each["source"] for each in fresh.get("/v1/sources").json()["sources"]] == [name]
    for safe in ("/", ""):
        found = fresh.get(f"/v1/sources/{quote(name, safe=safe)}").json()
        assert found["text"] == text
        assert found["characters"] == len(text)
        assert found["sentences"] == len(found["spans"]) == 2
    assert fresh.delete(f"/v1/sources/{quote(name)}").status_code == 204
    assert is_problem(fresh.get(f"/v1/sources/{quote(name)}"), 404)
    assert is_problem(fresh.delete(f"/v1/sources/{quote(name)}"), 404)


def test_an_upload_replaces(fresh: httpx.Client) -> None:
    upload(fresh, ("a.txt", "قديم.".encode()))
    assert upload(fresh, ("a.txt", "جديد.".encode())).status_code == 201
    assert fresh.get("/v1/sources/a.txt").json()["text"] == "جديد."
    assert upload(fresh, ("a.txt", "جديد.".encode())).json()["indexed"] == ["a.txt"]


def test_an_upload_that_fails_leaves_what_was_there_and_says_so(fresh: httpx.Client) -> None:
    upload(fresh, ("a.txt", "قديم.".encode()))
    detail = upload(fresh, ("a.txt", b"\xff")).json()["detail"]
    assert detail.endswith("save it as UTF-8; its earlier text stays in the index")
    assert fresh.get("/v1/sources/a.txt").json()["text"] == "قديم."
    assert "earlier" not in upload(fresh, ("b.txt", b"\xff")).json()["detail"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("\u0627\u0653\u0645\u0646.txt", "\u0622\u0645\u0646.txt"),  # as macOS writes آمن
        ("C:\\Users\\me\\تقرير.txt", "تقرير.txt"),  # as old browsers of Windows send it
        ("تقرير نهائي (2) 😀.txt", "تقرير نهائي (2) 😀.txt"),
        ("100% #1?.txt", "100% #1?.txt"),
        ("%2e%2e%2fx.txt", "%2e%2e%2fx.txt"),
        ("م" * 125 + ".txt", "م" * 125 + ".txt"),
    ],
)
def test_the_names_that_users_have(fresh: httpx.Client, given: str, kept: str) -> None:
    sent = {"Content-Type": "multipart/form-data; boundary=b"}
    head = f'--b\r\nContent-Disposition: form-data; name="files"; filename="{given}"\r\n\r\n'
    body = f"{head}غادر الوفد الياباني.\r\n--b--\r\n".encode()
    assert fresh.post("/v1/sources", content=body, headers=sent).json()["indexed"] == [kept]
    page = fresh.get(source_address(kept, 1))
    assert page.status_code == 200
    assert "غادر الوفد" in page.text
    assert fresh.get(f"/v1/sources/{quote(kept)}").json()["source"] == kept
    assert fresh.delete(f"/v1/sources/{quote(kept)}").status_code == 204


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("a.pdf", b"%PDF", 415),
        ("a", b"text", 415),
        ("a.txt", b"", 422),
        ("a.txt", b"\0\1\2", 422),
        ("a.txt", "نص".encode("cp1256"), 422),
        ("a.txt", b"x" * (2**20 + 1), 413),
        *[(name, b"text", 422) for name in EVIL_NAMES],
    ],
)
def test_a_file_that_is_refused(fresh: httpx.Client, name: str, data: bytes, status: int) -> None:
    upload(fresh, ("good.txt", b"Good."))
    response = upload(fresh, (name, data))
    assert is_problem(response, status)
    assert len(response.json()["failed"]) == 1
    assert [each["source"] for each in fresh.get("/v1/sources").json()["sources"]] == ["good.txt"]


def test_the_good_go_in_beside_the_bad(fresh: httpx.Client) -> None:
    files = [("a.pdf", b"x"), ("b.txt", b"Fine."), ("../c.txt", b"x"), ("b.txt", b"Twice.")]
    response = upload(fresh, *files)
    assert response.status_code == 201
    assert response.json()["indexed"] == ["b.txt"]
    assert {each["source"] for each in response.json()["failed"]} == {"a.pdf", "../c.txt", "b.txt"}
    assert fresh.get("/v1/sources/b.txt").json()["text"] == "Fine."


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {}}, 415),
        ({"data": {"files": "x"}}, 415),
        ({"files": {"other": ("a.txt", b"x")}}, 422),
        ({"files": {"files": (None, b"x")}}, 422),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=b"}}, 400),
        ({"files": [("files", (f"{n}.txt", b"x")) for n in range(101)]}, 400),
    ],
)
def test_an_upload_that_is_none(fresh: httpx.Client, sent: dict[str, Any], status: int) -> None:
    assert is_problem(fresh.post("/v1/sources", **sent), status)
    assert fresh.get("/v1/sources").json() == {"sources": []}


def test_of_two_uploads_at_once_one_wins_whole(fresh: httpx.Client) -> None:
    texts = [f"{word} " * 2_000 + "." for word in ("وصل", "غادر", "قال", "عاد")]
    with ThreadPoolExecutor(4) as pool:
        sent = pool.map(lambda text: upload(fresh, ("same.txt", text.encode())), texts * 2)
        assert {response.status_code for response in sent} == {201}
    found = fresh.get("/v1/sources/same.txt").json()
    assert found["text"] in texts
    assert found["spans"][-1]["end"] == len(found["text"])
    assert len(fresh.get("/v1/sources").json()["sources"]) == 1


# Kept answers.


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[httpx.Client, Index, dict[str, Any]]]:
    text = "عاجل. وصل الوفد مساء الثلاثاء."
    with Index.open(tmp_path) as index:
        list(index.add([from_bytes("a.txt", text.encode(), UPLOADS)]))
        two = index.sentences("a.txt")[1]
        cited = citation(
            1, two.start, two.end, source="a.txt", sha256=two.sha256, quote=two.text, sentence=2,
            url="/sources/a.txt#s2",
        )  # fmt: skip
        known = Known(answer(citations=(cited,)))
        known.index = index  # type: ignore[assignment]
        with served(known, tmp_path) as client:
            yield client, index, client.post("/v1/ask", json={"question": "x"}).json()


def test_a_kept_answer_is_the_answer(asked: tuple[httpx.Client, Index, dict[str, Any]]) -> None:
    client, _, given = asked
    kept = client.get(f"/v1/answers/{given['id']}").json()
    schemas.KeptAnswer.model_validate(kept)
    assert {name: kept[name] for name in given} == given
    assert kept["unchanged"] is True
    assert [check["status"] for check in kept["checks"]] == ["exact"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("عاجل. وصل الوفد مساء الثلاثاء. ثم غادر.", "exact"),
        ("عاجل جدا. وصل الوفد مساء الثلاثاء.", "moved"),
        ("عاجل. غادر الوفد.", "gone"),
    ],
)
def test_it_says_when_its_source_has_changed(
    asked: tuple[httpx.Client, Index, dict[str, Any]], text: str, status: str
) -> None:
    client, _, given = asked
    upload(client, ("a.txt", text.encode()))
    kept = client.get(f"/v1/answers/{given['id']}").json()
    assert kept["unchanged"] is False
    assert kept["checks"][0]["status"] == status
    assert kept["checks"][0]["changed"] is True
    assert kept["citations"] == given["citations"]


def test_it_says_when_its_source_has_gone(
    asked: tuple[httpx.Client, Index, dict[str, Any]],
) -> None:
    client, _, given = asked
    client.delete("/v1/sources/a.txt")
    kept = client.get(f"/v1/answers/{given['id']}").json()
    assert (kept["unchanged"], kept["checks"][0]["present"]) == (False, False)


def test_an_answer_is_taken_away_with_its_evidence(
    asked: tuple[httpx.Client, Index, dict[str, Any]],
) -> None:
    client, index, given = asked
    path = f"/v1/answers/{given['id']}/bundle"
    bundle = client.get(path).json()
    Bundle.model_validate(bundle)
    assert bundle["answer"] == given
    assert {check.status for check in recheck(bundle, in_index(index))} == {"exact"}
    assert bundle["annotations"][0]["target"]["selector"][1]["prefix"] == "عاجل. "
    upload(client, ("a.txt", "تصحيح. عاجل. وصل الوفد مساء الثلاثاء.".encode()))
    later = client.get(path).json()
    assert "prefix" not in later["annotations"][0]["target"]["selector"][1]
    assert recheck(bundle, in_index(index))[0].status == "moved"
    assert is_problem(client.get("/v1/answers/a-9/bundle"), 404)


@pytest.mark.parametrize(
    ("form", "kind"), [("markdown", "text/markdown"), ("html", "text/html"), ("text", "text/plain")]
)
def test_an_answer_is_copied(
    asked: tuple[httpx.Client, Index, dict[str, Any]], form: str, kind: str
) -> None:
    client, _, given = asked
    path = f"/v1/answers/{given['id']}/copy"
    response = client.get(path, params={"format": form})
    assert response.headers["content-type"] == f"{kind}; charset=utf-8"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert given["citations"][0]["quote"] in response.text
    assert f"{client.base_url}{given['citations'][0]['url']}" in response.text
    assert client.get(path).headers["content-type"].startswith("text/markdown")
    assert is_problem(client.get(path, params={"format": "pdf"}), 422)
    assert is_problem(client.get("/v1/answers/a-9/copy"), 404)


def test_feedback(asked: tuple[httpx.Client, Index, dict[str, Any]]) -> None:
    client, _, given = asked
    path = f"/v1/answers/{given['id']}/feedback"
    response = client.post(path, json={"thumbs": "up", "comment": "جيد"})
    assert response.json() == {"id": given["id"], "thumbs": "up", "comment": "جيد"}
    assert client.get(f"/v1/answers/{given['id']}").json()["thumbs"] == "up"
    assert client.post(path, json={"thumbs": None}).status_code == 200
    assert client.get(f"/v1/answers/{given['id']}").json()["thumbs"] is None
    for wrong in ({}, {"thumbs": "sideways"}, {"thumbs": "up", "comment": "x" * 2001}):
        assert is_problem(client.post(path, json=wrong), 422)
    assert is_problem(client.post("/v1/answers/a-9/feedback", json={"thumbs": "up"}), 404)
    assert is_problem(client.get("/v1/answers/a-9"), 404)


# The service itself.


def test_alive_ready_and_measured(client: httpx.Client) -> None:
    assert client.get("/health").json() == {"status": "alive"}
    assert client.get("/ready").json()["sentences"] > 0
    text = client.get("/metrics").text
    assert 'isnad_calls_total{method="GET",route="/ready",status="200"}' in text
    client.get("/v1/sources/no-such-name.txt")
    assert "no-such-name" not in client.get("/metrics").text


def test_not_ready_when_the_index_is_gone(tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        known = Known()
        known.index = index  # type: ignore[assignment]
        with served(known, tmp_path) as client:
            index.close()
            shutil.rmtree(tmp_path / "data")
            assert is_problem(client.get("/ready"), 503)
            assert client.get("/health").status_code == 200


@pytest.mark.parametrize("error", [StoreError("broken"), sqlite3.DatabaseError("malformed")])
def test_not_ready_when_the_index_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    @contextmanager
    def failing() -> Iterator[None]:
        raise error
        yield

    with Index.open(tmp_path / "data") as index:
        monkeypatch.setattr(index, "reading", failing)
        known = Known()
        known.index = index  # type: ignore[assignment]
        with served(known, tmp_path) as client:
            assert is_problem(client.get("/ready"), 503)


def test_the_documentation_is_served_by_us(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert "<script>" not in page.text
    document = client.get("/openapi.json").json()
    assert set(document["paths"]) >= {"/v1/ask", "/v1/search", "/v1/sources/{source}", "/health"}
    for path, item in document["paths"].items():
        for operation in item.values():
            assert operation["summary"], path
            assert "503" in operation["responses"], path
            assert "HTTPValidationError" not in str(operation)


def test_sixteen_clients_get_their_own_answers(client: httpx.Client) -> None:
    names = [each["source"] for each in client.get("/v1/sources").json()["sources"]]

    def ask(number: int) -> Sequence[bool]:
        name = names[number % len(names)]
        body = {"question": f"{QUESTION} {number}", "sources": [name]}
        with httpx.Client(base_url=client.base_url, timeout=60) as own:
            found = [own.post("/v1/ask", json=body).json() for _ in range(3)]
        cited = [each for one in found for each in one["citations"] + one["nearest"]]
        return [one["question"] == body["question"] for one in found] + [
            each["source"] == name for each in cited
        ]

    begun = time.monotonic()
    with ThreadPoolExecutor(16) as pool:
        assert all(all(right) for right in pool.map(ask, range(16)))
    assert time.monotonic() - begun < 60
