"""MCP's official client over both transports: streamable HTTP and stdio."""

import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import anyio
import httpx
import pytest
from mcp import ClientSession, McpError, StdioServerParameters, types
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from pydantic import AnyUrl
from serving import Known, answer, running

from index.errors import BusyError
from index.files import from_bytes
from index.store import UPLOADS, Index
from rag.answer import Short
from rag.pipeline import Pipeline
from ui import schemas
from ui.app import build
from ui.kept import Kept
from ui.mcp import PAGE, address, security
from ui.mcp_tools import TOOLS
from ui.security import access
from ui.service import Service
from ui.stdio import GRACE_S

ROOT = Path(__file__).parents[1]
QUESTION = "ما القاعدة التي تعرضت لهجوم بطائرات مسيرة مساء الثلاثاء؟"
ABSENT = "من فاز بكأس العالم للتنس؟"
SOURCE = "001_19a3caf8993365fc.txt"
TEXT = "وصل الوفد مساء الثلاثاء. ثم غادر يوم الأربعاء. وعاد الوفد بعد ذلك."
HEADERS = {"Accept": "application/json, text/event-stream"}

Work = Callable[[ClientSession], Awaitable[None]]


@contextmanager
def served(pipeline: Any, path: Path, **more: Any) -> Iterator[httpx.Client]:
    settings = {"host": "127.0.0.1", "keys": (), "public_url": "", "max_upload": 2**20} | more
    with closing(Kept.open(path)) as kept:
        service = Service(pipeline, kept, settings["public_url"])
        with running(build(service, access(**settings), chat=False)) as client:
            yield client


@pytest.fixture(scope="module")
def client(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with served(pipeline, tmp_path_factory.mktemp("kept")) as opened:
        yield opened


@pytest.fixture
def many(tmp_path: Path) -> Iterator[httpx.Client]:
    """A server whose sources fill more than a page; one has a name that must be encoded."""
    names = [f"{number:03}.txt" for number in range(PAGE + 5)] + ["أخبار/تقرير 1?.txt"]
    with Index.open(tmp_path / "data") as index:
        list(index.add([from_bytes(name, TEXT.encode(), UPLOADS) for name in names]))
        with served(Pipeline(index), tmp_path) as client:
            yield client


@asynccontextmanager
async def over_http(client: httpx.Client, key: str = "") -> AsyncIterator[ClientSession]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with (
        httpx.AsyncClient(headers=headers, trust_env=False, timeout=30) as http,
        streamable_http_client(str(client.base_url.join("/mcp")), http_client=http) as streams,
        ClientSession(streams[0], streams[1]) as session,
    ):
        await session.initialize()
        yield session


@asynccontextmanager
async def over_stdio(data: Path) -> AsyncIterator[ClientSession]:
    arguments = ["-m", "ui", "mcp", "--data", str(data)]
    program = StdioServerParameters(command=sys.executable, args=arguments, cwd=ROOT)
    async with (
        stdio_client(program) as (read, write),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        yield session


def http(client: httpx.Client, work: Work, **more: Any) -> None:
    async def run() -> None:
        async with over_http(client, **more) as session:
            await work(session)

    anyio.run(run)


async def errs(session: ClientSession, tool: str, arguments: dict[str, Any]) -> str:
    """The line of the tool error that a call must come to."""
    result = await session.call_tool(tool, arguments)
    assert result.isError, result
    line = result.content[0].text
    assert len(line) > 5
    assert "\n" not in line
    return line


async def all_tools(session: ClientSession) -> None:
    """Each tool once, with what it gives held against its own schema by the client."""
    tools = (await session.list_tools()).tools
    assert [tool.name for tool in tools] == ["ask", "search", "read_source", "list_sources"]
    for tool in tools:
        assert tool.outputSchema
        assert tool.annotations.readOnlyHint
        for name, parameter in tool.inputSchema["properties"].items():
            assert parameter["description"], f"{tool.name}.{name}"
    asked = await session.call_tool("ask", {"question": QUESTION})
    found = schemas.Answer.model_validate(asked.structuredContent)
    assert found.answered
    assert json.loads(asked.content[0].text) == asked.structuredContent
    cited = found.citations[0]
    read = (await session.call_tool("read_source", {"source": cited.source})).structuredContent
    assert read["text"][cited.start : cited.end] == cited.quote
    assert read["offset"] == 0
    part = {"source": cited.source, "first": cited.sentence, "last": cited.sentence}
    read = (await session.call_tool("read_source", part)).structuredContent
    assert (read["text"], read["offset"]) == (cited.quote, cited.start)
    assert [span["sentence"] for span in read["spans"]] == [cited.sentence]
    hits = (
        await session.call_tool("search", {"query": "قاعدة عين الأسد", "k": 3})
    ).structuredContent
    assert len(hits["hits"]) == 3
    listed = (await session.call_tool("list_sources", {})).structuredContent
    assert listed["total"] == len(listed["sources"]) == 5


async def resources(session: ClientSession) -> None:
    listed = (await session.list_resources()).resources
    assert [each.name for each in listed] == sorted(each.name for each in listed)
    contents = (await session.read_resource(listed[1].uri)).contents
    seed = (ROOT / "seeds" / listed[1].name).read_bytes().decode()
    assert contents[0].text == seed
    templates = (await session.list_resource_templates()).resourceTemplates
    assert templates[0].uriTemplate == "isnad://sources/{source}"


async def bad_input(session: ClientSession) -> None:
    assert "question" in await errs(session, "ask", {})
    assert "2,000" in await errs(session, "ask", {"question": "س" * 2001})
    assert "letter" in await errs(session, "ask", {"question": "؟"})
    assert "history" in await errs(session, "ask", {"question": "x", "history": []})
    assert "gpt" in await errs(session, "ask", {"question": QUESTION, "answerer": "gpt"})
    assert "list_sources" in await errs(session, "ask", {"question": QUESTION, "sources": ["x"]})
    assert "k is 101" in await errs(session, "search", {"query": "x", "k": 101})
    assert "list_sources" in await errs(session, "read_source", {"source": "../x"})
    assert "sentences" in await errs(session, "read_source", {"source": SOURCE, "first": 999})
    assert "ask, search" in await errs(session, "shout", {})
    for uri in ("isnad://sources/none.txt", "file:///etc/passwd"):
        with pytest.raises(McpError) as raised:
            await session.read_resource(AnyUrl(uri))
        assert raised.value.error.code == -32002
    with pytest.raises(McpError) as raised:
        await session.list_resources(params=types.PaginatedRequestParams(cursor="-1"))
    assert raised.value.error.code == types.INVALID_PARAMS
    assert not (await session.call_tool("ask", {"question": ABSENT})).structuredContent["answered"]


@pytest.mark.parametrize("work", [all_tools, resources, bad_input])
def test_over_http(client: httpx.Client, work: Work) -> None:
    http(client, work)


def test_over_stdio_while_a_server_has_the_data(data: Path, tmp_path: Path) -> None:
    async def run() -> None:
        async with over_stdio(data) as session:
            await all_tools(session)
            await resources(session)
            await bad_input(session)
            server.post("/v1/sources", files=[("files", ("new.txt", TEXT.encode()))])
            read = await session.call_tool("read_source", {"source": "new.txt"})
            assert read.structuredContent["text"] == TEXT

    with Index.open(data) as index, served(Pipeline(index), data) as server:
        anyio.run(run)
        sources = server.get("/v1/sources").json()["sources"]
        assert len(sources) == 6


def test_stdout_carries_nothing_but_the_protocol(tmp_path: Path) -> None:
    """Also while the demo articles are indexed, and while something prints."""
    opening = {"protocolVersion": "2025-06-18", "capabilities": {},
               "clientInfo": {"name": "t", "version": "0"}}  # fmt: skip
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": opening},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "ping"},
    ]
    code = (
        "import os, ui.mcp as m; made = m.server\n"
        "def loud(service): print('loud'); os.write(1, b'louder'); return made(service)\n"
        "m.server = loud\n"
        "from ui.cli import main; raise SystemExit(main(['mcp', '--data', 'new']))"
    )
    sent = "not json\n" + "".join(json.dumps(line) + "\n" for line in lines)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)},
        input=sent.encode(), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    messages = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert all(message["jsonrpc"] == "2.0" for message in messages)
    assert [message["id"] for message in messages if "id" in message] == [None, 1, 2]
    assert b"demo articles" in done.stderr
    assert b"loud" in done.stderr
    assert b"louder" in done.stderr


def test_a_data_folder_that_is_not_ours_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = subprocess.run(
        [sys.executable, "-m", "ui", "mcp", "--data", str(tmp_path / "file")],
        cwd=ROOT, input=b"", capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, b"")
    assert len(done.stderr.decode().strip().splitlines()) == 1


def test_resources_come_in_pages(many: httpx.Client) -> None:
    async def work(session: ClientSession) -> None:
        first = await session.list_resources()
        assert len(first.resources) == PAGE
        after = types.PaginatedRequestParams(cursor=first.nextCursor)
        second = await session.list_resources(params=after)
        assert second.nextCursor is None
        found = [*first.resources, *second.resources]
        assert len({each.name for each in found}) == PAGE + 6
        assert all(unquote(str(each.uri)) == f"isnad://sources/{each.name}" for each in found)
        for each in found[-2:]:
            assert (await session.read_resource(each.uri)).contents[0].text == TEXT

    http(many, work)


def test_sources_are_listed_in_parts(many: httpx.Client) -> None:
    async def work(session: ClientSession) -> None:
        page = {"offset": 100, "limit": 3}
        listed = (await session.call_tool("list_sources", page)).structuredContent
        assert [each["source"] for each in listed["sources"]] == ["100.txt", "101.txt", "102.txt"]
        assert listed["total"] == PAGE + 6
        named = (await session.call_tool("list_sources", {"contains": "تقرير"})).structuredContent
        assert [each["source"] for each in named["sources"]] == ["أخبار/تقرير 1?.txt"]

    http(many, work)


def test_a_model_may_write_a_number_as_a_string(client: httpx.Client) -> None:
    async def work(session: ClientSession) -> None:
        result = await session.call_tool("search", {"query": "قاعدة", "k": "2"})
        assert len(result.structuredContent["hits"]) == 2

    http(client, work)


def test_answers_are_kept_and_their_addresses_lead_here(client: httpx.Client) -> None:
    answers: list[dict[str, Any]] = []

    async def work(session: ClientSession) -> None:
        answers.append((await session.call_tool("ask", {"question": QUESTION})).structuredContent)

    http(client, work)
    assert client.get(f"/v1/answers/{answers[0]['id']}").status_code == 200
    cited = answers[0]["citations"][0]
    assert cited["url"].startswith(str(client.base_url))
    assert f'id="s{cited["sentence"]}"' in client.get(cited["url"]).text


def test_the_short_answer_is_one_that_the_schema_knows(tmp_path: Path) -> None:
    async def work(session: ClientSession) -> None:
        told = (await session.call_tool("ask", {"question": "س"})).structuredContent
        assert told["short"] == {"text": "مساء", "citation": 1, "start": 10, "end": 14}

    with served(Known(answer(short=Short("مساء", 1, 10, 14))), tmp_path) as client:
        http(client, work)


def test_a_store_that_fails_is_a_tool_error(tmp_path: Path) -> None:
    async def work(session: ClientSession) -> None:
        assert await errs(session, "ask", {"question": "س"}) == "it is busy"

    with served(Known(BusyError("it is busy")), tmp_path) as client:
        http(client, work)


def test_a_key_opens(tmp_path: Path) -> None:
    async def work(session: ClientSession) -> None:
        assert len((await session.list_tools()).tools) == len(TOOLS)

    with served(Known(), tmp_path, keys=("right",)) as client:
        http(client, work, key="right")
        refused = client.post("/mcp", json={}, headers=HEADERS)
        assert refused.status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 400),
        ({"Origin": "https://evil.example"}, 403),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_what_may_not_come_in(client: httpx.Client, headers: dict[str, str], status: int) -> None:
    response = client.post("/mcp", content=b"{}", headers={**HEADERS, **headers})
    assert response.status_code == status


def test_messages_that_are_none_are_json_rpc_errors(client: httpx.Client) -> None:
    for body, code in ((b"{", -32700), (b"{}", -32600), (b'{"jsonrpc":"2.0","id":1}', -32600)):
        response = client.post(
            "/mcp", content=body, headers={**HEADERS, "Content-Type": "application/json"}
        )
        assert response.status_code == 400
        assert response.json()["error"]["code"] == code


def test_there_is_no_stream_of_our_own(client: httpx.Client) -> None:
    for method in ("GET", "DELETE"):
        response = client.request(method, "/mcp", headers=HEADERS)
        assert (response.status_code, response.headers["allow"]) == (405, "POST")


def test_the_sdk_allows_what_the_guard_allows() -> None:
    settings = {"keys": (), "max_upload": 1}
    here = security(access(host="127.0.0.1", public_url="https://news.example", **settings))
    assert here.enable_dns_rebinding_protection
    assert {"localhost:*", "[::1]:*", "news.example"} <= set(here.allowed_hosts)
    assert "https://news.example" in here.allowed_origins
    assert not security(
        access(host="0.0.0.0", public_url="", **settings)
    ).enable_dns_rebinding_protection


def test_an_address_is_percent_encoded() -> None:
    assert address("a/b c.txt") == "isnad://sources/a/b%20c.txt"


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"a": "\xff"}', b"{", b"", b"1" * 5_000,
     b'{"jsonrpc": "2.0", "id": "\xed\xa0\x80", "method": "ping"}'],
)  # fmt: skip
def test_a_body_that_is_not_json_is_a_parse_error(client: httpx.Client, body: bytes) -> None:
    headers = {**HEADERS, "Content-Type": "application/json"}
    response = client.post("/mcp", content=body, headers=headers)
    assert response.status_code == 400
    assert response.json()["error"]["code"] == types.PARSE_ERROR


@pytest.mark.parametrize(
    ("message", "id_"),
    [
        (b'{"jsonrpc": "2.0", "id": "\\ud800", "method": "tools/list"}', None),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "\\udfff"}', 7),
        (
            (
                b'{"jsonrpc": "2.0", "id": "a", "method": "tools/call", "params":'
                b' {"name": "ask", "arguments": {"question": "\\ud800"}}}'
            ),
            "a",
        ),
        (b'{"jsonrpc": "2.0", "id": 1.5, "method": "tools/list"}', None),
        (b'{"jsonrpc": "2.0", "id": null, "method": "tools/list"}', None),
        (b'{"jsonrpc": "2.0", "id": true, "method": "tools/list"}', None),
        (b'{"jsonrpc": "1.0", "id": 3, "method": "tools/list"}', 3),
        (b'{"jsonrpc": "2.0", "id": 4, "method": 5}', 4),
        (b'[{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}]', None),
        (b"null", None),
    ],
)
def test_what_is_no_message_is_answered(client: httpx.Client, message: bytes, id_: object) -> None:
    headers = {**HEADERS, "Content-Type": "application/json"}
    response = client.post("/mcp", content=message, headers=headers)
    assert response.status_code == 400
    assert response.json()["error"]["code"] == types.INVALID_REQUEST
    assert response.json()["id"] == id_


def test_over_stdio_too_and_nobody_waits(data: Path) -> None:
    deep = b"[" * 900 + b"]" * 900
    lines = [
        (
            b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask",'
            b' "arguments": {"question": "\\ud800"}}}'
        ),
        b'{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "ask",'
        b' "arguments": {"question": ' + deep + b"}}}",
        b"",
        b"\xff",
        b'{"jsonrpc": "2.0", "id": 3, "method": "ping"}',
    ]
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "ui", "mcp", "--data", str(data)],
        input=b"\n".join(lines) + b"\n",
        capture_output=True,
        timeout=60,
        check=True,
    )
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert {reply["id"]: reply.get("error", {}).get("code") for reply in replies} == {
        1: types.INVALID_REQUEST, 2: types.INVALID_REQUEST, None: types.PARSE_ERROR, 3: None
    }  # fmt: skip
    assert time.monotonic() - begun < GRACE_S
