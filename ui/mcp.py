"""Isnad over MCP, with the official SDK: streamable HTTP within the app, and stdio."""

import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

import anyio
from anyio import to_thread
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import McpError
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import InputError, IsnadError, UnknownSourceError
from ui import mcp_tools
from ui.bodies import replayed
from ui.kept import Kept
from ui.mcp_messages import fault
from ui.problems import UNUSABLE, problem
from ui.process import say
from ui.replies import Reply, dumps
from ui.security import Access
from ui.service import Service
from ui.settings import Settings
from ui.stdio import Lines, stdout_alone
from ui.version import version
from ui.workspace import open_workspace

PATH = "/mcp"
RESOURCES = "isnad://sources/"
"""Before a source's percent-encoded name in its address as a resource."""
PAGE = 100
"""Resources in one list; a cursor leads to the next."""
NOT_FOUND = -32002
"""JSON-RPC's code for a resource that does not exist, as MCP has it."""
INSTRUCTIONS = """
Isnad answers questions about a set of indexed Arabic news articles in the articles' own words.
Use `ask` for a question, `search` to look around, `read_source` for what stands around a citation.
Quote a citation's `quote` as it is, name its source, and link its `url`. Where `answered` is
false, say that the articles do not say; where `agreement` shows differences, show both sides.
""".strip()


class Endpoint:
    """The ASGI app at PATH: every call is a session of its own, so that nothing is remembered.

    `lifespan` is the app's: the SDK's session manager runs in it, a new one each time.
    """

    def __init__(self, service: Service, access: Access) -> None:
        self.service = service
        self.security = security(access)
        self.manager: Any = None

    @asynccontextmanager
    async def lifespan(self, _: ASGIApp) -> AsyncIterator[None]:
        """Run the session manager for as long as the app runs."""
        self.manager = StreamableHTTPSessionManager(
            server(self.service),
            json_response=True,
            stateless=True,
            security_settings=self.security,
        )
        async with self.manager.run():
            yield
        self.manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one message."""
        if self.manager is None:
            await problem(503)(scope, receive, send)
            return
        if scope["method"] == "POST":
            body = await Request(scope, receive).body()
            if wrong := fault(_text(body)):
                await Reply(wrong, 400)(scope, receive, send)
                return
            receive = replayed(body, receive)
        await self.manager.handle_request(scope, receive, send)


def _text(body: bytes) -> str:
    """The body, or a text that is no JSON where its bytes are not UTF-8."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def security(access: Access) -> Any:
    """The hosts and origins the SDK is to allow: those that the guard allows."""
    names = [f"[{name}]" if ":" in name else name for name in sorted(access.hosts or ())]
    hosts = [host for name in names for host in (name, f"{name}:*")]
    origins = [f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts]
    return TransportSecuritySettings(
        # Where any address is a host, the list can't say so; the guard has looked.
        enable_dns_rebinding_protection=access.hosts is not None and not access.addresses,
        allowed_hosts=hosts,
        allowed_origins=[*origins, *sorted(access.origins)],
    )


def mcp(settings: Settings) -> None:
    """Speak MCP over stdin and stdout until stdin ends.

    Raises StoreError: the data directory can't be used; InputError: there is no stdin.
    """
    if sys.stdin is None:
        raise InputError("stdin is closed: an MCP client starts this program and speaks to it")
    if sys.stdin.isatty():
        say("speaking MCP on stdin and stdout, for an MCP client to start; Ctrl-C ends")
    # The SDK's thread would wait for another line of stdin before it let us end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with (
        stdout_alone() as out,
        closing(open_workspace(replace(settings, public_url=""), say)) as pipeline,
        closing(Kept.open(settings.data, settings.keep_days)) as kept,
    ):
        service = Service(pipeline, kept, settings.public_url.rstrip("/"))
        pipeline.warm()
        try:
            anyio.run(_speak, server(service), Lines(out, fault))
        except* BrokenPipeError:
            say("the client has gone")


async def _speak(made: Any, lines: Lines) -> None:
    async with stdio_server(lines, lines) as (read, write):
        await made.run(read, write, made.create_initialization_options())


def server(service: Service) -> Any:
    """The SDK's server over a service: its tools, and the sources as resources."""
    made = Server("isnad", version=version(), instructions=INSTRUCTIONS)

    async def call_tool(name: str, arguments: dict[str, Any]) -> Any:
        here = _addressed(service, made.request_context.request)
        try:
            seats = mcp_tools.seats(here, name, arguments)
            run = to_thread.run_sync if seats is None else seats.run
            result = await run(mcp_tools.call, here, name, arguments)
        except sqlite3.Error as error:
            raise IsnadError(UNUSABLE) from error
        text = types.TextContent(type="text", text=dumps(result))
        # As a result of its own it is not held against its schema: that takes as long as asking.
        return types.CallToolResult(content=[text], structuredContent=result)

    async def list_tools() -> list[Any]:
        return [_tool(each) for each in mcp_tools.TOOLS]

    async def list_resources(request: types.ListResourcesRequest) -> Any:
        cursor = request.params.cursor if request.params else None
        return await to_thread.run_sync(_resources, service, cursor)

    async def list_templates() -> list[Any]:
        return [_template()]

    async def read_resource(uri: Any) -> list[Any]:
        return [await to_thread.run_sync(_read, service, str(uri))]

    # Its own check of arguments would say less, and take no number written as a string.
    made.call_tool(validate_input=False)(call_tool)
    made.list_tools()(list_tools)
    made.list_resources()(list_resources)
    made.list_resource_templates()(list_templates)
    made.read_resource()(read_resource)
    return made


def address(source: str) -> str:
    """The address of a source as a resource: `isnad://sources/a/b%20c.txt`."""
    return RESOURCES + quote(source)


def _addressed(service: Service, request: Any) -> Service:
    """The service with absolute addresses, where the request tells how we are reached."""
    if service.public_url or request is None:
        return service
    return replace(service, public_url=str(request.base_url).rstrip("/"))


def _tool(tool: mcp_tools.Tool) -> Any:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        inputSchema=tool.takes.model_json_schema(),
        outputSchema=tool.gives.model_json_schema(mode="serialization"),
        annotations=types.ToolAnnotations(
            title=tool.title, readOnlyHint=True, idempotentHint=True, openWorldHint=False
        ),
    )


def _template() -> Any:
    return types.ResourceTemplate(
        uriTemplate=RESOURCES + "{source}",
        name="source",
        title="An indexed article",
        description="The text of a source, nothing changed; its name percent-encoded.",
        mimeType="text/plain",
    )


def _resources(service: Service, cursor: str | None) -> Any:
    if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise _error(types.INVALID_PARAMS, f"no cursor of ours: {cursor[:100]!r}")
    start = int(cursor or 0)
    with _failing():
        documents = service.pipeline.index.documents(offset=start, limit=PAGE + 1)
    page = [
        types.Resource(
            uri=address(each.source),
            name=each.source,
            title=each.title or each.source,
            description=f"{each.sentences} sentences",
            mimeType="text/plain",
        )
        for each in documents[:PAGE]
    ]
    after = str(start + PAGE) if len(documents) > PAGE else None
    return types.ListResourcesResult(resources=page, nextCursor=after)


def _read(service: Service, uri: str) -> Any:
    if not uri.startswith(RESOURCES):
        raise _error(NOT_FOUND, f"no resource of ours: {uri[:200]!r}")
    with _failing():
        text = service.pipeline.index.text(unquote(uri.removeprefix(RESOURCES)))
    return ReadResourceContents(content=text, mime_type="text/plain")


@contextmanager
def _failing() -> Iterator[None]:
    """Errors of ours as MCP's."""
    try:
        yield
    except UnknownSourceError as error:
        raise _error(NOT_FOUND, f"no source is named {error.source!r}") from error
    except IsnadError as error:
        raise _error(types.INTERNAL_ERROR, str(error)) from error
    except sqlite3.Error as error:
        raise _error(types.INTERNAL_ERROR, UNUSABLE) from error


def _error(code: int, message: str) -> Exception:
    error: Exception = McpError(types.ErrorData(code=code, message=message))
    return error
