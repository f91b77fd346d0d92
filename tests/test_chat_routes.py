"""What the chat page's script asks of the server: streams, articles at a sentence, bad input."""

import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from rag.pipeline import Pipeline
from tests.serving import Known, answer, citation, running, until
from ui.chat_pages import listing
from ui.chat_routes import router
from ui.chat_strings import say
from ui.kept import Kept
from ui.service import Service

CONVERSATION = "0123456789abcdef" * 2
QUESTION = "من هو وزير الدفاع الأميركي؟"


def app(pipeline: object, kept: Kept) -> FastAPI:
    made = FastAPI()
    made.include_router(router(Service(pipeline, kept)))  # type: ignore[arg-type]
    return made


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    opened = Kept.open(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def client(pipeline: Pipeline, kept: Kept) -> Iterator[httpx.Client]:
    with running(app(pipeline, kept)) as client:
        yield client


def asked(client: httpx.Client, **changes: object) -> list[dict[str, object]]:
    body = {"question": QUESTION, "conversation": CONVERSATION, **changes}
    reply = client.post("/chat/ask", json=body)
    assert reply.status_code == 200
    return [json.loads(line) for line in reply.text.splitlines()]


def test_an_answer_forms_and_ends_and_is_kept_in_its_conversation(client: httpx.Client) -> None:
    events = asked(client)
    assert [bool(event.get("done")) for event in events[-2:]] == [False, True]
    last = str(events[-1]["html"])
    assert 'class="chip"' in last
    again = client.get(f"/chat/conversations/{CONVERSATION}").text
    assert last in again
    assert client.get("/chat/conversations/unknown").text == ""


def test_a_question_asked_again_at_once_is_shown_once(client: httpx.Client) -> None:
    asked(client)
    asked(client)
    again = client.get(f"/chat/conversations/{CONVERSATION}").text
    assert again.count('<article class="turn">') == 1


def test_what_goes_wrong_is_said_in_the_language_of_the_page(client: httpx.Client) -> None:
    assert "2,000" in str(asked(client, question="؟", language="en")[-1]["error"])
    assert "x.txt" in str(asked(client, sources=["x.txt"])[-1]["error"])
    assert "error" in asked(client, answerer="nobody")[-1]


@pytest.mark.parametrize("before", [(), (citation(), answer().statements[0])])
def test_a_store_that_fails_is_said_to_the_reader(kept: Kept, before: tuple[object, ...]) -> None:
    with running(app(Known(*before, sqlite3.DatabaseError("malformed")), kept)) as client:
        last = asked(client, language="en")[-1]
    assert last == {"error": say("failed_answer", "en")}


@pytest.mark.parametrize(
    "changes",
    [
        {"conversation": "guess"},
        {"question": "x" * 9_000},
        {"history": [{"role": "system", "content": "x"}]},
        {"history": [{"role": "user", "content": "x"}] * 21},
        {"language": "fr"},
        {"sources": ["\\ud800"]},
        {"answerer": "\\ud800"},
    ],
)
def test_bad_input_is_refused(client: httpx.Client, changes: dict[str, object]) -> None:
    body = json.dumps({"question": QUESTION, "conversation": CONVERSATION, **changes})
    reply = client.post("/chat/ask", content=body.replace("\\\\ud800", "\\ud800"))
    assert reply.status_code == 422


def test_an_article_opens_at_its_sentence(client: httpx.Client, pipeline: Pipeline) -> None:
    document = pipeline.index.documents()[0]
    third, fifth = (pipeline.index.sentences(document.source)[n] for n in (2, 4))
    wanted = {"source": document.source, "sha": document.sha256, "sentence": 3, "cited": [3, 5]}
    page = client.post("/chat/article", json=wanted).text
    assert f'<mark class="target" tabindex="-1" data-s="3">{third.text}</mark>' in page
    assert f'<mark class="cited" data-s="5">{fifth.text}</mark>' in page


def test_a_changed_article_opens_where_it_says_the_same_or_nowhere(
    client: httpx.Client, pipeline: Pipeline
) -> None:
    document = pipeline.index.documents()[0]
    fifth = pipeline.index.sentences(document.source)[4]
    wanted = {"source": document.source, "sha": "0" * 64, "sentence": 3, "quote": fifth.text}
    page = client.post("/chat/article", json=wanted).text
    assert '<p class="warning"' in page
    assert '<mark class="target" tabindex="-1" data-s="5">' in page
    page = client.post("/chat/article", json={**wanted, "quote": "gone"}).text
    assert "<mark" not in page


def test_an_article_that_has_gone_is_said_to_be(client: httpx.Client) -> None:
    assert client.post("/chat/article", json={"source": "../../etc/passwd"}).status_code == 404
    body = '{"source": "\\ud800"}'
    assert client.post("/chat/article", content=body).status_code == 422


def test_only_the_pages_own_files_are_served(client: httpx.Client) -> None:
    assert client.get("/chat/chat.css").headers["content-type"].startswith("text/css")
    assert client.get("/chat/chat.js").status_code == 200
    assert client.get("/chat/chat.py").status_code == 404
    assert client.get("/chat/..%2fchat.py").status_code == 404
    assert "window.isnadStrings" in client.get("/chat/strings.js?language=en").text


def test_sources_are_found_by_folded_words_of_title_and_name(pipeline: Pipeline) -> None:
    everything = listing(pipeline.index, " ", "en")
    assert everything.count("<li>") == 5
    found = listing(pipeline.index, "الولأيات يبدان", "en")
    assert re.findall(r'data-source="(\d+)', found) == ["001"]
    assert 'data-source="002' in listing(pipeline.index, "002 رويترز", "en")
    assert "No source of that name" in listing(pipeline.index, "لاشيءكهذا", "en")


def test_the_work_stops_when_the_reader_leaves(kept: Kept) -> None:
    statement = answer().statements[0]
    slow = Known(citation(), *[statement] * 500, answer(), pause=0.02)
    body = {"question": QUESTION, "conversation": CONVERSATION}
    with (
        running(app(slow, kept)) as client,
        client.stream("POST", "/chat/ask", json=body) as reply,
    ):
        next(reply.iter_lines())
        reply.close()
        until(slow.stopped.is_set)
    assert slow.given < 500


def test_an_iterator_is_driven_on_one_thread(kept: Kept) -> None:
    seen: set[int] = set()

    class Noting(Known):
        def stream(self, *asked: object) -> Iterator[object]:
            for part in super().stream(*asked):
                seen.add(threading.get_ident())
                yield part

    with running(app(Noting(), kept)) as client:
        asked(client)
    assert len(seen) == 1
