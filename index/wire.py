"""The wire to a model's server: what comes is counted before it is parsed, nobody is sent on."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import httpx

from index.errors import ModelError

LONGEST_REPLY = 4 * 2**20
"""Bytes of a streamed reply: 20,000 characters, each in a frame of OpenAI's, are 3 MB."""
LONGEST_VECTORS = 32 * 2**20
"""Bytes of a reply that is awaited whole: vectors of 256 passages, each of 4,000 numbers in twenty
letters, are 21 MB."""
LONGEST_ERROR = 2**16
"""Bytes of an error's body, of which a line is shown."""
PLAIN = ("", "identity")


class WireError(ModelError):
    """What a server sends is not read on: too much, packed, or an order to go elsewhere."""


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error and those it was raised from: LangChain wraps the client's own."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def refusal(error: BaseException) -> WireError | None:
    """Why we read no further, where it was we who broke off."""
    return next((each for each in causes(error) if isinstance(each, WireError)), None)


class Counted:
    """A stream that ends with WireError once it is too long, beside httpx's class of its kind."""

    def __init__(self, stream: Any, limit: int, network: Any) -> None:
        self.stream = stream
        self.left = limit
        self.network = network
        self.whole = False

    def stop(self) -> None:
        """Let nothing more through."""
        self.left = -1

    async def cut(self) -> None:
        """End the connection, unless all was read and it is another's by now.

        Closing the reply would not do: httpx does that once, and a cancel may have broken it off.
        """
        if not self.whole and self.network is not None:
            await self.network.aclose()

    def __iter__(self) -> Iterator[bytes]:
        return map(self._count, self.stream)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self.stream:
            yield self._count(chunk)
        self.whole = True

    def close(self) -> None:
        """As httpx closes it."""
        self.stream.close()

    async def aclose(self) -> None:
        """As httpx closes it."""
        await self.stream.aclose()

    def _count(self, chunk: bytes) -> bytes:
        self.left -= len(chunk)
        if self.left < 0:
            raise WireError("its server does not stop sending")
        return chunk


_open: ContextVar[list[Counted] | None] = ContextVar("isnad_open_replies", default=None)


@contextmanager
def noting() -> Iterator[list[Counted]]:
    """The replies that calls inside open, so that they can be ended whatever becomes of these.

    `stop()` of a reply lets nothing more of it through, `cut()` ends its connection.
    """
    replies: list[Counted] = []
    token = _open.set(replies)
    try:
        yield replies
    finally:
        _open.reset(token)


def options(*, waiting: bool) -> dict[str, Any]:
    """What an HTTP client of httpx's kind is told: a blocking one with `waiting`, else an async.

    A proxy of the environment stays in use, which a transport of our own would pass over.
    """
    request: Callable[[Any], Any] = _ask if waiting else _ask_async
    response: Callable[[Any], Any] = _take if waiting else _take_async
    hooks = {"request": [request], "response": [response]}
    return {"event_hooks": hooks, "follow_redirects": False}


class Through(httpx.AsyncBaseTransport, httpx.BaseTransport):
    """A transport that is a client, for those who can be given nothing else; async alone."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._client = httpx.AsyncClient(**told)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it by the client, which knows the environment's proxies."""
        return await self._client.send(request, stream=True)

    async def aclose(self) -> None:
        """Close the client."""
        await self._client.aclose()


def arguments(provider: str, *, waiting: bool) -> dict[str, Any]:
    """What LangChain is told, so that a provider's client goes by this wire.

    A provider that is none of these keeps its own, held by deadlines alone.
    """
    if provider in ("openai", "azure_openai"):
        import openai

        if waiting:
            return {"http_client": openai.DefaultHttpxClient(**options(waiting=True))}
        return {"http_async_client": openai.DefaultAsyncHttpxClient(**options(waiting=False))}
    if provider == "ollama":
        return {
            "sync_client_kwargs" if waiting else "async_client_kwargs": options(waiting=waiting)
        }
    if provider == "google_genai":
        if waiting:
            return {"client_args": options(waiting=True)}
        # A transport, for without one it does not speak by httpx, but by aiohttp.
        return {"client_args": {"transport": Through(options(waiting=False))}}
    return {}


def _ask(request: Any) -> None:
    # Packed, a few bytes may stand for gigabytes.
    request.headers["accept-encoding"] = "identity"


async def _ask_async(request: Any) -> None:
    _ask(request)


def _take(response: Any, limit: int = LONGEST_VECTORS) -> None:
    """Refuse a reply by its head, or put a counter before its body."""
    if 300 <= response.status_code < 400:
        raise WireError(
            f"its server sends us elsewhere (HTTP {response.status_code}), and is not followed"
            " with the articles' sentences"
        )
    packed = response.headers.get("content-encoding", "").strip().casefold()
    if packed not in PLAIN:
        raise WireError("its server packs its reply, though asked not to")
    limit = LONGEST_ERROR if response.status_code >= 400 else limit
    stream, network = response.stream, response.extensions.get("network_stream")
    response.stream = _counter(_kind(stream))(stream, limit, network)


async def _take_async(response: Any) -> None:
    _take(response, LONGEST_REPLY)
    replies = _open.get()
    if replies is not None:
        replies.append(response.stream)


def _kind(stream: Any) -> type:
    """httpx's class of streams; its successor httpx2 has one of its own of the same name."""
    names = ("SyncByteStream", "AsyncByteStream")
    return next(each for each in type(stream).__mro__ if each.__name__ in names)


@cache
def _counter(kind: type) -> Callable[[Any, int, Any], Any]:
    """The counted streams of a kind."""
    return type("CountedStream", (Counted, kind), {})
