"""Talks to a language model through LangChain: streams, limits, tries again, and can be stopped."""

import asyncio
import contextlib
import random
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

from index.errors import ModelError, SettingError

EXTRAS = {"openai": "openai", "anthropic": "anthropic", "google_genai": "google"}
"""Providers whose package is an extra of ours."""
STRUCTURED = frozenset({"openai", "azure_openai", "ollama", "google_genai"})
"""Providers that can hold a model to a JSON schema; a server that can't is found out once."""
TUNABLE = frozenset({"openai", "azure_openai", "anthropic", "google_genai"})
"""Providers that take the temperature and the number of tokens under these names."""
MAX_TOKENS = 1_500
"""Tokens of a reply: four statements take some 300, a model that thinks first the rest."""
PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""HTTP statuses worth another attempt."""
LONGEST_PAUSE_S = 8.0
"""A server that wants a longer pause is not waited for: somebody has asked a question."""
CONNECTION = ("ConnectionError", "ConnectError", "RemoteProtocolError", "ReadError")
REASON_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to the first piece of a reply, between two, and for all of it; and the attempts."""

    first: float = 60.0
    silence: float = 20.0
    whole: float = 120.0
    attempts: int = 3
    pause: float = 0.5


class FormatRefusedError(ModelError):
    """The server can't hold the model to a JSON schema: ask in the plain format."""


def check(name: str) -> None:
    """Raise SettingError where a model's name is not `provider:name`."""
    provider, colon, model = name.partition(":")
    if not (colon and model.strip() and provider.replace("_", "").isalnum()):
        raise SettingError(
            f"ISNAD_LLM={name} can't be used: it takes provider:name, such as openai:gpt-4.1-mini"
        )


class LanguageModel:
    """A language model by its name for LangChain's `init_chat_model`.

    Nothing is imported or connected before the first call. Every error is a ModelError of one
    line that names the setting. Safe to use from several threads.
    """

    def __init__(
        self, name: str, base_url: str = "", api_key: str = "", limits: Limits | None = None
    ) -> None:
        check(name)
        self.name = name
        self.base_url = base_url
        self.limits = limits or Limits()
        self.structured = self.provider in STRUCTURED
        self._api_key = api_key
        self._plain = False
        self._made: Any = None

    @property
    def provider(self) -> str:
        """The part of the name before the colon."""
        return self.name.partition(":")[0]

    def complete(self, messages: Sequence[tuple[str, str]]) -> str:
        """The whole reply; errors as `stream`."""
        return "".join(self.stream(messages))

    def stream(
        self, messages: Sequence[tuple[str, str]], schema: Mapping[str, Any] | None = None
    ) -> Iterator[str]:
        """The reply in pieces as they come. Closing the iterator ends the call to the server.

        Args:
            messages: pairs of a role (system, user, assistant) and a text.
            schema: a JSON schema the server is to hold the model to.

        Raises:
            FormatRefusedError: the server refuses the schema.
            ModelError: the model can't be had, says nothing in time, or breaks off.
        """
        # Loading the provider's package takes seconds, and is nobody's delay in answering.
        made = asyncio.run_coroutine_threadsafe(self._prepare(), _loop()).exception()
        if made is not None:
            raise ModelError(self._explain(made)) from made
        deadline = monotonic() + self.limits.whole
        attempt, pause = 1, 0.0
        while True:
            pieces: SimpleQueue[str | None] = SimpleQueue()
            work = self._pump(messages, schema, pause, deadline, pieces.put)
            future = asyncio.run_coroutine_threadsafe(work, _loop())
            future.add_done_callback(_ender(pieces))
            begun = False
            try:
                while (piece := pieces.get()) is not None:
                    begun = True
                    yield piece
            finally:
                future.cancel()
            error = future.exception()
            if error is None:
                return
            if not begun and self._simplify(error):
                if schema is not None:
                    raise FormatRefusedError(self._explain(error)) from error
                continue
            pause = _pause(error, attempt, self.limits.pause)
            last = attempt >= self.limits.attempts or pause > LONGEST_PAUSE_S
            if begun or last or not _passes(error):
                raise ModelError(self._explain(error)) from error
            attempt += 1

    def _simplify(self, error: BaseException) -> bool:
        """Whether to ask again for less: not every server knows schemas, nor model temperatures."""
        if self._plain or _status(error) not in (400, 422):
            return False
        self._plain, self._made, self.structured = True, None, False
        return True

    async def _prepare(self) -> None:
        if self._made is None:
            self._made = self._make()

    async def _pump(
        self,
        messages: Sequence[tuple[str, str]],
        schema: Mapping[str, Any] | None,
        pause: float,
        deadline: float,
        put: Callable[[str], None],
    ) -> None:
        """Call the server once, and hand on what it says."""
        async with asyncio.timeout(max(deadline - monotonic(), 0.0)):
            await asyncio.sleep(pause)
            await self._prepare()
            model = self._made.bind(**self._format(schema)) if schema else self._made
            async with contextlib.aclosing(model.astream(list(messages))) as chunks:
                source: AsyncIterator[Any] = aiter(chunks)
                patience = self.limits.first
                while True:
                    try:
                        chunk = await asyncio.wait_for(anext(source), patience)
                    except StopAsyncIteration:
                        return
                    if text := str(chunk.text):
                        put(text)
                        patience = self.limits.silence

    def _make(self) -> Any:
        from langchain.chat_models import init_chat_model

        options: dict[str, Any] = {}
        if self.provider in TUNABLE:
            options["max_retries"] = 1 if self.provider == "google_genai" else 0
            if not self._plain:
                options |= {"temperature": 0, "max_tokens": MAX_TOKENS}
        if self.base_url:
            options["base_url"] = self.base_url
        # A key of the environment is for the provider's own server, and for no other.
        if self._api_key or (self.base_url and self.provider in TUNABLE):
            options["api_key"] = self._api_key or "none"
        return init_chat_model(self.name.partition(":")[2], model_provider=self.provider, **options)

    def _format(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """How this provider is told of a schema."""
        if self.provider == "ollama":
            return {"format": dict(schema)}
        if self.provider == "google_genai":
            return {"response_mime_type": "application/json", "response_schema": dict(schema)}
        named = {"name": "answer", "strict": True, "schema": dict(schema)}
        return {"extra_body": {"response_format": {"type": "json_schema", "json_schema": named}}}

    def _explain(self, error: BaseException) -> str:
        """What went wrong, in one line that names the setting and never shows the key."""
        named, status = f"ISNAD_LLM={self.name}", _status(error)
        address = f"ISNAD_LLM_BASE_URL={self.base_url}" if self.base_url else named
        if isinstance(error, ImportError):
            return f"{named} needs a package: {_install(self.provider)}"
        if isinstance(error, TimeoutError):
            return f"{named} did not answer in time: is its server overloaded?"
        if status in (401, 403):
            return f"ISNAD_LLM_API_KEY was refused for {named} (HTTP {status})"
        if status == 404:
            return f"{named}: its server knows no such model (HTTP 404)"
        if status:
            return f"{named}: its server answered HTTP {status}: {self._reason(error)}"
        if _connects(error):
            return f"{address} can't be reached: {self._reason(error)}"
        if "api_key" in str(error).casefold():
            return f"{named} needs a key: set ISNAD_LLM_API_KEY"
        return f"{named} can't be used: {self._reason(error)}"

    def _reason(self, error: BaseException) -> str:
        line = " ".join(str(error).split()) or type(error).__name__
        if self._api_key:
            line = line.replace(self._api_key, "…")
        return line[:REASON_LENGTH]


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The event loop that all calls run on, in a thread of its own: there they can be stopped."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="isnad-llm", daemon=True).start()
    return loop


def _ender(pieces: SimpleQueue[str | None]) -> Callable[[object], None]:
    return lambda _: pieces.put(None)


def _install(provider: str) -> str:
    """The line that installs a provider's package."""
    extra = EXTRAS.get(provider)
    package = f'"isnad[{extra}]"' if extra else f"langchain-{provider.replace('_', '-')}"
    return f"{sys.executable or 'python'} -m pip install {package}"


def _status(error: BaseException) -> int | None:
    """The HTTP status in an error of any provider's client."""
    response = getattr(error, "response", None)
    for holder, name in ((error, "status_code"), (error, "code"), (response, "status_code")):
        found = getattr(holder, name, None)
        if isinstance(found, int) and 100 <= found < 600:
            return found
    return None


def _connects(error: BaseException) -> bool:
    """Whether the server could not be reached, or broke off."""
    names = {kind.__name__ for kind in type(error).__mro__}
    return isinstance(error, OSError) or any(n.endswith(CONNECTION) for n in names)


def _passes(error: BaseException) -> bool:
    """Whether another attempt may have more luck."""
    status = _status(error)
    if isinstance(error, TimeoutError | ImportError):
        return False
    return status in PASSING if status else _connects(error)


def _pause(error: BaseException, attempt: int, first: float) -> float:
    """Seconds before the next attempt: what the server asks for, else twice as long each time."""
    headers: Mapping[str, str] = getattr(getattr(error, "response", None), "headers", {})
    with contextlib.suppress(ValueError):
        return float(headers.get("retry-after") or "")
    return first * 2.0 ** (attempt - 1) * random.uniform(0.75, 1.25)  # noqa: S311
